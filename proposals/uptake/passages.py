"""An official text cut into the passages that it can be cited by.

Offsets are those of the text as it was given: what is cut out of it is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

_LINE = re.compile(r"([^\r\n\f\v\x85\u2028\u2029]*)(\r\n|[\r\n\f\v\x85\u2028\u2029]|\Z)")
# What stands at the edges of a line without being part of it.
_UNSEEN = "\ufeff\u200b \t\xa0"
_PAGE_LINE = re.compile(
    r"\s*(?:第\s*(?P<han>\d{1,4})\s*[頁页](?:\s*[，,、/／]?\s*共\s*\d+\s*[頁页])?"
    r"|page\s+(?P<latin>\d{1,4})(?:\s+of\s+\d+)?|[-–—]\s*(?P<bare>\d{1,4})\s*[-–—])\s*",
    re.IGNORECASE,
)
_HAN_NUMBER = "[一二三四五六七八九十百]{1,5}"
_MEASURES = "[年月日時%億萬亿万個个名至米倍-]|公里|公頃|小時"
_MARKER = re.compile(
    r"[\s\ufeff]*(?:(?P<plain>\d{1,3}(?:\.\d{1,3})*)"
    rf"(?:[.．、](?!\d)|[.．]?[ \t\u3000]+(?!{_MEASURES}))"
    rf"|第\s*(?P<named>\d{{1,4}})\s*段|(?P<listed>{_HAN_NUMBER})[、.．]"
    rf"|[(（]\s*(?P<bracketed>{_HAN_NUMBER}|\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}})\s*[)）]"
    r"|(?P<bullet>[•‧●○■□◆◇▪‣*]|[-–—](?=\s)))\s*"
)
_PART = re.compile(
    r"\s*(?:第\s*[一二三四五六七八九十百\d]+\s*[章節节部篇]|chapter\b|part\b)", re.IGNORECASE
)
_ENDS = re.compile(r"""[。！？!?；;：:.…][」』”’"'）)\]]*\s*$""")
_CELLS = re.compile(r"\t|\s\|\s|^\s*\||(?<=\S)[ \u3000]{3,}(?=\S)")
_ASKED = re.compile(
    r"[\s\ufeff]*(?:問題|問|質詢|问题|问|question)\s*(?:[:：]|$)|[可是]否告知本[會会]"
    r"|will the government (?:please )?inform",
    re.IGNORECASE,
)
# A line of a press release that says what follows it.
_PREAMBLE = re.compile(
    r"[\s\u3000]*(?:the )?following (?:is|are) (?:the|an?) |"
    r"[\s\u3000]*以下[是為为].{0,90}(?:提問|提问|質詢|答覆|答复|回覆|致辭|致辞|演辭|演辞|發言|发言|談話|谈话)",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERED = re.compile(
    r"\s*(?:答覆|答复|答|回覆|回复|(?:代理)?主席|reply|answer|(?:\w+ )?president)\s*(?:[:：,，]|$)"
    r"|.*(?:答覆|答复|回覆|回复|reply|answer)[^:：]{0,8}[:：]\s*$",
    re.IGNORECASE | re.DOTALL,
)
# Of a line that names what follows; Chinese counts two a character.
_WIDEST_HEADING = 64
# Of the longest of the lines that a page has broken.
_WRAPPED = range(40, 140)


class Kind(StrEnum):
    """What a passage is to those who look for answers in it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE = "table"  # one row of it
    QUESTION = "question"  # put to the Government, and no word of its own


@dataclass(frozen=True)
class Passage:
    """A part of an official text: where it stands, and how it is cited."""

    start: int
    end: int
    text: str
    kind: Kind
    # As it is printed, "" where the text has none.
    number: str = ""
    page: int | None = None
    # What it stands under.
    heading: str = ""
    locator: str = ""


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    page: int | None

    @property
    def width(self) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in self.text.strip())

    @property
    def marker(self) -> str:
        """Which kind of number or sign the line begins with; "" for none."""
        found = _MARKER.match(self.text)
        return (found.lastgroup or "") if found else ""

    @property
    def number(self) -> str:
        found = _MARKER.match(self.text)
        if not found or found.lastgroup == "bullet":
            return ""
        return next(value for value in found.groupdict().values() if value)

    @property
    def ends(self) -> bool:
        return _ENDS.search(self.text) is not None

    @property
    def cells(self) -> int:
        return len(_CELLS.findall(self.text.strip()))


def cut(text: str) -> list[Passage]:
    """The passages of a text in its order; empty where it has no words."""
    found: list[Passage] = []
    for block in _blocks(_lines(text)):
        found += _in_block(text, block)
    found = _kinds(found)
    if not any(passage.kind in (Kind.PARAGRAPH, Kind.TABLE) for passage in found):
        found = [
            replace(one, kind=Kind.PARAGRAPH) if one.kind == Kind.HEADING else one for one in found
        ]
    return _located(found)


def _lines(text: str) -> list[list[_Line]]:
    """The lines that say something, in groups between empty ones, each with its page."""
    marks: list[tuple[int, int]] = []
    feeds: list[int] = []
    groups: list[list[tuple[int, int]]] = [[]]
    for line in _LINE.finditer(text):
        content, end = line.groups()
        if page := _PAGE_LINE.fullmatch(content):
            marks.append((line.start(), int(page["han"] or page["latin"] or page["bare"])))
        elif any(map(str.isalnum, content)):
            groups[-1].append((line.start(), line.end(1)))
        elif end != "\f" and groups[-1]:
            groups.append([])
        if end == "\f":
            feeds.append(line.end(1))
    page_at = _pages(marks, feeds, first=groups[0][0][0] if groups[0] else 0)
    return [
        [_Line(start, end, text[start:end], page_at(start)) for start, end in group]
        for group in groups
        if group
    ]


def _pages(
    marks: list[tuple[int, int]], feeds: list[int], *, first: int
) -> Callable[[int], int | None]:
    """On which page a place of the text is, by the numbers printed or else by the form feeds.

    Numbers stand at the foot where the first one is 1 and has text above it.
    """
    if marks:
        at_foot = marks[0][1] == 1 and first < marks[0][0]

        def page_at(place: int) -> int | None:
            if at_foot:
                after = [number for at, number in marks if at > place]
                return after[0] if after else marks[-1][1] + 1
            before = [number for at, number in marks if at < place]
            return before[-1] if before else max(marks[0][1] - 1, 1)

        return page_at
    return lambda place: 1 + sum(feed < place for feed in feeds) if feeds else None


def _blocks(groups: list[list[_Line]]) -> Iterator[list[_Line]]:
    """Tables apart from what stands around them."""
    for group in groups:
        for _is_table, lines in groupby(group, key=lambda line: line.cells > 0):
            yield list(lines)


def _in_block(text: str, lines: list[_Line]) -> Iterator[Passage]:
    if all(line.cells for line in lines) and (len(lines) > 1 or lines[0].cells > 1):
        yield from (_passage(text, [line], Kind.TABLE) for line in lines)
        return
    widest = max(line.width for line in lines)
    # Lines that a file of pages has broken are long alike, and mostly end within a sentence.
    inner = [line for line in lines[:-1] if line.width > widest * 0.6]
    broken = sum(not line.ends for line in inner)
    is_wrapped = widest in _WRAPPED and broken > len(inner) / 2
    unit: list[_Line] = []
    for line in lines:
        goes_on = (
            unit
            and is_wrapped
            and not line.marker
            and not _ASKED.match(line.text)
            and not _ANSWERED.match(line.text)
            and unit[-1].width > widest * 0.75
        )
        if unit and not goes_on:
            yield _passage(text, unit, Kind.PARAGRAPH)
            unit = []
        unit.append(line)
    yield _passage(text, unit, Kind.PARAGRAPH)


def _passage(text: str, lines: list[_Line], kind: Kind) -> Passage:
    raw = text[lines[0].start : lines[-1].end]
    start = lines[0].start + len(raw) - len(raw.lstrip(f"{_UNSEEN}\u3000"))
    end = lines[-1].end - (len(raw) - len(raw.rstrip()))
    one_line = len(lines) == 1
    if kind == Kind.PARAGRAPH and one_line and _is_heading(lines[0]):
        kind = Kind.HEADING
    return Passage(start, end, text[start:end], kind, lines[0].number, lines[0].page)


def _is_heading(line: _Line) -> bool:
    if _PART.match(line.text):
        return line.width <= _WIDEST_HEADING * 1.5
    return (
        line.width <= _WIDEST_HEADING
        and not line.ends
        and line.marker != "bullet"
        # （一） stands over other numbers, (a) does not.
        and not (line.marker == "bracketed" and line.number.isascii())
        and not re.search(r"[，。；]", line.text)
    )


def _kinds(passages: list[Passage]) -> list[Passage]:
    """With the headings that they stand under; short items of a list are no headings, and what
    is asked of the Government is no word of its own."""
    known: list[Passage] = []
    heading, is_question = "", False
    for place, passage in enumerate(passages):
        kind = passage.kind
        following = passages[place + 1] if place + 1 < len(passages) else None
        if kind == Kind.HEADING and passage.number and not _PART.match(passage.text):
            before = known[-1] if known else None
            beside = [one for one in (before, following) if one and one.number]
            if any(_follow(one.number, passage.number) for one in beside):
                kind = Kind.PARAGRAPH
        if _ASKED.search(passage.text):
            is_question = True
        elif _ANSWERED.match(passage.text):
            is_question = False
        if is_question or _PREAMBLE.match(passage.text):
            kind = Kind.QUESTION
        elif kind == Kind.HEADING:
            heading = passage.text.strip()
        known.append(replace(passage, kind=kind, heading="" if kind == Kind.HEADING else heading))
    return known


def _follow(one: str, other: str) -> bool:
    """Whether two numbers are of one list, side by side."""
    if one.isdecimal() and other.isdecimal():
        return abs(int(one) - int(other)) == 1
    return not one[0].isascii() and not other[0].isascii()


def _located(passages: list[Passage]) -> list[Passage]:
    """Each with what it is cited by: its printed number where no other has it, or its place."""
    numbers = Counter(p.number for p in passages if p.number.isascii() and p.number[:1].isdigit())
    located = []
    for place, passage in enumerate(passages, 1):
        if numbers[passage.number] == 1:
            where = f"paragraph {passage.number}"
        else:
            where = f"passage {place}"
        if passage.page is not None:
            where += f", page {passage.page}"
        located.append(replace(passage, locator=where))
    return located


_SENTENCE_END = re.compile(
    r"""[。！？!?；;]+[」』”’）)]*|(?<=[^\W\d_])\.(?:["'”’)]+(?=\s|$)|(?=\s|$))|(?<=\d)\.(?=\s+[A-Z]|$)"""
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a passage begin and end."""
    spans, start = [], 0
    for end in [found.end() for found in _SENTENCE_END.finditer(text)] + [len(text)]:
        if text[start:end].strip():
            spans.append((start, end))
        start = end
    return spans
