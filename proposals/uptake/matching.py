"""Which asks the passages of an official text answer, and what they say to them.

Pure and the same every time: rare terms lead to few asks, these are compared with the passage
sentence by sentence, and what the best one explains counts less for the others.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from proposals.choices import EvidenceClass, Status
from proposals.folding import fold
from proposals.search import has_han
from proposals.uptake import acts, days
from proposals.uptake.asks import Ask, Profile, length, rarity, read, shares, squeezed, weigh
from proposals.uptake.days import Named, Span
from proposals.uptake.passages import Kind, Passage, sentences
from proposals.uptake.scoring import FAR, Compared, Surroundings, Window, compare
from proposals.uptake.tokens import Lexicon, Token, Tokens, characters

THRESHOLD = 0.45
# How many asks are compared with one passage, and how many rows of the index lead to them.
CANDIDATES = 60
ROWS_READ = 4_000
# Odds below which no other words are looked for.
HARDLY = -5.0

# How much a clause of the answering words counts that is far from the ask, a sentence that tells
# what others ask for, and what stands before and after.
HERE, CITED, BEFORE, AFTER = 0.5, 0.4, 0.25, 0.4


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
    # The words that speak for the status, and the days that are named beside them.
    cues: tuple[str, ...]
    days: tuple[Named, ...]


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
        self.bodies = frozenset[str]().union(*(profile.bodies for profile in profiles))

    def match(
        self,
        passages: Iterable[Passage],
        threshold: float = THRESHOLD,
        *,
        kind: EvidenceClass,
        written: Span | None = None,
    ) -> Iterator[tuple[Passage, list[Match]]]:
        """Each passage with the asks that it answers, the likeliest first. `written` is when the
        text was, as far as it is known.
        """
        for one in self.read(passages, kind, written):
            yield one.passage, one.matches(threshold)

    def compared(self, passages: Iterable[Passage]) -> Iterator[tuple[Passage, list[Compared]]]:
        """The asks that each may answer, each with what speaks for it and against it."""
        for one in self.read(passages, EvidenceClass.OTHER):
            yield one.passage, one.found

    def read(
        self, passages: Iterable[Passage], kind: EvidenceClass, written: Span | None = None
    ) -> list[_Passage]:
        """The passages of one text, whose answers to an ask are weighed against each other."""
        listed = [_Passage(self, passage, kind, written) for passage in passages]
        answers: dict[str, list[Compared]] = defaultdict(list)
        for one in listed:
            for answer in one.found:
                answers[answer.profile.ask.slug].append(answer)
        for rivals in answers.values():
            best = max(answer.alone for answer in rivals)
            for answer in rivals:
                answer.rivalled = max(-FAR, answer.alone - best)
        return listed

    def worth(self, keys: Iterable[str], language: int) -> float:
        """What the tokens of a text weigh; one that no ask has is as rare as can be."""
        profiles, counted, _index = self._languages[language]
        most = len(profiles) + 1
        return sum(rarity(most, max(counted[key], 1)) * length(key) for key in keys)

    def candidates(self, keys: frozenset[str], language: int) -> list[Profile]:
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


@dataclass(frozen=True)
class _Clause:
    """A part of a sentence, and whether it tells what others ask for."""

    start: int
    end: int
    keys: frozenset[str]
    is_cited: bool


class _Passage:
    """One passage on its way to its matches."""

    def __init__(
        self, matcher: Matcher, passage: Passage, kind: EvidenceClass, written: Span | None
    ) -> None:
        self.matcher, self.passage, self.kind, self.written = matcher, passage, kind, written
        self.lexicon = lexicon = matcher.lexicon
        self.read: Tokens = lexicon.read(passage.text)
        # The name of a body is no word of what it does.
        tokens = [token for token in self.read.tokens if token.within not in matcher.bodies]
        self.language = 0 if has_han(passage.text) else 1
        self.spans = sentences(passage.text)
        # By sentence.
        self.tokens: list[list[Token]] = [[] for _ in self.spans]
        ends = [end for _start, end in self.spans]
        for token in tokens:
            place = bisect_right(ends, self.read.span(token)[0])
            self.tokens[min(place, len(ends) - 1)].append(token)
        heading = frozenset(lexicon.keys(passage.heading))
        keys = heading | {token.key for token in tokens}
        named = frozenset[str]().union(*map(lexicon.meant_by, keys))
        whole = heading | {token.key for token in self.read.tokens if not token.within}
        places = frozenset[str]().union(*(lexicon.places.get(key, ()) for key in whole))
        self.clauses = list(self._clauses())
        self.around = Surroundings(heading, named, places, lexicon.places)
        self.found = self._compared()

    def matches(self, threshold: float) -> list[Match]:
        matches = [self._match(one, sure) for one in self.found if (sure := one.score) >= threshold]
        return sorted(matches, key=lambda match: (-match.score, match.ask.slug))

    def _compared(self) -> list[Compared]:
        """The asks that may be answered, each beside the words that answer it best."""
        if self.passage.kind not in (Kind.PARAGRAPH, Kind.TABLE):
            return []
        windows = self._windows()
        found = [
            max(
                (compare(profile, window, self.around) for window in windows),
                key=lambda one: (one.alone, one.window.start - one.window.end),
            )
            for profile in self.matcher.candidates(self.around.named, self.language)
        ]
        found.sort(key=lambda one: (-one.alone, one.profile.ask.slug))
        for one in found:
            if one.alone >= HARDLY:
                one.is_spoken = acts.speaks(self.evidence(one), self._asked(one), self.written)
        return _explained(found)

    def _clauses(self) -> Iterator[_Clause]:
        placed = [(self.read.span(token)[0], token.key) for token in self.read.tokens]
        for first, last in self.spans:
            sentence = self.passage.text[first:last]
            is_cited = acts.cites(sentence)
            for start, end in acts.clauses(sentence):
                if is_cited and start and acts.answers(sentence[start:end]):
                    is_cited = False
                keys = frozenset(key for at, key in placed if start <= at - first < end)
                yield _Clause(first + start, first + end, keys, is_cited)

    def _windows(self) -> list[Window]:
        made = []
        for first in range(len(self.spans)):
            for last in range(first, min(first + 2, len(self.spans))):
                start, end = self.spans[first][0], self.spans[last][1]
                text = self.passage.text[start:end]
                here = self.tokens[first] + (self.tokens[last] if last > first else [])
                keys = frozenset[str]().union(*(self.lexicon.meant_by(token.key) for token in here))
                weight = self.matcher.worth(
                    {token.key for token in here if not token.within}, self.language
                )
                made.append(
                    Window(
                        start, end, keys, frozenset(characters(fold(text))), squeezed(text), weight
                    )
                )
        return made

    def _match(self, one: Compared, sure: float) -> Match:
        evidence, asked = list(self.evidence(one)), self._asked(one)
        spoken = acts.said(evidence, asked, self.written)
        status = spoken[0].status if spoken else Status.NOTED
        cues = acts.telling(evidence, status, asked, self.written)
        said = self.passage.text[one.window.start : one.window.end]
        if acts.direction(said) * acts.direction(one.profile.ask.title[self.language]) < 0:
            # Less is done of what there should be more of.
            status, cues = Status.DECLINED, acts.fewer(said)
        relation = self._relation(one, status)
        if relation == Relation.PART and status == Status.DELIVERED:
            # The ask as a whole is not.
            status = Status.IN_DELIVERY
        return Match(
            ask=one.profile.ask,
            passage=self.passage,
            start=self.passage.start + one.window.start,
            end=self.passage.start + one.window.end,
            score=round(sure, 3),
            relation=relation,
            status=status,
            evidence_class=self.kind,
            terms=self._said(one),
            cues=cues,
            days=tuple(days.named(said, self.written)),
        )

    def _asked(self, one: Compared) -> str:
        return " ".join(one.profile.ask.title)

    def evidence(self, one: Compared) -> Iterator[tuple[str, float]]:
        """The clauses that say what becomes of the ask: those beside its terms the most."""
        title = one.profile.title
        said = [sum(title.get(key, 0.0) for key in clause.keys) for clause in self.clauses]
        inside = [one.window.start <= clause.start < one.window.end for clause in self.clauses]
        most = max(map(operator.mul, said, inside), default=0.0) or 1.0
        answer = AFTER
        for place, clause in enumerate(self.clauses):
            text = self.passage.text[clause.start : clause.end]
            if inside[place]:
                share = min(1.0, max(said[max(place - 1, 0) : place + 2]) / most)
                if clause.is_cited:
                    answer = 1.0
                elif answer == 1.0:
                    share = 1.0
                yield text, CITED if clause.is_cited else HERE + (1 - HERE) * share
            elif clause.start >= one.window.end:
                yield text, answer
            else:
                yield text, BEFORE

    def _relation(self, one: Compared, status: Status) -> Relation:
        if status == Status.DECLINED:
            return Relation.CONTRARY
        if one.signals.elsewhere:
            return Relation.PARALLEL
        said = self.passage.text[one.window.start : one.window.end]
        wanted, given = one.profile.shares, shares(said)
        limited = acts.limits(said) or bool(wanted and given and not wanted & given)
        return Relation.PART if limited else Relation.SAME

    def _said(self, one: Compared) -> tuple[str, ...]:
        """The terms that a passage and an ask share, as the passage prints them."""
        spans = sorted(
            self.read.span(token)
            for token in self.read.tokens
            if self.lexicon.meant_by(token.key) & one.shared
            and one.window.start <= self.read.span(token)[0] < one.window.end
        )
        joined: list[list[int]] = []
        for start, end in spans:
            if joined and start <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        return tuple(dict.fromkeys(self.passage.text[start:end] for start, end in joined))


def _explained(found: list[Compared]) -> list[Compared]:
    """The best first; the words that it shares are its own, and less so those of the others."""
    taken: list[tuple[Window, frozenset[str]]] = []
    best = [one.alone for one in found[:2]]
    for place, one in enumerate(found):
        weights = one.profile.title
        better = [keys for window, keys in taken if _overlap(window, one.window)]
        mine = sum(weights.get(key, 0.0) for key in one.shared)
        left = one.shared.difference(*better)
        one.own = sum(weights.get(key, 0.0) for key in left) / mine if mine else 0.0
        one.lead = one.alone - best[0] if place else one.alone - best[-1]
        if len(found) == 1:
            one.lead = FAR
        taken.append((one.window, one.shared))
    return found


def _overlap(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end
