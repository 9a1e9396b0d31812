"""Lists, page by page, with their filters strictly read."""

from __future__ import annotations

from typing import Any, ClassVar, Generic

from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.errors import InvalidQuery
from proposals.api.reading import ReadView
from proposals.finding.filters import StrictFilter
from proposals.finding.paging import BadCursor, Keys, Page, Row, page_by
from proposals.finding.parameters import Fault

PAGE_SIZE = 50
LARGEST_PAGE = 500
# Beyond this many rows a count is only "at least"; exact counts of large sets are slow.
COUNTED = 10_000


class Rows:
    """Rows of one kind, and how each of them is written."""

    row: ClassVar[type[serializers.Serializer[Any]]]

    def rows(self) -> QuerySet[Any]:
        """All that the public may see here."""
        raise NotImplementedError


class ListView(Rows, ReadView, Generic[Row]):
    """Rows in `results`, with the way to the pages around them."""

    filter: ClassVar[type[StrictFilter]] = StrictFilter
    keys: ClassVar[Keys] = (("slug", False), ("pk", False))
    page_size: ClassVar[int] = PAGE_SIZE

    def answer(self, request: Request, **key: str) -> Response:
        parameters = request.query_params
        filtered = self.filter(parameters, queryset=self.rows())
        size, faults = _page_size(parameters, self.page_size)
        counted, more_faults = _count(parameters)
        if faults := [*filtered.faults, *faults, *more_faults]:
            raise InvalidQuery(faults)
        try:
            page = self.page(filtered, cursor=parameters.get("cursor", "").strip(), size=size)
        except BadCursor as fault:
            raise InvalidQuery([Fault("cursor", str(fault.message), [])]) from fault
        body: dict[str, Any] = {}
        if counted:
            number = filtered.qs[: COUNTED + 1].count()
            body = {"count": min(number, COUNTED), "count_is_exact": number <= COUNTED}
        around = {
            "next": _address(request, page.next),
            "previous": _address(request, page.previous),
        }
        body |= {**around, "next_cursor": page.next or None}
        body["results"] = self.results(filtered, page)
        relations = {"next": around["next"], "prev": around["previous"]}
        link = ", ".join(f'<{url}>; rel="{name}"' for name, url in relations.items() if url)
        return Response(body, headers={"Link": link} if link else None)

    def results(self, filtered: StrictFilter, page: Page[Row]) -> Any:
        """The rows of a page as they are written."""
        return self.row(page.rows, many=True).data

    def page(self, filtered: StrictFilter, *, cursor: str, size: int) -> Page[Row]:
        return self.page_of(filtered.qs, cursor=cursor, size=size)

    def page_of(self, rows: QuerySet[Row], *, cursor: str, size: int) -> Page[Row]:
        name = type(self).__name__
        return page_by(rows, self.keys, name=name, cursor=cursor, size=size)


def _page_size(parameters: QueryDict, default: int) -> tuple[int, list[Fault]]:
    text = parameters.get("page_size", "").strip()
    if not text:
        return default, []
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LARGEST_PAGE:
        return int(text), []
    message = f"“{text}” is not a whole number from 1 to {LARGEST_PAGE}."
    return default, [Fault("page_size", message, [f"1–{LARGEST_PAGE}"])]


def _count(parameters: QueryDict) -> tuple[bool, list[Fault]]:
    text = parameters.get("count", "").strip()
    if text in {"", "0", "1"}:
        return text == "1", []
    return False, [Fault("count", f"“{text}” is neither 0 nor 1.", ["0", "1"])]


def _address(request: Request, cursor: str) -> str | None:
    """The address of another page of the same list, every parameter kept."""
    if not cursor:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
