"""What an official text does: which status its words would give to an ask.

Cues are looked for clause by clause. What each speaks for, alone or beside another in a clause, is
fitted to texts whose statuses are known, and stands in `words/statuses.txt`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from proposals.choices import Status
from proposals.folding import fold
from proposals.search import has_han
from proposals.uptake import vocabulary

Spans = Iterable[tuple[str, float]]


@dataclass(frozen=True)
class Said:
    """A status that words speak for, and how clearly beside the others."""

    status: Status
    weight: float


@cache
def _cue(name: str) -> re.Pattern[str]:
    """Chinese is looked for folded, in either script; English as whole words."""
    patterns = vocabulary.cues()[name]
    return re.compile("|".join(fold(p) if has_han(p) else rf"\b(?:{p})\b" for p in patterns))


# Cues of what is not a status.
_OTHER = frozenset({"cited", "answers", "more", "less"})
# Cues by which something becomes of something; the others are the grammar of any text.
_SPEAKING = frozenset(
    {
        *("declined", "noted", "under_study", "committed", "in_delivery", "delivered"),
        *("future", "proposed", "decided", "signed", "in_force", "pledged", "begun"),
    }
)
# How much of such a cue is enough to speak of the ask, and the most that one counts, however often.
_ENOUGH, _MOST = 0.4, 1.5
# Whether something is so or not (會不會) is no refusal.
_OR_NOT = re.compile("(.)不\\1")
_CLAUSES = re.compile(
    r"[｜,，;；:：。！？!?\n\t]|(?<=[a-zA-Z])\.(?=\s|$)"
    r"|\band\b(?=(?: \w+){1,4} (?:will|is|are|has|have|was|were|shall)\b)"
)
_ENDS = re.compile(r"[.。;；！？!?\n]\s*$")
# Of two that are said as clearly, the one that an editor must not overlook.
STATUSES = (
    Status.DECLINED,
    Status.UNDER_STUDY,
    Status.DELIVERED,
    Status.IN_DELIVERY,
    Status.COMMITTED,
    Status.NOTED,
)


def said(spans: Spans, asked: str = "") -> list[Said]:
    """The statuses that pieces of text speak for, the likeliest first; none where no cue is found.

    Each piece comes with how much it has to do with the ask. What is of the title of the ask, such
    as 研究 where a study is asked for, says nothing.
    """
    found = signs(spans, asked)
    if not found:
        return []
    fitted = vocabulary.statuses()
    weights = {
        status: sum(
            (share * told[status] for cue, share in found.items() if (told := fitted.get(cue))),
            fitted[""][status],
        )
        for status in STATUSES
    }
    return [
        Said(status, weights[status])
        for status in sorted(STATUSES, key=lambda status: -weights[status])
    ]


def speaks(spans: Spans, asked: str = "") -> bool:
    """Whether pieces of text say what becomes of something."""
    found = signs(spans, asked)
    return any(found.get(name, 0.0) >= _ENOUGH for name in _SPEAKING)


def signs(spans: Spans, asked: str = "") -> dict[str, float]:
    """How much of each cue, and of each two in a clause, pieces of text have."""
    found: dict[str, float] = defaultdict(float)
    title, listed = fold(asked), list(spans)
    most = max((share for _text, share in listed), default=1.0)
    is_open = False
    for text, share in listed:
        for clause in _heard(text):
            names = {name for name, words in clause.cues if any(w not in title for w in words)}
            is_open = is_open or ("proposed" in names and "decided" not in names)
            if is_open:
                names = names - _SETTLED | {"open"}
                is_open = not clause.ends
            if "studied" in names:
                names -= _ON_PAPER
            if "declined" in names:
                names &= _REFUSED
            for name in _crossed(frozenset(names)):
                found[name] = min(_MOST, found[name] + share / most)
    for one, other in APART:
        if least := min(found.get(one, 0.0), found.get(other, 0.0)):
            found[f"{one}&{other}"] = least
    return found


# What is no longer so once a study is done.
_ON_PAPER = frozenset({"noted", "under_study", "thought", "delivered"})
# What is not settled to the end of a sentence in which it is put forward.
_SETTLED = frozenset({"committed", "money", "pledged", "future", "will"})
# What still counts in a clause that refuses.
_REFUSED = frozenset({"declined", "no", "wanted", "enough", "studied", "limits"})
# How a clause tells of what it tells (done, in hand, to come, not), and what that is. One of each
# says more together than by itself.
_HOW = (
    *("perfect", "lately", "today", "ongoing", "goes_on"),
    *("will", "coming", "month", "no", "first"),
)
_WHAT = (
    *("declined", "enough", "wanted", "noted", "heard", "hoped"),
    *("under_study", "thought", "studied"),
    *("committed", "money", "pledged", "in_delivery", "begun", "signed", "delivered", "state"),
    *("in_force", "deeds", "doings", "offered", "ordered", "counted", "limits"),
)
# Cues that say more beside each other in all that is read.
APART = (
    ("perfect", "coming"), ("perfect", "will"), ("delivered", "will"), ("state", "coming"),
    ("begun", "coming"), ("in_force", "will"), ("no", "enough"), ("declined", "will"),
    ("declined", "perfect"), ("noted", "thought"), ("heard", "thought"), ("begun", "will"),
    ("ongoing", "will"), ("perfect", "ongoing"),
)  # fmt: skip


@lru_cache(10_000)
def _crossed(names: frozenset[str]) -> frozenset[str]:
    """The cues, and each way of telling beside each thing told; one alone, beside nothing."""
    how = [name for name in _HOW if name in names] or ["-"]
    what = [name for name in _WHAT if name in names] or ["-"]
    return names | {f"{one}*{other}" for one in how for other in what} - {"-*-"}


@dataclass(frozen=True)
class _Clause:
    """The cues of a clause with their words, and whether it ends a sentence."""

    cues: tuple[tuple[str, frozenset[str]], ...]
    ends: bool


@lru_cache(10_000)
def _heard(text: str) -> tuple[_Clause, ...]:
    """A text clause by clause; one passage is read beside many asks."""
    folded = _OR_NOT.sub("是否", fold(text))
    return tuple(
        _Clause(
            tuple(
                (name, words)
                for name in vocabulary.cues()
                if name not in _OTHER and (words := _words(name, clause))
            ),
            _ENDS.search(clause) is not None,
        )
        for start, end in clauses(folded)
        if (clause := folded[start:end])
    )


def _words(name: str, clause: str) -> frozenset[str]:
    return frozenset(found[0] for found in _cue(name).finditer(clause))


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text begin and end."""
    spans, start = [], 0
    for sign in _CLAUSES.finditer(text):
        spans.append((start, sign.end()))
        start = sign.end()
    return [*spans, (start, len(text))]


def cites(text: str) -> bool:
    """Whether a sentence tells what others ask for, so that the answer comes after it."""
    return _cue("cited").search(fold(text)) is not None


def answers(clause: str) -> bool:
    """Whether those who are asked say something to it."""
    return _cue("answers").match(fold(clause).strip()) is not None


def limits(text: str) -> bool:
    """Whether what is done is said not to be the whole."""
    return _cue("limits").search(fold(text)) is not None


def direction(text: str) -> int:
    """1 where there is to be more of something, -1 where less, 0 where neither or both are said."""
    folded = fold(text)
    return bool(_cue("more").search(folded)) - bool(_cue("less").search(folded))
