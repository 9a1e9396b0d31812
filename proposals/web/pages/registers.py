"""The registers of authors and of sources: searched by name, and read a page at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals import search
from proposals.finding.fields import Fault
from proposals.finding.filters import StrictFilter, WordsFilter
from proposals.finding.paging import BadCursor, Keys, page_by
from proposals.web.query.faults import faulty, to_tidied

PAGE_SIZE = 100


class Register(StrictFilter):
    """Rows by the words of their `names`, in either script. Reads every name there is."""

    around = frozenset({"cursor"})
    names: tuple[str, ...] = ()

    q = WordsFilter(method="named", max_length=200)

    def named(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        words = search.fold(text).split()
        every = rows.model._default_manager.values_list("pk", *self.names)
        found = [
            pk
            for pk, *names in every.iterator()
            if all(word in folded for folded in [search.fold("\n".join(names))] for word in words)
        ]
        return rows.filter(pk__in=found)


def register(request: HttpRequest, found: Register, keys: Keys, template: str) -> HttpResponse:
    """A page of the register, in the order of these columns of its rows."""
    if tidy := to_tidied(request):
        return tidy
    if found.faults:
        return faulty(request, found.faults)
    try:
        shown = page_by(
            found.qs,
            keys,
            name="register",
            cursor=request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        )
    except BadCursor as fault:
        return faulty(request, [Fault("cursor", str(fault.message), [])])
    context = {
        "rows": shown.rows,
        "words": request.GET.get("q", ""),
        "next": _page_at(request, shown.next),
        "previous": _page_at(request, shown.previous),
    }
    return render(request, template, context)


def _page_at(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    moved = request.GET.copy()
    moved["cursor"] = cursor
    return f"{request.path}?{moved.urlencode()}"
