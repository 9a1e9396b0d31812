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


def first_of(months: Ints) -> Ints:
    """The first day of each month."""
    return (months - _MONTH).astype("M8[M]").astype("M8[D]").astype(np.int64) + _DAY
