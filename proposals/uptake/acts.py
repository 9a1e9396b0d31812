"""What an official text does: which status its words would give to an ask, and by which of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from proposals.choices import Status
from proposals.folding import fold
from proposals.search import has_han
from proposals.uptake import vocabulary


@dataclass(frozen=True)
class Said:
    """A status that words speak for, and the words."""

    status: Status
    weight: float
    words: str


def _cue(name: str) -> re.Pattern[str]:
    """Chinese is looked for folded, in either script; English as whole words."""
    patterns = vocabulary.cues()[name]
    return re.compile("|".join(fold(p) if has_han(p) else rf"\b(?:{p})\b" for p in patterns))


_REFUSES, _NOTES, _STUDIES = map(_cue, (Status.DECLINED, Status.NOTED, Status.UNDER_STUDY))
_PROMISES, _WORKS, _DONE = map(_cue, (Status.COMMITTED, Status.IN_DELIVERY, Status.DELIVERED))
_STUDIED, _FUTURE, _GOES_ON = map(_cue, ("studied", "future", "goes_on"))
_CITED, _LIMITS, _DEEDS, _DOINGS = map(_cue, ("cited", "limits", "deeds", "doings"))
_PROPOSES, _DECIDES, _SIGNS, _FIRST = map(_cue, ("proposed", "decided", "signed", "first"))
_IN_FORCE, _OFFERS = map(_cue, ("in_force", "offered"))
_ENDS = re.compile(r"[.。;；！？!?\n]\s*$")
_MORE, _LESS = map(_cue, ("more", "less"))
# How clearly it must be said that something is done, and that something is to come.
BOTH = 0.65
# What a clause says, whatever else is in it; the first that is found.
_CLEAR = (
    (_REFUSES, Status.DECLINED, 3.0),
    (_DECIDES, Status.COMMITTED, 1.7),
    (_NOTES, Status.NOTED, 1.7),
    (_STUDIES, Status.UNDER_STUDY, 1.8),
    (_PROPOSES, Status.UNDER_STUDY, 1.8),
    (_IN_FORCE, Status.DELIVERED, 3.0),
)
# What a clause says by such words where no others tell.
_FAINT = (
    (_GOES_ON, Status.NOTED),
    (_OFFERS, Status.COMMITTED),
    (_DEEDS, Status.DELIVERED),
    (_DOINGS, Status.IN_DELIVERY),
)
# Whether something is so or not (會不會) is no refusal.
_OR_NOT = re.compile("(.)不\\1")
_CLAUSES = re.compile(
    r"[,，;；:：。！？!?\n\t]|(?<=[a-zA-Z])\.(?=\s|$)"
    r"|\band\b(?=(?: \w+){1,4} (?:will|is|are|has|have|was|were|shall)\b)"
)

# Of two that are said as clearly, the one that an editor must not overlook.
_ORDER = (
    Status.DECLINED,
    Status.UNDER_STUDY,
    Status.DELIVERED,
    Status.IN_DELIVERY,
    Status.COMMITTED,
    Status.NOTED,
)


def said(spans: Iterable[tuple[str, float]]) -> list[Said]:
    """The statuses that pieces of text speak for, the likeliest first.

    Each piece comes with how much it has to do with the ask.
    """
    weights: dict[Status, float] = defaultdict(float)
    words: dict[Status, str] = {}
    is_proposed = False
    for text, share in spans:
        for clause in _heard(text):
            for one in clause.said:
                # What is put forward is so to the end of the sentence.
                is_open = is_proposed and one.status == Status.COMMITTED
                status = Status.UNDER_STUDY if is_open else one.status
                weights[status] += one.weight * share
                words.setdefault(status, one.words)
            is_proposed = (is_proposed or clause.proposes) and not clause.ends
    done, to_come = weights[Status.DELIVERED], weights[Status.COMMITTED]
    # What is done or begun, and of which more is to come.
    if (begun := min(weights[Status.IN_DELIVERY], to_come)) > BOTH:
        weights[Status.IN_DELIVERY] += begun
    if min(done, to_come) > BOTH:
        weights[Status.IN_DELIVERY] += 2 * min(done, to_come)
        words.setdefault(Status.IN_DELIVERY, words[Status.DELIVERED])
    order = sorted(words, key=lambda status: (-weights[status], _ORDER.index(status)))
    return [Said(status, weights[status], words[status]) for status in order]


@dataclass(frozen=True)
class _Heard:
    """What a clause says, whether it puts something forward, and whether it ends a sentence."""

    said: tuple[Said, ...]
    proposes: bool
    ends: bool


@lru_cache(10_000)
def _heard(text: str) -> tuple[_Heard, ...]:
    """A text clause by clause; one passage is read beside many asks."""
    folded = _OR_NOT.sub("是否", fold(text))
    return tuple(
        _Heard(
            tuple(_in_clause(clause)),
            _PROPOSES.search(clause) is not None,
            _ENDS.search(clause) is not None,
        )
        for start, end in clauses(folded)
        if (clause := folded[start:end])
    )


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text begin and end."""
    spans, start = [], 0
    for sign in _CLAUSES.finditer(text):
        spans.append((start, sign.end()))
        start = sign.end()
    return [*spans, (start, len(text))]


def _in_clause(clause: str) -> list[Said]:
    studied = _STUDIED.search(clause)
    for rule, status, weight in _CLEAR:
        is_over = studied and status in (Status.NOTED, Status.UNDER_STUDY)
        if not is_over and (words := rule.search(clause)):
            return [Said(status, weight, words[0])]
    if (signs := _SIGNS.search(clause)) and not _FUTURE.search(clause):
        return [Said(Status.IN_DELIVERY, 1.6, signs[0])]
    promises = _PROMISES.search(clause)
    found = [Said(Status.COMMITTED, 1.6, promises[0])] if promises else []
    if done_or_to_come := _done_or_to_come(clause, is_on_paper=studied is not None):
        found.append(done_or_to_come)
    return found or _faint(clause)


def _faint(clause: str) -> list[Said]:
    """What a clause says where it does not say when."""
    for rule, status in _FAINT:
        if words := rule.search(clause):
            is_first = status == Status.DELIVERED and _FIRST.search(clause)
            return [Said(Status.IN_DELIVERY if is_first else status, 0.4, words[0])]
    return []


def _done_or_to_come(clause: str, *, is_on_paper: bool) -> Said | None:
    future, works, done = (rule.search(clause) for rule in (_FUTURE, _WORKS, _DONE))
    if future and not (done and done[0].startswith("已")):
        # What is still to come, though the words for it may be those of work that goes on.
        if works and works[0][0] in "已正现":
            return Said(Status.IN_DELIVERY, 1.3, works[0])
        weight = 0.7 if _GOES_ON.search(clause) else 1.1
        return Said(Status.COMMITTED, weight, future[0])
    if is_on_paper:
        return None
    if done:
        status = Status.IN_DELIVERY if _FIRST.search(clause) else Status.DELIVERED
        return Said(status, 1.5, done[0])
    return Said(Status.IN_DELIVERY, 1.4, works[0]) if works else None


def cites(text: str) -> bool:
    """Whether a sentence tells what others ask for, so that the answer comes after it."""
    return _CITED.search(fold(text)) is not None


def limits(text: str) -> bool:
    """Whether what is done is said not to be the whole."""
    return _LIMITS.search(fold(text)) is not None


def direction(text: str) -> int:
    """1 where there is to be more of something, -1 where less, 0 where neither or both are said."""
    folded = fold(text)
    return bool(_MORE.search(folded)) - bool(_LESS.search(folded))
