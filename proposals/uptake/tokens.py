"""The terms of a text: words that mean one thing as one, and pairs of characters of the rest.

Chinese is not segmented. The longest word that is known is taken, from the left; what stands
between such words gives its pairs of characters, and English its stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import snowballstemmer

from proposals.folding import fold, fold_with_origins
from proposals.search import HAN
from proposals.uptake import vocabulary

# Quotation marks, hyphens and breaks of lines do not part a name; other signs do.
_UNITS = re.compile(
    rf"(?P<han>[{HAN}])|(?P<word>(?:(?![{HAN}])[^\W_])+)|(?P<seam>['\"“”‘’「」『』《》〈〉\-\s&/]+)|(?P<sign>.)",
    re.DOTALL,
)
_HAN = re.compile(f"[{HAN}]")
_POSSESSIVE = re.compile(r"'s\b")
_GENERIC = ""
# By how many letters two English words of one root begin alike.
BEGINNING = 5
# Where a word ends in the trie; no text holds it.
_ENDS = "\0"


@lru_cache(50_000)
def _stem(word: str) -> str:
    return _stemmer().stemWord(word[:100])


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it stands in the folded text.

    `within` is the longer term around it; the pairs of a run of n characters are worth n / 2 words.
    """

    key: str
    start: int
    end: int
    within: str = ""
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    end: int
    is_han: bool


@dataclass(frozen=True)
class Tokens:
    """The terms of a passage as printed."""

    text: str
    tokens: tuple[Token, ...]
    origins: tuple[int, ...]

    def span(self, token: Token) -> tuple[int, int]:
        """Where a term stands in the text."""
        return self.origins[token.start], self.origins[token.end - 1] + 1


@dataclass(frozen=True)
class NamedPlace:
    """A place by all its names, and one name of that which it lies in."""

    names: tuple[str, ...]
    lies_in: str = ""


class Lexicon:
    """The words that are known: each with the meaning that it shares with others."""

    def __init__(
        self,
        groups: Iterable[Iterable[str]] = (),
        places: Iterable[NamedPlace] = (),
        names: Iterable[Iterable[str]] = (),
    ) -> None:
        self._trie: dict[str, Any] = {}
        # Each place with those that it lies in, and itself.
        self.places: dict[str, frozenset[str]] = {}
        # What a word says beside itself.
        self._implied: dict[str, frozenset[str]] = {}
        self._meaning: dict[tuple[str, ...], str] = {}
        for word in vocabulary.single("generic"):
            self._meaning[_units_of(word)] = _GENERIC
        named = [*places, *map(_elsewhere, vocabulary.groups("elsewhere"))]
        listed = [*map(tuple, names), *(place.names for place in named)]
        for group in (*groups, *listed):
            self._add(group)
        for group in vocabulary.groups("same"):
            self._add_to(group)
        for one, *_more in vocabulary.groups("implied"):
            self._meaning.setdefault(_units_of(one), f"={one}")
        # What there is already: bodies, schemes and places, about which much else may be said.
        self.names = frozenset(self.meaning(group[0]) for group in listed)
        around = {self.meaning(p.names[0]): self.meaning(p.lies_in) for p in named}
        for key in around.keys() - {_GENERIC}:
            chain = [key]
            while (key := around.get(key, "")) and key not in chain:
                chain.append(key)
            self.places[chain[0]] = frozenset(chain)
            # Who speaks of a town speaks of its province, and not yet of the whole country.
            self._implied[chain[0]] = frozenset(chain[:-1] if len(chain) > 2 else chain)
        for one, *more in vocabulary.groups("implied"):
            key = self.meaning(one)
            said = {key, *map(self.meaning, more)} - {_GENERIC}
            self._implied[key] = self.meant_by(key) | said
        means = map(self.meaning, vocabulary.single("means"))
        self.means = frozenset(means) - {_GENERIC}
        for units, meaning in self._meaning.items():
            node = self._trie
            for unit in units:
                node = node.setdefault(unit, {})
            node[_ENDS] = meaning

    def _add(self, group: Iterable[str]) -> None:
        """Words of one meaning; where some are known already, of the meaning that those have."""
        words = [units for word in group if (units := _units_of(word))]
        if any(self._meaning.get(units) == _GENERIC for units in words):
            # Other names of what says nothing say nothing either.
            words = [units for units in words if units not in self._meaning]
            self._meaning.update(dict.fromkeys(words, _GENERIC))
            return
        known = {self._meaning[units] for units in words if self._meaning.get(units)}
        if not words:
            return
        meaning = min(known) if known else "=" + "·".join(words[0])
        if len(known) > 1:
            for units, other in self._meaning.items():
                if other in known:
                    self._meaning[units] = meaning
        for units in words:
            self._meaning[units] = meaning

    def _add_to(self, group: Iterable[str]) -> None:
        """Words of the language beside those of the editors, which keep their meaning.

        English words share stems by chance, so only a Chinese one says which meaning it is.
        """
        words = [units for word in group if (units := _units_of(word))]
        known = (self._meaning.get(units) for units in words if _HAN.match(units[0]))
        meaning = next(filter(None, known), "=" + "·".join(words[0]))
        for units in words:
            self._meaning.setdefault(units, meaning)

    def meaning(self, word: str) -> str:
        """The key of a word that is known, or ""."""
        return self._meaning.get(_units_of(word), "")

    def read(self, text: str) -> Tokens:
        """The terms of a text, each with its place in it as printed."""
        folded, origins = fold_with_origins(text)
        return Tokens(text, tuple(self.tokens(folded)), tuple(origins))

    def tokens(self, folded: str) -> Iterator[Token]:
        """The terms of a folded text."""
        for units in _runs(folded):
            yield from self._in_run(units, "")

    def meant_by(self, key: str) -> frozenset[str]:
        """What a token says: itself, and what it implies."""
        return self._implied.get(key) or frozenset({key})

    def characters(self, folded: str) -> set[str]:
        """The characters of a folded text, or how its English words begin, that say something."""
        return {
            part
            for token in self.tokens(folded)
            for part in characters(folded[token.start : token.end])
        }

    def keys(self, text: str) -> set[str]:
        return {token.key for token in self.tokens(fold(text))}

    def _in_run(self, units: list[_Unit], within: str) -> Iterator[Token]:
        place, size = 0, len(units)
        free: list[_Unit] = []
        while place < size:
            # Within a word, only what is shorter than it.
            longest = size - 1 if within and place == 0 else size
            meaning, end = self._longest(units, place, longest)
            unit = units[place]
            if not end and unit.is_han:
                free.append(unit)
                place += 1
                continue
            yield from _pairs(free, within)
            free = []
            if not end:
                if len(unit.text) > 1 and not unit.text.isdecimal():
                    yield Token(unit.text, unit.start, unit.end, within)
                place += 1
                continue
            if meaning:
                yield Token(meaning, unit.start, units[end - 1].end, within)
                if end - place > (3 if unit.is_han else 1) and not within:
                    yield from self._in_run(units[place:end], meaning)
            place = end
        yield from _pairs(free, within)

    def _longest(self, units: list[_Unit], start: int, stop: int) -> tuple[str, int]:
        """The meaning of the longest word that begins here, and where it ends; 0 for none."""
        node, found, end = self._trie, "", 0
        for place in range(start, stop):
            if units[place].text not in node:
                break
            node = node[units[place].text]
            if _ENDS in node:
                found, end = node[_ENDS], place + 1
        return found, end


def characters(folded: str) -> Iterator[str]:
    """The Chinese characters of a folded text one by one, and how its English words begin."""
    for piece in _UNITS.finditer(folded):
        if piece.lastgroup == "han":
            yield piece[0]
        elif piece.lastgroup == "word" and len(piece[0]) > 2:
            yield piece[0][:BEGINNING]


def _pairs(run: list[_Unit], within: str) -> Iterator[Token]:
    """Side by side, whatever the words are that they are a part of."""
    for one, other in pairwise(run):
        worth = len(run) / 2 / (len(run) - 1)
        yield Token(one.text + other.text, one.start, other.end, within, worth)


def _runs(folded: str) -> Iterator[list[_Unit]]:
    """Characters and stems, parted where a sign stands between them."""
    run: list[_Unit] = []
    for piece in _UNITS.finditer(_POSSESSIVE.sub("  ", folded)):
        kind = piece.lastgroup
        if kind == "han":
            run.append(_Unit(piece[0], piece.start(), piece.end(), True))
        elif kind == "word":
            run.append(_Unit(_stem(piece[0]), piece.start(), piece.end(), False))
        elif kind == "sign" and run:
            yield run
            run = []
    if run:
        yield run


@lru_cache(20_000)
def _units_of(word: str) -> tuple[str, ...]:
    return tuple(unit.text for run in _runs(fold(word)) for unit in run)


def _elsewhere(names: tuple[str, ...]) -> NamedPlace:
    last, _, lies_in = names[-1].partition(" < ")
    return NamedPlace((*names[:-1], last), lies_in)


def size(key: str) -> int:
    """How many characters a Chinese term has; an English one counts as two."""
    return len(_HAN.findall(key)) or 2
