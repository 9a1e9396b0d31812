"""The registers of authors and of sources: searched by name, and read a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.finding.filters import StrictFilter, WordsFilter
from proposals.finding.paging import Keys
from proposals.folding import fold
from proposals.web.query.faults import faulty
from proposals.web.query.read import Query

PAGE_SIZE = 100


class Register(StrictFilter):
    """Rows by the words of their `names`, in either script. Reads every name there is."""

    around = frozenset({"cursor"})
    names: tuple[str, ...] = ()

    q = WordsFilter(method="named", max_length=200)

    def named(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        words = fold(text).split()
        every = rows.model._default_manager.values_list("pk", *self.names)
        found = [
            pk
            for pk, *names in every.iterator()
            if all(word in folded for folded in [fold("\n".join(names))] for word in words)
        ]
        return rows.filter(pk__in=found)


def register(
    request: HttpRequest,
    query: Query[Register],
    keys: Keys,
    template: str,
    describe: Callable[[list[Any]], None] = lambda _rows: None,
) -> HttpResponse:
    """A page of the register, in the order of these columns of its rows."""
    shown = query.page(query.found.qs, keys, name="register", size=PAGE_SIZE)
    if shown is None:
        return faulty(request, query.faults)
    describe(shown.rows)
    context = {
        "rows": shown.rows,
        "words": query.data.get("q", ""),
        "next": query.page_at(shown.next),
        "previous": query.page_at(shown.previous),
    }
    return render(request, template, context)
