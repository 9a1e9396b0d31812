"""How often one may ask: each client is known by the address that the audit knows it by."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from proposals.audit import client_address


class ReaderThrottle(AnonRateThrottle):
    def get_ident(self, request: Request) -> str:
        return client_address(request)


class WriterThrottle(UserRateThrottle):
    """So many writes a token; what shows no valid token is counted by its address."""

    scope = "writer"

    def get_cache_key(self, request: Request, view: Any) -> str:
        token = request.auth
        ident = f"token-{token.pk}" if token else client_address(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
