"""How many proposals stood where as time went by, from the spans of the log."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, DateField, Min, QuerySet, When
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from proposals.choices import Status
from proposals.counts.kept import kept
from proposals.models import StatusSpan
from proposals.models.clocks import BEFORE_FOREVER, FOREVER
from proposals.models.proposals import ProposalQuerySet

# What is not dated is kept before this day.
DATED = dt.date.min + dt.timedelta(days=1)


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

    def begin(self, number: int) -> dt.date:
        """The first day of an interval; the first of the calendar for those before it."""
        year, month = divmod(max(number, 0) * self.months, 12)
        return dt.date(year + 1, month + 1, 1)


@dataclass(frozen=True)
class Stand:
    """The proposals at the end of an interval: how many stood at each status on its last day,
    and how many had come to it since the interval began."""

    begins_on: dt.date
    ends_on: dt.date
    standing: Counter[Status]
    entered: Counter[Status]


@kept
def stock(
    proposals: ProposalQuerySet, *, interval: Interval, from_on: dt.date, to_on: dt.date
) -> list[Stand]:
    """Each interval from the one that `from_on` is in, up to the day `to_on`, where the last
    one ends. One query, however long the time, and none while it is kept.

    The set's instant of knowledge holds for all of it. What is not dated stands from before
    the beginning and never enters.
    """
    start = interval.begin(interval.number(from_on))
    spans = _spans(proposals).filter(effective_from__lte=to_on, effective_to__gt=start)
    entered: dict[dt.date, Counter[Status]] = defaultdict(Counter)
    left: dict[dt.date, Counter[Status]] = defaultdict(Counter)
    standing: Counter[Status] = Counter()
    rows = (
        spans.annotate(
            entered_in=_trunc("effective_from", interval, effective_from__gte=max(start, DATED)),
            left_in=_trunc("effective_to", interval, effective_to__lte=to_on),
        )
        .order_by()
        .values_list("status", "entered_in", "left_in")
        .annotate(Count("pk"))
    )
    for code, entered_in, left_in, number in rows:
        status = Status(code)
        came = standing if entered_in is None else entered[entered_in]
        came[status] += number
        if left_in is not None:
            left[left_in][status] += number
    stands = []
    for number in range(interval.number(start), interval.number(to_on) + 1):
        begins_on = interval.begin(number)
        standing = standing + entered[begins_on] - left[begins_on]
        ends_on = min(interval.begin(number + 1) - dt.timedelta(days=1), to_on)
        stands.append(Stand(begins_on, ends_on, standing, entered[begins_on]))
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
    """The day of the earliest step that is dated; None where none is."""
    dated = _spans(proposals).filter(effective_from__gte=DATED)
    return dated.aggregate(first=Min("effective_from"))["first"]


def _spans(proposals: ProposalQuerySet) -> QuerySet[StatusSpan]:
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
