"""What pages on other sites may read by a script: all that is for programs, without cookies."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from proposals.languages import PREFIXES

OPEN = re.compile(
    rf"(?:{'|'.join(PREFIXES.values())})/(?:(?:api|data|feeds|oembed|\.well-known)/|stats/[^/]+\.csv$)"
)
FRAMES = re.compile(rf"(?:{'|'.join(PREFIXES.values())})/embed/")
# What no page of ours asks of a browser, and nothing that runs in one may.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# The same for every origin, so that one kept answer serves all.
TOLD = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, RateLimit, "
    "RateLimit-Policy, Retry-After",
}
ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Modified-Since, "
    "If-None-Match, User-Agent, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}


class OtherOriginsMiddleware:
    """Says of what is open that any site may read it, and answers a browser that asks first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if not OPEN.match(request.path_info):
            response = self.get_response(request)
            if not FRAMES.match(request.path_info):
                # Other sites load none of our pages as a part of theirs.
                response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            return response
        is_asked_before = (
            request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        )
        if is_asked_before:
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=ASKED_BEFORE)
        else:
            response = self.get_response(request)
        for name, value in TOLD.items():
            response.headers[name] = value
        return response
