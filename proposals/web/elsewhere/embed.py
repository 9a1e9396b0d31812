"""A small page of a list, or of one proposal, for the frames of other sites.

These are the only pages that may be framed. They set no cookie and have no form.
"""

from collections.abc import Callable

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt

from proposals.finding.filters import ProposalFilter
from proposals.models import Proposal
from proposals.web.query.chosen import LEGENDS
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

ROWS = 10

# Counting is exact up to here; a frame has no room for more.
COUNTED = 1_000

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """Any site may show the page in a frame."""
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view))


@framed
@for_readers
@reads(ProposalFilter.public, shows_faults=True)
def embed_list(request: HttpRequest, query: Query[ProposalFilter]) -> HttpResponse:
    shown = None
    if not query.faults:
        rows, order = query.found.sortable.for_cards(), query.found.order_name
        shown = query.page(rows, query.found.keys, name=order, size=ROWS)
    if shown is None:
        legends = {**LEGENDS, "cursor": gettext("Page marker")}
        faults = [(legends.get(f.parameter, f.parameter), f.message) for f in query.faults]
        return render(request, "proposals/embed/faults.html", {"faults": faults}, status=400)
    is_all = not (shown.next or shown.previous)
    total = len(shown.rows) if is_all else query.found.qs[: COUNTED + 1].count()
    return render(
        request,
        "proposals/embed/list.html",
        {
            "sentence": query.chosen().sentence(),
            "proposals": shown.rows,
            "count": min(total, COUNTED),
            "is_more": total > COUNTED,
            "clocks": query.clocks,
        },
    )


@framed
@for_readers
def embed_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    known = Proposal.objects.ever_published()
    proposal = known.select_related("merged_into").for_cards().filter(slug=slug).first()
    if proposal is None:
        return render(request, "proposals/embed/missing.html", status=404)
    if proposal.merged_into is not None:
        return redirect("embed-proposal", proposal.merged_into.slug, permanent=True)
    if not proposal.is_public:
        context = {"withdrawn": proposal}
        return render(request, "proposals/embed/missing.html", context, status=410)
    return render(request, "proposals/embed/proposal.html", {"proposal": proposal})
