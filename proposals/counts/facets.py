"""How many proposals a reader would get by choosing a value, for each value of each facet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from proposals.counts.columns import columns
from proposals.counts.kept import keep
from proposals.finding.filters import CLOCKS, ProposalFilter
from proposals.models import Proposal
from proposals.models.proposals import ProposalQuerySet

# Where the values of each facet are, beside a row of `found`: SQL, and all of it ours.
VALUES = {
    "status": "status FROM found",
    "sector": "code FROM found JOIN proposals_sector t ON t.id = found.sector_id",
    "instrument": "instrument FROM found",
    "specificity": "specificity FROM found",
    "place": "code FROM (SELECT DISTINCT found.id, t.code FROM found"
    " JOIN proposals_proposal_places l ON l.proposal_id = found.id"
    " JOIN proposals_enclosure e ON e.place_id = l.place_id"
    " JOIN proposals_place t ON t.id = e.outer_id) AS within",
    "body": "code FROM found JOIN proposals_addressee l ON l.proposal_id = found.id"
    " JOIN proposals_body t ON t.id = l.body_id",
    "author": "slug FROM found JOIN proposals_attribution l ON l.proposal_id = found.id"
    " JOIN proposals_author t ON t.id = l.author_id",
    "proposed_month": "proposed_month FROM found",
    "idea": "slug FROM found JOIN proposals_proposal_ideas l ON l.proposal_id = found.id"
    " JOIN proposals_idea t ON t.id = l.idea_id",
    "source": "slug FROM found JOIN proposals_source t ON t.id = found.source_id",
}
FOUND_COLUMNS = (
    "instrument",
    "specificity",
    "proposed_month",
    "sector_id",
    "source_id",
)

# What finds nothing is loosened by two parameters at once only where no more than these are chosen.
PAIRED = 6


@dataclass(frozen=True)
class FacetCounts:
    """By facet and code, how many proposals meet every other choice; and how many meet all."""

    counts: Mapping[str, Mapping[str, int]]
    total: int


def facets(found: ProposalFilter) -> FacetCounts:
    """The counts under a filter; only values that some proposal has are there. Look at
    `found.faults` first.

    Of the public and of now they are counted in the columns that this process holds. Of the past,
    and of other sets, the database counts them, once until the next change.
    """
    found.refuse_faults()
    chosen = found.form.cleaned_data
    is_of_now = not any(chosen[name] for name in CLOCKS)
    if is_of_now and _sql_of(found.queryset) == _sql_of(Proposal.objects.public()):
        return _held(found)
    asked = sorted(
        (name, value.strip())
        for name in ProposalFilter.base_filters
        if name != "ordering"
        for value in found.data.getlist(name)
    )
    day = timezone.localdate() if chosen["target"] else None
    counts = keep(("facets", _sql_of(found.queryset), asked, day), lambda: _counted(found))
    # Each proposal has one status, so that they add up to the whole.
    return FacetCounts(counts, sum(_chosen(counts["status"], found.form.cleaned_data["status"])))


def _sql_of(rows: ProposalQuerySet) -> tuple[str, tuple[Any, ...]]:
    return rows.query.sql_with_params()


def _held(found: ProposalFilter) -> FacetCounts:
    """Each facet under every other choice. What is no facet, words for one, the database finds."""
    chosen = found.form.cleaned_data
    held = columns()
    met = {n: held.chosen(n, **chosen[n]) for n in VALUES if chosen[n]}
    base = np.ones(len(held.keys), np.bool_)
    if any(chosen[name] for name in chosen if name not in VALUES and name != "ordering"):
        base = held.flags(found.without(*VALUES).order_by().values_list("pk", flat=True))
    every = reduce(and_, met.values(), base)
    counts: dict[str, Mapping[str, int]] = {}
    for name in VALUES:
        among = every
        if name in met:
            among = reduce(and_, (flags for other, flags in met.items() if other != name), base)
        counts[name] = held.numbers(name, among)
    return FacetCounts(counts, int(every.sum()))


def _counted(found: ProposalFilter) -> dict[str, dict[str, int]]:
    """Facets of which nothing is chosen are counted in one set; each other in one of its own."""
    chosen = [name for name in VALUES if found.form.cleaned_data[name]]
    counts: dict[str, dict[str, int]] = {}
    if others := [name for name in VALUES if name not in chosen]:
        counts |= _grouped(found.without(), others)
    for name in chosen:
        counts |= _grouped(found.without(name), [name])
    return counts


def _grouped(queryset: ProposalQuerySet, names: list[str]) -> dict[str, dict[str, int]]:
    """The set is read once for all: PostgreSQL would read it for each union of querysets."""
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    columns = ("pk", queryset.status_column, *FOUND_COLUMNS)
    try:
        sql, params = queryset.with_month().order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return counts
    groups = [
        f"SELECT '{name}', value, count(*) FROM (SELECT {VALUES[name]}) AS v (value) GROUP BY 2"  # noqa: S608 - ours
        for name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (id, status, {', '.join(FOUND_COLUMNS)}) AS MATERIALIZED ({sql}) "
            + " UNION ALL ".join(groups),
            params,
        )
        for name, value, number in cursor:
            counts[name][value] = number
    return counts


def _chosen(numbers: dict[str, int], choice: dict[str, list[str]] | None) -> list[int]:
    wanted, unwanted = (choice["wanted"], choice["unwanted"]) if choice else ([], [])
    return [
        number
        for code, number in numbers.items()
        if (not wanted or code in wanted) and code not in unwanted
    ]


def loosened(found: ProposalFilter, names: list[str]) -> list[tuple[tuple[str, ...], int]]:
    """For a filter that finds nothing: which of these parameters to give up to find something,
    and how many; one of them where that helps, else two. Costs a query for each trial."""
    for size in (1, 2):
        if size == 2 and not size < len(names) <= PAIRED:
            break
        trials = [(left_out, found.without(*left_out)) for left_out in combinations(names, size)]
        helpful = [(left_out, rows.count()) for left_out, rows in trials]
        helpful = [(left_out, number) for left_out, number in helpful if number]
        if helpful:
            return sorted(helpful, key=lambda trial: -trial[1])
    return []
