"""Where asks were made: the list of sources, those without any ask included, and one of them."""

from typing import Self

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from proposals.finding.filters import ClockFilter
from proposals.models import Proposal, Source
from proposals.models.dated import earliest
from proposals.web.pages.gathered import gathered
from proposals.web.pages.registers import Register, register
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers


class SourceRegister(Register):
    names = ("headline", "headline_en", "byline")

    @classmethod
    def public(cls, data: QueryDict) -> Self:
        asks = Proposal.objects.public().filter(source=OuterRef("pk")).order_by().values("source")
        # Asked for each source of the page alone, and not for all to be sorted.
        number = Subquery(asks.annotate(number=Count("pk")).values("number"))
        sources = (
            Source.objects.public()
            .annotate(number=Coalesce(number, 0))
            # What is not dated stands last.
            .annotate(published_from=earliest("published"))
            .select_related("publication")
        )
        return cls(data, sources)


@for_readers
@reads(SourceRegister.public)
def source_list(request: HttpRequest, query: Query[SourceRegister]) -> HttpResponse:
    return register(
        request,
        query,
        keys=[("published_from", True), ("slug", False), ("pk", False)],
        template="proposals/source/list.html",
    )


@for_readers
@reads(ClockFilter.public)
def source_detail(request: HttpRequest, query: Query[ClockFilter], slug: str) -> HttpResponse:
    public = Source.objects.public().select_related("publication", "kept_copy")
    source = get_object_or_404(public, slug=slug)
    made_here = query.found.qs.filter(source=source)
    context = {"source": source, "clocks": query.clocks, **gathered(made_here, "source", slug)}
    return render(request, "proposals/source/detail.html", context)
