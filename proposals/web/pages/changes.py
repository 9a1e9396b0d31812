"""The public change log, newest first, day by day."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from proposals.finding.changes import ChangeFilter
from proposals.finding.fields import Fault
from proposals.finding.paging import BadCursor, page_by
from proposals.models import Change, Proposal
from proposals.web.query.chosen import Chosen
from proposals.web.query.faults import to_tidied

PAGE_SIZE = 50


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    if tidy := to_tidied(request):
        return tidy
    found = ChangeFilter(request.GET, Proposal.objects.public())
    faults = list(found.faults)
    shown = None
    if not faults:
        try:
            shown = page_by(
                found.changes(),
                (("pk", True),),
                name="changes",
                cursor=request.GET.get("cursor", "").strip(),
                size=PAGE_SIZE,
            )
        except BadCursor as fault:
            faults.append(Fault("cursor", str(fault.message), []))
    chosen = Chosen(request.GET, request.path, faults)
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "query": query.urlencode(),
        "sentence": chosen.sentence(),
        "named": query.getlist("proposal"),
        "remedies": chosen.remedies(),
    }
    if shown is not None:
        context |= {
            "days": [(day, list(changes)) for day, changes in groupby(shown.rows, _day)],
            "next": chosen.page_at(shown.next),
            "previous": chosen.page_at(shown.previous),
        }
    status = 400 if faults else 200
    return render(request, "proposals/changes/list.html", context, status=status)


def _day(change: Change) -> object:
    return timezone.localdate(change.at)
