"""What a reader is told where a page cannot be made."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

# In how many seconds to come back, where the database is away or holds a lock for long.
COME_BACK = 30


def not_made(request: HttpRequest) -> HttpResponse:
    """503 while the database is away or too busy, 500 where the fault is ours.

    Called while the exception is handled.
    """
    if not isinstance(sys.exc_info()[1], OperationalError):
        return server_error(request)
    answer = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer.headers["Retry-After"] = str(COME_BACK)
    answer.headers["Cache-Control"] = "no-store"
    return answer
