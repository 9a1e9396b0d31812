"""What the proposals under the one filter add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.text import format_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from proposals.api.openapi import day_parameter, names_parameter
from proposals.api.tables import (
    LANGUAGES,
    Named,
    Table,
    TableFilter,
    TableOfToday,
    TableView,
    columns_of,
    described_table,
    too_many,
    trait_fields,
)
from proposals.choices import UptakeRelation
from proposals.counts import answers, facets, uptakes
from proposals.counts.groups import MOST_TRAITS, TRAITS, number, numbers
from proposals.counts.labels import labels
from proposals.counts.stock import Interval, first_day, last_day, timeline
from proposals.finding.filters import DayFilter, NameFilter, NamesFilter
from proposals.finding.parameters import Fault, Known

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _group_by(names: tuple[str, ...]) -> NamesFilter:
    return NamesFilter(known=Known(names), most=MOST_TRAITS, method="unchanged")


def _group_by_parameter(names: tuple[str, ...], otherwise: str) -> OpenApiParameter:
    return names_parameter("group_by", names, "What to tell apart", otherwise, most=MOST_TRAITS)


def _count(help_text: str | _StrPromise = "How many proposals.") -> serializers.IntegerField:
    return serializers.IntegerField(help_text=help_text)


def _total() -> dict[str, serializers.Field]:
    return {"total": _count("How many proposals in all, each counted once.")}


class StatsFilter(TableFilter):
    group_by = _group_by(tuple(TRAITS))


class StatsRow(serializers.Serializer[Any]):
    """How many proposals are in a group: those that share a code of each trait asked for.

    A proposal with several authors or bodies is in the group of each, so such groups add up to
    more than `total`.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        return {**trait_fields(TRAITS), "proposal_count": _count()}


@described_table(
    "stats",
    StatsRow,
    "Counts by one or two traits",
    [_group_by_parameter(tuple(TRAITS), "a single row counts all where it is not given")],
    {
        **_total(),
        "undated": _count(
            "How many proposals without a date are not counted, since nobody knows whether they "
            "had been made by the day `as_of`; 0 without it."
        ),
    },
)
class Stats(TableView):
    filter = StatsFilter

    def table(self, found: TableFilter) -> Table:
        names = found.form.cleaned_data["group_by"]
        counted = numbers(found.qs, names)
        if counted is None:
            raise too_many("group_by")
        counts = dict(counted)
        named = Named(names, counts)
        return Table(
            [*columns_of(names), "proposal_count"],
            [[*named.cells(key), counts[key]] for key in named.keys],
            {"total": number(found.qs), "undated": number(found.undated())},
        )


class TimelineFilter(StatsFilter):
    interval = NameFilter(known=Known(tuple(Interval)), method="unchanged")

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        # "from" is a word of the language, so it cannot be written as the others are.
        days = {name: DayFilter(method="unchanged") for name in ("from", "to")}
        return super().get_filters() | days

    def find_faults(self) -> list[Fault]:
        found = super().find_faults()
        days = [self.form.cleaned_data.get(name) for name in ("from", "to")]
        if all(days) and days[0] > days[1]:
            found.append(Fault("from", "This day is after that of “to”.", []))
        return found


class TimelineRow(serializers.Serializer[Any]):
    """How many proposals stood in a group at the end of an interval, and moved within it.

    What had stood before, and entered, and has not left, stands at the end.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        none = "null where the rows are of steps whose day nobody knows."
        return {
            "period": serializers.CharField(
                allow_null=True, help_text=f"2026-05, 2026-Q2 or 2026; {none}"
            ),
            "begins_on": serializers.DateField(
                allow_null=True, help_text=f"The first day of the interval; {none}"
            ),
            "ends_on": serializers.DateField(
                allow_null=True, help_text=f"Its last day, or the last that is told of; {none}"
            ),
            **trait_fields(TRAITS),
            "standing": serializers.IntegerField(help_text="How many stood there at its end."),
            "entered": serializers.IntegerField(
                allow_null=True, help_text=f"How many came to it within the interval; {none}"
            ),
            "left": serializers.IntegerField(
                allow_null=True, help_text=f"How many left it within the interval; {none}"
            ),
        }


@described_table(
    "stats_timeline",
    TimelineRow,
    "How many stood where as time went by",
    [
        OpenApiParameter(
            "interval",
            {"type": "string", "enum": list(Interval)},
            description="Of the calendar; month unless said otherwise.",
        ),
        _group_by_parameter(tuple(TRAITS), "status unless said otherwise"),
        day_parameter("from", "In the first interval; unless given, the day of the first step."),
        day_parameter("to", "The last day told of; today at the latest, and unless given."),
    ],
)
class StatsTimeline(TableOfToday):
    filter = TimelineFilter

    def table(self, found: TableFilter) -> Table:
        asked = found.form.cleaned_data
        names = asked["group_by"] or ["status"]
        interval = Interval(asked["interval"] or Interval.MONTH)
        to_on = min(filter(None, [asked["to"], last_day(found.qs)]))
        from_on = asked["from"] or first_day(found.qs) or to_on
        told = timeline(found.qs, names, interval=interval, from_on=from_on, to_on=to_on)
        if told is None:
            raise too_many("from")
        named = Named(names, {*told.groups, *told.undated})
        lines = [
            [
                *(interval.name_of(stand.begins_on), stand.begins_on, stand.ends_on),
                *named.cells(key),
                *(stand.standing[key], stand.entered[key], stand.left[key]),
            ]
            for stand in told.stands
            for key in named.keys
            if key in told.groups
        ]
        lines += [
            [None, None, None, *named.cells(key), told.undated[key], None, None]
            for key in named.keys
            if key in told.undated
        ]
        columns = ["period", "begins_on", "ends_on", *columns_of(names)]
        return Table([*columns, "standing", "entered", "left"], lines)


class AnswersFilter(TableFilter):
    group_by = _group_by(answers.NAMES)


class AnswersRow(serializers.Serializer[Any]):
    """What share of a group was answered within so many months of being asked.

    To be noted, studied, promised, delivered or declined is to be answered. Those that still wait
    count for as long as they have waited (Kaplan and Meier): the share is
    1 - (1 - a1/w1)(1 - a2/w2)…, a factor for each length of wait after which any was answered: of w
    that had waited so long, a were answered then.
    `proposal_count` is `answered` + `waiting` + `censored` + `undated`.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            **trait_fields(answers.NAMES),
            "months": serializers.IntegerField(help_text="So many months after being asked."),
            "share": serializers.FloatField(
                allow_null=True, help_text="From 0 to 1; null where no ask is dated."
            ),
            "answered": serializers.IntegerField(help_text="How many were answered by then."),
            "waiting": serializers.IntegerField(
                help_text="How many had been watched for longer, and were not answered by then."
            ),
            "censored": serializers.IntegerField(
                help_text="How many were not answered, and watched for less: they were asked less "
                "long ago, or something else has taken their place."
            ),
            "undated": serializers.IntegerField(
                help_text="How many asks are not in it, since not even their month is stated."
            ),
            "proposal_count": _count(),
        }


@described_table(
    "stats_answers",
    AnswersRow,
    "How soon asks are answered",
    [_group_by_parameter(answers.NAMES, "one curve for all where it is not given")],
    {"until": serializers.DateField(help_text="The day up to which asks were watched.")},
)
class StatsAnswers(TableOfToday):
    filter = AnswersFilter

    def table(self, found: TableFilter) -> Table:
        names = found.form.cleaned_data["group_by"]
        until = last_day(found.qs)
        told = answers.answers(found.qs, names, until=until)
        if told is None:
            raise too_many("group_by")
        named = Named(names, told)
        lines = []
        for key in named.keys:
            undated = told[key].undated
            for point in told[key].points:
                ends = point.answered, point.waiting, point.censored
                numbers = *ends, undated, sum(ends) + undated
                lines.append([*named.cells(key), point.months, point.share, *numbers])
        columns = [*columns_of(names), "months", "share", "answered", "waiting", "censored"]
        return Table([*columns, "undated", "proposal_count"], lines, {"until": until})


class UptakesFilter(TableFilter):
    group_by = NamesFilter(known=Known(uptakes.NAMES), most=1, method="unchanged")


class UptakesRow(serializers.Serializer[Any]):
    """How many of the asks made by its day an official document answers, and in what relation.

    An ask that it answers in several relations counts under the nearest: as asked, in part, in
    parallel, to the contrary. The words answer the ask; it need not have been their cause.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        relations = {
            code: _count(format_lazy("How many it answers so ({}).", label))
            for code, label in UptakeRelation.choices
        }
        return {
            **trait_fields(("document", *uptakes.NAMES)),
            "published_on": serializers.DateField(help_text="The day of the document."),
            "asked": _count("How many asks of the group had been made by that day."),
            "answered": _count("How many of them it answers."),
            "share": serializers.FloatField(
                allow_null=True, help_text="The same from 0 to 1; null where none had been made."
            ),
            **relations,
            "median_days": serializers.IntegerField(
                allow_null=True,
                help_text="Half of those answered were asked at least so many days before; null "
                "where the day of none is known.",
            ),
        }


@described_table(
    "stats_uptakes",
    UptakesRow,
    "What official documents answer",
    [
        names_parameter(
            "group_by", uptakes.NAMES, "What to tell apart", "a row for each document", most=1
        )
    ],
)
class StatsUptakes(TableView):
    filter = UptakesFilter

    def table(self, found: TableFilter) -> Table:
        names = ["document", *found.form.cleaned_data["group_by"]]
        told = uptakes.uptake(found.qs, names[1:])
        if told is None:
            raise too_many("group_by")
        named = Named(names, told)
        lines = [
            [
                *named.cells(key),
                *(told[key].published_on, told[key].asked, told[key].answered, told[key].share),
                *(told[key].relations[relation] for relation in UptakeRelation),
                told[key].median_days,
            ]
            for key in named.keys
        ]
        columns = [*columns_of(names), "published_on", "asked", "answered", "share"]
        return Table([*columns, *UptakeRelation.values, "median_days"], lines)


class FacetRow(serializers.Serializer[Any]):
    """How many proposals a reader would get by choosing a code in a facet.

    Each facet is counted under every other choice, without its own.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        called = {
            f"label_{suffix}": serializers.CharField(help_text=f"What it is called {language}.")
            for suffix, language in LANGUAGES.items()
        }
        return {
            "facet": serializers.ChoiceField(
                list(facets.VALUES), help_text="The parameter of the filter."
            ),
            "code": serializers.CharField(help_text="Its value."),
            **called,
            "proposal_count": _count(),
        }


@described_table("facets", FacetRow, "Counts for every facet", (), _total())
class Facets(TableView):
    def table(self, found: TableFilter) -> Table:
        counted = facets.facets(found)
        lines = [
            [facet, code, *label, counts[code]]
            for facet, counts in ((name, counted.counts[name]) for name in facets.VALUES)
            for code, label in labels(facet, counts).items()
        ]
        columns = ["facet", "code", *(f"label_{suffix}" for suffix in LANGUAGES)]
        return Table([*columns, "proposal_count"], lines, {"total": counted.total})
