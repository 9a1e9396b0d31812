"""The one filter: page, API, feeds, exports, embeds and alerts read the same query string.

A repeated parameter means "any of"; a leading "-" on a value excludes it. Nothing is ignored
silently: an unknown parameter, code or malformed value is a fault that names the parameter
and what it allows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from copy import copy
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from proposals.choices import Instrument, Specificity, Status
from proposals.finding.paging import (
    DEFAULT_ORDERING,
    ORDERINGS,
    RELEVANCE,
    Keys,
    keys_of,
    name_of,
)
from proposals.finding.parameters import (
    CodesField,
    DateField,
    DayField,
    Fault,
    InstantField,
    Known,
    MonthsField,
    NameField,
    NamesField,
    WordsField,
)
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Document,
    Idea,
    Place,
    Proposal,
    Sector,
    Source,
    Synonym,
    Uptake,
)
from proposals.models.chosen import Named
from proposals.models.clocks import Moment
from proposals.models.proposals import ProposalQuerySet
from proposals.models.searched import Weights, weights
from proposals.search import Words

# Parameters of the page around the list, which no filter reads: where it is in the list,
PAGING = frozenset({"cursor", "page_size", "count"})
# and how the public page shows it. Any door takes an address copied from there.
SHOWING = frozenset({"view", "find_body", "find_author", "find_idea", "find_source"})

# The parameters that choose what is filtered; a search is made once for all facets.
CLOCKS = ("as_of", "known_at")
BASE = (*CLOCKS, "q")

# What chooses by where a proposal stands on a day.
OF_A_DAY = ("as_of", "status", "status_since_after", "status_since_before", "target")
# What there is of the days that government gave itself: any, or one that is over without an end.
TARGETS = ("given", "missed")


class Parameter(django_filters.Filter):
    """What one parameter chooses. Nobody is shown a label of it, and the filter of an address
    takes it as it is: to copy its field and all that it knows takes longer than to read it."""

    label = None

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        twin = copy(self)
        # Its method is one of the filter that it is in.
        if self.method is not None:
            twin.method = self.method
        return twin


class CodesFilter(Parameter):
    field_class = CodesField


class DayFilter(Parameter):
    field_class = DayField


class DateFilter(Parameter):
    field_class = DateField


class InstantFilter(Parameter):
    field_class = InstantField


class WordsFilter(Parameter):
    field_class = WordsField


class NameFilter(Parameter):
    field_class = NameField


class NamesFilter(Parameter):
    field_class = NamesField


def _column(column: str, known: Known) -> CodesFilter:
    return CodesFilter(
        known=known,
        method=lambda queryset, _name, value: queryset.any_of(column, **value),
    )


class LinkedFilter(CodesFilter):
    """By rows that link to a proposal, such as attributions. What the values name is looked up
    once, however many sets the filter is asked for."""

    def __init__(self, link: type[Model], column: str, known: Known) -> None:
        super().__init__(known=known)
        self.link, self.column = link, column

    def filter(self, queryset: ProposalQuerySet, value: Any) -> ProposalQuerySet:
        if not value:
            return queryset
        return queryset.linked_to(self.link, self.column, **value, named=self.parent.looked_up)


def _public(model: type[Author | Source | Idea | Document]) -> Known:
    # Only what is public is known here: a fault must not tell of drafts.
    return Known(rows=model.objects.public, column="slug")


def one_by_one(values: Iterable[str]) -> list[str]:
    """Several values may be written in one, parted by commas."""
    return [each for value in values for each in value.split(",")]


FORMS: dict[type[StrictFilter], type[forms.Form]] = {}


class StrictFilter(django_filters.FilterSet):
    """A filter that ignores nothing. Look at `faults` before `qs`."""

    # Parameters that are known and left to others.
    around = PAGING

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.data = data.copy()
        self.looked_up: Named = {}
        for name, wanted in self.filters.items():
            if isinstance(wanted, CodesFilter | MonthsFilter) and name in data:
                self.data.setlist(name, one_by_one(data.getlist(name)))

    def get_form_class(self) -> type[forms.Form]:
        """Made once of each filter: a form copies its fields."""
        of = type(self)
        if of not in FORMS:
            fields = {name: parameter.field for name, parameter in of.base_filters.items()}
            FORMS[of] = type(f"{of.__name__}Form", (forms.Form,), fields)
        return FORMS[of]

    @property
    def qs(self) -> Any:
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


class MonthsFilter(Parameter):
    field_class = MonthsField


class ClockFilter(StrictFilter):
    """Proposals as they stood: in the world on a day, and as we knew them by an instant."""

    around = frozenset()

    as_of = DayFilter(method="of_day")
    known_at = InstantFilter(method="of_instant")

    @classmethod
    def public(cls, data: QueryDict) -> Self:
        """Over all that the public may see."""
        return cls(data, Proposal.objects.public())

    @property
    def qs(self) -> ProposalQuerySet:
        return super().qs

    def find_faults(self) -> list[Fault]:
        found = super().find_faults()
        day = self.form.cleaned_data.get("as_of")
        if day and day > timezone.localdate():
            message = gettext("“%(value)s” lies in the future. Give today or an earlier day.")
            found.append(Fault("as_of", message % {"value": day.isoformat()}, []))
        return found

    @property
    def moment(self) -> Moment:
        chosen = self.form.cleaned_data
        return Moment(chosen["as_of"], chosen["known_at"])

    def undated(self) -> ProposalQuerySet:
        """Those without a date that may have been asked by the day `as_of`, and of which nothing
        shows that they were; none where no day is given.
        """
        self.refuse_faults()
        if self.moment.as_of is None:
            return self.queryset.none()
        stood = Proposal.objects.filter(pk=OuterRef("pk"))
        for name in CLOCKS:
            stood = self.filters[name].filter(stood, self.form.cleaned_data[name])
        undated = self.of_any_day().filter(~Exists(stood), proposed_on=None)
        return undated.filter(proposed_from__lte=self.moment.as_of)

    def of_any_day(self) -> ProposalQuerySet:
        """What is chosen, whether or not it had been asked by the day `as_of`."""
        known_at = self.form.cleaned_data["known_at"]
        return self.filters["known_at"].filter(self.queryset.all(), known_at)

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
    body = LinkedFilter(Addressee, "body__code", Known(rows=Body.objects.all))
    author = LinkedFilter(Attribution, "author__slug", _public(Author))
    source = _column("source__slug", _public(Source))
    idea = LinkedFilter(Proposal.ideas.through, "idea__slug", _public(Idea))
    document = CodesFilter(known=_public(Document), method="answered_by")
    # A place is found with all that lies in it.
    place = LinkedFilter(
        Proposal.places.through, "place__lies_in__outer__code", Known(rows=Place.objects.all)
    )
    specificity = _column("specificity", Known(tuple(Specificity.values)))
    proposed_month = MonthsFilter(method="in_months")
    # Found is what certainly lies within, whatever its date leaves open.
    proposed_after = DateFilter(field_name="proposed_from", lookup_expr="gte")
    proposed_before = DateFilter(method="asked_by", is_end=True)
    status_since_after = DateFilter(method="since_after")
    status_since_before = DateFilter(method="since_before", is_end=True)
    # The days that government gave itself, found where they certainly lie within.
    target = NameFilter(known=Known(TARGETS), method="with_target")
    target_after = DateFilter(field_name="target_on", lookup_expr="gte")
    target_before = DateFilter(field_name="target_to", lookup_expr="lte", is_end=True)
    updated_since = InstantFilter(field_name="updated_at", lookup_expr="gte", day_is=dt.time.min)
    ordering: NameFilter | None = NameFilter(known=Known(tuple(ORDERINGS)), method="unchanged")

    def find_faults(self) -> list[Fault]:
        found = super().find_faults()
        if self.ordering_name == RELEVANCE and not self.data.get("q", "").strip():
            without = [name for name in ORDERINGS if name != RELEVANCE]
            found.append(
                Fault(
                    "ordering", gettext("Sorting by relevance needs keywords: give q too."), without
                )
            )
        return found

    @cached_property
    def ordering_name(self) -> str:
        """What was asked for; else, where there are words, how well a proposal meets them."""
        default = RELEVANCE if self.data.get("q", "").strip() else DEFAULT_ORDERING
        return self.data.get("ordering", "").strip() or default

    @cached_property
    def words(self) -> Words:
        """What is looked for by words. Look at `faults` first."""
        self.refuse_faults()
        text = self.form.cleaned_data["q"]
        return Synonym.objects.read(text) if text else Words(())

    @cached_property
    def weights(self) -> Weights:
        """What each word weighs: as on the page before, where a cursor leads on from one."""
        pinned = name_of(self.data.get("cursor", "").strip())
        if re.fullmatch(rf"{RELEVANCE}( [0-9]{{1,2}}){{{len(self.words.wanted)}}}", pinned):
            return tuple(int(weight) for weight in pinned.split()[1:])
        return () if pinned == RELEVANCE else weights(self.words)

    @property
    def is_unsorted(self) -> bool:
        """Whether the words are too common for an order by relevance, which is asked for."""
        return self.ordering_name == RELEVANCE and not self.weights

    @property
    def sortable(self) -> ProposalQuerySet:
        """The set with all that its order goes by. Look at `faults` first."""
        if self.ordering_name != RELEVANCE or self.is_unsorted:
            return self.qs
        return self.qs.scored(self.words, self.weights)

    @property
    def keys(self) -> Keys:
        """What the set is sorted by."""
        name = DEFAULT_ORDERING if self.is_unsorted else self.ordering_name
        return keys_of(self.qs, name)

    @property
    def order_name(self) -> str:
        """What a page marker is good for: this order, by these weights."""
        if self.ordering_name != RELEVANCE:
            return self.ordering_name
        return " ".join([RELEVANCE, *map(str, self.weights)])

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

    def filter_queryset(self, queryset: Any) -> Any:
        return self.without()

    def of_any_day(self) -> ProposalQuerySet:
        return self.without(*OF_A_DAY)

    def with_words(self, queryset: ProposalQuerySet, _name: str, text: str) -> ProposalQuerySet:
        return queryset.search(self.words)

    def in_status(
        self, queryset: ProposalQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ProposalQuerySet:
        return queryset.any_of(queryset.status_column, **value)

    def answered_by(
        self, queryset: ProposalQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ProposalQuerySet:
        told = Uptake.objects.holding(self.moment.known_at).told_at(self.moment)
        answers = told.filter(proposal=OuterRef("pk"))
        wanted, unwanted = (
            Exists(answers.filter(document__slug__in=value[part]))
            for part in ("wanted", "unwanted")
        )
        chosen = queryset.filter(wanted) if value["wanted"] else queryset
        return chosen.exclude(unwanted) if value["unwanted"] else chosen

    def in_months(
        self, queryset: ProposalQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ProposalQuerySet:
        return queryset.proposed_in(**value)

    def asked_by(self, queryset: ProposalQuerySet, _name: str, day: dt.date) -> ProposalQuerySet:
        # No ask begins after it ends: the first says so to the index that knows no end.
        return queryset.filter(proposed_from__lte=day, proposed_to__lte=day)

    def since_after(self, queryset: ProposalQuerySet, _name: str, day: dt.date) -> ProposalQuerySet:
        return queryset.filter(**{f"{queryset.status_from_column}__gte": day})

    def since_before(
        self, queryset: ProposalQuerySet, _name: str, day: dt.date
    ) -> ProposalQuerySet:
        return queryset.since_by(day)

    def with_target(self, queryset: ProposalQuerySet, _name: str, value: str) -> ProposalQuerySet:
        if value == "missed":
            return queryset.past_target(self.moment.as_of or timezone.localdate())
        return queryset.filter(target_on__isnull=False)

    def unchanged(self, queryset: ProposalQuerySet, _name: str, _value: Any) -> ProposalQuerySet:
        # Paging sorts: it needs the order to mark its pages.
        return queryset
