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
# A round table gives each speaker a paragraph: the name, who that is, a colon.
_TURN = han(r"^\s*(?P<name>[一-鿿]{2,4})(?:\((?P<capacity>[^()]{2,40})\):|:(?!.{0,12}$))")
# A speaker comes on, with what he or she belongs to in brackets.
_WITH_CAPACITY = han(
    r"^\s*(?P<title>[^,。;:「」()]{0,8}?)(?P<name>[一-鿿]{2,3})\((?P<capacity>[^()]{2,24})\)"
)
_ENTRY = re.compile(rf"^\s*(?P<title>[^,。;:「」]{{0,30}}?(?:{TITLE}))?")
# What may follow the name of one who comes on.
_COMES_ON = frozenset(
    fold_in_place("發接不則也亦對續更就並從講最同說指表認直強在以坦笑補另又曾自身首先開態")
)
# What follows a title and is no name: the bill of a lawmaker, the rights of workers.
_GOES_ON = han(
    r"[一-鿿]{0,2}(?:立法|權益|權利|待遇|薪酬|條例|草案|質詢|提問|職位|人手|流失|不足|團體)"
)
_PRONOUN = han(r"(?:他|她)(?!們)")
_VIEWS = han(r"的(?:觀點|看法|意見|建議|立場|關注|發言|主張|提議)")
_SHE_SAYS = han(r"(?:他|她)[^,。」]{0,4}(?:說|稱|指|認為|建議|補充|數起來|直言|笑)")
_SUBJECT = han(
    r"(?:^|[,。;\n」])(?P<name>[一-鿿]{2,3})(?=跟|在|是|與|從|已|的|說|坐|站|每|自|曾|生|,)"
)
_CUE = re.compile(f"(?:{_SAYS})")
_QUICK = han(
    r"表明|首先發言|續說|會後|則|又說|表示|指出|認為|建議|強調|直言|主張|倡議|促請|呼籲|期望|希望|補充|稱|坦言|批評|透露|介紹|提醒|說|指|促|倡|解釋|回應|相信|提出|敦促|要求|重申|冀|盼"
)

# Who speaks for the organisation that an article is of.
_OFFICER = han(
    r"(?:該?(?:聯盟|大聯盟|聯席|黨|本會|該會|會|協會|工會|團體|商會|學會|研究所|中心))?(?:副?(?:主席|會長|召集人|總幹事|秘書長|理事長|主任|總監)|發言人)"
)
# A paper names a speaker again by the family name alone.
_FAMILY_NAME = re.compile(
    rf"\s*(?P<name>[一-鿿])(?:{either('又 則 亦 也 並 還 更 續 再 其後 同時 進一步')})*(?:{_QUICK.pattern})"
)


class Speakers:
    """Whose words the sentence at hand gives."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._known: dict[str, Author] = {}
        self._searched = 0  # up to where names were looked for
        self._is_report = article.sort != Sort.WRITTEN
        self.authors: list[Author] = list(article.signed)
        self.official = any(is_official(author) for author in article.signed)

    def hear(self, sentence: Span) -> None:
        flow = self._article.flow
        folded = flow.folded[sentence.start : sentence.end]
        if not self._is_report:
            self._quoted(folded, flow.text[sentence.start : sentence.end])
            return
        found = self._speakers(folded, flow.text[sentence.start : sentence.end])
        if not found and not self.authors and _SHE_SAYS.search(folded):
            found = self._portrayed(sentence.end)
        if found:
            self.authors = found
            self.official = any(is_official(author) for author in found)

    def _quoted(self, folded: str, shown: str) -> None:
        """An author quotes somebody: the words are theirs for that sentence, and while "he" goes on."""
        found = [
            author
            for author in self._speakers(folded, shown)
            if author.capacity and not self._is_of_the_house(author)
        ]
        if found and not {author.name for author in self._article.signed} & {found[0].name}:
            self.authors = found
        elif not _PRONOUN.match(folded.lstrip()):
            self.authors = list(self._article.signed)
        self.official = any(is_official(author) for author in self.authors)

    def _is_of_the_house(self, speaker: Author) -> bool:
        """Whether an officer speaks for the organisation whose text it is."""
        signed = self._article.signed
        return (
            len(signed) == 1
            and not is_name(signed[0].name)
            and _OFFICER.fullmatch(fold_in_place(speaker.capacity)) is not None
        )

    def _portrayed(self, end: int) -> list[Author]:
        """Whom an interview is about: named before, though not as one who speaks."""
        flow = self._article.flow
        begin, self._searched = self._searched, end
        for match in _SUBJECT.finditer(flow.folded, begin, end):
            name = flow.text[match.start("name") : match.end("name")]
            if is_name(name):
                self._known[name] = Author(name)
                return [self._known[name]]
        return []

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
        told = _WITH_CAPACITY.match(folded)
        if told and is_name(name := shown[told.start("name") : told.end("name")]):
            capacity = shown[told.start("capacity") : told.end("capacity")]
            known = self._known.get(name)
            self._known[name] = known if known and known.capacity else Author(name, capacity)
            return [self._known[name]]
        entry = _ENTRY.match(folded)
        titled = entry is not None and bool(entry["title"]) and _is_titled(entry["title"])
        start = entry.end() if entry else 0
        for size in (3, 2):
            name = shown[start : start + size]
            after = folded[start + size : start + size + 1]
            if name in self._known:
                return [self._known[name]]
            if (
                is_name(name)
                and after
                and (after in _COMES_ON or (titled and not _GOES_ON.match(folded, start)))
                and (after not in "的、和與与及" or _VIEWS.match(folded, start + size))
            ):
                before = folded[:start]
                self._known[name] = Author(name, _capacity(before, shown[:start]) if titled else "")
                return [self._known[name]]
        return []

    def _speakers(self, folded: str, shown: str) -> list[Author]:
        head = folded.lstrip(" \n")
        offset = len(folded) - len(head)
        limit = min(len(folded), offset + 140)
        quote = folded.find("「", offset, limit)
        if again := self._by_family_name(shown, _FAMILY_NAME.match(folded)):
            return [again]
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

    def _by_family_name(self, shown: str, told: re.Match[str] | None) -> Author | None:
        if told is None:
            return None
        called = shown[told.start("name") : told.end("name")]
        bearers = [author for name, author in self._known.items() if name[0] == called]
        return bearers[0] if len(bearers) == 1 else None

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
            titled = _is_titled(before)
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
                # 主席春迎 for 主席席春迎: of two characters that are one, the printer set one.
                if size == 2 and not is_name(name) and is_name(shown[start - 1 : end]):
                    name = shown[start - 1 : end]
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
    r"說|指|稱|記者|表明|亦|並|也|的|了|是|在|於|他|她|我|們|會上|方面|昨日|今日|日前|同時|早前|分別|均|都|就|已|曾|一致|認為|發言|致辭|其|有|及|和|署|局|處|會|院|部|司|組|所"
)


def _could_be_name(folded: str) -> bool:
    """After a title, what stands before a word of speech is a name, unless it is plainly none."""
    return not _NO_NAME.search(folded) and bool(re.fullmatch(r"[一-鿿]{2,3}", folded))


_ANYBODY = han(
    r"(?:家長|學生|市民|讀者|居民|街坊|成員|人士|業主|司機|僱主|義工|員工|商人|顧問團|專家|運動員|公務員|前線|住戶|車主|狗主|貓主|租客|租戶|乘客|用戶)$"
)


def _is_titled(before: str) -> bool:
    """Whether a title stands there that one person bears."""
    before = before[-8:].rstrip("、 ")
    return bool(ENDS_IN_TITLE.search(before)) and not _ANYBODY.search(before)


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
