"""Pure: sentences of a flow and their clauses, by place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    start: int
    end: int


_SENTENCE = re.compile(
    r"(?:[^。!?\n.]|(?<![a-z])\.|\.(?! ?[㐀-鿿]))+[。!?.]*[」』”\"')]*\n?|[。!?\n]+"
)
_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|;|:(?!\d)|——")
# In a text of both, English begins after a Chinese stop, or a comma with several words to come.
_LATIN_SENTENCE = re.compile(
    r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|(?<=\n)|(?<=[。！？」])\s*(?=[A-Z][A-Za-z]*,? [a-z])|"
    r"(?<=, )(?=(?:adding|and added|and said|noting|saying|arguing) that\b)|"
    r"(?<=，)\s*(?=[A-Z][A-Za-z]* [a-z]+ [a-z])|(?<=[a-z][.])\s*(?=[㐀-鿿])"
)


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


def with_clauses(folded: str) -> Iterator[tuple[Span, list[Span]]]:
    """Each sentence with its clauses; one in Latin letters without any."""
    for sentence in sentences(folded):
        is_other = is_latin(folded[sentence.start : sentence.end])
        yield sentence, [] if is_other else clauses(folded, sentence)


def latin_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    last = start
    for match in _LATIN_SENTENCE.finditer(text, start, end):
        if text[last : match.start()].strip():
            yield from _cut(last, match.start())
        last = match.end()
    if text[last:end].strip():
        yield from _cut(last, end)


def in_latin(text: str) -> Iterator[Span]:
    """The sentences in Latin letters, line by line."""
    start = 0
    for line in text.split("\n"):
        for sentence in latin_sentences(text, start, start + len(line)):
            if is_latin(text[sentence.start : sentence.end]):
                yield sentence
        start += len(line) + 1


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


_OPEN = {"「": "」", "『": "』", "“": "”", "(": ")", "《": "》"}
_SHUT = {shut: opening for opening, shut in _OPEN.items()}
_EDGE = " \n\t。!?;:,、…"


def trim(folded: str, span: Span) -> Span:
    """Without the white space and stops at its ends, and without quotation marks left open."""
    start, end = span.start, span.end
    before = -1
    while before != end - start:
        before = end - start
        while start < end and folded[start] in _EDGE:
            start += 1
        while end > start and folded[end - 1] in _EDGE:
            end -= 1
        if (
            end - start > 1
            and folded[start] in _OPEN
            and _OPEN[folded[start]] not in folded[start:end]
        ):
            start += 1
        if (
            end - start > 1
            and folded[end - 1] in _SHUT
            and _SHUT[folded[end - 1]] not in folded[start:end]
        ):
            end -= 1
    return Span(start, end)


def is_latin(text: str) -> bool:
    """Whether a sentence is in Latin letters for the most part."""
    han = sum("\u3400" <= character <= "\u9fff" for character in text)
    return han * 3 < sum(character.isascii() and character.isalpha() for character in text)
