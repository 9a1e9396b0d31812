"""A session at the desk ends where nobody has used it for long."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

# When it was last used, to within what is worth a write.
SEEN_AT = "seen_at"
NOTED_EVERY = 10 * 60
DESK = "/admin/"


def note_use(request: HttpRequest) -> None:
    request.session[SEEN_AT] = int(time.time())


class IdleMiddleware:
    """Ends a session unused for longer than SESSION_IDLE_HOURS. Other pages are not its concern:
    what all may read is kept by those who read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if DESK in request.path and settings.SESSION_COOKIE_NAME in request.COOKIES:
            seen_at = request.session.get(SEEN_AT)
            if seen_at is not None:
                unused = time.time() - seen_at
                if unused > settings.SESSION_IDLE_HOURS * 60 * 60:
                    logout(request)
                elif unused > NOTED_EVERY:
                    note_use(request)
        return self.get_response(request)
