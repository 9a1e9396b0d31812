"""What is told apart, since nobody knows its day: how many proposals, and where they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from proposals.choices import Status
from proposals.counts.groups import number
from proposals.finding.filters import OF_A_DAY, PAGING, SHOWING
from proposals.models.chosen import BOUNDED, UNDATED
from proposals.web.query.read import Query


@dataclass(frozen=True)
class Undated:
    number: int
    address: str


def left_out(query: Query[Any]) -> Undated:
    """Those that may have been asked by the day `as_of`, and that its page does not count."""
    return Undated(number(query.found.undated()), _listed(query.data, OF_A_DAY))


def not_drawn(query: Query[Any], number: int) -> Undated:
    """Those that stand on the last day of a picture since a day that nobody knows."""
    return Undated(number, _listed(query.data, ("status",), status=Status.PROPOSED.value))


def _listed(data: QueryDict, but: tuple[str, ...], **more: str) -> str:
    """The address of the undated ones, under the other choices."""
    chosen = data.copy()
    for name in (*but, *PAGING, *SHOWING, "ordering"):
        chosen.pop(name, None)
    for name, value in more.items():
        chosen[name] = value
    chosen.setlist("proposed_month", [BOUNDED, UNDATED])
    return f"{reverse('proposal-list')}?{chosen.urlencode()}"
