"""The page of one proposal."""

from __future__ import annotations

import datetime as dt
from itertools import chain

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from proposals.choices import PublicationState
from proposals.models import Attribution, Check, Proposal, StatusUpdate


@require_safe
def proposal_detail(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        proposal = (
            Proposal.objects.exclude(publication_state=PublicationState.DRAFT)
            .select_related("merged_into")
            .for_listing()
            .prefetch_related(_others_with_its_ideas(slug))
            .get(slug=slug)
        )
    except Proposal.DoesNotExist as fault:
        raise Http404 from fault
    if proposal.merged_into is not None:
        return HttpResponsePermanentRedirect(proposal.merged_into.get_absolute_url())
    if not proposal.is_public:
        context = {"proposal": proposal}
        return render(request, "proposals/proposal/withdrawn.html", context, status=410)
    return render(
        request,
        "proposals/proposal/detail.html",
        {
            "proposal": proposal,
            "timeline": (timeline := _timeline(proposal)),
            "waiting": [entry for entry in timeline if _waits(entry)],
            "freshness": proposal.freshness(timezone.localdate()),
        },
    )


def _others_with_its_ideas(slug: str) -> Prefetch:
    """For each idea of the proposal, the public ones by others that ask for the same."""
    authors = Attribution.objects.select_related("author").order_by("position", "pk")
    others = (
        Proposal.objects.public()
        .exclude(slug=slug)
        .prefetch_related(Prefetch("attributions", authors))
        .order_by("-proposed_from", "-pk")
    )
    return Prefetch("ideas__proposal_set", others, to_attr="others")


def _timeline(proposal: Proposal) -> list[StatusUpdate | Check]:
    """All that was recorded, newest first by its own day.

    A void stands in what it voids, a confirmation in what it confirms.
    """
    updates = (
        proposal.updates.exclude(status="")
        .select_related("voided_by", "confirmation", "superseded_by", "copied_from__proposal")
        .prefetch_related("evidence")
    )
    moments = chain(updates, proposal.checks.all())
    return sorted(moments, key=_moment, reverse=True)


def _waits(entry: StatusUpdate | Check) -> bool:
    return isinstance(entry, StatusUpdate) and entry.awaits_confirmation()


def _moment(entry: StatusUpdate | Check) -> tuple[dt.date, dt.datetime, int]:
    day = entry.checked_on if isinstance(entry, Check) else entry.effective_from
    return day, entry.recorded_at, entry.pk
