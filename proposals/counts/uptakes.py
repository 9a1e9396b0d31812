"""What share of asks was answered by which official document, in what relation, how long after."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from django.db.models import Count, Q

from proposals.choices import Precision, UptakeRelation
from proposals.counts.columns import among
from proposals.counts.groups import MOST_ROWS, TRAITS, Key
from proposals.counts.kept import kept
from proposals.models import Document, Uptake
from proposals.models.clocks import FOREVER, Moment
from proposals.models.proposals import ProposalQuerySet

# Traits by which answers may be told apart.
NAMES = ("sector", "body", "author")

NEAREST_FIRST = tuple(UptakeRelation)


@dataclass(frozen=True)
class Taken:
    """How one document answered the asks of a group that had been made by its day.

    An ask that it answers in several relations counts under the nearest.
    """

    published_on: dt.date
    asked: int
    relations: Counter[UptakeRelation]
    # Of the answered ones whose day is known, half were asked at least so many days before.
    median_days: int | None

    @property
    def answered(self) -> int:
        return self.relations.total()

    @property
    def share(self) -> float | None:
        return round(self.answered / self.asked, 6) if self.asked else None


@kept
def uptake(proposals: ProposalQuerySet, names: Sequence[str]) -> dict[Key, Taken] | None:
    """By document (its slug comes first in the key), the newest first, and by a trait; None where
    there is too much to tell. Three queries.
    """
    documents = Document.objects.public()
    if proposals.clocks.get("as_of"):
        documents = documents.filter(published_on__lte=proposals.clocks["as_of"])
    days = dict(
        documents.order_by("-published_on", "slug", "pk").values_list("slug", "published_on")
    )
    asked = _asked(proposals, names)
    nearest: dict[tuple[Key, int], UptakeRelation] = {}
    waited: dict[Key, list[int]] = defaultdict(list)
    moment = Moment(**proposals.clocks)
    links = (
        Uptake.objects.public()
        .told_at(moment)
        .filter(Q(voided_at=None) | Q(voided_at__gt=moment.known_at or FOREVER))
        .filter(proposal__in=proposals.order_by().values("pk"))
        .values_list(
            "document__slug",
            *(f"proposal__{TRAITS[name]}" for name in names),
            *("proposal", "relation", "proposal__proposed_on", "proposal__proposed_on_precision"),
        )
    )
    dated: dict[tuple[Key, int], int] = {}
    for *codes, pk, relation, day, precision in links.distinct():
        key = tuple(codes)
        found = UptakeRelation(relation)
        held = nearest.get((key, pk), found)
        nearest[key, pk] = min(held, found, key=NEAREST_FIRST.index)
        if day and precision != Precision.YEAR:
            dated[key, pk] = max(0, (days[key[0]] - day).days)
    for (key, _pk), waited_for in dated.items():
        waited[key].append(waited_for)
    relations: dict[Key, Counter[UptakeRelation]] = defaultdict(Counter)
    for (key, _pk), relation in nearest.items():
        relations[key][relation] += 1
    told = {
        (slug, *group): Taken(
            day,
            # Words that answer what was asked on the same day, or in the same month, answer it.
            max(_until(asked[group], day), relations[slug, *group].total()),
            relations[slug, *group],
            round(median(waited[slug, *group])) if waited[slug, *group] else None,
        )
        for slug, day in days.items()
        for group in asked
        if not names or relations[slug, *group]
    }
    return told if len(told) <= MOST_ROWS else None


def _asked(
    proposals: ProposalQuerySet, names: Sequence[str]
) -> dict[Key, tuple[list[dt.date], list[int]]]:
    """By group, the days on which asks were made and how many had been by each."""
    held = None if names else among(proposals)
    if held:
        columns, those = held
        asked = columns.single["proposed_from"][those]
        numbered, numbers = np.unique(np.maximum(asked, 1), return_counts=True)
        dates = [dt.date.fromordinal(day) for day in numbered.tolist()]
        return {(): (dates, np.cumsum(numbers).tolist())}
    rows = (
        proposals.order_by()
        .values_list(*(TRAITS[name] for name in names), "proposed_from")
        .annotate(Count("pk", distinct=True))
    )
    found: dict[Key, list[tuple[dt.date, int]]] = defaultdict(list)
    for *codes, day, number in rows:
        found[tuple(codes)].append((day or dt.date.min, number))
    if not names and not found:
        found[()] = []
    summed = {}
    for key, counts in found.items():
        total, days, totals = 0, [], []
        for day, number in sorted(counts):
            total += number
            days.append(day)
            totals.append(total)
        summed[key] = (days, totals)
    return summed


def _until(counts: tuple[list[dt.date], list[int]], day: dt.date) -> int:
    days, totals = counts
    place = bisect_right(days, day)
    return totals[place - 1] if place else 0
