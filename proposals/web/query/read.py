"""The query string of an address, read once for all that its page shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from proposals.finding.filters import StrictFilter
from proposals.finding.paging import BadCursor, Keys, Page, Row, page_by
from proposals.finding.parameters import Fault
from proposals.web.query.chosen import Chosen
from proposals.web.query.clocks import Clocks
from proposals.web.query.faults import faulty, to_tidied

Filter = TypeVar("Filter", bound=StrictFilter)
View = Callable[..., HttpResponse]


class Query(Generic[Filter]):
    """What an address asks for, and what is wrong with it."""

    def __init__(self, data: QueryDict, path: str, read: Callable[[QueryDict], Filter]) -> None:
        self.data = data
        self.path = path
        self.found = read(data)
        # Those of the filter, and after them what only the page can find fault with.
        self.faults: list[Fault] = list(self.found.faults)

    @cached_property
    def clocks(self: Query[Any]) -> Clocks:
        """The time that it looks back to. Look at `faults` first."""
        return Clocks(self.data, self.found.moment)

    @property
    def unpaged(self) -> QueryDict:
        """The query string of all pages, without the marker of one."""
        whole = self.data.copy()
        whole.pop("cursor", None)
        return whole

    def chosen(self, offered: dict[str, list[str]] | None = None) -> Chosen:
        """What is asked, in a reader's words, once all faults are found."""
        return Chosen(self.data, self.path, self.faults, offered)

    def page(self, rows: QuerySet[Row], keys: Keys, *, name: str, size: int) -> Page[Row] | None:
        """The page of these rows that is asked for; None, and a fault, where there is no such."""
        cursor = self.data.get("cursor", "").strip()
        try:
            return page_by(rows, keys, name=name, cursor=cursor, size=size)
        except BadCursor as fault:
            self.faults.append(Fault("cursor", str(fault.message), []))
            return None

    def page_at(self, cursor: str) -> str:
        """The address of another page of the same rows; "" where there is none."""
        moved = self.data.copy()
        moved["cursor"] = cursor
        return f"{self.path}?{moved.urlencode()}" if cursor else ""


def reads(
    read: Callable[[QueryDict], StrictFilter], *, shows_faults: bool = False
) -> Callable[[View], View]:
    """Hand a view what its address asks for.

    An untidy address leads to the tidy one. One with faults is answered here, with what is wrong
    and the ways out, unless the view itself shows them.
    """

    def reading(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **captured: Any) -> HttpResponse:
            if tidy := to_tidied(request):
                return tidy
            query = Query(request.GET, request.path, read)
            if query.faults and not shows_faults:
                return faulty(request, query.faults)
            return view(request, query, **captured)

        return answer

    return reading
