"""What an official text does: which status its words would give to an ask.

Cues are looked for clause by clause. What each speaks for, alone or beside another in a clause, is
fitted to texts whose statuses are known, and stands in `words/statuses.txt`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from proposals.choices import Status
from proposals.folding import fold, fold_with_origins
from proposals.search import has_han
from proposals.uptake import days, vocabulary
from proposals.uptake.days import Span

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
_ENOUGH, _MOST = 0.4, 1.0
# How many words are shown for a status.
_SHOWN = 4
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


def said(spans: Spans, asked: str = "", written: Span | None = None) -> list[Said]:
    """The statuses that pieces of text speak for, the likeliest first; none where no cue is found.

    Each piece comes with how much it has to do with the ask. What is of the title of the ask, such
    as 研究 where a study is asked for, says nothing. `written` is when the text was, if it says so.
    """
    found = signs(spans, asked, written)
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


def speaks(spans: Spans, asked: str = "", written: Span | None = None) -> bool:
    """Whether pieces of text say what becomes of something."""
    found = signs(spans, asked, written)
    return any(found.get(name, 0.0) >= _ENOUGH for name in _SPEAKING)


def signs(spans: Spans, asked: str = "", written: Span | None = None) -> dict[str, float]:
    """How much of each cue, and of each two in a clause, pieces of text have."""
    found: dict[str, float] = defaultdict(float)
    for _clause, names, share in _weighed(spans, asked, written):
        for name in _crossed(names):
            found[name] = min(_MOST, found[name] + share)
    for one, other in APART:
        if least := min(found.get(one, 0.0), found.get(other, 0.0)):
            found[f"{one}&{other}"] = least
    return found


def telling(
    spans: Spans, status: Status, asked: str = "", written: Span | None = None
) -> tuple[str, ...]:
    """The words that speak the most for a status beside the others, as they are printed."""
    fitted, title = vocabulary.statuses(), fold(asked)
    # By clause: how much its words speak for the status, and where they stand.
    spoken: list[tuple[float, int, int, str]] = []
    for place, (clause, names, share) in enumerate(_weighed(spans, asked, written)):
        gains: dict[str, float] = defaultdict(float)
        for crossed in _crossed(names):
            if weights := fitted.get(crossed):
                gain = share * (weights[status] - sum(weights.values()) / len(weights))
                parts = [part for part in crossed.split("*") if part != "-"]
                for part in parts:
                    gains[part] += gain / len(parts)
        for name, cues in clause.cues:
            if gains.get(name, 0.0) > 0:
                cue = next(cue for cue in cues if cue.word not in title)
                spoken.append((gains[name], place, cue.start, cue.printed))
    best = sorted(spoken, key=lambda one: -one[0])[:_SHOWN]
    words = dict.fromkeys(word for _gain, _place, _start, word in sorted(best, key=_placed))
    # A word within another that is shown says nothing more.
    return tuple(
        word for word in words if not any(word != other and word in other for other in words)
    )


def _placed(one: tuple[float, int, int, str]) -> tuple[int, int]:
    return one[1], one[2]


def _weighed(
    spans: Spans, asked: str, written: Span | None
) -> Iterator[tuple[_Clause, frozenset[str], float]]:
    """Each clause with the cues that count in it, and how much it has to do with the ask."""
    title, listed = fold(asked), list(spans)
    most = max((share for _text, share in listed), default=1.0)
    is_open = False
    for text, share in listed:
        for clause in _heard(text):
            names = {
                name for name, cues in clause.cues if any(cue.word not in title for cue in cues)
            }
            names = _dated(names, clause.text, written)
            is_open = is_open or ("proposed" in names and "decided" not in names)
            if is_open:
                names = names - _SETTLED | {"open"}
                is_open = not clause.ends
            if "studied" in names:
                names -= _ON_PAPER
            if "declined" in names:
                names &= _REFUSED
            yield clause, frozenset(names), share / most


def _dated(names: set[str], clause: str, written: Span | None) -> set[str]:
    """A day that is named in full, or by the day of the text, is to come or over."""
    if written is None or not (told := days.named(clause, written)):
        return names
    if all(time.first > written.last for time in told):
        return names - _OVER | {"coming", "will"} if "in_force" in names else names | {"coming"}
    if all(time.last < written.first for time in told):
        return names - {"month"} | {"lately"}
    return names


# What a day to come takes back.
_OVER = frozenset({"in_force", "perfect", "lately", "month", "today"})
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


class _Cue(NamedTuple):
    """A word of a cue: folded, where its clause has it, and as it is printed."""

    word: str
    start: int
    printed: str


@dataclass(frozen=True)
class _Clause:
    """The cues of a clause with their words, and whether it ends a sentence."""

    text: str
    cues: tuple[tuple[str, tuple[_Cue, ...]], ...]
    ends: bool


@lru_cache(10_000)
def _heard(text: str) -> tuple[_Clause, ...]:
    """A text clause by clause; one passage is read beside many asks."""
    plain, origins = fold_with_origins(text)
    folded = _OR_NOT.sub("是否 ", plain)
    return tuple(
        _Clause(
            folded[start:end],
            tuple(
                (name, cues)
                for name in vocabulary.cues()
                if name not in _OTHER and (cues := _cues(name, folded, start, end, text, origins))
            ),
            _ENDS.search(folded[start:end]) is not None,
        )
        for start, end in clauses(folded)
    )


def _cues(
    name: str, folded: str, start: int, end: int, text: str, origins: list[int]
) -> tuple[_Cue, ...]:
    return tuple(
        _Cue(found[0], start + found.start(), text[origins[at] : origins[last] + 1])
        for found in _cue(name).finditer(folded[start:end])
        if found[0]
        for at, last in [(start + found.start(), start + found.end() - 1)]
    )


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


def fewer(text: str) -> tuple[str, ...]:
    """The words by which there is to be less of something, as they are printed."""
    folded, origins = fold_with_origins(text)
    return tuple(cue.printed for cue in _cues("less", folded, 0, len(folded), text, origins))


def direction(text: str) -> int:
    """1 where there is to be more of something, -1 where less, 0 where neither or both are said."""
    folded = fold(text)
    return bool(_cue("more").search(folded)) - bool(_cue("less").search(folded))
