"""What a set of proposals tells when it is counted: where each sector stands, how long asks have
waited, and who asked first for what several ask for."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Prefetch,
    TextChoices,
    Value,
    When,
    Window,
)
from django.db.models.functions import NullIf, RowNumber
from django.utils.translation import gettext_lazy as _

from proposals.choices import Precision, Status
from proposals.counts.columns import FIXED, Columns, Flags, Shorts, among
from proposals.counts.kept import kept
from proposals.models import Attribution, Idea, Proposal, ProposalIdea, Sector
from proposals.models.proposals import ProposalQuerySet

STATUSES = len(Status) + 1
# After every day.
NEVER = dt.date.max.toordinal()
# Of what is shared by most, so many ideas, and of each so many asks.
IDEAS = 20
ASKS = 12


class Wait(TextChoices):
    """How long a proposal has stood where it stands."""

    UNDER_3_MONTHS = "under_3_months", _("under 3 months")
    UNDER_6_MONTHS = "under_6_months", _("3 to 6 months")
    UNDER_12_MONTHS = "under_12_months", _("6 to 12 months")
    UNDER_24_MONTHS = "under_24_months", _("1 to 2 years")
    OVER_24_MONTHS = "over_24_months", _("over 2 years")
    NOT_STATED = "not_stated", _("date not stated")


# Those that have a limit, with the months that it is.
MONTHS = {
    Wait.UNDER_3_MONTHS: 3,
    Wait.UNDER_6_MONTHS: 6,
    Wait.UNDER_12_MONTHS: 12,
    Wait.UNDER_24_MONTHS: 24,
}


@dataclass(frozen=True)
class Shared:
    """An idea and the asks for it, the earliest first and those not dated last."""

    idea: Idea
    number: int
    asks: list[Proposal]

    @property
    def firsts(self) -> set[int]:
        return certainly_first(self.asks)


def by_sector(proposals: ProposalQuerySet) -> list[tuple[Sector, Counter[Status]]]:
    """How many stand where in each sector, the sector with most first."""
    counts = sector_counts(proposals)
    sectors = Sector.objects.filter(pk__in=counts).order_by("position", "code", "pk")
    return sorted(
        ((sector, counts[sector.pk]) for sector in sectors), key=lambda row: -row[1].total()
    )


@kept
def sector_counts(proposals: ProposalQuerySet) -> dict[int, Counter[Status]]:
    """How many stand where in each sector, by its id."""
    if held := among(proposals):
        return _held_by_sector(*held)
    counts: dict[int, Counter[Status]] = {}
    rows = proposals.order_by().values_list("sector", proposals.status_column).annotate(Count("pk"))
    for sector, code, number in rows:
        counts.setdefault(sector, Counter())[Status(code)] = number
    return counts


@kept
def unchecked(proposals: ProposalQuerySet) -> int:
    """How many nobody has checked to this day."""
    if held := among(proposals):
        columns, found = held
        return int((columns.single["checked"][found] == 0).sum())
    return proposals.filter(checked_on=None).count()


def _held_by_sector(columns: Columns, found: Flags) -> dict[int, Counter[Status]]:
    pairs = columns.single["sector"][found] * STATUSES + columns.single["status"][found]
    counts: dict[int, Counter[Status]] = {}
    for pair, number in _counted(pairs):
        sector, status = divmod(pair, STATUSES)
        counts.setdefault(sector, Counter())[Status(FIXED["status"][status - 1])] = number
    return counts


def _counted(values: Shorts) -> Iterator[tuple[int, int]]:
    """Each value with how many have it."""
    numbers = np.bincount(values)
    having = np.flatnonzero(numbers)
    return zip(having.tolist(), numbers[having].tolist(), strict=True)


@kept
def waits(proposals: ProposalQuerySet, day: dt.date) -> dict[Status, Counter[Wait]]:
    """By status, how long those that stand there have stood there on that day. A year alone states
    no day to count from."""
    counts: dict[Status, Counter[Wait]] = {}
    held = among(proposals)
    rows = _held_waits(*held, day) if held else _waits(proposals, day)
    for code, wait, number in rows:
        counts.setdefault(Status(code), Counter())[Wait(wait)] = number
    return {status: counts[status] for status in Status if status in counts}


def _held_waits(columns: Columns, found: Flags, day: dt.date) -> list[tuple[str, str, int]]:
    since = columns.single["status_since"][found]
    # From the longest wait to the shortest, as days go by.
    waits = [Wait.NOT_STATED, Wait.OVER_24_MONTHS, *reversed(MONTHS)]
    bounds = [1, *(months_before(day, MONTHS[wait]).toordinal() for wait in waits[2:])]
    pairs = columns.single["status"][found] * len(waits) + np.searchsorted(bounds, since)
    told = ((*divmod(pair, len(waits)), number) for pair, number in _counted(pairs))
    return [(FIXED["status"][status - 1], waits[wait], number) for status, wait, number in told]


def _waits(proposals: ProposalQuerySet, day: dt.date) -> list[tuple[str, str, int]]:
    since = proposals.status_since_column
    waited = Case(
        When(**{f"{since}__isnull": True}, then=Value(Wait.NOT_STATED)),
        When(**{f"{since}_precision": Precision.YEAR}, then=Value(Wait.NOT_STATED)),
        *(
            When(**{f"{since}__gt": months_before(day, months)}, then=Value(wait))
            for wait, months in MONTHS.items()
        ),
        default=Value(Wait.OVER_24_MONTHS),
        output_field=CharField(),
    )
    return list(
        proposals.order_by()
        .annotate(waited=waited)
        .values_list(proposals.status_column, "waited")
        .annotate(Count("pk"))
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """A day so many months before another: the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def certainly_first(asks: Sequence[Proposal]) -> set[int]:
    """The ids of those that no other dated one may precede, by what is known of their days."""
    known = [(ask.pk, ask.proposed) for ask in asks]
    firsts = {pk: asked.earliest for pk, asked in known if asked.earliest}
    return {
        pk
        for pk, asked in known
        if pk in firsts
        and asked.latest
        and all(asked.latest <= first for other, first in firsts.items() if other != pk)
    }


def shared(proposals: ProposalQuerySet) -> list[Shared]:
    """The ideas that at least two of the set ask for, the most shared first."""
    found = _most_shared(proposals)
    ideas = Idea.objects.in_bulk([pk for pk, _number, _asks in found])
    rows = Proposal.objects.public().filter(pk__in={ask for *_, asks in found for ask in asks})
    authors = Attribution.objects.select_related("author").order_by("position", "pk")
    asks = rows.prefetch_related(Prefetch("attributions", authors)).in_bulk()
    return [
        Shared(ideas[pk], number, [asks[ask] for ask in earliest])
        for pk, number, earliest in found
        # An ask may have been withdrawn since they were counted; the next look counts anew.
        if asks.keys() >= set(earliest)
    ]


@kept
def _most_shared(proposals: ProposalQuerySet) -> list[tuple[int, int, list[int]]]:
    """Each idea with the number of its asks, and the earliest of them."""
    if held := among(proposals):
        return list(_held_shared(*held))
    links = ProposalIdea.objects.filter(proposal__in=proposals.order_by().values("pk"))
    numbers: dict[int, int] = dict(
        links.values_list("idea")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .order_by("-number", "idea")[:IDEAS]
    )
    first = NullIf("proposal__proposed_from", Value(dt.date.min))
    order = [first.asc(nulls_last=True), F("proposal").asc()]
    earliest = (
        links.filter(idea__in=numbers)
        .annotate(place=Window(RowNumber(), partition_by="idea", order_by=order))
        .filter(place__lte=ASKS)
        .order_by("idea", "place", "pk")
    )
    asks: dict[int, list[int]] = defaultdict(list)
    for idea, ask in earliest.values_list("idea", "proposal"):
        asks[idea].append(ask)
    return [(idea, number, asks[idea]) for idea, number in numbers.items()]


def _held_shared(columns: Columns, found: Flags) -> Iterator[tuple[int, int, list[int]]]:
    places, ideas = columns.having("idea", found)
    numbers = np.bincount(ideas)
    shared = np.flatnonzero(numbers > 1)
    for idea in shared[np.lexsort((shared, -numbers[shared]))][:IDEAS].tolist():
        asking = places[ideas == idea]
        keys, asked_on = columns.keys[asking], columns.single["proposed_from"][asking]
        earliest = np.lexsort((keys, np.where(asked_on > 1, asked_on, NEVER)))[:ASKS]
        yield idea, int(numbers[idea]), keys[earliest].tolist()
