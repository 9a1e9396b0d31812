"""The public change log, newest first, day by day."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from proposals.finding.changes import ChangeFilter
from proposals.models import Change, Proposal
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

PAGE_SIZE = 50


@for_readers
@reads(ChangeFilter.public, shows_faults=True)
def change_list(request: HttpRequest, query: Query[ChangeFilter]) -> HttpResponse:
    shown = None
    if not query.faults:
        changes = query.found.changes()
        shown = query.page(changes, (("pk", True),), name="changes", size=PAGE_SIZE)
    chosen = query.chosen()
    named = query.data.getlist("proposal")
    known = Proposal.objects.public().filter(slug__in=named) if named else ()
    titled = {proposal.slug: proposal for proposal in known}
    context = {
        "query": query.unpaged.urlencode(),
        "sentence": chosen.sentence(),
        "named": [(slug, titled.get(slug)) for slug in named],
        "remedies": chosen.remedies(),
    }
    if shown is not None:
        context |= {
            "days": [(day, list(changes)) for day, changes in groupby(shown.rows, _day)],
            "next": query.page_at(shown.next),
            "previous": query.page_at(shown.previous),
        }
    status = 400 if query.faults else 200
    return render(request, "proposals/changes/list.html", context, status=status)


def _day(change: Change) -> object:
    return timezone.localdate(change.at)
