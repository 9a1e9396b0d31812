"""Chinese and English search terms, without a database: fold, cut, parse, highlight.

Chinese is not segmented. Each Han run gives its single characters and its pairs, so that any
one- or two-character word finds what contains it, in either script; longer words are found by
their pairs and then rechecked against the folded text. English words are reduced to stems.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import snowballstemmer
from opencc import OpenCC

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>(?:(?![{HAN}])[^\W_])+)")
_CHUNKS = re.compile(r'"(?P<phrase>[^"]+)"|(?P<chunk>[^\s"]+)')
_HAS_HAN = re.compile(rf"[{HAN}]")
_QUOTES = str.maketrans("“”„‟「」『』《》〈〉＂", '"' * 13)

# A lexeme longer than this is no word that anybody would type (and PostgreSQL stops at 2 kB).
LONGEST_WORD = 100


@cache
def _fold_table() -> dict[int, str]:
    """Each Han character to the one form it is searched by.

    Character by character, never by phrase: a phrase conversion changes characters by their
    neighbours, and a part of a text would then no longer be found in it. First the Hong Kong
    forms, then the general ones.
    """
    han = [
        chr(point)
        for block in ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
        for point in range(block[0], block[1] + 1)
    ]
    folded = OpenCC("t2s").convert(OpenCC("hk2s").convert("\n".join(han))).split("\n")
    return {ord(a): b for a, b in zip(han, folded, strict=True) if a != b}


def _fold_character(character: str) -> str:
    # PostgreSQL holds no text with a NUL in it, so none could be asked for.
    if character == "\0":
        return ""
    compatible = unicodedata.normalize("NFKC", character).lower()
    return "".join(
        c for c in compatible.translate(_fold_table()) if unicodedata.category(c) != "Cf"
    )


def has_han(text: str) -> bool:
    """Whether any of it is Chinese."""
    return _HAS_HAN.search(text) is not None


def has_quotes(text: str) -> bool:
    """Whether quotation marks of any kind mark a phrase in it."""
    return '"' in text.translate(_QUOTES)


def fold(text: str) -> str:
    """The text as it is compared: one script, one width, one case, nothing invisible."""
    return "".join(map(_fold_character, unicodedata.normalize("NFC", text)))


@cache
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")


def _stem(word: str) -> str:
    return _stemmer().stemWord(word)[:LONGEST_WORD]


def lexemes(folded: str) -> set[str]:
    """What a folded text is indexed by: characters and pairs of Han runs, stems of words."""
    found = set()
    for run in _RUNS.finditer(folded):
        if word := run["word"]:
            found.add(_stem(word))
        else:
            han = run["han"]
            found.update(han)
            found.update(map("".join, pairwise(han)))
    return found


@dataclass(frozen=True)
class SearchTerm:
    """One thing that a text must contain.

    `lexemes` must all be indexed for it; `exact`, where given, must occur in the folded text
    as it stands, because pairs alone would also match their parts far from each other.
    """

    lexemes: frozenset[str]
    exact: str

    @property
    def has_word(self) -> bool:
        """Whether the exact text alone would also be found inside longer words."""
        return not all(map(_HAS_HAN.search, self.lexemes))

    @property
    def tsquery(self) -> str:
        """The lexemes as a PostgreSQL query, quoted."""
        escaped = (x.replace("\\", "\\\\").replace("'", "''") for x in sorted(self.lexemes))
        return " & ".join(f"'{x}'" for x in escaped)


def parse(text: str) -> list[SearchTerm]:
    """A reader's words as terms. Quoted text is one phrase; everything else is ANDed.

    Text that holds nothing to search by (only punctuation) gives no terms.
    """
    terms = []
    for part in _CHUNKS.finditer(fold(text.translate(_QUOTES))):
        wanted = part["phrase"] or part["chunk"]
        runs = list(_RUNS.finditer(wanted))
        if not runs:
            continue
        wanted = wanted[runs[0].start() : runs[-1].end()]
        exact = wanted if part["phrase"] or _HAS_HAN.search(wanted) else ""
        terms.append(SearchTerm(_query_lexemes(wanted), exact))
    return terms


def _query_lexemes(wanted: str) -> frozenset[str]:
    """The fewest lexemes that a text containing `wanted` must have.

    The first and last words of a phrase may be parts of longer ones, but readers quote whole
    words, so they are asked for as words. A single Han character needs its own lexeme, a
    longer run only its pairs.
    """
    needed = set()
    for run in _RUNS.finditer(wanted):
        if word := run["word"]:
            needed.add(_stem(word))
        elif len(han := run["han"]) == 1:
            needed.add(han)
        else:
            needed.update(map("".join, pairwise(han)))
    return frozenset(needed)


def highlight(text: str, terms: list[SearchTerm]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is what a term asked for.

    The pieces put together are the text (in NFC). Folding changes lengths, so matches are
    found in the folded text and carried back by a map of offsets.
    """
    text = unicodedata.normalize("NFC", text)
    origin: list[int] = []
    folded = ""
    for index, character in enumerate(text):
        piece = _fold_character(character)
        folded += piece
        origin.extend([index] * len(piece))

    marked = [False] * len(text)
    for start, end in _matches(folded, terms):
        for position in range(origin[start], origin[end - 1] + 1):
            marked[position] = True

    pieces: list[tuple[str, bool]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or marked[end] != marked[start]:
            pieces.append((text[start:end], marked[start]))
            start = end
    return pieces


def _matches(folded: str, terms: list[SearchTerm]) -> Iterator[tuple[int, int]]:
    for term in terms:
        if term.exact:
            for match in re.finditer(re.escape(term.exact), folded):
                yield match.span()
    stems = {x for term in terms if not term.exact for x in term.lexemes}
    if stems:
        for run in _RUNS.finditer(folded):
            if run["word"] and _stem(run["word"]) in stems:
                yield run.span()
