"""Copies of the database that are only read: which of them may answer for an edition.

What is public is told by changes with numbers. So a copy that has replayed the change which an
edition names can give all of that edition, however far behind it is otherwise. Whoever is signed
in, shows a token or writes is answered by the primary.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest

from proposals.models import Change

logger = logging.getLogger(__name__)

# After a fault nobody is kept waiting for a copy for so long.
LEFT_ALONE_SECONDS = 10

T = TypeVar("T")

_read_from: ContextVar[str] = ContextVar("read_from", default=DEFAULT_DB_ALIAS)
# By the name of a copy, the change that it is known to have replayed, and until when it is left
# alone. Threads may overwrite each other: then one asks again.
_replayed: dict[str, int] = {}
_left_alone_until: dict[str, float] = {}


class ReplicaRouter:
    """Our rows come from the copy chosen for what is answered; all else is the primary's."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _read_from.get() if model._meta.app_label == "proposals" else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def read(request: HttpRequest, seq: int, answer: Callable[[], T]) -> T:
    """The answer, from a copy that has replayed this change; where there is none, or it fails
    while it is read, from the primary."""
    copy = None if _is_known(request) else _one_that_has(seq)
    if copy is None:
        return answer()
    chosen = _read_from.set(copy)
    try:
        return answer()
    except (OperationalError, InterfaceError) as fault:
        _leave_alone(copy, fault)
    finally:
        _read_from.reset(chosen)
    return answer()


def newest(copy: str) -> int | None:
    """The newest change that a copy has replayed; None where it does not answer."""
    try:
        _replayed[copy] = seq = Change.objects.using(copy).newest()[0]
    except Error as fault:
        _leave_alone(copy, fault)
        return None
    return seq


def _is_known(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


def _one_that_has(seq: int) -> str | None:
    for copy in random.sample(settings.REPLICAS, len(settings.REPLICAS)):
        if time.monotonic() < _left_alone_until.get(copy, 0):
            continue
        if _replayed.get(copy, -1) >= seq or (newest(copy) or 0) >= seq:
            return str(copy)
    return None


def _leave_alone(copy: str, fault: Exception) -> None:
    _left_alone_until[copy] = time.monotonic() + LEFT_ALONE_SECONDS
    connections[copy].close()
    # A copy may be made anew, and know less than it did.
    _replayed.pop(copy, None)
    logger.warning("%s is left alone: %s", copy, type(fault).__name__)
