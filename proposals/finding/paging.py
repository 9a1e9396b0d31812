"""Pages of a long list by key, not by number: no row is skipped or shown twice when others
come and go, and the last page costs what the first one does."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from proposals.models.proposals import ProposalQuerySet

Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any])
# Columns with whether they descend.
Keys = Sequence[tuple[str, bool]]

DEFAULT_ORDERING = "-status_since"
# What words are sorted by where they are given.
RELEVANCE = "relevance"

# What a reader may sort by, as (column, descending); every order ends in the primary key.
# STATUS_FROM stands for the column of the time that the set is read for.
STATUS_FROM = "status_from"
# Of one day, what can be checked comes first, and then the order in which a source asks for it.
FIRM_FIRST = ("specificity", False)
AS_PRINTED = (("source_id", False), ("position", False), ("pk", False))
ORDERINGS: dict[str, tuple[tuple[str, bool], ...]] = {
    "-status_since": ((STATUS_FROM, True), FIRM_FIRST, *AS_PRINTED),
    "status_since": ((STATUS_FROM, False), FIRM_FIRST, *AS_PRINTED),
    "-proposed_on": (("proposed_from", True), FIRM_FIRST, *AS_PRINTED),
    "proposed_on": (("proposed_from", False), FIRM_FIRST, *AS_PRINTED),
    "title": (("title_hant", False), ("pk", False)),
    RELEVANCE: (("score", True), FIRM_FIRST, (STATUS_FROM, True), *AS_PRINTED),
}


class BadCursor(ValueError):
    """The cursor was not made by us, or for another order."""

    message = _("This page marker is not valid here. Start again from the first page.")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, with the markers of the pages around them ("" at an end)."""

    rows: list[Row]
    next: str
    previous: str


def keys_of(queryset: ProposalQuerySet, ordering: str) -> Keys:
    """The columns that an ordering stands for, at the time that the set is read for."""
    keys = []
    for column, descending in ORDERINGS[ordering]:
        if column != STATUS_FROM or not queryset.clocks:
            keys.append((column, descending))
        else:
            # A status of the past has no day of its ask: what is not dated is sorted by it.
            keys += [(queryset.status_from_column, descending), ("proposed_from", descending)]
    return keys


def name_of(cursor: str) -> str:
    """What the order is called that a marker is of; "" where it is none."""
    try:
        name, *_values = _opened(cursor)
    except (ValueError, TypeError, RecursionError):
        return ""
    return name if isinstance(name, str) else ""


def in_order(queryset: Rows, keys: Keys) -> Rows:
    return queryset.order_by(*("-" * down + column for column, down in keys))


def page_by(queryset: QuerySet[Row], keys: Keys, *, name: str, cursor: str, size: int) -> Page[Row]:
    """A page of rows of any kind, sorted by columns that READ knows; the last is unique.

    A marker is good for the order of this `name` alone. Raises BadCursor.
    """
    columns = [column for column, _down in keys]
    backwards, values = _read(cursor, name, columns) if cursor else (False, [])
    if backwards:
        keys = [(column, not descending) for column, descending in keys]
    if values:
        queryset = queryset.filter(_beyond(keys, values))
    rows = list(in_order(queryset, keys)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows,
        next=_mark(name, False, rows[-1], columns) if rows and (more or backwards) else "",
        previous=_mark(name, True, rows[0], columns)
        if rows and (more if backwards else bool(cursor))
        else "",
    )


def _beyond(keys: Keys, values: list[Any]) -> Q:
    """Rows after the given one. The first key is also bounded alone, for the index to start at."""
    condition = Q()
    for position in reversed(range(len(keys))):
        column, down = keys[position]
        past = Q(**{f"{column}__{'lt' if down else 'gt'}": values[position]})
        condition = past | (Q(**{column: values[position]}) & condition) if condition else past
    column, down = keys[0]
    return Q(**{f"{column}__{'lte' if down else 'gte'}": values[0]}) & condition


def _mark(name: str, backwards: bool, row: Model, columns: list[str]) -> str:
    values = [getattr(row, column) for column in columns]
    text = json.dumps(
        [
            name,
            int(backwards),
            *(v.isoformat() if isinstance(v, dt.date) else v for v in values),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, name: str, columns: list[str]) -> tuple[bool, list[Any]]:
    try:
        made_for, backwards, *values = _opened(cursor)
        if made_for != name or backwards not in (0, 1):
            raise BadCursor
        pairs = zip(columns, values, strict=True)
        return bool(backwards), [READ[column](value) for column, value in pairs]
    except (ValueError, TypeError, OverflowError, RecursionError) as fault:
        raise BadCursor from fault


def _opened(cursor: str) -> Any:
    text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True)
    return json.loads(text)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # half of a surrogate pair is no text that PostgreSQL could compare
    return value


def _instant(value: Any) -> dt.datetime:
    # Brought to UTC, where the ends of the calendar and a missing offset show.
    instant = dt.datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(dt.UTC)


# How a value of each column is read back from a marker.
READ: dict[str, Callable[[Any], Any]] = {
    STATUS_FROM: dt.date.fromisoformat,
    "stood_from": dt.date.fromisoformat,
    "proposed_from": dt.date.fromisoformat,
    "title_hant": _text,
    "score": _whole,
    "specificity": _text,
    "source_id": _whole,
    "slug": _text,
    "number": _whole,
    "published_from": dt.date.fromisoformat,
    "position": _whole,
    "recorded_at": _instant,
    "updated_at": _instant,
    "effective_from": dt.date.fromisoformat,
    "told_at": _instant,
    "pk": _whole,
}
