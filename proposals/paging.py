"""Pages of a long list by key, not by number: no row is skipped or shown twice when others
come and go, and the last page costs what the first one does."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal
from proposals.models.proposals import ProposalQuerySet

DEFAULT_ORDERING = "-status_since"

# What a reader may sort by, as (column, descending); every order ends in the primary key.
# STATUS_FROM stands for the column of the time that the set is read for.
STATUS_FROM = "status_from"
ORDERINGS: dict[str, tuple[tuple[str, bool], ...]] = {
    "-status_since": ((STATUS_FROM, True), ("pk", True)),
    "status_since": ((STATUS_FROM, False), ("pk", False)),
    "-proposed_on": (("proposed_from", True), ("pk", True)),
    "proposed_on": (("proposed_from", False), ("pk", False)),
    "title": (("title_hant", False), ("pk", False)),
    "relevance": (("title_hit", True), (STATUS_FROM, True), ("pk", True)),
}


class BadCursor(ValueError):
    """The cursor was not made by us, or for another order."""

    message = _("This page marker is not valid here. Start again from the first page.")


@dataclass(frozen=True)
class Page:
    """Some rows of a list, with the markers of the pages around them ("" at an end)."""

    rows: list[Proposal]
    next: str
    previous: str


def page(queryset: ProposalQuerySet, *, ordering: str, cursor: str, size: int) -> Page:
    """The page that `cursor` marks ("" is the first), in one query plus prefetches.

    Raises BadCursor.
    """
    keys = [
        (queryset.status_from_column if column == STATUS_FROM else column, descending)
        for column, descending in ORDERINGS[ordering]
    ]
    backwards, values = _read(cursor, ordering, len(keys)) if cursor else (False, [])
    if backwards:
        keys = [(column, not descending) for column, descending in keys]
    if values:
        queryset = queryset.filter(_beyond(keys, values))
    rows = list(queryset.order_by(*("-" * down + column for column, down in keys))[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    columns = [column for column, _down in keys]
    return Page(
        rows,
        next=_mark(ordering, False, rows[-1], columns) if rows and (more or backwards) else "",
        previous=_mark(ordering, True, rows[0], columns)
        if rows and (more if backwards else bool(cursor))
        else "",
    )


def _beyond(keys: list[tuple[str, bool]], values: list[Any]) -> Q:
    """Rows after the given one. The first key is also bounded alone, for the index to start at."""
    condition = Q()
    for position in reversed(range(len(keys))):
        column, down = keys[position]
        past = Q(**{f"{column}__{'lt' if down else 'gt'}": values[position]})
        condition = past | (Q(**{column: values[position]}) & condition) if condition else past
    column, down = keys[0]
    return Q(**{f"{column}__{'lte' if down else 'gte'}": values[0]}) & condition


def _mark(ordering: str, backwards: bool, row: Proposal, columns: list[str]) -> str:
    values = [getattr(row, column) for column in columns]
    text = json.dumps(
        [
            ordering,
            int(backwards),
            *(v.isoformat() if isinstance(v, dt.date) else v for v in values),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, ordering: str, length: int) -> tuple[bool, list[Any]]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True)
        made_for, backwards, *values = json.loads(text)
        if made_for != ordering or backwards not in (0, 1) or len(values) != length:
            raise BadCursor
        return bool(backwards), [
            READ[column](value)
            for (column, _down), value in zip(ORDERINGS[ordering], values, strict=True)
        ]
    except (ValueError, TypeError, RecursionError) as fault:
        raise BadCursor from fault


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    return value


# How a value of each column is read back from a marker.
READ: dict[str, Callable[[Any], Any]] = {
    STATUS_FROM: dt.date.fromisoformat,
    "proposed_from": dt.date.fromisoformat,
    "title_hant": _text,
    "title_hit": _whole,
    "pk": _whole,
}
