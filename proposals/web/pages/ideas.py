"""The page of an idea: the same ask, made by several authors, in the order in which they asked."""

import datetime as dt

from django.db.models import Value
from django.db.models.functions import NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from proposals.counts.statistics import certainly_first
from proposals.finding.filters import ClockFilter
from proposals.models import Idea, Proposal
from proposals.web.pages.gathered import SHOWN, by_status
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

# The first day on which it may have been asked.
FIRST = NullIf("proposed_from", Value(dt.date.min))


@for_readers
@reads(ClockFilter.public)
def idea_detail(request: HttpRequest, query: Query[ClockFilter], slug: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.public(), slug=slug)
    shared = query.found.qs.linked_to(Proposal.ideas.through, "idea__slug", [slug], [])
    counts = by_status(shared)
    # What is not dated comes last: nobody can say that it was first.
    asked = shared.for_cards().order_by(FIRST.asc(nulls_last=True), "pk")
    rows = list(asked[:SHOWN])
    context = {
        "idea": idea,
        "clocks": query.clocks,
        "firsts": certainly_first(rows) if len(rows) > 1 else set(),
        "counts": counts,
        "count": sum(number for _status, number in counts),
        "has_undated": any(row.proposed.earliest is None for row in rows),
        "proposals": rows,
        "shown": SHOWN,
        "parameter": "idea",
        "code": slug,
    }
    return render(request, "proposals/idea/detail.html", context)
