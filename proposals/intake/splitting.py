"""Pure: the asks that one Chinese clause joins, each by itself."""

from dataclasses import replace

from proposals.intake.asks import Ask
from proposals.intake.sentences import Span, trim
from proposals.intake.wording import WITHIN, either, han

_SPLIT_VERBS = either(
    "設立 成立 建立 制定 制訂 訂立 修訂 修例 增設 增加 擴大 延長 放寬 取消 豁免 推出 推行 引入 興建 預留 委任 公布 公開 編制 納入 開設 試行 舉辦 邀請 簡化 統籌 整合 優化 完善 降低 提高 "
    "縮短 下調 上調 禁止 限制 聘請 重啟 重建 恢復 設置 設定 強制 減免 發放 派發 提供 容許 允許 調整 打造 搭建 構建 探索 開拓 開展 落實 加強 加快 檢討 撥款 資助 改善 擴建 增撥 鼓勵 加密 實行 輸出 加裝"
)
_SPLIT = han(rf"(?:、|並|及|和|以及|同時|與)(?:盡快|同時|積極|逐步|全面)?(?={_SPLIT_VERBS})")
_WITHIN = han(rf"(?:{WITHIN})(?!的)")
_MADE = either(
    "基金 委員會 平台 中心 專員 數據庫 資料庫 條例 學院 辦公室 熱線 名冊 課程 津貼 專章 制度 機制 計劃"
)
_TWO_MADE = han(
    rf"(?:設立|成立|建立|增設|創設|制訂|制定|訂立|開設|推出|籌建|設)[^,]{{2,24}}?(?:{_MADE})」?(?P<and>(?:以及|與|和|及|、))「?[^,、與和及]{{2,16}}(?:{_MADE})」?$"
)
# The rules by which a clause opens; what is split off goes on from there.
_OPENINGS = frozenset(
    [
        "speech_act",
        "wish",
        "duty",
        "need",
        "permission",
        "implicit",
        "assent",
        "verdict",
        "listed",
        "condition",
        "frame",
        "carried",
        "goes_on",
    ]
)


def split(folded: str, ask: Ask) -> list[Ask]:
    clause = folded[ask.start : ask.end]
    verb = _WITHIN.search(clause)
    if not verb:
        return [ask]
    places = [
        match.span()
        for match in _SPLIT.finditer(clause, verb.end() + 2)
        if not _is_quoted(clause, match.start())
    ]
    if (
        not places
        and (two := _TWO_MADE.search(clause))
        and not _is_quoted(clause, two.start("and"))
    ):
        places = [two.span("and")]
    found, last = [], 0
    for cut_start, cut_end in [*places, (len(clause), len(clause))]:
        span = trim(folded, Span(ask.start + last, ask.start + cut_start))
        rules = ["goes_on" if last and rule in _OPENINGS else rule for rule in ask.rules]
        if span.end - span.start >= 4:
            body = span.start if last else ask.body
            found.append(replace(ask, start=span.start, end=span.end, rules=rules, body=body))
        last = cut_end
    return found


def _is_quoted(clause: str, place: int) -> bool:
    before = clause[:place]
    return any(before.count(a) > before.count(b) for a, b in ("「」", "《》", "()"))
