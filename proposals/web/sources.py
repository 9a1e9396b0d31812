"""Where asks were made: the list of sources, those without any ask included, and one of them."""

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.choices import PublicationState
from proposals.models import Source
from proposals.web.clocks import Clocks, looks_back
from proposals.web.gathered import gathered


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    is_public = Q(
        proposals__publication_state=PublicationState.PUBLISHED, proposals__merged_into=None
    )
    sources = (
        Source.objects.filter(pk__in=Source.objects.public().values("pk"))
        .annotate(number=Count("proposals", filter=is_public))
        .select_related("publication")
        .order_by(F("published_on").desc(nulls_last=True), "slug", "pk")
    )
    return render(request, "proposals/source/list.html", {"sources": list(sources)})


@require_safe
@looks_back
def source_detail(request: HttpRequest, clocks: Clocks, slug: str) -> HttpResponse:
    public = Source.objects.public().select_related("publication")
    source = get_object_or_404(public, slug=slug)
    made_here = clocks.proposals.filter(source=source)
    context = {"source": source, "clocks": clocks, **gathered(made_here, "source", slug)}
    return render(request, "proposals/source/detail.html", context)
