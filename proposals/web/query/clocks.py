"""The time that a reader looks back to, on any page that shows where proposals stand.

An address may say `as_of` (a day in the world) and `known_at` (an instant by which we had
published). A page of the past keeps both in its links, so a reader stays there until they leave.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import QueryDict

from proposals.models.clocks import Moment
from proposals.web.query.chosen import CLOCKS


class Clocks:
    """The clocks of a tidy and faultless query string, and the moment that they tell."""

    def __init__(self, data: QueryDict, moment: Moment) -> None:
        self.moment = moment
        # The rest of the address, which another day leaves as it is.
        self.carried = [
            (name, value) for name, given in data.lists() if name != "as_of" for value in given
        ]
        # As the reader wrote them, by name.
        self.written = {name: data[name] for name in CLOCKS if name in data}

    @property
    def as_of(self) -> dt.date | None:
        return self.moment.as_of

    @property
    def known_at(self) -> dt.datetime | None:
        return self.moment.known_at

    @property
    def query(self) -> str:
        """Goes after an address to stay at this time; "" at present."""
        return f"?{urlencode(self.written)}" if self.written else ""

    @property
    def more(self) -> str:
        """Goes after an address that has a query already."""
        return f"&{urlencode(self.written)}" if self.written else ""
