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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q

from proposals.choices import Status
from proposals.counts.groups import MOST_ROWS, TRAITS, Key
from proposals.counts.kept import kept
from proposals.counts.stock import spans_of
from proposals.models.proposals import ProposalQuerySet

# To come to one of these is to be answered, be it by a refusal.
ANSWERS = frozenset(Status) - {Status.PROPOSED, Status.STALLED, Status.SUPERSEDED}
# With these an ask waits no more.
ENDS = ANSWERS | {Status.SUPERSEDED}

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
    """As watched up to that day. Costs four queries, and three while the curve is kept."""
    came = spans_of(proposals).filter(effective_from__lte=until)
    steps = came.aggregate(
        answered=Count("proposal", distinct=True, filter=Q(status__in=ANSWERS)),
        ended=Count("proposal", distinct=True, filter=Q(status__in=ENDS)),
    )
    waiting = proposals.count() - steps["ended"]
    return Answered(steps["answered"], waiting, answers_of_all(proposals, until=until))


def answers_of_all(proposals: ProposalQuerySet, *, until: dt.date) -> Answers:
    curves = answers(proposals, (), until=until) or {}
    return curves.get((), Answers(curve({}), 0))


def curve(ends: Ends) -> list[Point]:
    waits = sorted(ends)
    waiting = sum(number.total() for number in ends.values())
    answered = censored = 0
    if not waits:
        return [Point(0, None, answered, waiting, censored)]
    unanswered = 1.0
    longest, rest = waits[-1]
    points: list[Point] = []
    for months in range(min(longest + bool(rest), LONGEST) + 1):
        while waits and waits[0] <= TimeSinceAsk(months):
            numbers = ends[waits.pop(0)]
            unanswered *= 1 - numbers[True] / waiting
            waiting -= numbers.total()
            answered += numbers[True]
            censored += numbers[False]
        if months > longest and unanswered:
            break
        points.append(Point(months, round(1 - unanswered, 6), answered, waiting, censored))
    return points


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
