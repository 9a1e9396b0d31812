"""The page of a sector, and of a body that proposals are put to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.models import Addressee, Body, Proposal, Sector
from proposals.web.gathered import gathered


@require_safe
def sector_detail(request: HttpRequest, code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    inside = Proposal.objects.public().filter(sector=sector)
    context = {"sector": sector, **gathered(inside, "sector", code)}
    return render(request, "proposals/sector/detail.html", context)


@require_safe
def body_detail(request: HttpRequest, code: str) -> HttpResponse:
    body = get_object_or_404(Body, code=code)
    asked = Proposal.objects.public().linked_to(Addressee, "body__code", [code], [])
    context = {"body": body, **gathered(asked, "body", code)}
    return render(request, "proposals/body/detail.html", context)
