"""Who asks for pages, feeds or files more often than any reader, and what they are told."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from proposals.languages import PREFIXES
from proposals.throttles import PageThrottle

# The API and the desk have limits of their own; health is asked from inside.
_ELSEWHERE = re.compile(
    rf"(?:{'|'.join(PREFIXES.values())})/(?:admin|api|mcp)(?:/|$)|/(?:healthz|readyz|metrics)$"
)


class LimitsMiddleware:
    """Past the limit each request costs no more than this page, and no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _ELSEWHERE.match(request.path_info):
            throttle = PageThrottle()
            if not throttle.allow_request(request):
                return _too_often(request, throttle)
        return self.get_response(request)


def _too_often(request: HttpRequest, throttle: PageThrottle) -> HttpResponse:
    answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(math.ceil(throttle.wait() or 1))
    answer.headers["Cache-Control"] = "no-store"
    return answer
