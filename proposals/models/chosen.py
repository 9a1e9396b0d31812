"""Proposals by what a reader chooses."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Value
from django.db.models.functions import Left

from proposals.choices import Precision

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound=models.QuerySet[Any])

# Stands for the month of an ask that its source does not date.
UNDATED = "undated"


def month_asked(of: str = "") -> models.Case:
    """The month of an ask as text; `of` leads to the proposal where the row is another."""
    written = Func(F(f"{of}proposed_on"), Value("YYYY-MM"), function="to_char")
    return models.Case(
        models.When(**{f"{of}proposed_on": None}, then=Value(UNDATED)),
        models.When(**{f"{of}proposed_on_precision": Precision.YEAR}, then=Left(written, 4)),
        default=written,
        output_field=models.CharField(),
    )


class ChosenQuerySet(models.QuerySet[Row]):
    """A set of proposals that can be narrowed by values wanted and unwanted."""

    def any_of(self: Rows, column: str, wanted: list[str], unwanted: list[str]) -> Rows:
        """Rows with one of the wanted values, and none of the unwanted, in a column of theirs."""
        chosen = self
        if wanted:
            chosen = chosen.filter(**{f"{column}__in": wanted})
        if unwanted:
            chosen = chosen.exclude(**{f"{column}__in": unwanted})
        return chosen

    def with_month(self) -> Self:
        """Annotate `proposed_month`: 2026-05, 2026 where no month is stated, or UNDATED."""
        return self.annotate(proposed_month=month_asked())

    def proposed_in(self, wanted: list[str], unwanted: list[str]) -> Self:
        """Proposals asked in one of the wanted months, and in none of the unwanted."""
        return self.with_month().any_of("proposed_month", wanted, unwanted)

    def linked_to(
        self, link: type[models.Model], column: str, wanted: list[str], unwanted: list[str]
    ) -> Self:
        """Proposals with a wanted value, and no unwanted one, in rows that link to them, such as
        attributions."""
        rows = link._default_manager.filter(proposal=OuterRef("pk"))
        chosen = self
        if wanted:
            chosen = chosen.filter(Exists(rows.filter(**{f"{column}__in": wanted})))
        if unwanted:
            chosen = chosen.exclude(Exists(rows.filter(**{f"{column}__in": unwanted})))
        return chosen
