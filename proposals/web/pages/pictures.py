"""The pictures as the pages draw them: what is drawn, where, and the table beside it.

Places are shares of the width and height of a drawing ("12.5%"), so that it fits a phone and a
desktop while its letters keep their size.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.choices import Status
from proposals.counts.statistics import Shared
from proposals.counts.stock import Interval, Stand, first_day, last_day, stock
from proposals.dates import machine_day, written_day
from proposals.languages import EN
from proposals.models.proposals import ProposalQuerySet

# So many months, quarters or years are drawn at the most, and so many months at the least.
POINTS = 60
LEAST_MONTHS = 12
# Of a bar and the gap after it, the share that the bar has.
BAR = 0.8
# An axis of time is labelled so often at the most: more would run together on a phone.
LABELS = 3

# An axis ends on one of these, times a power of ten: each can be halved.
AXIS_ENDS = (10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100)

STOCK_TITLES: dict[Interval, Promise] = {
    Interval.MONTH: _("How many stood where at the end of each month"),
    Interval.QUARTER: _("How many stood where at the end of each quarter"),
    Interval.YEAR: _("How many stood where at the end of each year"),
}


@dataclass(frozen=True)
class Segment:
    """The part of a bar that stands for one code: where it begins and how long it is."""

    code: str
    number: int
    start: str
    size: str


@dataclass(frozen=True)
class Bar:
    """What stood at the end of one interval, from the bottom up."""

    x: str
    segments: list[Segment]


@dataclass(frozen=True)
class StockPicture:
    """How many stood where as time went by, as bars and as a table."""

    title: str
    stands: list[Stand]
    # How many more stand since a day that nobody knows.
    undated: int
    # Those at which anything stood, or to which anything came.
    statuses: list[Status]
    bars: list[Bar]
    bar_width: str
    # Numbers on the axis of counts, and first days on that of time, each with its place.
    counts: list[tuple[int, str]]
    days: list[tuple[str, str]]

    @property
    def rows(self) -> list[tuple[dt.date, list[tuple[int, int]], int]]:
        """The table: the last day, what stood at each status and what had come to it, and all."""
        return [
            (
                stand.ends_on,
                [(stand.standing[status], stand.entered[status]) for status in self.statuses],
                stand.standing.total(),
            )
            for stand in self.stands
        ]


def stock_picture(proposals: ProposalQuerySet) -> StockPicture:
    """The stock of a set up to the last day that it tells of. Costs two queries."""
    to_on = last_day(proposals)
    interval, from_on = _drawn(first_day(proposals), to_on)
    found = stock(proposals, interval=interval, from_on=from_on, to_on=to_on)
    stands = found.stands
    statuses = [s for s in Status if any(stand.standing[s] or stand.entered[s] for stand in stands)]
    top = axis_end(max(stand.standing.total() for stand in stands))
    width = 100 / len(stands)
    return StockPicture(
        title=str(STOCK_TITLES[interval]),
        stands=stands,
        undated=found.undated.total(),
        statuses=statuses,
        bars=[
            Bar(share(index, len(stands)), _upward(stand, statuses, top))
            for index, stand in enumerate(stands)
        ],
        bar_width=f"{width * BAR:.3f}%",
        counts=[(top * n // 2, share(2 - n, 2)) for n in range(3)],
        days=[
            (_label(stand.begins_on, "year" if interval == Interval.YEAR else "month"), place)
            for stand, place in _labelled(stands)
        ],
    )


@dataclass(frozen=True)
class LabelledBar:
    """A bar that lies, with what it is of and how many it stands for."""

    of: Any
    segments: list[Segment]
    numbers: list[int]
    total: int


def bars(
    counts: Iterable[tuple[Any, Counter[Any]]], codes: list[Any], whole: int = 0
) -> list[LabelledBar]:
    """A bar for each; each is as long as its share of `whole`, or where that is 0, as all."""
    return [
        LabelledBar(
            of,
            stacked(numbers, codes, whole or numbers.total()),
            [numbers[code] for code in codes],
            numbers.total(),
        )
        for of, numbers in counts
    ]


@dataclass(frozen=True)
class Line:
    """A shared idea with the places of its dated asks on the axis of all ideas."""

    shared: Shared
    places: list[str]

    @property
    def more(self) -> int:
        """How many asks are not shown."""
        return self.shared.number - len(self.shared.asks)


def axis(ideas: list[Shared]) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which any of them was asked for; None where none is dated."""
    days = [day for idea in ideas for day in _dated(idea)]
    return (min(days), max(days)) if days else None


def lines(ideas: list[Shared]) -> list[Line]:
    ends = axis(ideas)
    if ends is None:
        return [Line(idea, []) for idea in ideas]
    begins_on, span = ends[0], (ends[1] - ends[0]).days
    return [
        Line(idea, [share((day - begins_on).days, span or 1) for day in _dated(idea)])
        for idea in ideas
    ]


def _dated(idea: Shared) -> list[dt.date]:
    return [ask.proposed_on for ask in idea.asks if ask.proposed_on]


def _drawn(first_on: dt.date | None, to_on: dt.date) -> tuple[Interval, dt.date]:
    """The finest interval of which no more than POINTS reach back to the first dated step."""
    for interval in Interval:
        last = interval.number(to_on)
        first = last - LEAST_MONTHS // interval.months + 1
        if first_on is not None:
            first = min(first, interval.number(first_on))
        if last - first < POINTS:
            break
    return interval, interval.begin(max(first, last - POINTS + 1))


def _label(day: dt.date, precision: str) -> str:
    # The name of an English month is too long for the axis on a phone.
    return (machine_day if get_language() == EN else written_day)(day, precision)


def _labelled(stands: list[Stand]) -> list[tuple[Stand, str]]:
    step = -(-len(stands) // LABELS)
    return [(stands[n], share(n, len(stands))) for n in range(0, len(stands), step)]


def _upward(stand: Stand, statuses: list[Status], top: int) -> list[Segment]:
    # Drawings count from the top, so the empty part comes first.
    empty = top - stand.standing.total()
    return stacked(stand.standing, reversed(statuses), top, before=empty)


def stacked(
    numbers: Mapping[Any, int], codes: Iterable[str], whole: int, before: int = 0
) -> list[Segment]:
    """The parts of a bar one after another, as shares of the whole."""
    segments = []
    for code in codes:
        if numbers[code]:
            segments.append(
                Segment(code, numbers[code], share(before, whole), share(numbers[code], whole))
            )
            before += numbers[code]
    return segments


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}%"


def axis_end(number: int) -> int:
    """A round and even number, not less than the given one."""
    if number <= 8:
        return max(number + number % 2, 2)
    power = 1
    while AXIS_ENDS[-1] * power < number:
        power *= 10
    return next(end * power for end in AXIS_ENDS if end * power >= number)
