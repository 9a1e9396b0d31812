"""Pure: who speaks in a report, from sentence to sentence."""

import re

from proposals.folding import fold_in_place
from proposals.intake.articles import Article, Sort
from proposals.intake.names import ENDS_IN_TITLE, TITLE, Author, is_name, may_be_name
from proposals.intake.sentences import Span
from proposals.intake.wording import OFFICIAL, either, han

_SAYS = either(
    "表示 指出 認為 建議 強調 直言 主張 倡議 促請 呼籲 期望 希望 補充 續稱 續指 坦言 質疑 批評 透露 介紹 引述 提醒 說 稱 指 促 倡 坦承 形容 解釋 回應 分析 "
    "相信 提出 敦促 要求 力促 總結 重申 提議 亦 又 並 也 則 還 更 致辭 同時 進一步 日前 昨日 昨 今日 早前 其後 在 於 接受 出席 續 再 另 期盼 冀 盼 說道 寫道 警告 估計"
)
_NAMED = han(
    rf"(?P<capacity>[^,。!?;:\n「」]{{0,60}}?)(?P<name>[一-鿿]{{2,4}})(?:\([^()]{{1,20}}\))?(?=(?:{_SAYS}))"
)
# A round table gives each speaker a paragraph: the name, who that is, a colon.
_TURN = han(r"^\s*(?P<name>[一-鿿]{2,4})(?:\((?P<capacity>[^()]{2,40})\):|:(?!.{0,12}$))")
_ENTRY = re.compile(
    rf"^\s*[^,。;:「」]{{0,40}}?(?:{TITLE})(?P<name>[一-鿿]{{2,4}}?)(?=坐|从|在|则|就|以|也|亦|对|站|首|最|同|先|另|补|续|随|一|走|举|笑|回|谈|分)"
)
_CUE = re.compile(f"(?:{_SAYS})")
_QUICK = han(
    r"表明|首先發言|續說|會後|則|又說|表示|指出|認為|建議|強調|直言|主張|倡議|促請|呼籲|期望|希望|補充|稱|坦言|批評|透露|介紹|提醒|說|指|促|倡|解釋|回應|相信|提出|敦促|要求|重申|冀|盼"
)


class Speakers:
    """Whose words the sentence at hand gives."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._known: dict[str, Author] = {}
        self._is_report = article.sort != Sort.WRITTEN
        self.authors: list[Author] = list(article.authors)
        self.official = any(is_official(author) for author in article.authors)

    def hear(self, sentence: Span) -> None:
        if not self._is_report:
            return
        flow = self._article.flow
        folded = flow.folded[sentence.start : sentence.end]
        found = self._speakers(folded, flow.text[sentence.start : sentence.end])
        if found:
            self.authors = found
            self.official = any(is_official(author) for author in found)

    def _introduced(self, folded: str, shown: str) -> list[Author]:
        """Who begins to speak, or comes on, at the head of a paragraph."""
        head = _TURN.match(folded)
        if head and _is_turn(
            shown[head.start("name") : head.end("name")], told=bool(head["capacity"])
        ):
            name = shown[head.start("name") : head.end("name")]
            capacity = (
                shown[head.start("capacity") : head.end("capacity")] if head["capacity"] else ""
            )
            known = self._known.get(name)
            self._known[name] = known if known and not capacity else Author(name, capacity)
            return [self._known[name]]
        entry = _ENTRY.match(folded)
        if entry and is_name(shown[entry.start("name") : entry.end("name")]):
            name = shown[entry.start("name") : entry.end("name")]
            before = folded[: entry.start("name")]
            self._known.setdefault(name, Author(name, _capacity(before, shown[: len(before)])))
            return [self._known[name]]
        return []

    def _speakers(self, folded: str, shown: str) -> list[Author]:
        head = folded.lstrip(" \n")
        offset = len(folded) - len(head)
        limit = min(len(folded), offset + 140)
        quote = folded.find("「", offset, limit)
        found: list[Author] = []
        for cue in _CUE.finditer(folded, offset, limit):
            if 0 <= quote < cue.start() and not _closed(folded, cue.start()):
                continue
            name = self._name_before(folded, shown, cue.start(), offset)
            if name:
                found.append(name)
                others = self._beside(folded, shown, cue.start(), name)
                found = [*others, *found]
                break
        if not found:
            return self._introduced(folded, shown)
        if found and not _QUICK.search(folded):
            # Named, but not as one who speaks.
            return []
        return found

    def _name_before(self, folded: str, shown: str, end: int, begin: int) -> Author | None:
        if end > 0 and folded[end - 1] == ")":
            end = folded.rfind("(", begin, end)
        for size in (3, 2, 4):
            start = end - size
            if start < begin:
                continue
            name = shown[start:end]
            if name in self._known:
                return self._with_capacity(folded, shown, start, begin, self._known[name])
            before = folded[begin:start]
            titled = ENDS_IN_TITLE.search(before[-8:].rstrip("、 "))
            if (
                titled
                and (
                    is_name(name)
                    or (
                        size <= 3
                        and _QUICK.match(folded, end)
                        and _could_be_name(folded[start:end])
                    )
                )
            ) or (
                is_name(name)
                and (not before or before[-1] in ",。:;、 」)")
                and _QUICK.match(folded, end)
            ):
                capacity = _capacity(before, shown[begin:start]) if titled else ""
                author = Author(name, capacity)
                self._known[name] = author
                return author
        return None

    def _with_capacity(
        self, folded: str, shown: str, start: int, begin: int, known: Author
    ) -> Author:
        if known.capacity or not ENDS_IN_TITLE.search(folded[begin:start][-8:]):
            return known
        author = Author(known.name, _capacity(folded[begin:start], shown[begin:start]))
        self._known[known.name] = author
        return author

    def _beside(self, folded: str, shown: str, end: int, last: Author) -> list[Author]:
        """Another speaker joined to the last by a conjunction."""
        start = folded.rfind(last.name, 0, end)
        match = re.search(r"([一-鿿]{2,3})(?:、|和|与|及|以及)$", folded[max(0, start - 4) : start])
        if match and is_name(match[1]):
            at = max(0, start - 4) + match.start(1)
            before = folded[:at]
            capacity = (
                _capacity(before, shown[:at])
                if ENDS_IN_TITLE.search(before[-8:])
                else last.capacity
            )
            author = Author(shown[at : at + len(match[1])], capacity)
            self._known[author.name] = author
            return [author]
        return []


def _is_turn(name: str, *, told: bool) -> bool:
    return may_be_name(name) if told else is_name(name)


_NO_NAME = han(
    r"說|指|稱|記者|表明|亦|並|也|的|了|是|在|於|他|她|我|們|會上|方面|昨日|今日|日前|同時|早前|分別|均|都|就|已|曾|一致|認為|發言|致辭|其|有|及|和"
)


def _could_be_name(folded: str) -> bool:
    """After a title, what stands before a word of speech is a name, unless it is plainly none."""
    return not _NO_NAME.search(folded) and bool(re.fullmatch(r"[一-鿿]{2,3}", folded))


def _closed(folded: str, place: int) -> bool:
    return folded.count("「", 0, place) <= folded.count("」", 0, place)


def _capacity(folded: str, shown: str) -> str:
    """What stands before a name, from the last stop on, without words that link."""
    start = max(folded.rfind(stop) for stop in ",。:;!?」\n)") + 1
    if folded[start - 1 : start] == "」":
        # A name in quotation marks belongs to the title: 「一帶一路」專員.
        opening = folded.rfind("「", 0, start)
        start = max(folded.rfind(stop, 0, opening) for stop in ",。:;!?\n") + 1
    lead = re.match(
        han(
            r"(?:不過|此外|同時|另外|至於|對此|會上|席上|其中|當中|來自|身兼|出席的?|並且?|有份出席的)"
        ).pattern,
        folded[start:],
    )
    if lead:
        start += lead.end()
    return shown[start:].strip(" 、")


def is_official(author: Author) -> bool:
    return bool(OFFICIAL.search(fold_in_place(author.capacity)))
