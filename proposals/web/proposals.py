"""The list under the one filter, and the page of one proposal."""

from __future__ import annotations

import datetime as dt
from itertools import chain

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from proposals import search
from proposals.choices import PublicationState
from proposals.filters import Fault, ProposalFilter
from proposals.models import Attribution, Check, Proposal, StatusUpdate
from proposals.paging import BadCursor, Page, page
from proposals.web.chosen import Chosen, tidied

PAGE_SIZE = 20
LARGEST_PAGE = 500

# Counting is exact up to here; beyond it a reader wants fewer, not an exact number.
COUNTED = 1_000


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    tidy = tidied(request.GET)
    if tidy is not None:
        query = tidy.urlencode()
        return redirect(f"{request.path}?{query}" if query else request.path)

    found = ProposalFilter(request.GET, Proposal.objects.public())
    size = _page_size(request.GET)
    faults = list(found.faults)
    if size is None:
        faults.append(_size_fault())
    shown, total = None, 0
    if not faults:
        try:
            shown = page(
                found.qs.for_listing(),
                ordering=found.ordering_name,
                cursor=request.GET.get("cursor", ""),
                size=size,
            )
            total = _count(found.qs, shown)
        except BadCursor as fault:
            faults.append(Fault("cursor", str(fault.message), []))
    chosen = Chosen(request.GET, request.path, faults)
    context = {
        "chosen": chosen,
        "clauses": chosen.clauses(),
        "facets": list(chosen.facets()),
        "remedies": chosen.remedies(),
        "orders": chosen.orders(found.ordering_name),
    }
    if shown is not None:
        context |= {
            "page": shown,
            "total": min(total, COUNTED),
            "is_more": total > COUNTED,
            "terms": search.parse(chosen.words),
            "next": chosen.page_at(shown.next),
            "previous": chosen.page_at(shown.previous),
            "clocks": found.form.cleaned_data,
        }
    status = 400 if faults else 200
    return render(request, "proposals/proposal/list.html", context, status=status)


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


def _page_size(data: QueryDict) -> int | None:
    text = data.get("page_size", str(PAGE_SIZE)).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        return None
    return int(text) if 1 <= int(text) <= LARGEST_PAGE else None


def _size_fault() -> Fault:
    message = gettext("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST_PAGE}
    return Fault("page_size", message, [])


def _count(found: QuerySet[Proposal], shown: Page) -> int:
    if not (shown.next or shown.previous):
        return len(shown.rows)
    return found[: COUNTED + 1].count()


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
