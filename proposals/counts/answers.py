"""How long asks wait for an answer, those that still wait counted for as long as they have waited.

The estimate of Kaplan and Meier. Where t1 < t2 < … are the waits after which any ask was answered,
wi is how many had waited as long as ti and ai how many of them were answered then, the share that
is answered within t is

    1 - Π (1 - ai / wi)   over all ti ≤ t.

Who was watched for less than ti is in no wi: an ask that still waits makes the share of a longer
time neither larger nor smaller.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count

from proposals.choices import Status
from proposals.counts.columns import Columns, Flags, Ints, among
from proposals.counts.days import lengths_of, within_month
from proposals.counts.groups import MOST_ROWS, TRAITS, Key
from proposals.counts.kept import kept
from proposals.counts.stock import spans_of
from proposals.models.proposals import ProposalQuerySet

# To come to one of these is to be answered, be it by a refusal.
ANSWERS = frozenset(Status) - {Status.PROPOSED, Status.STALLED, Status.SUPERSEDED}
# With these an ask waits no more.
ENDS = ANSWERS | {Status.SUPERSEDED}

# A wait as one number: so many for a month, more than it has days.
DAYS = 32
# Numbers that lie no further apart are counted in an array.
DENSE = 4_000_000
# After every day, and the key of no value.
NEVER = dt.date.max.toordinal()
NONE = -1

# Traits by which answers may be told apart. By the status of now they would tell of themselves.
NAMES = tuple(name for name in TRAITS if name != "status")

HALF = 0.5

# A curve is followed for so many months at the most.
LONGEST = 120
# So many kinds of waits are told apart at the most.
MOST_WAITS = 200_000


class TimeSinceAsk(NamedTuple):
    """The whole months from the ask on, and the days after them."""

    months: int
    days: int = 0


# Of each group, the waits that ended by an answer or not (True or False): how many.
Ends = dict[TimeSinceAsk, Counter[bool]]


@dataclass(frozen=True)
class Point:
    """What is known of the first so many months after an ask.

    Of those that are dated, so many were answered by then, waited for longer, or could not be
    watched for so long. The share is of all, had all been watched; None where none is dated.
    """

    months: int
    share: float | None
    answered: int
    waiting: int
    censored: int


@dataclass(frozen=True)
class Answers:
    """The asks of a group, month by month for as long as any was watched, or until all were
    answered; and how many are not in it, since not even their month is stated."""

    points: list[Point]
    undated: int

    @property
    def dated(self) -> int:
        last = self.points[-1]
        return last.answered + last.waiting + last.censored

    @property
    def answered(self) -> int:
        return self.points[-1].answered

    @property
    def median_months(self) -> int | None:
        """After how many months half were answered; None where half have not been."""
        halfway = (point.months for point in self.points if (point.share or 0) >= HALF)
        return next(halfway, None)

    def within(self, months: int) -> float | None:
        """The share answered by then; None where none was watched for so long."""
        last = self.points[-1]
        if months <= last.months:
            return self.points[months].share
        return last.share if last.share == 1 else None


@kept
def answers(
    proposals: ProposalQuerySet, names: Sequence[str], *, until: dt.date
) -> dict[Key, Answers] | None:
    """By one or two traits, as watched up to that day; None where there is too much to tell.

    An answer counts on the day by which it had certainly been given, and an ask on the first that
    it may have been: no wait is told shorter than it may have been. One query.
    """
    held = among(proposals)
    if held and len(names) <= 1 and "place" not in names:
        return _held_answers(*held, names, until)
    rows = _ends(proposals, names, until)
    if len(rows) > MOST_WAITS:
        return None
    ends: defaultdict[Key, Ends] = defaultdict(lambda: defaultdict(Counter))
    undated: Counter[Key] = Counter()
    for *codes, months, days, is_answer, number in rows:
        key = tuple(codes)
        if months is None:
            undated[key] += number
        else:
            ends[key][TimeSinceAsk(months, days)][is_answer] = number
    found = {key: Answers(curve(ends[key]), undated[key]) for key in {*ends, *undated}}
    return found if sum(len(each.points) for each in found.values()) <= MOST_ROWS else None


@dataclass(frozen=True)
class Answered:
    """How many of a set have ever been answered, how many still wait, and how long that takes."""

    answered: int
    waiting: int
    curve: Answers

    @property
    def median_months(self) -> int | None:
        return self.curve.median_months


def answered(proposals: ProposalQuerySet, *, until: dt.date) -> Answered:
    """As watched up to that day. Costs three queries, and two while the curve is kept; of the
    past two more."""
    held = among(proposals)
    number = int(held[1].sum()) if held else proposals.count()
    ended, by_answer = (_came_to(held, proposals, which, until) for which in (ENDS, ANSWERS))
    return Answered(by_answer, number - ended, answers_of_all(proposals, until=until))


def came_to(proposals: ProposalQuerySet, statuses: Iterable[Status], *, until: dt.date) -> int:
    """How many have ever come to one of these, by that day."""
    return _came_to(among(proposals), proposals, statuses, until)


def _came_to(
    held: tuple[Columns, Flags] | None,
    proposals: ProposalQuerySet,
    statuses: Iterable[Status],
    until: dt.date,
) -> int:
    if held:
        columns, found = held
        spans = columns.spans.of(found)
        by_then = spans.at(statuses) & (spans.begins <= until.toordinal())
        came = np.zeros(len(found), np.bool_)
        came[spans.places[by_then]] = True
        return int(came.sum())
    spans_by_then = spans_of(proposals).filter(effective_from__lte=until, status__in=list(statuses))
    return spans_by_then.aggregate(number=Count("proposal", distinct=True))["number"]


def answers_of_all(proposals: ProposalQuerySet, *, until: dt.date) -> Answers:
    curves = answers(proposals, (), until=until) or {}
    return curves.get((), Answers(curve({}), 0))


def curve(ends: Ends) -> list[Point]:
    waits = sorted(ends)
    return _curve(
        np.array([months * DAYS + days for months, days in waits], np.int64),
        np.array([ends[wait][True] for wait in waits], np.int64),
        np.array([ends[wait].total() for wait in waits], np.int64),
    )


def _curve(waits: Ints, answered: Ints, ended: Ints) -> list[Point]:
    """Of waits that differ, the shortest first; how many were answered then, and how many ended."""
    if not len(waits):
        return [Point(0, None, 0, 0, 0)]
    over = np.concatenate([[0], np.cumsum(ended)])
    by_answer = np.concatenate([[0], np.cumsum(answered)])
    every = int(over[-1])
    unanswered = np.concatenate([[1.0], np.cumprod(1 - answered / (every - over[:-1]))])
    longest, rest = divmod(int(waits[-1]), DAYS)
    points: list[Point] = []
    months_of = np.arange(min(longest + bool(rest), LONGEST) + 1)
    at = np.searchsorted(waits, months_of * DAYS, side="right")
    by_then = (each[at].tolist() for each in (unanswered, by_answer, over))
    for months, left, told, gone in zip(months_of.tolist(), *by_then, strict=True):
        if months > longest and left:
            break
        points.append(Point(months, round(1 - left, 6), told, every - gone, gone - told))
    return points


def _held_answers(
    columns: Columns, found: Flags, names: Sequence[str], until: dt.date
) -> dict[Key, Answers] | None:
    """The same of the columns, by no trait or by one."""
    places, groups = np.flatnonzero(found), np.zeros(found.sum(), np.int64)
    if names:
        places, groups = columns.having(names[0], found)
        none = found.copy()
        none[places] = False
        places = np.concatenate([places, np.flatnonzero(none)])
        groups = np.concatenate([groups.astype(np.int64), np.full(none.sum(), NONE)])
    asked = ("waits", until)
    if asked not in columns.worked_out:
        columns.worked_out[asked] = _held_waits(columns, until)
    waits, is_answer = columns.worked_out[asked]
    is_dated = waits[places] >= 0
    undated = Counter(groups[~is_dated].tolist())
    longest = waits.max(initial=0) + 1
    kinds = (groups * longest + waits[places])[is_dated] * 2 + is_answer[places][is_dated]
    kinds, numbers = _counted(kinds)
    of_group, waits = np.divmod(kinds // 2, longest)
    told: dict[Key, Answers] = {}
    for group in _counted(groups)[0].tolist():
        some = slice(*np.searchsorted(of_group, [group, group + 1]))
        waited, which = np.unique(waits[some], return_inverse=True)
        ended = np.bincount(which, numbers[some], len(waited)).astype(np.int64)
        by_answer = np.bincount(which, numbers[some] * (kinds[some] % 2), len(waited))
        points = _curve(waited, by_answer.astype(np.int64), ended)
        key = (None if group == NONE else columns.codes[names[0]].code(group),) if names else ()
        told[key] = Answers(points, undated[group])
    return told if sum(len(each.points) for each in told.values()) <= MOST_ROWS else None


def _counted(values: Ints) -> tuple[Ints, Ints]:
    """Each value with how many have it: without sorting, where they do not lie far apart."""
    least = values.min(initial=NONE)
    if values.max(initial=0) - least > DENSE:
        return np.unique(values, return_counts=True)
    numbers = np.bincount(values - least)
    found = np.flatnonzero(numbers)
    return found + least, numbers[found]


def _held_waits(columns: Columns, until: dt.date) -> tuple[Ints, Flags]:
    """Of each proposal how long it waited, in months and days, or -1 where not even the month of
    the ask is known; and whether an answer ended that."""
    spans = columns.spans
    ends = spans.at(ENDS) & (spans.begins <= until.toordinal())
    # A day and what it brought as one number, so that the first of each proposal is the least.
    ended = np.full(len(columns.keys), 2 * NEVER + 1)
    brought = spans.begins[ends] * np.int64(2) + ~spans.at(ANSWERS)[ends]
    np.minimum.at(ended, spans.places[ends], brought)
    is_over = ended < 2 * NEVER
    has_month = columns.single["proposed_month"] % 100 > 0
    today = until.toordinal()
    begun = np.where(has_month, columns.single["proposed_on"], today).astype(np.int64)
    over = np.maximum(begun, np.where(is_over, ended // 2, today))
    (begun_in, day), (over_in, over_day) = within_month(begun), within_month(over)
    # The same day of the month, or the last where it has no such day: of this one, or before it.
    length, length_before = lengths_of(over_in), lengths_of(over_in - 1)
    passed, passed_before = (np.minimum(day, long - 1) for long in (length, length_before))
    is_before = passed > over_day
    days = over_day - np.where(is_before, passed_before - length_before, passed)
    waits = np.where(has_month, (over_in - begun_in - is_before) * DAYS + days, -1)
    return waits, is_over & (ended % 2 == 0) & has_month


def _ends(
    proposals: ProposalQuerySet, names: Sequence[str], until: dt.date
) -> list[tuple[Any, ...]]:
    """By group, months and days of the wait, and whether an answer ended it: how many."""
    asked = (
        proposals.with_month()
        .order_by()
        .values_list(*(TRAITS[n] for n in names), "pk", "proposed_on", "proposed_on_precision")
    )
    ended = (
        spans_of(proposals)
        .filter(status__in=sorted(ENDS), effective_from__lte=until)
        .order_by("proposal", "effective_from")
        .distinct("proposal")
        .values_list("proposal", "status", "effective_from")
    )
    try:
        asked_sql, asked_params = asked.query.sql_with_params()
        ended_sql, ended_params = ended.query.sql_with_params()
    except EmptyResultSet:
        return []
    groups = "".join(f"{name}, " for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            WAITED.format(asked=asked_sql, ended=ended_sql, groups=groups, most=MOST_WAITS + 1),
            [*asked_params, *ended_params, sorted(ANSWERS), until],
        )
        return cursor.fetchall()


# As many whole months as have gone by, and the days after them. What is counted in months from the
# last day of one comes to the last day of another.
WAITED = """
WITH asked ({groups} proposal, day, exact) AS ({asked}),
ended (proposal, status, day) AS ({ended}),
dated AS (
    SELECT {groups}
        CASE WHEN asked.exact <> 'year' THEN asked.day END AS begun,
        coalesce(ended.status = ANY(%s), false) AS is_answer,
        greatest(asked.day, coalesce(ended.day, %s)) AS over
    FROM asked LEFT JOIN ended USING (proposal)
),
waited AS (
    SELECT *, months - ((begun + make_interval(months => months))::date > over)::int AS whole
    FROM (
        SELECT *, ((extract(year FROM over) - extract(year FROM begun)) * 12
            + extract(month FROM over) - extract(month FROM begun))::int AS months
        FROM dated
    ) AS counted
)
SELECT {groups} whole, over - (begun + make_interval(months => whole))::date AS days,
    is_answer AND begun IS NOT NULL, count(*)
FROM waited
GROUP BY {groups} whole, days, is_answer AND begun IS NOT NULL
LIMIT {most}
"""
