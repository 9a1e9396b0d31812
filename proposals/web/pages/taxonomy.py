"""Sectors, and the bodies that proposals are put to: all of them, and the page of each."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from proposals.choices import BodyKind
from proposals.counts.groups import numbers
from proposals.finding.filters import ClockFilter
from proposals.languages import EN
from proposals.models import Addressee, Body, Proposal, Sector
from proposals.web.pages.gathered import gathered
from proposals.web.pages.record import record
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers


def moved(page: str, request: HttpRequest, entry: Sector | Body) -> HttpResponse:
    """To the page of the one that has replaced it."""
    address = reverse(page, args=[entry.replaced_by.code]) if entry.replaced_by else ""
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def other_names(entry: Sector | Body) -> list[str]:
    """Its other names in the reader's language, and its names in the other one, each once."""
    names = [*entry.localized("aliases")]
    if get_language() == EN:
        names += [entry.name_hant, *entry.aliases_hant]
    else:
        names += [entry.name_en, *entry.aliases_en]
    return [name for name in dict.fromkeys(names) if name != str(entry)]


def counted(trait: str, entries: QuerySet[Any]) -> list[tuple[Any, int]]:
    """Each entry in the order of its list, with how many public proposals have it."""
    asked = {code: number for (code,), number in numbers(Proposal.objects.public(), [trait]) or []}
    rows = entries.order_by("position", "code", "pk")
    return [(entry, asked.get(entry.code, 0)) for entry in rows]


@for_readers
def sector_list(request: HttpRequest) -> HttpResponse:
    sectors = counted("sector", Sector.objects.public())
    return render(request, "proposals/sector/list.html", {"sectors": sectors})


@for_readers
def body_list(request: HttpRequest) -> HttpResponse:
    order = [*BodyKind.values, ""]
    bodies = counted("body", Body.objects.public().select_related("parent"))
    bodies.sort(key=lambda row: order.index(row[0].kind))
    kinds = [
        (BodyKind(kind).label if kind else "", list(rows))
        for kind, rows in groupby(bodies, key=lambda row: row[0].kind)
    ]
    return render(request, "proposals/body/list.html", {"kinds": kinds})


@for_readers
@reads(ClockFilter.public)
def sector_detail(request: HttpRequest, query: Query[ClockFilter], code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    if sector.replaced_by_id:
        return moved("sector-detail", request, sector)
    inside = query.found.qs.filter(sector=sector)
    context = {
        "sector": sector,
        "names": other_names(sector),
        "clocks": query.clocks,
        **gathered(inside, "sector", code),
        **record(inside, query.found.moment, traits=["body"]),
    }
    return render(request, "proposals/sector/detail.html", context)


@for_readers
@reads(ClockFilter.public)
def body_detail(request: HttpRequest, query: Query[ClockFilter], code: str) -> HttpResponse:
    body = get_object_or_404(Body.objects.select_related("parent"), code=code)
    if body.replaced_by_id:
        return moved("body-detail", request, body)
    asked = query.found.qs.linked_to(Addressee, "body__code", [code], [])
    context = {
        "body": body,
        "names": other_names(body),
        "parts": body.parts.public().order_by("position", "code", "pk"),
        "clocks": query.clocks,
        **gathered(asked, "body", code),
        **record(asked, query.found.moment, traits=["sector"]),
    }
    return render(request, "proposals/body/detail.html", context)
