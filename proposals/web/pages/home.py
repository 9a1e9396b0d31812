"""The front page: how many were answered, what moved lately, and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.choices import Status
from proposals.counts.answers import ANSWERS
from proposals.counts.kept import kept
from proposals.counts.stock import spans_of
from proposals.finding.filters import ClockFilter
from proposals.finding.moves import for_reading, moves
from proposals.models import Proposal, Sector
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.gathered import by_status
from proposals.web.pages.pictures import share
from proposals.web.query.read import Query, reads
from proposals.web.query.undated import left_out
from proposals.web.readers import for_readers

LATELY = 6


@for_readers
@reads(ClockFilter.public)
def home(request: HttpRequest, query: Query[ClockFilter]) -> HttpResponse:
    counts, in_sector, answered, unchecked = _standing(query.found.qs)
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
            "newest": [] if moved else _newest(query.found.qs),
            "statuses": [(status, counts.get(status, 0)) for status in Status],
            "sectors": [(sector, in_sector[sector.pk]) for sector in sectors],
            "count": sum(counts.values()),
            "bar": Bar(sum(counts.values()), answered, counts.get(Status.DELIVERED, 0)),
            "unchecked": unchecked,
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


@kept
def _standing(proposals: ProposalQuerySet) -> tuple[dict[Status, int], dict[int, int], int, int]:
    """How many there are of each status, in each sector by its id, how many were answered, and
    how many nobody has checked to this day."""
    counts = {"number": Count("pk"), "never": Count("pk", filter=Q(checked_on=None))}
    sectors = list(proposals.order_by().values_list("sector").annotate(**counts))
    answers = spans_of(proposals).filter(status__in=sorted(ANSWERS))
    as_of = proposals.clocks.get("as_of")
    if as_of is not None:
        answers = answers.filter(effective_from__lte=as_of)
    answered = answers.aggregate(number=Count("proposal", distinct=True))["number"]
    in_sector = {sector: number for sector, number, _never in sectors}
    unchecked = sum(never for _sector, _number, never in sectors)
    return dict(by_status(proposals)), in_sector, answered, unchecked


def _newest(proposals: ProposalQuerySet) -> list[Proposal]:
    """What was published here last."""
    return list(proposals.for_listing().order_by("-first_published_at", "-pk")[:LATELY])
