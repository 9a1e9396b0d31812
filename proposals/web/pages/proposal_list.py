"""The list under the one filter, in each of its views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from proposals.counts.facets import facets, loosened
from proposals.finding.filters import ProposalFilter
from proposals.finding.parameters import Fault
from proposals.languages import HANT
from proposals.web.pages.board import board
from proposals.web.pages.pictures import stock_picture
from proposals.web.query.boxes import form_facets, offered
from proposals.web.query.chosen import LEGENDS, VIEWS, Chosen
from proposals.web.query.read import Query, reads
from proposals.web.query.suggested import FEW, named, respelt
from proposals.web.query.undated import left_out, not_drawn
from proposals.web.readers import for_readers

PAGE_SIZE = 20
LARGEST_PAGE = 500
DEFAULT_VIEW = "cards"
# Those that go by pages; the others show the whole set at once.
PAGED = ("cards", "table")


@for_readers
@reads(ProposalFilter.public, shows_faults=True)
def proposal_list(request: HttpRequest, query: Query[ProposalFilter]) -> HttpResponse:
    found = query.found
    view = query.data.get("view", "").strip() or DEFAULT_VIEW
    query.faults += _faults_of_view(query.data, view)
    shown = None
    if not query.faults and view in PAGED:
        rows, order = found.sortable.for_cards(), found.order_name
        size = _page_size(query.data) or PAGE_SIZE
        shown = query.page(rows, found.keys, name=order, size=size)
    # Beside a choice that cannot be read, the form offers what the whole list has.
    counted = facets(ProposalFilter.public(QueryDict()) if found.faults else found)
    offers = offered(query.data, counted.counts)
    chosen = query.chosen({name: offer.codes for name, offer in offers.items()})
    context = {
        "chosen": chosen,
        "clauses": chosen.clauses(),
        "query": chosen.filter_query,
        "facets": form_facets(chosen, offers, None if found.faults else counted.counts),
        "remedies": chosen.remedies(),
        "views": chosen.views(view),
        "view": view,
    }
    if not query.faults:
        context |= {
            "total": counted.total,
            "terms": found.words.terms,
            "also": found.words.also,
            "is_unsorted": found.is_unsorted,
            "clocks": query.clocks,
            "undated": left_out(query),
        }
        if shown is not None:
            context |= {
                "page": shown,
                "orders": chosen.orders(found.ordering_name),
                "next": query.page_at(shown.next),
                "previous": query.page_at(shown.previous),
            }
        if chosen.words and counted.total <= FEW:
            context["meant"] = _meant(chosen, counted.total)
        if not counted.total:
            context["ways_out"] = _ways_out(found, chosen)
            context["named"] = named(chosen.words) if chosen.words else []
        elif view == "board":
            context["columns"] = board(found, counted.counts["status"], chosen.at_status)
        elif view == "chart":
            picture = stock_picture(found.qs)
            context |= {"picture": picture, "not_drawn": not_drawn(query, picture.undated)}
    status = 400 if query.faults else 200
    return render(request, "proposals/proposal/list.html", context, status=status)


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


def _meant(chosen: Chosen, number: int) -> tuple[str, str, int] | None:
    """Other words that find more under the same choice, their address, and how many they find."""
    words = respelt(chosen.words, get_language() or HANT)
    if not words:
        return None
    data = chosen.data.copy()
    data["q"] = words
    other = ProposalFilter.public(data)
    more = 0 if other.faults else other.without().count()
    return (words, chosen.with_words(words), more) if more > number else None


def _ways_out(found: ProposalFilter, chosen: Chosen) -> list[tuple[list[str], str, int]]:
    """What to give up to find something, the address without it, and how many that finds."""
    names = [clause.name for clause in chosen.clauses()]
    return [
        ([str(LEGENDS[name]) for name in given_up], chosen.without(*given_up), number)
        for given_up, number in loosened(found, names)
    ]
