"""The front page: how many were answered, what moved lately, and where everything stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.choices import Status
from proposals.counts.answers import ANSWERS, came_to
from proposals.counts.statistics import sector_counts, unchecked
from proposals.counts.stock import last_day
from proposals.finding.filters import ClockFilter
from proposals.finding.moves import for_reading, moves
from proposals.finding.paging import in_order, keys_of
from proposals.models import Proposal, Sector
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.pictures import share
from proposals.web.query.read import Query, reads
from proposals.web.query.undated import left_out
from proposals.web.readers import for_readers

LATELY = 6


@for_readers
@reads(ClockFilter.public)
def home(request: HttpRequest, query: Query[ClockFilter]) -> HttpResponse:
    found = query.found.qs
    by_sector = sector_counts(found)
    counts = sum(by_sector.values(), Counter())
    answered = came_to(found, ANSWERS, until=last_day(found))
    in_sector = {pk: numbers.total() for pk, numbers in by_sector.items()}
    sectors = Sector.objects.filter(pk__in=in_sector).order_by("position", "code", "pk")
    steps = for_reading(moves(query.found.moment)).order_by("-effective_from", "-pk")
    moved = list(steps[:LATELY])
    return render(
        request,
        "proposals/home.html",
        {
            "clocks": query.clocks,
            "undated": left_out(query),
            "moved": moved,
            "newest": [] if moved else _newest(found),
            "statuses": [(status, counts[status]) for status in Status],
            "sectors": [(sector, in_sector[sector.pk]) for sector in sectors],
            "count": counts.total(),
            "bar": Bar(counts.total(), answered, counts[Status.DELIVERED]),
            "unchecked": unchecked(found),
        },
    )


@dataclass(frozen=True)
class Bar:
    """Of all that was asked, how much was ever answered, and how much is delivered."""

    asked: int
    answered: int
    delivered: int

    @property
    def answered_share(self) -> str:
        return share(self.answered, self.asked or 1)

    @property
    def delivered_share(self) -> str:
        return share(self.delivered, self.asked or 1)


def _newest(proposals: ProposalQuerySet) -> list[Proposal]:
    """What was proposed last; of one day the firm first, in the order of its source."""
    return list(in_order(proposals.for_cards(), keys_of(proposals, "-proposed_on"))[:LATELY])
