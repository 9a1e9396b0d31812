"""Dates of which no more is stored than is known."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import Precision
from proposals.dates import (
    FIRST_DAY,
    Dating,
    WholeDayField,
    is_written,
    known_part,
    last_possible,
    written_precision,
)

# A date is one of ours from here on.
NO_SLIP = MinValueValidator(FIRST_DAY, _("There is no such year in our sources. Write YYYY-MM-DD."))


def dated(day: str, precision: str) -> Q:
    """Both columns of a date are filled, or neither is; what is not known is not stored."""
    return (
        Q(**{f"{day}__isnull": True, precision: ""})
        | Q(**{f"{day}__isnull": False, precision: Precision.DAY})
        | Q(**{f"{day}__isnull": False, precision: Precision.MONTH, f"{day}__day": 1})
        | Q(
            **{
                f"{day}__isnull": False,
                precision: Precision.YEAR,
                f"{day}__day": 1,
                f"{day}__month": 1,
            }
        )
    )


# The columns of a dating by their endings.
DATING = ("on", "on_precision", "not_before", "not_after", "basis_hant", "basis_hans", "basis_en")


def dating_columns(name: str) -> list[str]:
    """The columns that say when a row was published or asked."""
    return [f"{name}_{ending}" for ending in DATING]


def dating_constraints(model: str, name: str) -> list[models.BaseConstraint]:
    """What holds for the columns of a dating: a date or bounds, inferred only with a reason."""
    on, not_before, not_after = f"{name}_on", f"{name}_not_before", f"{name}_not_after"
    unbounded = Q(**{not_before: None, not_after: None})
    unreasoned = Q(**{f"{name}_basis_hant": "", f"{name}_basis_en": ""})
    reasoned = ~Q(**{f"{name}_basis_hant": ""}) & ~Q(**{f"{name}_basis_en": ""})
    known = Q(**{f"{on}__isnull": False}) | ~unbounded
    return [
        models.CheckConstraint(
            condition=dated(on, f"{on}_precision"), name=f"{model}_{on}_matches_precision"
        ),
        models.CheckConstraint(
            condition=unbounded | Q(**{on: None}), name=f"{model}_{name}_date_or_bounds"
        ),
        models.CheckConstraint(
            condition=Q(**{not_before: None})
            | Q(**{not_after: None})
            | Q(**{f"{not_before}__lt": F(not_after)}),
            name=f"{model}_{name}_bounds_in_order",
        ),
        models.CheckConstraint(
            condition=unreasoned | (reasoned & known), name=f"{model}_{name}_inferred_with_reason"
        ),
    ]


def dating_of(row: models.Model, name: str) -> Dating:
    """What is known of the date of a row that has the columns of a dating."""
    return Dating(
        on=getattr(row, f"{name}_on"),
        precision=getattr(row, f"{name}_on_precision"),
        not_before=getattr(row, f"{name}_not_before"),
        not_after=getattr(row, f"{name}_not_after"),
        is_inferred=bool(getattr(row, f"{name}_basis_hant")),
    )


def clean_date(row: models.Model, name: str) -> None:
    """Keep of a date what is known: its precision, or as much as was written. Raises
    ValidationError by column."""
    day, precision = getattr(row, name), getattr(row, f"{name}_precision")
    if day is None and precision:
        missing = _("The date is missing. Give it, or leave its precision empty.")
        raise ValidationError({name: missing})
    if day is None or precision not in ("", *Precision.values):
        return
    if precision and not is_written(day, precision):
        less = _("The date says less than this. Write the date in full, or leave this empty.")
        raise ValidationError({f"{name}_precision": less})
    precision = precision or written_precision(day)
    setattr(row, name, known_part(day, precision))
    setattr(row, f"{name}_precision", precision)


def clean_whole_day(row: models.Model, name: str) -> None:
    """Of a day that has no precision beside it, all must have been written. Raises
    ValidationError."""
    day = getattr(row, name)
    if day and not is_written(day, Precision.DAY):
        raise ValidationError({name: WholeDayField.default_error_messages["partial"]})


def clean_dating(row: models.Model, name: str) -> None:
    """Say of each column of a dating what is wrong with it. Two equal bounds are a day, and
    nothing has been printed or asked before its day has come. Raises ValidationError."""
    clean_date(row, f"{name}_on")
    for column in (f"{name}_on", f"{name}_not_before"):
        first = getattr(row, column)
        if first and first > timezone.localdate():
            raise ValidationError({column: _("This day lies in the future.")})
    if last := getattr(row, f"{name}_not_after"):
        setattr(row, f"{name}_not_after", last_possible(last, written_precision(last)))
    found = dating_of(row, name)
    if found.on and (found.not_before or found.not_after):
        bound = f"{name}_not_before" if found.not_before else f"{name}_not_after"
        both = _("Give a date, or the days between which it lies, but not both.")
        raise ValidationError({bound: both})
    if found.not_before and found.not_after:
        if found.not_before > found.not_after:
            raise ValidationError({f"{name}_not_after": _("It is earlier than “not before”.")})
        if found.not_before == found.not_after:
            setattr(row, f"{name}_on", found.not_before)
            setattr(row, f"{name}_on_precision", Precision.DAY)
            setattr(row, f"{name}_not_before", None)
            setattr(row, f"{name}_not_after", None)
    reasons = [f"{name}_basis_hant", f"{name}_basis_en"]
    given = [column for column in reasons if getattr(row, column)]
    if given and found.earliest is None and found.latest is None:
        raise ValidationError({given[0]: _("There is no date that would be inferred from this.")})
    if len(given) == 1:
        missing = _("Say in both languages from what the date is inferred.")
        raise ValidationError({column: missing for column in reasons if column not in given})


def earliest(name: str) -> Coalesce:
    """The first day that a dating allows; before all others where it names none."""
    return Coalesce(f"{name}_on", f"{name}_not_before", Value(dt.date.min))


def latest(name: str) -> Coalesce:
    """The last day that a dating allows; after all others where it names none."""
    last = last_day_of(f"{name}_on", f"{name}_on_precision")
    return Coalesce(last, f"{name}_not_after", Value(dt.date.max))


def last_day_of(day: str, precision: str) -> Case:
    """The last day that a date stands for, by its precision; NULL where there is no date."""

    def end(period: str) -> Func:
        return Func(
            F(day),
            template=f"(date_trunc('{period}', %(expressions)s::timestamp) + "
            f"interval '1 {period} - 1 day')::date",
            output_field=models.DateField(),
        )

    return Case(
        When(**{precision: Precision.YEAR}, then=end("year")),
        When(**{precision: Precision.MONTH}, then=end("month")),
        default=F(day),
        output_field=models.DateField(),
    )
