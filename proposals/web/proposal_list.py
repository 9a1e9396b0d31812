"""The list under the one filter."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from proposals import search
from proposals.filters import Fault, ProposalFilter
from proposals.models import Proposal
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
