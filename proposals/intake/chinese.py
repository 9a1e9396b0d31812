"""Pure: which clauses of a Chinese article ask for something."""

from dataclasses import replace
from itertools import pairwise

from proposals.folding import fold_in_place
from proposals.intake.articles import Article
from proposals.intake.asks import Ask
from proposals.intake.openings import Opening, actor_end, is_premise, is_public, opening
from proposals.intake.sentences import Span, clauses, is_latin, sentences, trim
from proposals.intake.speakers import Speakers
from proposals.intake.weighing import (
    acts,
    changes,
    is_aim,
    is_example,
    is_means,
    tells_of_past,
    weigh,
)
from proposals.intake.wording import (
    AGREED,
    GOVERNMENT_SPEAKS,
    IRONY,
    OPPOSED,
    OTHERS,
    WITHIN,
    either,
    han,
)

_FRAME = han(
    r"(?:提出|作出|有|以下|如下|下列|歸納|總結|謹提|[一二兩三四五六七八九十幾數多各\d]+(?:大|項|點|個|條)?(?:具體|優化|改善|政策|主要|核心)?)[^。,;]{0,12}?"
    r"(?:建議|倡議|主張|訴求|要求|方向|對策|措施|策略|意見|期望|做法|方案|工作|方面|招|着手|入手)(?:如下)?(?=$|[:。,;,]|包括|如下|供)|"
    r"提出[一二兩三四五六七八九十幾數多]+(?:點|項|招|策)|[一二兩三四五六七八九十]+(?:點|項|招|策)(?=:)|"
    r"(?:建議|倡議|主張|訴求|要求|意見)(?:如下|包括|有[一二三四五六七八九十]|分[為述])|"
    r"(?:應|須|要|宜|可)當?從.{0,12}?(?:方面|層面|維度|方向|角度|環節|領域)(?:着手|入手|發力|破局|推進|改善)?|多管齊下|"
    r"(?:具體|政策|我們的|本(?:會|黨)的?|改善|優化)(?:而言,?)?(?:建議|倡議|訴求|措施|做法)(?=$|[:。])|"
    r"(?:為此|就此|有見及此|故此|因此),?(?:我們|本會|本黨|筆者|聯盟|協會)?(?:特|謹)?(?:提出|促請|要求|建議|倡議)|(?:我們|本會|本黨|聯盟|工會|協會)(?:建議|促請|要求|倡議|主張)[:]?$"
)
_EXISTING = han(
    r"(?:已|現行|現有|目前|政府|當局|過去|推出)[^。:]{0,12}(?:措施|政策|方案|工作)(?:包括|有|如下)?"
)
_ENUMERATOR = han(
    r"^(?:首先|首要|第[一二三四五六七八九十](?!次|季|階段|代|屆)|其[一二三四五](?!實|中)|[一二三四五六]是|[一二三四五六七八]嘛?[、,.:]|其次|再者|再次|此外|另外|最後|另一方面|一方面|同時|與此同時|"
    r"[①-⑩]|\(?[一二三四五六七八九十\d]+[)、.:]|另(?!類)|還有|接着|然後|短期|中期|長期|長遠|中長期|進一步|更重要的是|除此之外)"
)
_LINK = han(
    r"^(?:[一二三四五六七八九十]{1,2}、|\(?\d{1,2}[)、.]|首先|首要是|首要|第[一二三四五六七八九十](?:個|點|是)?|其[一二三四五]|[一二三四五六]是(?:要)?|其次是?|再者|再次|此外|另外|最後|另一方面|一方面|同時|與此同時|"
    r"因此|所以|故此?|為此|就此|有見及此|而|但|不過|然而|惟|除此之外|例如|比如|譬如|像|如|包括|當中|其中|尤其是?|特別是|具體而言|具體來說|換言之|"
    r"並且?|亦|也|又|更|還|以及|及(?!早|時|至|格)|且|而且|另|再|繼而|進而|甚至|都|均|和|與|至於|或者?|長遠(?:而言|來說)?|短期(?:而言|內)?|中期)[,:]?"
)
_KEPT_LINK = frozenset("以而如与和都均像再")
_GO_ON = han(
    r"^(?:同時|與此同時|此外|另外|另(?!類)|再者|其次|第[二三四五六七八九十]|其[二三四五]|[二三四五六]是|[二三四五六七八]嘛?[、,.:]|還有|最後|又|亦|還(?!是|有人)|更(?!重|何|是)|例如|比如|譬如|當中|其中|具體|以及|並|長遠|在.{2,20}(?:方面|層面|上),|就.{2,14}方面|也)"
)
_RATHER = han(r"[^,]{2,8}?則")
# Nobody is named: who is asked in the sentence before is asked for more.
_BARE_START = han(
    r"^\s*(?:依託|透過|通過|利用|借助|動員|設立|建立|增設|制訂|制定|修訂|推出|引入|擴大|延長|興建|資助|成立|訂立|公布|取消|放寬|加強|完善|簡化|優化)(?!以來|後|至今|的)"
)
# What the law says is no ask.
_RULED = han(
    r"^[^,]{0,8}(?:根據|按照?|依照?)(?:現行|本港|目前)?[^,]{0,16}(?:條例|法例|規定|制度|機制|法》?|指引|規例)》?$"
)
_SAYS = han(r"(?:表示|指出|認為|說|稱|強調|相信|直言|覺得|主張)$")
# The speaker of the sentence before says more.
_MORE = han(
    r"^\s*(?:他|她)(?:又|還|續|並|再|亦|也)?(?:續稱|補充|續說|續指|說|指出|提出|表示|認為|稱|解釋)[,:]?"
)
_TOPIC = han(r"^(?P<actor>[^,]{2,14}?)(?:則|亦|也|都|持續|繼續|同時|進一步|更)+(?=[^,])")
# The sentence before called for what this one spells out.
_SPELT_OUT = han(
    r"^\s*(?:建議|例如|比如|具體|包括|(?:特區)?政府可以?多管齊下|為此,?(?:筆者|我們|本會)?建議)"
)
_WEAK_OBJECT = han(r"(?:評估|研究|考慮|探討|檢視|檢討|行動|落實|推進|牽頭|修例|立法)$")
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
# A clause that only says that what follows is an ask.
_ANNOUNCED = han(
    r"(?:看法|建議|主張|答案|方法|做法|提議|期望|要求|訴求|辦法|解決之道)(?<!明確要求)(?:很簡單|是|如下|有[一二三四五]|不多|有[一二三四五]個)?$|要的(?:不多|是|很簡單)$|(?:要做|該做|應做|欠缺|缺|需要)的$|(?:謹|特)?向.{2,12}(?:提出|建議|要求)$|"
    r"(?:核心|要務|首務|關鍵|當務之急|出路|治本之道|較佳做法|上策)$"
)
_THE_WAY = han(
    r"(?:才|方)(?:是|為|算)(?:正路|正道|上策|出路|長遠|治本|根本|真正|王道|良策|正途)|刻不容緩|責無旁貸|事不宜遲|勢在必行|此其時|值得(?:一試|考慮)|有其必要|實有必要|是[^,]{0,14}(?:第一步|當務之急|出路|正途|上策|根本)"
)
_TO_DO = han(r"(?:要|該|應|須)(?:先|首先|立即)?做的$")
_ONLY_THEN = han(r"才(?:有|能|會|可|是)|方(?:能|可|為)|立時|立刻|馬上|自然|就不|便不")
_ITS_OWN = han(r"^(?:筆者|我|這|此|但|然而|不過|上述|有關|惟)")
_OF_THAT = han(
    r"^(?:但|然而|不過)?(?:這|此|上述|有關)(?:種|個|類|一|項)?(?:主張|建議|做法|提議|說法|方案|想法|議|舉)"
)
_AN_ASKED_LIST = han(r"建議|倡議|訴求|政綱|主張|期望|要求|意見|政策|願景|提案")
_VERDICT = han(r"主張|提議|建議|方案|若|如|要求|呼籲")
# What speaks against an ask speaks against what goes on from it.
_TELLING = frozenset(("thing", "named", "figure"))
_INHERITED = frozenset(("capability", "private_actor", "foreign", "past", "others"))
_MODELESS = frozenset(("speech_act", "duty", "need", "permission", "implicit", "condition", "wish"))
_OPENINGS = frozenset((*_MODELESS, "frame", "carried", "goes_on"))


class Reader:
    """Reads one article sentence by sentence and remembers what carries over."""

    def __init__(self, article: Article) -> None:
        self.flow = article.flow
        self.folded = article.flow.folded
        self.asks: list[Ask] = []
        self.speakers = Speakers(article)
        self.framed = bool(self.flow.bullets) and bool(
            _AN_ASKED_LIST.search(fold_in_place(article.headline + article.label))
        )  # within a list of proposals
        self.went_before = ""  # how the sentence before asked
        self.bulleted = False

    def read(self) -> list[Ask]:
        for sentence in sentences(self.folded):
            self._paragraph(sentence)
            if is_latin(self.folded[sentence.start : sentence.end]):
                continue
            self.speakers.hear(sentence)
            found = self._sentence(sentence)
            self.asks += found
            self._carry(sentence, found)
        return self.asks

    def _paragraph(self, sentence: Span) -> None:
        """A list of proposals goes on while its paragraphs are numbered or bulleted."""
        if sentence.start and self.folded[sentence.start - 1] != "\n":
            return
        self.bulleted = sentence.start in self.flow.bullets
        text = self.folded[sentence.start : sentence.start + 24]
        if not self.bulleted and not _ENUMERATOR.match(text.lstrip("「")):
            if sentence.start not in self.flow.breaks or not self.flow.bullets:
                self.framed = False
            self.went_before = ""
        elif not self.bulleted and not _GO_ON.match(text):
            self.went_before = ""

    def _carry(self, sentence: Span, found: list[Ask]) -> None:
        """What the sentences that follow have from this one."""
        text = self.folded[sentence.start : sentence.end]
        if _SPELT_OUT.match(text) and self.asks and sentence.start - self.asks[-1].end < 30:
            for ask in self.asks[-3:] if not found else self.asks[-3 - len(found) : -len(found)]:
                if "direction" in ask.rules and not _TELLING & set(ask.rules):
                    ask.rules.append("general")
        if not found and _ITS_OWN.match(text.lstrip()) and OPPOSED.search(text):
            for ask in self.asks[-3:]:
                near = sentence.start - ask.end < 80 and "opposed" not in ask.rules
                if near and ("others" in ask.rules or _OF_THAT.match(text.lstrip())):
                    ask.rules.append("opposed")
        frame = _FRAME.search(text)
        if (
            frame
            and not OTHERS.search(text[: frame.end()])
            and not _EXISTING.search(text)
            and not GOVERNMENT_SPEAKS.search(text[: frame.start()])
        ):
            self.framed = True
        elif _EXISTING.search(text) and text.rstrip().endswith(":"):
            self.framed = False
        strong = [ask for ask in found if ask.score >= 0.5]
        self.went_before = strong[-1].rules[0] if strong else ""

    def _sentence(self, sentence: Span) -> list[Ask]:
        text = self.folded[sentence.start : sentence.end]
        whole = self._whole(text)
        found: list[Ask] = []
        mode = ""  # how asks open that have no opening of their own
        if self.framed and (
            self.bulleted or _ENUMERATOR.match(text.lstrip("「 ")) or self.went_before
        ):
            mode = "frame"
        elif self.went_before and (
            _GO_ON.match(text) or _MORE.match(text) or _BARE_START.match(text)
        ):
            mode = "carried"
        told = ""  # whether the clause before says that somebody speaks
        for part in clauses(self.folded, sentence):
            clause = self.folded[part.start : part.end]
            bare = clause[_link(clause) :]
            if found and part.start - found[-1].end <= 1 and is_example(clause):
                found[-1].end = part.end
                continue
            rest = self.folded[part.end : sentence.end]
            asked, mode = self._clause(clause, bare, rest, mode or told, bool(found))
            told = "said" if _SAYS.search(clause) else "ruled" if _RULED.search(clause) else ""
            if asked is None:
                continue
            ask, goes_on = asked
            rules = [ask.rule, *ask.against]
            rules += [
                r
                for r in weigh(clause, ask.prefix, ask.body, ask.rule, goes_on=goes_on)
                if r not in rules
            ]
            rules += [rule for rule in whole if rule not in rules]
            if ask.rule == "goes_on" and found:
                rules += [r for r in found[-1].rules if r in _INHERITED and r not in rules]
                if "vague" in found[-1].rules and not _TELLING & set(rules):
                    rules.append("vague")
            start = part.start + _link(clause, keep=True)
            body = part.end - len(ask.body) if ask.body else start
            found += self._split(
                Ask(start, part.end, rules, self.speakers.authors, max(body, start))
            )
        return self._settled(found)

    def _whole(self, text: str) -> list[str]:
        """What is true of all that a sentence says."""
        told = OTHERS.search(text[:40])
        if told and (opens := _VERDICT.search(text)) and opens.start() < told.start() - 12:
            told = None
        rules = ["others"] if told and not AGREED.search(text) else []
        if OPPOSED.search(text) and (told or _VERDICT.search(text)):
            rules.append("opposed")
        if IRONY.search(text):
            rules.append("irony")
        if self.speakers.official:
            rules.append("official")
        return rules

    def _clause(  # noqa: C901, PLR0911, one way each that a clause goes on
        self, clause: str, bare: str, rest: str, mode: str, has_found: bool
    ) -> tuple[tuple[Opening, bool] | None, str]:
        """How a clause asks, and whether it goes on from another; and how the next one may open."""
        said, ruled = mode == "said", mode == "ruled"
        mode = "" if said or ruled else mode
        within = bool(mode or has_found or self.went_before or said)
        if _TO_DO.search(clause):
            return None, "implicit"
        opened = opening(clause, bare, rest, within=within)
        if (
            opened
            and opened.rule in ("speech_act", "wish")
            and len(opened.body) < 3
            and not opened.prefix
        ):
            return None, "" if opened.against else "speech_act"
        if opened:
            if opened.rule != "condition" and (
                not opened.body.strip("「,: ")
                or (rest.strip("。!?\n」 ") and is_means(opened.body))
            ):
                return None, "" if opened.against else opened.rule
            if ruled:
                opened = replace(opened, against=(*opened.against, "past"))
            if has_found and opened.rule == "need":
                opened = replace(opened, rule="duty")
            goes_on = has_found and opened.rule == "permission"
            return (opened, goes_on), mode or "goes_on"
        if is_premise(clause):
            return None, mode
        if (
            _ANNOUNCED.search(clause)
            and not OTHERS.search(clause)
            and not GOVERNMENT_SPEAKS.search(clause[:-2])
        ):
            return None, "speech_act"
        led_on = changes(bare) and _ONLY_THEN.search(rest)
        if (led_on or (acts(bare) and _THE_WAY.search(rest))) and not tells_of_past(clause):
            return (Opening("condition", "", bare), False), "goes_on"
        if mode or has_found:
            return self._bare(clause, bare, rest, mode, has_found)
        if self.went_before in ("implicit", "frame", "duty", "need", "speech_act") and (
            topic := _TOPIC.match(bare)
        ):
            body = bare[topic.end() :]
            if is_public(topic["actor"]) and acts(body) and not tells_of_past(clause):
                return (Opening("carried", topic["actor"], body), False), "goes_on"
        return None, ""

    def _bare(
        self, clause: str, bare: str, rest: str, mode: str, has_found: bool
    ) -> tuple[tuple[Opening, bool] | None, str]:
        if not has_found:
            bare = bare.removeprefix("是")
        if mode in ("implicit", "speech_act") and not has_found:
            bare = bare.removeprefix("由")
        if is_aim(bare) or tells_of_past(clause):
            return None, mode
        if rest.strip("。!?\n」 ") and is_means(bare):
            return None, mode
        actor = actor_end(bare)
        prefix, body = bare[:actor], bare[actor:]
        if not acts(body) and (rather := _RATHER.match(bare)) and acts(bare[rather.end() :]):
            prefix, body = rather[0], bare[rather.end() :]
        if not acts(body):
            if not acts(bare) and not (mode == "frame" and self.bulleted and not has_found):
                return None, mode
            prefix, body = "", bare
        rule = "goes_on" if has_found or not mode else "duty" if mode == "need" else mode
        return (Opening(rule, prefix, body), has_found), mode or "goes_on"

    def _split(self, ask: Ask) -> list[Ask]:
        """Asks that one clause joins, each by itself."""
        clause = self.folded[ask.start : ask.end]
        verb = _WITHIN.search(clause)
        if not verb:
            return [ask]
        places = [
            (m.start(), m.end())
            for m in _SPLIT.finditer(clause, verb.end() + 2)
            if not _is_quoted(clause, m.start())
        ]
        if (
            not places
            and (two := _TWO_MADE.search(clause))
            and not _is_quoted(clause, two.start("and"))
        ):
            places = [two.span("and")]
        found, last = [], 0
        for cut_start, cut_end in [*places, (len(clause), len(clause))]:
            span = trim(self.folded, Span(ask.start + last, ask.start + cut_start))
            rules = ["goes_on" if last and rule in _OPENINGS else rule for rule in ask.rules]
            if span.end - span.start >= 4:
                found.append(
                    Ask(
                        span.start,
                        span.end,
                        rules,
                        ask.authors,
                        ask.body if not last else span.start,
                    )
                )
            last = cut_end
        return found

    def _settled(self, found: list[Ask]) -> list[Ask]:
        """A general call falls where its own measures follow it; a weak verb joins what it is of."""
        kept: list[Ask] = []
        for ask in found:
            before = kept[-1] if kept else None
            weak = before and _WEAK_OBJECT.search(self.folded[before.start : before.end])
            if before and weak and ask.start - before.end <= 2 and self.folded[ask.start] in "将把":
                before.end = ask.end
                before.rules += [
                    r
                    for r in ("thing", "named", "figure")
                    if r in ask.rules and r not in before.rules
                ]
                continue
            kept.append(ask)
        for ask, following in pairwise(kept):
            length = ask.end - ask.start
            is_plain = not _TELLING & set(ask.rules)
            if (
                is_plain
                and "concrete" in following.rules
                and "direction" in ask.rules
                and length <= 24
            ):
                ask.rules.append("general")
        return kept


def _link(clause: str, *, keep: bool = False) -> int:
    """Where a clause begins after what only links it to the others."""
    place = 0
    for _ in range(4):
        match = _LINK.match(clause[place:])
        if not match or place + match.end() >= len(clause):
            break
        if match[0] in _KEPT_LINK and keep:
            break
        place += match.end()
    return place


def _is_quoted(clause: str, place: int) -> bool:
    before = clause[:place]
    return any(before.count(a) > before.count(b) for a, b in ("「」", "《》", "()"))
