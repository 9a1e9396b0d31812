"""What one parameter of a query string may hold: each kind of value is read, or is a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals import search
from proposals.dates import last_possible, read_date, read_day, read_instant
from proposals.models.chosen import BOUNDED, UNDATED
from proposals.models.taxonomy import EntryQuerySet

# A fault lists this many allowed values at the most.
MOST_ALLOWED = 100


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter of a query string, and what it allows instead."""

    parameter: str
    message: str
    allowed: list[str]


class CodesField(forms.Field):
    """Values of a repeated parameter, split into the wanted and the unwanted (`-value`)."""

    widget = forms.SelectMultiple

    def __init__(self, *, known: Known, **kwargs: Any) -> None:
        self.known = known
        super().__init__(**kwargs)

    def clean(self, value: list[str] | None) -> dict[str, list[str]] | None:
        given = list(dict.fromkeys(v.strip() for v in value or [] if v.strip()))
        if not given:
            return None
        codes = {v.removeprefix("-") for v in given}
        known = self.known.among(codes)
        if unknown := codes - known.keys():
            raise ValidationError(
                _("“%(value)s” is not a value of this parameter."),
                params={"value": sorted(unknown)[0]},
            )
        return {part: [known[v] for v in values] for part, values in parted(given).items()}


def parted(given: list[str]) -> dict[str, list[str]]:
    """The wanted values, and the unwanted ones without their mark."""
    return {
        "wanted": [v for v in given if not v.startswith("-")],
        "unwanted": [v.removeprefix("-") for v in given if v.startswith("-")],
    }


@dataclass(frozen=True)
class Known:
    """The codes that a parameter allows: a fixed list, or a column of public rows."""

    fixed: tuple[str, ...] = ()
    rows: Callable[[], QuerySet[Any]] | None = None
    column: str = "code"

    def among(self, codes: set[str]) -> dict[str, str]:
        """Which of the codes are allowed, each with the one that stands for it now."""
        if self.rows is None:
            return {code: code for code in codes & set(self.fixed)}
        if any("\0" in code for code in codes):
            return {}
        rows = self.rows()
        if isinstance(rows, EntryQuerySet):
            return rows.in_use(codes)
        found = rows.filter(**{f"{self.column}__in": codes}).values_list(self.column, flat=True)
        return {code: code for code in found}

    def listed(self) -> list[str]:
        if self.rows is None:
            return list(self.fixed)
        rows = self.rows()
        if isinstance(rows, EntryQuerySet):
            rows = rows.public()
        return list(rows.order_by(self.column).values_list(self.column, flat=True)[:MOST_ALLOWED])


class MonthsField(forms.Field):
    """Months (2026-05), years of which no month is stated (2026), asks of which only bounds
    are known (`bounded`) or nothing (`undated`), split into the wanted and the unwanted
    (`-value`)."""

    widget = forms.SelectMultiple
    known = Known((BOUNDED, UNDATED))

    def clean(self, value: list[str] | None) -> dict[str, list[str]] | None:
        given = list(dict.fromkeys(v.strip() for v in value or [] if v.strip()))
        for month in given:
            form = rf"-?([0-9]{{4}}(-(0[1-9]|1[0-2]))?|{BOUNDED}|{UNDATED})"
            if not re.fullmatch(form, month, re.ASCII):
                raise ValidationError(
                    _("“%(value)s” is not a month. Write it as YYYY-MM, or bounded or undated."),
                    params={"value": month},
                )
        return parted(given) if given else None


class NamesField(forms.Field):
    """Some of the names that are known, parted by commas, each once and at most so many."""

    def __init__(self, *, known: Known, most: int, **kwargs: Any) -> None:
        self.known, self.most = known, most
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> list[str]:
        text = (value or "").strip()
        given = [name.strip() for name in text.split(",")] if text else []
        if unknown := [name for name in given if name not in self.known.fixed]:
            raise ValidationError(
                _("“%(value)s” is not a value of this parameter."), params={"value": unknown[0]}
            )
        if len(given) > self.most or len(set(given)) < len(given):
            raise ValidationError(
                _("Name each once, and %(most)s at the most."), params={"most": self.most}
            )
        return given


class NameField(forms.Field):
    """One of the names that are known."""

    def __init__(self, *, known: Known, **kwargs: Any) -> None:
        self.known = known
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        text = (value or "").strip()
        if text and text not in self.known.fixed:
            raise ValidationError(
                _("“%(value)s” is not a value of this parameter."), params={"value": text}
            )
        return text


class DayField(forms.Field):
    def clean(self, value: str | None) -> dt.date | None:
        if not (text := (value or "").strip()):
            return None
        day = read_day(text)
        if day is None:
            raise ValidationError(
                _("“%(value)s” is not a day. Write it as YYYY-MM-DD."), params={"value": text}
            )
        return day


class DateField(forms.Field):
    """A day; a month or year stands for its first day, or for its last where an end is asked."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> dt.date | None:
        if not (text := (value or "").strip()):
            return None
        date = read_date(text)
        if date is None:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 2026-05-20, 2026-05 or 2026."),
                params={"value": text},
            )
        return last_possible(date, date.precision) if self.is_end else date


class InstantField(forms.Field):
    """An instant in ISO 8601. Without an offset it is Hong Kong time.

    A bare day stands for its end, so that the day is in what lies before; where what lies
    after is asked for (`day_is`), it stands for its beginning.
    """

    def __init__(self, *, day_is: dt.time = dt.time.max, **kwargs: Any) -> None:
        self.day_is = day_is
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> dt.datetime | None:
        # A plus sign that was not escaped in an address arrives as a space.
        if not (text := (value or "").strip().replace(" ", "+")):
            return None
        day = read_day(text)
        instant = dt.datetime.combine(day, self.day_is) if day else read_instant(text)
        try:
            if instant is not None and timezone.is_naive(instant):
                instant = timezone.make_aware(instant)
            if instant is not None:
                # Past the ends of the calendar once brought to UTC, no instant that we can
                # compare; and in Hong Kong, none that we can write. The database knows no offset
                # of sixteen hours.
                instant = instant.astimezone(dt.UTC)
                timezone.localtime(instant)
        except (ValueError, OverflowError):
            instant = None
        if instant is None:
            raise ValidationError(
                _("“%(value)s” is not an instant. Write it as 2026-06-30T18:00:00+08:00."),
                params={"value": text},
            )
        return instant


NOT_UNDERSTOOD = {
    "brackets": _("Brackets are not understood beside OR. Quote them, or leave them out."),
    "only_without": _("Say what to look for too: “-” only leaves out some of what is found."),
    "or_alone": _("OR stands between two words. Quote it to look for the word itself."),
    "or_without": _("“-” leaves out, OR lets in: they cannot stand at one word."),
}


class WordsField(forms.CharField):
    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        if not text:
            return text
        words = search.parse(text)
        if not words.clauses:
            raise ValidationError(
                _("“%(value)s” has nothing to search for."), params={"value": text}
            )
        if words.faults:
            raise ValidationError([NOT_UNDERSTOOD[fault] for fault in words.faults])
        return text
