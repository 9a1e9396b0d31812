"""Work that only so many may do at once, however many workers there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def turn(lock: int, places: int) -> Iterator[bool]:
    """Whether there is a place left.

    The place is held by a transaction that does nothing else, on a connection of its own: it falls
    free when its holder dies, and PgBouncer gives that connection to nobody meanwhile.
    """
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            yield any(_take(cursor, lock, place) for place in range(places))
    finally:
        holder.rollback()
        holder.close()


def _take(cursor: CursorWrapper, lock: int, place: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [lock, place])
    return cursor.fetchone() == (True,)
