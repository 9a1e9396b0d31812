"""Many rows of one table, written in few statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, models

# So many rows in a statement.
AT_ONCE = 1000


def save_together(rows: Sequence[models.Model], columns: Collection[str]) -> None:
    """Save these columns of rows that are stored already."""
    for start in range(0, len(rows), AT_ONCE):
        _save(rows[start : start + AT_ONCE], columns)


def _save(rows: Sequence[models.Model], columns: Collection[str]) -> None:
    meta: Any = rows[0]._meta
    fields = [meta.pk, *(meta.get_field(name) for name in columns)]
    given = [[f.get_db_prep_save(getattr(r, f.attname), connection) for r in rows] for f in fields]
    # A text that is too long is to be refused, not cut.
    kinds = [f.db_type(connection).replace("varchar", "text").partition("(")[0] for f in fields]
    moved = ", ".join(f"{f.column} = given.{f.column}" for f in fields[1:])
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    names = ", ".join(f.column for f in fields)
    key = meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {meta.db_table} AS stored SET {moved} "  # noqa: S608 - names of our columns
            f"FROM unnest({arrays}) AS given ({names}) WHERE stored.{key} = given.{key}",
            given,
        )
