"""Who changes a row, and from where: what the database writes beside each change.

A request says its account, its address and the network address that it came from; a command
or a task says its name. What says nothing came past the application, from a database client.
"""

from __future__ import annotations

from typing import Any

import pghistory
from celery import Task
from django.conf import settings
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """The account is known when a view knows it: a program's token is read there."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_context(request) | {"ip": client_address(request)}


def client_address(request: HttpRequest) -> str:
    """The client's address as the one proxy in front tells it, or that of the connection where
    there is none.

    Otherwise a client could name a new address with each request.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if told := forwarded.rpartition(",")[2].strip():
            return told
    return request.META.get("REMOTE_ADDR", "")


class AuditedTask(Task):
    """A task under whose name its changes are kept."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with pghistory.context(task=self.name):
            return super().__call__(*args, **kwargs)
