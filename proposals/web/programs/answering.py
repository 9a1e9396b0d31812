"""What the addresses for programs have in common: faults in plain text, and 304 where nothing
moved."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.utils.translation import gettext

from proposals.finding.edition import SHARED, Edition
from proposals.finding.parameters import Fault
from proposals.web.query.read import Filter, Query
from proposals.web.readers import read_only

View = Callable[..., HttpResponseBase]


class FaultyAddress(Exception):
    """The query string asks for something that cannot be given."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def for_programs(view: View, edition_now: Callable[[], Edition] = Edition.newest) -> View:
    """Answered anew only when the change log has grown; looking costs one query."""

    @open_to_programs
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        return edition_now().answer(request, lambda: view(request))

    return answer


def signed_for_programs(view: View) -> View:
    """Answered anew when the change log has grown or a checkpoint was made; one query."""
    return for_programs(view, Edition.signed)


def open_to_programs(view: View) -> View:
    """Who asks for what cannot be given (the view raises FaultyAddress) is told why. What has an
    ETag may be kept for a minute, unless the view says more.
    """

    @read_only
    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            response = view(request, **named)
        except FaultyAddress as refused:
            response = _refusal(refused.faults, as_json=request.path.endswith("json"))
        kept = SHARED if "ETag" in response.headers else "no-cache"
        response.headers.setdefault("Cache-Control", kept)
        return response

    return answer


def faultless(request: HttpRequest, read: Callable[[QueryDict], Filter]) -> Query[Filter]:
    """What the address asks for. Raises FaultyAddress."""
    query = Query(request.GET, request.path, read)
    if query.faults:
        raise FaultyAddress(query.faults)
    return query


def _refusal(faults: list[Fault], *, as_json: bool) -> HttpResponse:
    """Every fault with the name of its parameter, and what it allows instead."""
    if as_json:
        errors = [
            {"field": f.parameter, "message": f.message, "allowed": f.allowed} for f in faults
        ]
        return JsonResponse({"errors": errors}, status=HTTPStatus.BAD_REQUEST)
    lines = []
    for fault in faults:
        lines.append(f"{fault.parameter}: {fault.message}")
        if fault.allowed:
            lines.append(f"  {gettext('Allowed:')} {', '.join(fault.allowed)}")
    return HttpResponse(
        "\n".join([*lines, ""]),
        status=HTTPStatus.BAD_REQUEST,
        content_type="text/plain; charset=utf-8",
    )
