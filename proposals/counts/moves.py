"""How many steps were taken in each sector, and by proposals to each body."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, QuerySet

from proposals.counts.kept import keep
from proposals.models import Body, Sector, StatusUpdate

# Of the sectors and of the bodies, so many are named.
MOST = 8


def by_sector(moves: QuerySet[StatusUpdate]) -> list[tuple[Sector, int]]:
    """The sectors in which most has moved. Two queries, and one while the count is kept."""
    return _named(Sector, _numbers(moves, "proposal__sector"))


def by_body(moves: QuerySet[StatusUpdate]) -> list[tuple[Body, int]]:
    """The bodies of whose proposals most have moved. As many queries."""
    return _named(Body, _numbers(moves, "proposal__addressees__body"))


def _numbers(moves: QuerySet[StatusUpdate], column: str) -> dict[int, int]:
    counted = (
        moves.filter(**{f"{column}__isnull": False})
        .order_by()
        .values_list(column)
        .annotate(number=Count("pk", distinct=True))
        .order_by("-number", column)[:MOST]
    )
    try:
        asked = counted.query.sql_with_params()
    except EmptyResultSet:
        return {}
    return keep((__name__, asked), lambda: dict(counted))


def _named(model: type[Any], numbers: dict[int, int]) -> list[tuple[Any, int]]:
    rows = model.objects.in_bulk(numbers)
    return [(rows[pk], number) for pk, number in numbers.items() if pk in rows]
