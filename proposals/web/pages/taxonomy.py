"""The page of a sector, and of a body that proposals are put to."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from proposals.finding.filters import ClockFilter
from proposals.languages import EN
from proposals.models import Addressee, Body, Sector
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
