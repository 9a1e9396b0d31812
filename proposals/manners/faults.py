"""Why there is nothing to be read, and whether another time may help."""

from __future__ import annotations

import datetime as dt
from typing import Any

from proposals.choices import ChannelFault

# What another moment may answer otherwise: too early, too many at once, and all that ends in 5xx.
PASSING = frozenset({408, 425, 429})


class Unread(Exception):
    """A channel, or an item of it, that could not be read, and how long it asks to be left alone.

    `detail` is what more is known; of a text the code of its fault, with what is `told` of it.
    `is_passing` is whether it may be read another time.
    """

    def __init__(
        self,
        fault: ChannelFault,
        detail: str = "",
        *,
        told: dict[str, Any] | None = None,
        is_passing: bool = False,
        asked_for: dt.timedelta = dt.timedelta(0),
    ) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault, self.detail, self.told = fault, detail, told or {}
        self.is_passing, self.asked_for = is_passing, asked_for


class Busy(Exception):
    """A host that another worker asks, or that wants to be left alone, until then."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(f"until {until}")
        self.until = until


def of_status(status: int, asked_for: dt.timedelta) -> Unread:
    is_passing = status in PASSING or status >= 500
    return Unread(ChannelFault.STATUS, str(status), is_passing=is_passing, asked_for=asked_for)
