"""Pure: sentences of a flow and their clauses, by place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    start: int
    end: int


_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*[」』”\"')]*\n?|[。!?\n]+")
_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|;|:(?!\d)|——")
_LATIN_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|(?<=\n)")


# A longer one is no sentence, but a table or noise; cut, it costs no more than its length.
_LONGEST = 1000


def sentences(folded: str) -> Iterator[Span]:
    """Chinese sentences; those in one paragraph stand in it one after the other."""
    for match in _SENTENCE.finditer(folded):
        if match[0].strip():
            yield from _cut(match.start(), match.end())


def _cut(start: int, end: int) -> Iterator[Span]:
    for place in range(start, end, _LONGEST):
        yield Span(place, min(place + _LONGEST, end))


def latin_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    last = start
    for match in _LATIN_SENTENCE.finditer(text, start, end):
        if text[last : match.start()].strip():
            yield from _cut(last, match.start())
        last = match.end()
    if text[last:end].strip():
        yield from _cut(last, end)


def clauses(folded: str, span: Span) -> list[Span]:
    """The clauses of a sentence, without what ends them; a comma in brackets ends none."""
    found: list[Span] = []
    last = span.start
    for match in _CLAUSE_END.finditer(folded, span.start, span.end):
        if _in_brackets(folded, last, match.start()):
            continue
        found.append(Span(last, match.start()))
        last = match.end()
    found.append(Span(last, span.end))
    return [trimmed for each in found if (trimmed := trim(folded, each)).start < trimmed.end]


def _in_brackets(folded: str, start: int, end: int) -> bool:
    return 0 < end - start < 200 and folded.count("(", start, end) > folded.count(")", start, end)


_EDGE = " \n\t。!?;:,、…"


def trim(folded: str, span: Span) -> Span:
    """Without the white space and stops at its ends, and without a quotation mark left open."""
    start, end = span.start, span.end
    while start < end and folded[start] in _EDGE:
        start += 1
    while end > start and folded[end - 1] in _EDGE:
        end -= 1
    for opening, closing in ("「」", "『』", "“”", "()", "《》"):
        inside = folded[start:end]
        if inside.startswith(opening) and closing not in inside:
            start += 1
        if inside.endswith(closing) and opening not in inside:
            end -= 1
    return Span(start, end)


def is_latin(text: str) -> bool:
    """Whether a sentence is in Latin letters for the most part."""
    han = sum("\u3400" <= character <= "\u9fff" for character in text)
    return han * 3 < sum(character.isascii() and character.isalpha() for character in text)
