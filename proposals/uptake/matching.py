"""Which asks the passages of an official text answer, and what they say to them.

Pure and the same every time: rare terms lead to few asks, these are compared with the passage
sentence by sentence, and what the best one explains counts less for the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from proposals.choices import EvidenceClass, Status
from proposals.search import has_han
from proposals.uptake import acts
from proposals.uptake.asks import Ask, Profile, read, squeezed, weigh
from proposals.uptake.passages import Kind, Passage, sentences
from proposals.uptake.tokens import Lexicon, Tokens

THRESHOLD = 0.5
# How many asks are compared with one passage, and how many rows of the index lead to them.
CANDIDATES = 60
ROWS_READ = 4_000


class Relation(StrEnum):
    """How an official text relates to an ask that it answers."""

    SAME = "same"
    PART = "part"
    PARALLEL = "parallel"
    CONTRARY = "contrary"


@dataclass(frozen=True)
class Match:
    """A passage that answers an ask, and what makes one think so."""

    ask: Ask
    passage: Passage
    # Where in the text the words stand that answer it.
    start: int
    end: int
    score: float
    relation: Relation
    status: Status
    evidence_class: EvidenceClass
    terms: tuple[str, ...]


@dataclass
class _Window:
    """One or two sentences of a passage."""

    start: int
    end: int
    keys: frozenset[str]
    squeezed: str


class Matcher:
    """All open asks, indexed by their terms."""

    def __init__(self, asks: Iterable[Ask], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._languages = []
        listed = list(asks)
        for language in (0, 1):
            profiles = [read(ask, lexicon, language) for ask in listed]
            counted = weigh(profiles)
            index: dict[str, list[int]] = defaultdict(list)
            for place, profile in enumerate(profiles):
                for key in profile.title.keys() | profile.rest.keys():
                    index[key].append(place)
            self._languages.append((profiles, counted, index))

    def match(
        self, passages: Iterable[Passage], threshold: float = THRESHOLD, *, kind: EvidenceClass
    ) -> Iterator[tuple[Passage, list[Match]]]:
        """Each passage with the asks that it answers, the likeliest first."""
        for passage in passages:
            if passage.kind in (Kind.PARAGRAPH, Kind.TABLE):
                yield passage, _Passage(self, passage, kind).matches(threshold)
            else:
                yield passage, []

    def candidates(self, keys: set[str], language: int) -> list[Profile]:
        """The asks that share the most with a passage, by its rarest terms."""
        profiles, counted, index = self._languages[language]
        weights: dict[int, float] = defaultdict(float)
        rows = 0
        for key in sorted(keys & index.keys(), key=lambda key: (counted[key], key)):
            rows += counted[key]
            if rows > ROWS_READ and weights:
                break
            for place in index[key]:
                profile = profiles[place]
                said = profile.title.get(key, 0.0) + profile.rest.get(key, 0.0)
                # A title without a term, such as “Fund”, is not to be recognised.
                weights[place] += said / profile.title_weight if profile.title_weight else 0.0
        best = sorted(weights, key=lambda place: (-weights[place], place))
        return [profiles[place] for place in best[:CANDIDATES] if weights[place]]


@dataclass
class _Found:
    profile: Profile
    window: _Window
    score: float
    shared: frozenset[str]
    coverage: float
    is_elsewhere: bool


class _Passage:
    """One passage on its way to its matches."""

    def __init__(self, matcher: Matcher, passage: Passage, kind: EvidenceClass) -> None:
        self.matcher, self.passage, self.kind = matcher, passage, kind
        self.lexicon = matcher.lexicon
        self.terms: Tokens = self.lexicon.read(passage.text)
        self.heading = self.lexicon.keys(passage.heading)
        self.language = 0 if has_han(passage.text) else 1
        self.spans = sentences(passage.text)
        named = self.heading | {token.key for token in self.terms.tokens}
        self.places = {
            key
            for place in named & self.lexicon.places.keys()
            for key in self.lexicon.places[place]
        }

    def matches(self, threshold: float) -> list[Match]:
        keys = {token.key for token in self.terms.tokens}
        windows = self._windows()
        found = []
        for profile in self.matcher.candidates(keys | self.heading, self.language):
            best = max(
                (self._compared(profile, window) for window in windows),
                key=lambda one: (one.score, one.window.start - one.window.end),
            )
            if best.score >= threshold * 0.6:
                found.append(best)
        found.sort(key=lambda one: (-one.score, one.profile.ask.slug))
        matches = [self._match(one) for one in _explained(found) if one.score >= threshold]
        return sorted(matches, key=lambda match: (-match.score, match.ask.slug))

    def _windows(self) -> list[_Window]:
        keys: list[set[str]] = [set() for _ in self.spans]
        ends = [end for _start, end in self.spans]
        for token in self.terms.tokens:
            place = bisect_right(ends, self.terms.span(token)[0])
            keys[min(place, len(keys) - 1)].add(token.key)
        made = []
        for first in range(len(self.spans)):
            for last in range(first, min(first + 2, len(self.spans))):
                start, end = self.spans[first][0], self.spans[last][1]
                said = squeezed(self.passage.text[start:end])
                made.append(_Window(start, end, frozenset(keys[first] | keys[last]), said))
        return made

    def _compared(self, profile: Profile, window: _Window) -> _Found:
        shared = window.keys & (profile.title.keys() | profile.rest.keys())
        titled = sum(profile.title.get(key, 0.0) for key in shared)
        told = sum(profile.rest.get(key, 0.0) for key in shared)
        # What the heading says need not be said again, but says it of all that stands under it.
        headed = (self.heading & profile.title.keys()) - window.keys
        titled += 0.5 * sum(profile.title[key] for key in headed)
        coverage = titled / profile.title_weight
        detail = told / profile.rest_weight if profile.rest_weight else 0.0
        score = coverage + 0.5 * (1 - coverage) * detail
        # A few words of a short title are soon met by chance.
        mass = titled + told
        score *= min(1.0, mass / 3.0)
        if profile.scheme and profile.scheme in window.squeezed:
            score = max(score, 0.8) if profile.is_new else score + 0.1
        own = sum(value for key, value in profile.title.items() if key not in profile.names)
        if own and profile.names & shared:
            said = sum(profile.title.get(key, 0.0) for key in shared - profile.names) / own
            if said < 0.25:
                score *= 0.6 + 1.6 * said
        if profile.means and not profile.means & (window.keys | self.heading):
            score *= 0.8
        is_elsewhere = False
        if profile.places and not profile.places & self.places:
            around = {key for place in profile.places for key in self.lexicon.places[place]}
            is_elsewhere = bool(self.places - around)
            score *= 0.6 if is_elsewhere else 0.8
        return _Found(profile, window, min(score, 1.0), shared, coverage, is_elsewhere)

    def _match(self, one: _Found) -> Match:
        spoken = acts.said(self._evidence(one))
        status = spoken[0].status if spoken else Status.NOTED
        return Match(
            ask=one.profile.ask,
            passage=self.passage,
            start=self.passage.start + one.window.start,
            end=self.passage.start + one.window.end,
            score=round(one.score, 3),
            relation=self._relation(one, status),
            status=status,
            evidence_class=self.kind,
            terms=self._said(one),
        )

    def _evidence(self, one: _Found) -> Iterator[tuple[str, float]]:
        """The words that say what becomes of the ask: those beside its terms the most."""
        answer = 0.5
        for start, end in self.spans:
            text = self.passage.text[start:end]
            if one.window.start <= start < one.window.end:
                is_cited = acts.cites(text)
                answer = 1.0 if is_cited else answer
                yield text, 0.4 if is_cited else 1.0
            elif start >= one.window.end:
                yield text, answer
            else:
                yield text, 0.25

    def _relation(self, one: _Found, status: Status) -> Relation:
        if status == Status.DECLINED:
            return Relation.CONTRARY
        if one.is_elsewhere:
            return Relation.PARALLEL
        if one.coverage >= 0.6 or (
            one.profile.is_new and one.profile.scheme in one.window.squeezed
        ):
            return Relation.SAME
        return Relation.PART

    def _said(self, one: _Found) -> tuple[str, ...]:
        """The terms that a passage and an ask share, as the passage prints them."""
        spans = sorted(
            self.terms.span(token)
            for token in self.terms.tokens
            if token.key in one.shared
            and one.window.start <= self.terms.span(token)[0] < one.window.end
        )
        joined: list[list[int]] = []
        for start, end in spans:
            if joined and start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        return tuple(dict.fromkeys(self.passage.text[start:end] for start, end in joined))


def _explained(found: list[_Found]) -> Iterator[_Found]:
    """The best first; what words another ask has already explained better count less."""
    taken: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in found:
        weights = one.profile.title
        mine = sum(weights.get(key, 0.0) for key in one.shared) or 1.0
        own = sum(
            weights.get(key, 0.0)
            for key in one.shared
            if not any(key in keys and _overlap(span, one.window) for span, keys in taken.items())
        )
        one.score *= 0.6 + 0.4 * own / mine
        taken[one.window.start, one.window.end] |= one.shared
        yield one


def _overlap(span: tuple[int, int], window: _Window) -> bool:
    return span[0] < window.end and window.start < span[1]
