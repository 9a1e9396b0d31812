"""The list under the one filter, in each of its views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from proposals import search
from proposals.counts.facets import facets, loosened
from proposals.finding.fields import Fault
from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import BadCursor, page
from proposals.models import Proposal
from proposals.web.pages.board import board
from proposals.web.pages.pictures import stock_picture
from proposals.web.query.chosen import LEGENDS, VIEWS, Chosen
from proposals.web.query.clocks import Clocks
from proposals.web.query.facets import form_facets, offered
from proposals.web.query.faults import to_tidied

PAGE_SIZE = 20
LARGEST_PAGE = 500
DEFAULT_VIEW = "cards"
# Those that go by pages; the others show the whole set at once.
PAGED = ("cards", "table")


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    if tidy := to_tidied(request):
        return tidy
    data = request.GET
    found = ProposalFilter(data, Proposal.objects.public())
    view = data.get("view", "").strip() or DEFAULT_VIEW
    faults = [*found.faults, *_faults_of_view(data, view)]
    shown = None
    if not faults and view in PAGED:
        try:
            shown = page(
                found.qs.for_listing(),
                ordering=found.ordering_name,
                cursor=data.get("cursor", ""),
                size=_page_size(data) or PAGE_SIZE,
            )
        except BadCursor as fault:
            faults.append(Fault("cursor", str(fault.message), []))
    counted = facets(_whole() if found.faults else found)
    offers = offered(data, counted.counts)
    chosen = Chosen(data, request.path, faults, {name: o.codes for name, o in offers.items()})
    context = {
        "chosen": chosen,
        "clauses": chosen.clauses(),
        "query": chosen.filter_query,
        "facets": form_facets(chosen, offers, None if found.faults else counted.counts),
        "remedies": chosen.remedies(),
        "views": chosen.views(view),
        "view": view,
    }
    if not faults:
        context |= {
            "total": counted.total,
            "terms": search.parse(chosen.words),
            "clocks": Clocks(data),
        }
        if shown is not None:
            context |= {
                "page": shown,
                "orders": chosen.orders(found.ordering_name),
                "next": chosen.page_at(shown.next),
                "previous": chosen.page_at(shown.previous),
            }
        if not counted.total:
            context["ways_out"] = _ways_out(found, chosen)
        elif view == "board":
            context["columns"] = board(found, counted.counts["status"], chosen.at_status)
        elif view == "chart":
            context["picture"] = stock_picture(found.qs)
    return render(request, "proposals/proposal/list.html", context, status=400 if faults else 200)


def _whole() -> ProposalFilter:
    """What a form offers whose own choice cannot be read."""
    return ProposalFilter(QueryDict(), Proposal.objects.public())


def _faults_of_view(data: QueryDict, view: str) -> list[Fault]:
    found = []
    if view not in VIEWS:
        message = gettext("“%(value)s” is not a value of this parameter.") % {"value": view}
        found.append(Fault("view", message, list(VIEWS)))
    elif "cursor" in data and view not in PAGED:
        found.append(Fault("cursor", gettext("This view has no pages."), []))
    if _page_size(data) is None:
        message = gettext("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST_PAGE}
        found.append(Fault("page_size", message, []))
    return found


def _page_size(data: QueryDict) -> int | None:
    text = data.get("page_size", str(PAGE_SIZE)).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        return None
    return int(text) if 1 <= int(text) <= LARGEST_PAGE else None


def _ways_out(found: ProposalFilter, chosen: Chosen) -> list[tuple[list[str], str, int]]:
    """What to give up to find something, the address without it, and how many that finds."""
    names = [clause.name for clause in chosen.clauses()]
    return [
        ([str(LEGENDS[name]) for name in given_up], chosen.without(*given_up), number)
        for given_up, number in loosened(found, names)
    ]
