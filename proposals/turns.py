"""Work that only so many may do at once, however many workers there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn(lock: int, places: int) -> Iterator[bool]:
    """Whether there is a place left.

    The place is held by the database connection, so it falls free when its holder dies.
    """
    with connection.cursor() as cursor:
        for place in range(places):
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lock, place])
            if cursor.fetchone() == (True,):
                break
        else:
            yield False
            return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, place])
