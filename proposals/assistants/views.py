"""The address at which assistants ask over HTTP."""

from __future__ import annotations

from http import HTTPStatus

from asgiref.sync import async_to_sync
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from proposals.assistants.asking import who_asks


@csrf_exempt
@require_POST
def mcp(request: HttpRequest) -> HttpResponse:
    """One message of the Model Context Protocol, answered at once."""
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse("The body is too large.\n", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # Half a second and 27 MB, which only a process that is asked has to spend.
    over_http = import_string("proposals.assistants.server.over_http")
    told = async_to_sync(over_http)(body, _of_protocol(request.headers), who_asks(request))
    answer = HttpResponse(told.content, status=told.status_code, headers=_of_protocol(told.headers))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _of_protocol(headers):
    """Those that the protocol reads."""
    return {
        name: value
        for name, value in headers.items()
        if name.lower() in ("accept", "content-type") or name.lower().startswith("mcp-")
    }
