"""Days as columns hold them: the number of each in the calendar, as `date.toordinal` gives it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The numbers of the day and of the month that numpy counts from.
_DAY = 719_163
_MONTH = 1969 * 12

Ints = NDArray[np.int64]


def month_of(days: NDArray[np.int32] | Ints) -> Ints:
    """The month that each day is in, counted from the beginning of the calendar."""
    since = (days.astype(np.int64) - _DAY).astype("M8[D]")
    return since.astype("M8[M]").astype(np.int64) + _MONTH


def within_month(days: NDArray[np.int32] | Ints) -> tuple[Ints, Ints]:
    """The month that each day is in, and how many days of it came before: each day of the
    calendar is looked at once, however many there are of it."""
    first = days.min(initial=_DAY)
    calendar = np.arange(first, days.max(initial=_DAY) + 1)
    months = month_of(calendar)
    places = days - first
    return months[places], (calendar - first_of(months))[places]


def lengths_of(months: Ints) -> Ints:
    """How many days each month has."""
    first = months.min(initial=_MONTH)
    calendar = np.arange(first, months.max(initial=_MONTH) + 1)
    return (first_of(calendar + 1) - first_of(calendar))[months - first]


def first_of(months: Ints) -> Ints:
    """The first day of each month."""
    return (months - _MONTH).astype("M8[M]").astype("M8[D]").astype(np.int64) + _DAY
