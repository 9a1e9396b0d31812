"""The one filter: page, API, feeds, exports, embeds and alerts read the same query string.

A repeated parameter means "any of"; a leading "-" on a value excludes it. Nothing is ignored
silently: an unknown parameter, code or malformed value is a fault that names the parameter
and what it allows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals import search
from proposals.choices import Instrument, Specificity, Status
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Idea,
    Place,
    Proposal,
    Sector,
    Source,
)
from proposals.models.proposals import UNDATED, ProposalQuerySet
from proposals.paging import DEFAULT_ORDERING, ORDERINGS

# Parameters of the page around the list, which no filter reads: where it is in the list,
PAGING = frozenset({"cursor", "page_size", "count"})
# and how the public page shows it. Any door takes an address copied from there.
SHOWING = frozenset({"view", "find_body", "find_author", "find_idea", "find_source"})

# The parameters that choose what is filtered; a search is made once for all facets.
BASE = ("as_of", "known_at", "q")

# A fault lists this many allowed values at the most.
LISTED = 100


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
        if unknown := codes - self.known.among(codes):
            raise ValidationError(
                _("“%(value)s” is not a value of this parameter."),
                params={"value": sorted(unknown)[0]},
            )
        return parted(given)


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

    def among(self, codes: set[str]) -> set[str]:
        if self.rows is None:
            return codes & set(self.fixed)
        if any("\0" in code for code in codes):
            return set()
        rows = self.rows().filter(**{f"{self.column}__in": codes})
        return set(rows.values_list(self.column, flat=True))

    def listed(self) -> list[str]:
        if self.rows is None:
            return list(self.fixed)
        rows = self.rows().order_by(self.column).values_list(self.column, flat=True)
        return list(rows[:LISTED])


class MonthsField(forms.Field):
    """The same for months (2026-05), for years of which no month is stated (2026), and for
    asks that are not dated (`undated`)."""

    widget = forms.SelectMultiple
    known = Known((UNDATED,))

    def clean(self, value: list[str] | None) -> dict[str, list[str]] | None:
        given = list(dict.fromkeys(v.strip() for v in value or [] if v.strip()))
        for month in given:
            if not re.fullmatch(rf"-?([0-9]{{4}}(-(0[1-9]|1[0-2]))?|{UNDATED})", month, re.ASCII):
                raise ValidationError(
                    _("“%(value)s” is not a month. Write it as YYYY-MM, or undated."),
                    params={"value": month},
                )
        return parted(given) if given else None


class DayField(forms.Field):
    def clean(self, value: str | None) -> dt.date | None:
        if not (text := (value or "").strip()):
            return None
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(
                _("“%(value)s” is not a day. Write it as YYYY-MM-DD."), params={"value": text}
            )
        return day


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
        try:
            day = parse_date(text)
            instant = dt.datetime.combine(day, self.day_is) if day else parse_datetime(text)
            if instant is not None and timezone.is_naive(instant):
                instant = timezone.make_aware(instant)
            if instant is not None:
                # Past the ends of the calendar once brought to UTC, no instant that we can
                # compare; and in Hong Kong, none that we can write.
                timezone.localtime(instant.astimezone(dt.UTC))
        except (ValueError, OverflowError):
            instant = None
        if instant is None:
            raise ValidationError(
                _("“%(value)s” is not an instant. Write it as 2026-06-30T18:00:00+08:00."),
                params={"value": text},
            )
        return instant


class WordsField(forms.CharField):
    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        if text and not search.parse(text):
            raise ValidationError(
                _("“%(value)s” holds no word to search for."), params={"value": text}
            )
        return text


class OrderingField(forms.Field):
    known = Known(tuple(ORDERINGS))

    def clean(self, value: str | None) -> str:
        text = (value or "").strip()
        if text and text not in ORDERINGS:
            raise ValidationError(
                _("“%(value)s” is not a value of this parameter."), params={"value": text}
            )
        return text


class CodesFilter(django_filters.Filter):
    field_class = CodesField


class DayFilter(django_filters.Filter):
    field_class = DayField


class InstantFilter(django_filters.Filter):
    field_class = InstantField


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class OrderingFilter(django_filters.Filter):
    field_class = OrderingField


def _column(column: str, known: Known) -> CodesFilter:
    return CodesFilter(
        known=known,
        method=lambda queryset, _name, value: queryset.any_of(column, **value),
    )


def _linked(link: type[Model], column: str, known: Known) -> CodesFilter:
    return CodesFilter(
        known=known,
        method=lambda queryset, _name, value: queryset.linked_to(link, column, **value),
    )


def _public(model: type[Author | Source | Idea]) -> Known:
    # Only what is public is known here: a fault must not tell of drafts.
    return Known(rows=model.objects.public, column="slug")


class StrictFilter(django_filters.FilterSet):
    """A filter that ignores nothing. Look at `faults` before `qs`."""

    # Parameters that are known and left to others.
    around = PAGING

    @property
    def qs(self) -> QuerySet[Any]:
        self.refuse_faults()
        return super().qs

    def refuse_faults(self) -> None:
        if self.faults:
            raise ValidationError([f"{f.parameter}: {f.message}" for f in self.faults])

    @cached_property
    def faults(self) -> list[Fault]:
        """Everything that is wrong with the query string."""
        return self.find_faults()

    def find_faults(self) -> list[Fault]:
        found = [
            Fault(name, message, self._allowed(name))
            for name, messages in self.form.errors.items()
            for message in messages
        ]
        names = [*self.filters, *sorted(self.around)]
        once = [n for n in names if not isinstance(self.filters.get(n), CodesFilter | MonthsFilter)]
        found += [
            Fault(name, gettext("There is no parameter of this name."), names)
            for name in self.data
            if name not in names
        ]
        found += [
            Fault(name, gettext("Give this parameter only once."), [])
            for name in once
            if len([v for v in self.data.getlist(name) if v.strip()]) > 1
        ]
        return found

    def _allowed(self, name: str) -> list[str]:
        field = self.form.fields[name]
        known = getattr(field, "known", None)
        return known.listed() if known else []


class MonthsFilter(django_filters.Filter):
    field_class = MonthsField


class ClockFilter(StrictFilter):
    """Proposals as they stood: in the world on a day, and as we knew them by an instant."""

    around = frozenset()

    as_of = DayFilter(method="of_day")
    known_at = InstantFilter(method="of_instant")

    def of_day(self, queryset: ProposalQuerySet, _name: str, day: dt.date) -> ProposalQuerySet:
        return queryset.as_of(day)

    def of_instant(
        self, queryset: ProposalQuerySet, _name: str, instant: dt.datetime
    ) -> ProposalQuerySet:
        return queryset.known_at(instant)


class ProposalFilter(ClockFilter):
    """Give it a query string and a set of proposals."""

    around = PAGING | SHOWING

    # The clocks come first, from the class above: the filters on status then read the past.
    q = WordsFilter(method="with_words", max_length=200)
    status = CodesFilter(known=Known(tuple(Status.values)), method="in_status")
    sector = _column("sector__code", Known(rows=Sector.objects.all))
    instrument = _column("instrument", Known(tuple(Instrument.values)))
    body = _linked(Addressee, "body__code", Known(rows=Body.objects.all))
    author = _linked(Attribution, "author__slug", _public(Author))
    source = _column("source__slug", _public(Source))
    idea = _linked(Proposal.ideas.through, "idea__slug", _public(Idea))
    place = _column("place__code", Known(rows=Place.objects.all))
    specificity = _column("specificity", Known(tuple(Specificity.values)))
    proposed_month = MonthsFilter(method="in_months")
    proposed_after = DayFilter(field_name="proposed_on", lookup_expr="gte")
    proposed_before = DayFilter(field_name="proposed_on", lookup_expr="lte")
    status_since_after = DayFilter(method="since_after")
    status_since_before = DayFilter(method="since_before")
    updated_since = InstantFilter(field_name="updated_at", lookup_expr="gte", day_is=dt.time.min)
    ordering = OrderingFilter(method="unchanged")

    def find_faults(self) -> list[Fault]:
        found = super().find_faults()
        if self.ordering_name == "relevance" and not self.data.get("q", "").strip():
            without = [name for name in ORDERINGS if name != "relevance"]
            found.append(Fault("ordering", gettext("Relevance is to words: give q too."), without))
        return found

    @cached_property
    def ordering_name(self) -> str:
        return self.data.get("ordering", "").strip() or DEFAULT_ORDERING

    @cached_property
    def base(self) -> ProposalQuerySet:
        """The set by the clocks and the words chosen, before any other filter."""
        return self._base_without()

    def _base_without(self, *names: str) -> ProposalQuerySet:
        self.refuse_faults()
        queryset = self.queryset.all()
        for name in BASE:
            if name not in names:
                queryset = self.filters[name].filter(queryset, self.form.cleaned_data[name])
        return queryset

    def without(self, *names: str) -> ProposalQuerySet:
        """The set had the reader chosen nothing for these parameters.

        Each of them is so counted as a reader would get it. Look at `faults` first.
        """
        queryset = self._base_without(*names) if set(BASE) & set(names) else self.base
        for name, value in self.form.cleaned_data.items():
            if name not in BASE and name not in names:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def filter_queryset(self, queryset: ProposalQuerySet) -> ProposalQuerySet:
        return self.without()

    def with_words(self, queryset: ProposalQuerySet, _name: str, text: str) -> ProposalQuerySet:
        return queryset.search(text)

    def in_status(
        self, queryset: ProposalQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ProposalQuerySet:
        return queryset.any_of(queryset.status_column, **value)

    def in_months(
        self, queryset: ProposalQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ProposalQuerySet:
        return queryset.proposed_in(**value)

    def since_after(self, queryset: ProposalQuerySet, _name: str, day: dt.date) -> ProposalQuerySet:
        return queryset.filter(**{f"{queryset.status_from_column}__gte": day})

    def since_before(
        self, queryset: ProposalQuerySet, _name: str, day: dt.date
    ) -> ProposalQuerySet:
        # What has no date sorts before every day, but nobody knows that it happened before.
        since = queryset.status_from_column
        return queryset.filter(**{f"{since}__gt": dt.date.min, f"{since}__lte": day})

    def unchanged(self, queryset: ProposalQuerySet, _name: str, _value: Any) -> ProposalQuerySet:
        # Paging sorts: it needs the order to mark its pages.
        return queryset
