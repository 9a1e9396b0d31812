"""The mark of a demonstration on each answer, and no robot let in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from proposals.demonstration import mark

# In ASCII, as all that stands in a header.
TOLD = {"X-Demonstration": "the progress is invented", "X-Robots-Tag": "noindex, nofollow"}


class DemonstrationMiddleware:
    """Says of every answer of a demonstration that it is one, whatever its form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if mark():
            for name, value in TOLD.items():
                response.headers[name] = value
        return response
