"""Where asks were made: the list of sources, those without any ask included, and one of them."""

import datetime as dt

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.models import Proposal, Source
from proposals.web.pages.gathered import gathered
from proposals.web.pages.registers import Register, register
from proposals.web.query.clocks import Clocks, looks_back


class SourceRegister(Register):
    names = ("headline", "byline")


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    asks = Proposal.objects.public().filter(source=OuterRef("pk")).order_by().values("source")
    sources = (
        Source.objects.filter(pk__in=Source.objects.public().order_by().values("pk"))
        # Asked for each source of the page alone, and not for all to be sorted.
        .annotate(number=Coalesce(Subquery(asks.annotate(number=Count("pk")).values("number")), 0))
        # What is not dated stands last.
        .annotate(published_from=Coalesce("published_on", dt.date.min))
        .select_related("publication")
    )
    return register(
        request,
        SourceRegister(request.GET, sources),
        keys=[("published_from", True), ("slug", False), ("pk", False)],
        template="proposals/source/list.html",
    )


@require_safe
@looks_back
def source_detail(request: HttpRequest, clocks: Clocks, slug: str) -> HttpResponse:
    public = Source.objects.public().select_related("publication")
    source = get_object_or_404(public, slug=slug)
    made_here = clocks.proposals.filter(source=source)
    context = {"source": source, "clocks": clocks, **gathered(made_here, "source", slug)}
    return render(request, "proposals/source/detail.html", context)
