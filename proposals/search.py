"""What a reader looks for, without a database: cut, read, marked.

Chinese is not segmented. Each Han run gives its single characters and its pairs, so that any
one- or two-character word finds what contains it, in either script; longer words are found by
their pairs and then rechecked against the folded text. English words are reduced to stems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

import snowballstemmer

from proposals.folding import fold, fold_with_origins

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"(?:(?![{HAN}])[^\W_])+"
_RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>{_WORD})")
# Words that a hyphen or an apostrophe joins, and a number after a word: COVID-19, Xiong'an,
# COVID 19. Each is tried where a word begins and gives nothing back, so that a long word without
# any takes no longer than it is: by atomic groups, since Python 3.11.2 finds with `++` what is
# not there.
_JOINED = re.compile(
    rf"(?:(?<![^\W_])|(?<=[{HAN}]))(?>{_WORD})(?:[-']{_WORD})+|"
    rf"(?:(?<![^\W\d_])|(?<=[{HAN}]))(?>(?:(?![{HAN}])[^\W\d_])+) [0-9]+(?![^\W_])"
)
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")
_HAS_HAN = re.compile(rf"[{HAN}]")
_QUOTES = str.maketrans("“”„‟「」『』《》〈〉＂", '"' * 13)
_TOKENS = re.compile(
    r"(?:(?<![^\s,、;])(?P<out>[-‐‑–−]+|NOT\s+)(?=[^\s|/]))?"
    r'(?:"(?P<phrase>[^"]+)"|(?P<any>(?<![^\s"])OR(?![^\s"])|(?<=\s)(?:or|或)(?=\s+\S)|[|/])'
    r'|(?P<both>(?<![^\s"])AND(?![^\s"]))'
    r'|(?P<chunk>(?:[^\s"|/,、;]|(?<=[0-9])[/,](?=[0-9]))+))'
)

# A lexeme longer than this is no word that anybody would type (and PostgreSQL stops at 2 kB).
LONGEST_WORD = 100


def has_han(text: str) -> bool:
    """Whether any of it is Chinese."""
    return _HAS_HAN.search(text) is not None


def has_quotes(text: str) -> bool:
    """Whether quotation marks of any kind mark a phrase in it."""
    return '"' in text.translate(_QUOTES)


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(20_000)
def _stem(word: str) -> str:
    return _stemmer().stemWord(word[:LONGEST_WORD])


def lexemes(folded: str) -> set[str]:
    """What a folded text is indexed by: characters and pairs of Han runs, stems of words, what
    hyphens join as one word too, and letters and digits apart."""
    found: set[str] = set()
    for run in _RUNS.finditer(folded):
        if han := run["han"]:
            found.update(han)
            found.update(map("".join, pairwise(han)))
    found.update(_stem(word) for _span, word in _words(folded))
    return found


def _as_one(joined: str) -> str:
    return re.sub(r"[-' ]", "", joined)


@dataclass(frozen=True)
class SearchTerm:
    """One thing that a text may contain.

    `lexemes` must all be indexed for it; `exact`, where given, must occur in the folded text
    as it stands, because pairs alone would also match their parts far from each other.
    """

    lexemes: frozenset[str]
    exact: str

    @property
    def tsquery(self) -> str:
        """The lexemes as a PostgreSQL query, quoted."""
        escaped = (x.replace("\\", "\\\\").replace("'", "''") for x in sorted(self.lexemes))
        return " & ".join(f"'{x}'" for x in escaped)


@dataclass(frozen=True)
class Clause:
    """What a text must contain one of, or with `is_excluded` none of."""

    terms: tuple[SearchTerm, ...]
    is_excluded: bool = False
    # Words that are looked for beside the one that was typed.
    also: tuple[str, ...] = ()
    typed: str = ""

    @property
    def tsquery(self) -> str:
        return " | ".join(f"({term.tsquery})" for term in self.terms)


@dataclass(frozen=True)
class Words:
    """All that a reader asks for by words; `faults` are codes of what makes no sense in it."""

    clauses: tuple[Clause, ...]
    faults: tuple[str, ...] = ()

    @property
    def wanted(self) -> list[Clause]:
        return [clause for clause in self.clauses if not clause.is_excluded]

    @property
    def unwanted(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.is_excluded]

    @property
    def terms(self) -> list[SearchTerm]:
        """What a text may be found for."""
        return [term for clause in self.wanted for term in clause.terms]

    @property
    def also(self) -> list[str]:
        return list(dict.fromkeys(word for clause in self.clauses for word in clause.also))

    @property
    def phrase(self) -> str:
        """What was typed as it would stand in one sentence; "" where that says no more."""
        if len(self.wanted) < 2:
            return ""
        said = " ".join(clause.typed for clause in self.wanted)
        return re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", said)

    @property
    def tsquery(self) -> str:
        """What a text must have to be one of those found, as a PostgreSQL query."""
        return " & ".join(f"({clause.tsquery})" for clause in self.wanted)


def word_key(word: str) -> str:
    """What a word is known by, however it is written; "" where it holds nothing to search by."""
    return _stripped(fold(word))


def _chunks(folded: str) -> list[str]:
    """A text that is not quoted, cut as a reader's words are."""
    return [word for found in _TOKENS.finditer(folded) if (word := _stripped(found[0]))]


class Synonyms:
    """Groups of words that mean one thing, each found by any other of its group."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        self._groups: dict[str, dict[str, str]] = {}
        # By the words that what is typed is cut into.
        self._cut: dict[tuple[str, ...], str] = {}
        for group in groups:
            words = {key: word for word in group if (key := word_key(word))}
            for key in words:
                self._groups[key] = words
                self._cut[tuple(_chunks(key))] = key

    @cached_property
    def _by_length(self) -> list[str]:
        return sorted(self._groups, key=lambda key: (-len(key), key))

    @cached_property
    def most_words(self) -> int:
        return max(map(len, self._cut), default=1)

    def __contains__(self, folded: str) -> bool:
        return folded in self._groups

    def joined(self, words: Iterable[str]) -> str:
        """The word of a group that these, side by side, make together; "" where they make none."""
        return self._cut.get(tuple(words), "")

    def of(self, folded: str) -> tuple[list[str], list[str]]:
        """What else to look for in place of a folded text, which may hold a word of a group in
        Chinese around it; and the words of that group as they are written."""
        if folded in self._groups:
            part = folded
        elif _HAS_HAN.search(folded):
            part = next((key for key in self._by_length if _is_word_of(key, folded)), "")
        else:
            part = ""
        others = {key: word for key, word in self._groups.get(part, {}).items() if key != part}
        return [folded.replace(part, key, 1) for key in others], list(others.values())


def _is_word_of(key: str, folded: str) -> bool:
    return key in folded and (
        has_han(key) or re.search(rf"(?<![a-z0-9]){re.escape(key)}(?![a-z0-9])", folded) is not None
    )


NO_SYNONYMS = Synonyms()


def parse(text: str, synonyms: Synonyms = NO_SYNONYMS) -> Words:
    """A reader's words: all of them, but any of those joined by OR or a stroke, and none of
    those after a hyphen. Quoted text is one phrase, and is looked for without synonyms.

    Text that holds nothing to search by (only punctuation) gives no clauses.
    """
    read = _Reader()
    for token in _TOKENS.finditer(unicodedata.normalize("NFKC", text.translate(_QUOTES))):
        if token["any"]:
            read.join(token["any"])
        elif not token["both"]:
            wanted = _stripped(fold(token["phrase"] or token["chunk"]))
            if wanted:
                is_quoted = token["phrase"] is not None
                read.add(_Asked([(wanted, is_quoted)], token["out"] is not None))
    read.end(text)
    clauses = [_clause(one, synonyms) for one in _merged(read.asked, synonyms)]
    return Words(tuple(clauses), tuple(sorted(read.faults)))


@dataclass
class _Asked:
    """Folded texts of which any will do, each with whether it was quoted."""

    any_of: list[tuple[str, bool]]
    is_excluded: bool

    @property
    def plain(self) -> str:
        """The one word that it is, where it is no more than that."""
        [(text, is_quoted), *more] = self.any_of
        return "" if more or is_quoted or self.is_excluded else text


# Words of a sentence too: where they join nothing they say nothing, and are no fault.
_OR_WORDS = ("or", "或")


class _Reader:
    """What was asked, token by token, with what makes no sense in it."""

    def __init__(self) -> None:
        self.asked: list[_Asked] = []
        self.faults: set[str] = set()
        self._sign = ""
        self._has_any = False

    def join(self, sign: str) -> None:
        self._has_any |= sign not in _OR_WORDS
        # A stroke alone is punctuation, as in a list; the sign is not.
        if sign not in ("/", *_OR_WORDS) and (self._sign or not self.asked):
            self.faults.add("or_alone")
        self._sign = sign if self.asked else ""

    def add(self, one: _Asked) -> None:
        if not self._sign:
            self.asked.append(one)
        elif one.is_excluded or (self.asked[-1].is_excluded and self._sign != "/"):
            if self._sign in _OR_WORDS:
                self.asked.append(one)
            else:
                self.faults.add("or_without")
        else:
            self.asked[-1].any_of += one.any_of
        self._sign = ""

    def end(self, text: str) -> None:
        if self._sign not in ("", "/", *_OR_WORDS):
            self.faults.add("or_alone")
        if self._has_any and re.search(r"[()（）]", text):
            self.faults.add("brackets")
        if self.asked and all(one.is_excluded for one in self.asked):
            self.faults.add("only_without")


def _merged(asked: list[_Asked], synonyms: Synonyms) -> Iterator[_Asked]:
    """Words side by side that have synonyms together, such as “artificial intelligence”, as one."""
    start = 0
    while start < len(asked):
        for size in range(min(synonyms.most_words, len(asked) - start), 1, -1):
            together = synonyms.joined(one.plain for one in asked[start : start + size])
            if together:
                yield _Asked([(together, False)], False)
                start += size
                break
        else:
            yield asked[start]
            start += 1


def _clause(asked: _Asked, synonyms: Synonyms) -> Clause:
    terms: list[SearchTerm] = []
    also: list[str] = []
    for text, is_quoted in asked.any_of:
        is_group = text in synonyms and len(_RUNS.findall(text)) > 1
        terms += _terms(text, is_phrase=is_quoted or is_group)
        if not is_quoted and not asked.is_excluded:
            others, words = synonyms.of(text)
            terms += [t for o in others for t in _terms(o, is_phrase=len(_RUNS.findall(o)) > 1)]
            also += words
    typed = [text for text, _is_quoted in asked.any_of]
    also = [word for word in also if word_key(word) not in typed]
    return Clause(tuple(dict.fromkeys(terms)), asked.is_excluded, tuple(also), " ".join(typed))


def _terms(wanted: str, *, is_phrase: bool) -> list[SearchTerm]:
    if is_phrase or _HAS_HAN.search(wanted):
        return [SearchTerm(_query_lexemes(wanted), wanted)]
    apart = SearchTerm(_query_lexemes(wanted), "")
    if not _JOINED.fullmatch(wanted):
        return [apart]
    return [SearchTerm(frozenset({_stem(_as_one(wanted))}), ""), apart]


def _stripped(folded: str) -> str:
    """A text from its first word to its last."""
    runs = list(_RUNS.finditer(folded))
    return folded[runs[0].start() : runs[-1].end()] if runs else ""


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


def highlight(text: str, terms: Iterable[SearchTerm]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is what a term asked for.

    The pieces put together are the text (in NFC). Folding changes lengths, so matches are
    found in the folded text and carried back by a map of offsets.
    """
    text = unicodedata.normalize("NFC", text)
    folded, origin = fold_with_origins(text)
    marked = [False] * len(text)
    for start, end in _matches(folded, list(terms)):
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
    if stems := {x for term in terms if not term.exact for x in term.lexemes}:
        yield from (span for span, word in _words(folded) if _stem(word) in stems)


def _words(folded: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Whatever a folded text is indexed by but for its Chinese, and where it stands."""
    for joined in _JOINED.finditer(folded):
        yield joined.span(), _as_one(joined[0])
    for run in _RUNS.finditer(folded):
        if run["word"]:
            yield run.span(), run["word"]
            for piece in _PIECES.finditer(run["word"]):
                yield (run.start() + piece.start(), run.start() + piece.end()), piece[0]
