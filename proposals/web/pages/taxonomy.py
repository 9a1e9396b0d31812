"""The page of a sector, and of a body that proposals are put to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.models import Addressee, Body, Sector
from proposals.web.pages.gathered import gathered
from proposals.web.query.clocks import Clocks, looks_back


@require_safe
@looks_back
def sector_detail(request: HttpRequest, clocks: Clocks, code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    inside = clocks.proposals.filter(sector=sector)
    context = {"sector": sector, "clocks": clocks, **gathered(inside, "sector", code)}
    return render(request, "proposals/sector/detail.html", context)


@require_safe
@looks_back
def body_detail(request: HttpRequest, clocks: Clocks, code: str) -> HttpResponse:
    body = get_object_or_404(Body, code=code)
    asked = clocks.proposals.linked_to(Addressee, "body__code", [code], [])
    context = {"body": body, "clocks": clocks, **gathered(asked, "body", code)}
    return render(request, "proposals/body/detail.html", context)
