"""The time that a reader looks back to, on any page that shows where proposals stand.

An address may say `as_of` (a day in the world) and `known_at` (an instant by which we had
published). A page of the past keeps both in its links, so a reader stays there until they leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

from proposals.finding.filters import ClockFilter
from proposals.models import Proposal
from proposals.models.clocks import Moment
from proposals.models.proposals import ProposalQuerySet
from proposals.web.query.chosen import CLOCKS
from proposals.web.query.faults import faulty, to_tidied


class Clocks:
    """The clocks of a faultless query string; without any it is the present."""

    def __init__(self, data: QueryDict) -> None:
        found = ClockFilter(_clocks_of(data), Proposal.objects.public())
        # The public proposals, as they then stood.
        self.proposals: ProposalQuerySet = found.qs
        self.moment: Moment = found.moment
        # The rest of the address, which another day leaves as it is.
        self.carried = [
            (name, value)
            for name, values in data.lists()
            if name != "as_of"
            for value in values
            if value.strip()
        ]
        # As the reader wrote them, by name.
        self.written: dict[str, str] = found.data.dict()

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


def _clocks_of(data: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in CLOCKS:
        if values := [value for value in data.getlist(name) if value.strip()]:
            kept.setlist(name, values)
    return kept


def looks_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the clocks of its address, which may say nothing else.

    An address that cannot be read is answered here, with what is wrong and the ways out.
    """

    @wraps(view)
    def at_its_time(request: HttpRequest, **captured: Any) -> HttpResponse:
        if tidy := to_tidied(request):
            return tidy
        faults = ClockFilter(request.GET, Proposal.objects.none()).faults
        if faults:
            return faulty(request, faults)
        return view(request, Clocks(request.GET), **captured)

    return at_its_time
