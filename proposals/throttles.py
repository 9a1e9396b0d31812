"""How often one may ask: each client is known by the address that the audit knows it by.

Every answer of the API says how often, and what is left of it, in the headers RateLimit-Policy and
RateLimit of the HTTP working group's draft.
"""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

from proposals.audit import client_address


class Throttle(SimpleRateThrottle):
    """Counted apart from what else is kept, so that many clients push out nothing but clients."""

    cache = ConnectionProxy(caches, "limits")  # type: ignore[assignment]  # one for each thread


class PageThrottle(Throttle):
    """Pages, feeds and files: whatever is public and no part of the API."""

    scope = "pages"

    def get_rate(self) -> str | None:
        return settings.PAGE_RATE

    def get_cache_key(self, request: HttpRequest, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": client_address(request)}

    def allow_request(self, request: HttpRequest, view: Any = None) -> bool:
        return super().allow_request(request, view)  # type: ignore[arg-type]  # asks its address only


class ToldThrottle(Throttle):
    name: str
    num_requests: int | None
    duration: int | None

    def allow_request(self, request: Request, view: Any) -> bool:
        is_allowed = super().allow_request(request, view)
        most, seconds = self.num_requests, self.duration
        if most and seconds:
            left = max(most - len(self.history), 0)
            # The oldest call that counts is forgotten first.
            oldest = self.history[-1] if self.history else self.now
            wait = math.ceil(oldest + seconds - self.now)
            view.headers["RateLimit-Policy"] = f'"{self.name}";q={most};w={seconds}'
            view.headers["RateLimit"] = f'"{self.name}";r={left};t={wait}'
        return is_allowed


class ReaderThrottle(ToldThrottle, AnonRateThrottle):
    name = "read"

    def get_ident(self, request: Request) -> str:
        return client_address(request)


class WriterThrottle(ToldThrottle, UserRateThrottle):
    """So many writes a token; what shows no valid token is counted by its address."""

    scope = "writer"
    name = "write"

    def get_cache_key(self, request: Request, view: Any) -> str:
        token = request.auth
        ident = f"token-{token.pk}" if token else client_address(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
