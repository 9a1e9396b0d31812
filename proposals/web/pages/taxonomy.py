"""The page of a sector, and of a body that proposals are put to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from proposals.finding.filters import ClockFilter
from proposals.models import Addressee, Body, Sector
from proposals.web.pages.gathered import gathered
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers


@for_readers
@reads(ClockFilter.public)
def sector_detail(request: HttpRequest, query: Query[ClockFilter], code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    inside = query.found.qs.filter(sector=sector)
    context = {"sector": sector, "clocks": query.clocks, **gathered(inside, "sector", code)}
    return render(request, "proposals/sector/detail.html", context)


@for_readers
@reads(ClockFilter.public)
def body_detail(request: HttpRequest, query: Query[ClockFilter], code: str) -> HttpResponse:
    body = get_object_or_404(Body, code=code)
    asked = query.found.qs.linked_to(Addressee, "body__code", [code], [])
    context = {"body": body, "clocks": query.clocks, **gathered(asked, "body", code)}
    return render(request, "proposals/body/detail.html", context)
