"""The front page: what the tracker is, what moved lately, and where everything stands."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.choices import ChangeKind, PublicationState, Status
from proposals.models import Change, Proposal, Sector
from proposals.web.gathered import by_status

LATELY = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    public = Proposal.objects.public()
    newest_change = Change.objects.filter(seq=OuterRef("change_seq")).values("kind")
    moved = public.for_listing().annotate(moved_by=Subquery(newest_change))
    counts = dict(by_status(public))
    sectors = Sector.objects.annotate(
        number=Count(
            "proposal",
            filter=Q(
                proposal__publication_state=PublicationState.PUBLISHED,
                proposal__merged_into=None,
            ),
        )
    )
    return render(
        request,
        "proposals/home.html",
        {
            "moved": [
                (proposal, ChangeKind(proposal.moved_by).label)
                for proposal in moved.order_by("-updated_at", "-pk")[:LATELY]
            ],
            "statuses": [(status, counts.get(status, 0)) for status in Status],
            "sectors": sectors.filter(number__gt=0).order_by("position", "code", "pk"),
            "total": sum(counts.values()),
        },
    )
