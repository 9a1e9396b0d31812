"""How many proposals stood where as time went by, from the spans of the log."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

import numpy as np
from django.db.models import Case, Count, DateField, Min, QuerySet, When
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from proposals.choices import Status
from proposals.counts.columns import FIXED, Columns, Flags, among
from proposals.counts.days import month_of
from proposals.counts.groups import MOST_ROWS, TRAITS, Key
from proposals.counts.kept import kept
from proposals.models import StatusSpan
from proposals.models.chosen import month_asked
from proposals.models.clocks import BEFORE_FOREVER, FOREVER
from proposals.models.proposals import ProposalQuerySet

# After every day.
NEVER = dt.date.max.toordinal()
# Of moves from one interval to another, so many kinds are told apart at the most.
MOST_MOVES = 200_000

Group = TypeVar("Group", bound=Hashable)


class Interval(StrEnum):
    """A month, quarter or year of the calendar."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}[self]

    def number(self, day: dt.date) -> int:
        """Which interval the day is in, counted from the beginning of the calendar."""
        return ((day.year - 1) * 12 + day.month - 1) // self.months

    def name_of(self, begins_on: dt.date) -> str:
        """2026-05, 2026-Q2 or 2026."""
        year, month = begins_on.isoformat()[:4], begins_on.month
        names = {
            Interval.MONTH: f"{year}-{month:02}",
            Interval.QUARTER: f"{year}-Q{month // 3 + 1}",
            Interval.YEAR: year,
        }
        return names[self]

    def begin(self, number: int) -> dt.date:
        """The first day of an interval; the first of the calendar for those before it."""
        year, month = divmod(max(number, 0) * self.months, 12)
        return dt.date(year + 1, month + 1, 1)


@dataclass(frozen=True)
class Stand(Generic[Group]):
    """The proposals at the end of an interval: how many stood in each group on its last day,
    and how many had come to it and left it since the interval began."""

    begins_on: dt.date
    ends_on: dt.date
    standing: Counter[Group]
    entered: Counter[Group]
    left: Counter[Group]


@dataclass(frozen=True)
class StockAndFlow(Generic[Group]):
    """The dated steps interval by interval; and apart from them, how many stand in each group on
    the last day since a day that nobody knows."""

    stands: list[Stand[Group]]
    undated: Counter[Group]

    @property
    def groups(self) -> set[Group]:
        """The groups in which anything stood, or that anything came to or left."""
        return {k for s in self.stands for k in (*s.standing, *s.entered, *s.left)}


@kept
def stock(
    proposals: ProposalQuerySet, *, interval: Interval, from_on: dt.date, to_on: dt.date
) -> StockAndFlow[Status]:
    """Each interval from the one that `from_on` is in, up to the day `to_on`, where the last
    one ends. One query, however long the time, and none while it is kept.

    The set's instant of knowledge holds for all of it.
    """
    held = among(proposals)
    moves = (
        _held_moves(*held, interval, from_on, to_on)
        if held
        else _moves(proposals, ["status"], interval, from_on, to_on)
    )
    found, undated = _parted([(Status(code), *rest) for code, *rest in moves])
    return StockAndFlow(_stands(found, interval, from_on, to_on), undated)


@kept
def timeline(
    proposals: ProposalQuerySet,
    names: Sequence[str],
    *,
    interval: Interval,
    from_on: dt.date,
    to_on: dt.date,
) -> StockAndFlow[Key] | None:
    """The stock interval by interval, by one or two traits: the status of then, the others of now.

    What is not dated is told apart. None where there is too much to tell.
    """
    intervals = interval.number(to_on) - interval.number(from_on) + 1
    if intervals > MOST_ROWS:
        return None
    moves = _moves(proposals, names, interval, from_on, to_on)
    if len(moves) > MOST_MOVES:
        return None
    dated, undated = _parted([(tuple(row[:-4]), *row[-4:]) for row in moves])
    if len({key for key, *_ in dated}) * intervals + len(undated) > MOST_ROWS:
        return None
    stands = _stands(dated, interval, from_on, to_on)
    if "status" not in names:
        # A step from one status to another leads out of no other group, and into none.
        stands = [replace(s, entered=s.entered - s.left, left=Counter()) for s in stands]
    return StockAndFlow(stands, undated)


def _moves(
    proposals: ProposalQuerySet,
    names: Sequence[str],
    interval: Interval,
    from_on: dt.date,
    to_on: dt.date,
) -> list[tuple[Any, ...]]:
    """By group, whether the coming is dated, and the intervals of coming and going: how many.

    No interval where it came before the first, or has not gone by the last day.
    """
    start = interval.begin(interval.number(from_on))
    # What left on the first day had stood on the day before it.
    spans = spans_of(proposals).filter(effective_from__lte=to_on, effective_to__gte=start)
    codes = [name if name == "status" else f"proposal__{TRAITS[name]}" for name in names]
    rows = (
        spans.annotate(
            proposal__proposed_month=month_asked("proposal__"),
            is_dated=Case(When(since__isnull=False, then=True), default=False),
            entered_in=_trunc("effective_from", interval, effective_from__gte=start),
            left_in=_trunc("effective_to", interval, effective_to__lte=to_on),
        )
        .order_by()
        .values_list(*codes, "is_dated", "entered_in", "left_in")
        .annotate(Count("pk"))
    )
    return list(rows[: MOST_MOVES + 1])


def _held_moves(
    columns: Columns, found: Flags, interval: Interval, from_on: dt.date, to_on: dt.date
) -> list[tuple[Any, ...]]:
    spans = columns.spans.of(found)
    first = interval.number(from_on)
    before, after = interval.begin(first).toordinal() - 1, to_on.toordinal() + 1
    # The interval of each day, from 1 on, between one that stands for all that are before them and
    # one for all that are after. Who came after the last or had gone before the first is not told.
    calendar = month_of(np.arange(before, after + 1)) // interval.months - first + 1
    untold = interval.number(to_on) - first + 2
    came, gone = calendar.copy(), calendar.copy()
    came[0], came[-1], gone[0], gone[-1] = 0, untold, untold, 0
    kinds = spans.status * np.int64(2) + spans.is_dated
    for interval_of, days in ((came, spans.begins), (gone, spans.ends)):
        kinds *= untold + 1
        kinds += interval_of[np.clip(days, before, after) - before]
    numbers = np.bincount(kinds)
    moves: list[tuple[Any, ...]] = []
    for key in np.flatnonzero(numbers).tolist():
        kind, within = divmod(key, (untold + 1) ** 2)
        steps = divmod(within, untold + 1)
        if untold not in steps:
            firsts = (interval.begin(first + n - 1) if n else None for n in steps)
            which = FIXED["status"][kind // 2 - 1], bool(kind % 2)
            moves.append((*which, *firsts, int(numbers[key])))
    return moves


def _parted(
    moves: Iterable[tuple[Any, ...]],
) -> tuple[list[tuple[Any, Any, Any, int]], Counter[Any]]:
    """The dated ones by group; and how many of the others have not gone by the last day."""
    dated: list[tuple[Any, Any, Any, int]] = []
    undated: Counter[Any] = Counter()
    for group, is_dated, came, gone, number in moves:
        if is_dated:
            dated.append((group, came, gone, number))
        elif gone is None:
            undated[group] += number
    return dated, undated


def _stands(
    moves: Iterable[tuple[Group, dt.date | None, dt.date | None, int]],
    interval: Interval,
    from_on: dt.date,
    to_on: dt.date,
) -> list[Stand[Group]]:
    entered: dict[dt.date, Counter[Group]] = defaultdict(Counter)
    left: dict[dt.date, Counter[Group]] = defaultdict(Counter)
    standing: Counter[Group] = Counter()
    for group, entered_in, left_in, number in moves:
        came = standing if entered_in is None else entered[entered_in]
        came[group] += number
        if left_in is not None:
            left[left_in][group] += number
    stands = []
    for number in range(interval.number(from_on), interval.number(to_on) + 1):
        begins_on = interval.begin(number)
        came, gone = entered[begins_on], left[begins_on]
        standing = standing + came - gone
        ends_on = min(interval.begin(number + 1) - dt.timedelta(days=1), to_on)
        stands.append(Stand(begins_on, ends_on, standing, came, gone))
    return stands


def last_day(proposals: ProposalQuerySet) -> dt.date:
    """The last day that a set tells of: today, or an earlier one that its clocks name."""
    days = [timezone.localdate()]
    if proposals.clocks.get("as_of"):
        days.append(proposals.clocks["as_of"])
    if proposals.clocks.get("known_at"):
        days.append(timezone.localdate(proposals.clocks["known_at"]))
    return min(days)


@kept
def first_day(proposals: ProposalQuerySet) -> dt.date | None:
    """The day by which the earliest step that is dated had happened; None where none is."""
    if held := among(proposals):
        columns, found = held
        spans = columns.spans.of(found)
        first = spans.begins.min(where=spans.is_dated, initial=NEVER)
        return dt.date.fromordinal(first) if spans.is_dated.any() else None
    dated = spans_of(proposals).filter(since__isnull=False)
    return dated.aggregate(first=Min("effective_from"))["first"]


def spans_of(proposals: ProposalQuerySet) -> QuerySet[StatusSpan]:
    """What we know of the set's statuses now, or knew at its instant."""
    spans = StatusSpan.objects.filter(proposal__in=proposals.order_by().values("pk"))
    instant = proposals.clocks.get("known_at")
    if instant is None:
        return spans.filter(recorded_to=FOREVER)
    instant = min(instant, BEFORE_FOREVER)
    return spans.filter(recorded_from__lte=instant, recorded_to__gt=instant)


def _trunc(column: str, interval: Interval, **within: dt.date) -> Case:
    """The first day of the interval in which a column's day lies; NULL where it is not within."""
    return Case(When(**within, then=Cast(Trunc(column, interval.value), DateField())))
