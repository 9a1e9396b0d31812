"""The front page: what the tracker is, what moved lately, and where everything stands."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.choices import ChangeKind, Status
from proposals.counts.kept import kept
from proposals.finding.filters import ClockFilter
from proposals.models import Change, Proposal, Sector
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.gathered import by_status
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

LATELY = 8


@for_readers
@reads(ClockFilter.public)
def home(request: HttpRequest, query: Query[ClockFilter]) -> HttpResponse:
    counts, in_sector = _standing(query.found.qs)
    sectors = Sector.objects.filter(pk__in=in_sector).order_by("position", "code", "pk")
    return render(
        request,
        "proposals/home.html",
        {
            "clocks": query.clocks,
            "moved": [] if query.clocks.query else _moved(),
            "statuses": [(status, counts.get(status, 0)) for status in Status],
            "sectors": [(sector, in_sector[sector.pk]) for sector in sectors],
            "count": sum(counts.values()),
        },
    )


@kept
def _standing(proposals: ProposalQuerySet) -> tuple[dict[Status, int], dict[int, int]]:
    """How many there are of each status, and in each sector by its id."""
    in_sector = proposals.order_by().values_list("sector").annotate(Count("pk"))
    return dict(by_status(proposals)), dict(in_sector)


def _moved() -> list[tuple[Proposal, str]]:
    """What readers were told of last, and what it was that they were told."""
    newest_change = Change.objects.filter(seq=OuterRef("change_seq")).values("kind")
    rows = Proposal.objects.public().for_listing().order_by("-updated_at", "-pk")
    moved: Iterable[Any] = rows.annotate(moved_by=Subquery(newest_change))[:LATELY]
    return [(proposal, str(ChangeKind(proposal.moved_by).label)) for proposal in moved]
