"""Proposals by what a reader chooses."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Left

from proposals.choices import Precision
from proposals.dates import last_possible

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound=models.QuerySet[Any])

# The keys that values of a column name, by the column and the values.
Named = dict[tuple[str, ...], list[int]]

# Stands for the month of an ask of which nothing dates it, and of one of which only days are known
# that it was not made before or after.
UNDATED = "undated"
BOUNDED = "bounded"


def month_asked(of: str = "") -> models.Case:
    """The month of an ask as text; `of` leads to the proposal where the row is another."""
    written = Func(F(f"{of}proposed_on"), Value("YYYY-MM"), function="to_char")
    unbounded = {f"{of}proposed_not_before": None, f"{of}proposed_not_after": None}
    return models.Case(
        models.When(**{f"{of}proposed_on": None}, **unbounded, then=Value(UNDATED)),
        models.When(**{f"{of}proposed_on": None}, then=Value(BOUNDED)),
        models.When(**{f"{of}proposed_on_precision": Precision.YEAR}, then=Left(written, 4)),
        default=written,
        output_field=models.CharField(),
    )


def _asked_in(month: str) -> Q:
    """Asks of a month, or of a year where that is all that is known: by a column with an index."""
    unbounded = Q(proposed_not_before=None, proposed_not_after=None)
    if month in (UNDATED, BOUNDED):
        return Q(proposed_on=None) & (unbounded if month == UNDATED else ~unbounded)
    year, _hyphen, number = month.partition("-")
    dated = Q(proposed_on__isnull=False)
    try:
        first = dt.date(int(year), int(number or 1), 1)
    except ValueError:
        return Q(pk__in=[])
    if not number:
        return dated & Q(proposed_from=first, proposed_on_precision=Precision.YEAR)
    last = last_possible(first, Precision.MONTH)
    of_it = Q(proposed_from__range=(first, last))
    return dated & of_it & ~Q(proposed_on_precision=Precision.YEAR)


class ChosenQuerySet(models.QuerySet[Row]):
    """A set of proposals that can be narrowed by values wanted and unwanted."""

    def any_of(self: Rows, column: str, wanted: list[str], unwanted: list[str]) -> Rows:
        """Rows with one of the wanted values, and none of the unwanted, in a column of theirs."""
        chosen = self
        row, _of, key = column.partition("__")
        if key and len(wanted) == 1:
            # Of one alone an index gives the rows in their order; joined, all would be sorted.
            rows = self.model._meta.get_field(row).related_model._default_manager
            only = rows.filter(**{key: wanted[0]}).values("pk")
            chosen = chosen.filter(**{row: models.Subquery(only)})
        elif wanted:
            chosen = chosen.filter(**{f"{column}__in": wanted})
        if unwanted:
            chosen = chosen.exclude(**{f"{column}__in": unwanted})
        return chosen

    def with_month(self) -> Self:
        """Annotate `proposed_month`: 2026-05, 2026 where no month is stated, BOUNDED or
        UNDATED."""
        return self.annotate(proposed_month=month_asked())

    def proposed_in(self, wanted: list[str], unwanted: list[str]) -> Self:
        """Proposals asked in one of the wanted months, and in none of the unwanted."""
        chosen = self
        if wanted:
            chosen = chosen.filter(reduce(or_, map(_asked_in, wanted)))
        for month in unwanted:
            chosen = chosen.exclude(_asked_in(month))
        return chosen

    def linked_to(
        self,
        link: type[models.Model],
        column: str,
        wanted: list[str],
        unwanted: list[str],
        named: Named | None = None,
    ) -> Self:
        """Proposals with a wanted value, and no unwanted one, in rows that link to them, such as
        attributions.

        Costs a query for each kind of values: by the keys of what they name PostgreSQL knows how
        many have it, and whether to fetch those few or to walk all in their order. `named` holds
        what was looked up already.
        """
        keys: Named = {} if named is None else named
        rows = link._default_manager.filter(proposal=OuterRef("pk"))
        end, _of, name = column.partition("__")
        ends: Any = link._meta.get_field(end).related_model

        def has(values: list[str]) -> Exists:
            asked = (column, *values)
            if asked not in keys:
                found = ends._default_manager.filter(**{f"{name}__in": values})
                found = found.order_by("pk").values_list("pk", flat=True).distinct()
                keys[asked] = list(found)
            return Exists(rows.filter(**{f"{end}__in": keys[asked]}))

        chosen = self
        if wanted:
            chosen = chosen.filter(has(wanted))
        if unwanted:
            chosen = chosen.exclude(has(unwanted))
        return chosen
