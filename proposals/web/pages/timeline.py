"""What has happened to one proposal, as a reader then saw it: its log, corrections in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from proposals.choices import NEEDS_CONFIRMATION, CriterionState
from proposals.models import Assessment, Check, Criterion, Evidence, StatusUpdate
from proposals.tracking.projection import asked_on, live, place
from proposals.web.query.clocks import Clocks


@dataclass(frozen=True)
class TimelineUpdate:
    """A statement of the log with what was later recorded of it."""

    update: StatusUpdate
    void: StatusUpdate | None
    confirmation: StatusUpdate | None

    @property
    def waits(self) -> bool:
        """Whether only a second editor can make it hold."""
        needed = self.update.status in NEEDS_CONFIRMATION
        return needed and not (self.void or self.confirmation)

    @property
    def clocks_differ(self) -> bool:
        """Whether its two clocks tell different days; what is not dated tells none."""
        happened_on, precision = self.update.effective_on, self.update.effective_on_precision
        if happened_on is None:
            return True
        recorded_on = timezone.localdate(self.update.recorded_at)
        return (happened_on, precision) != (recorded_on, "day")


@dataclass(frozen=True)
class ListedCriterion:
    """A part that would count as delivered, its state by then and the step that said so."""

    criterion: Criterion
    state: CriterionState
    step: TimelineUpdate | None


@dataclass(frozen=True)
class Timeline:
    """All that had happened by the reader's time and was known by it, newest first."""

    entries: list[TimelineUpdate | Check]
    # The step that put the proposal where it stood.
    put_there: TimelineUpdate | None
    # What would count as delivered.
    criteria: list[ListedCriterion]

    @property
    def waiting(self) -> list[TimelineUpdate]:
        return [
            entry for entry in self.entries if isinstance(entry, TimelineUpdate) and entry.waits
        ]


def timeline(proposal: Any, clocks: Clocks) -> Timeline:
    """Costs four queries. The proposal is one of `for_listing`."""
    evidence = Evidence.objects.select_related("source", "kept_copy").order_by("pk")
    assessments = Assessment.objects.select_related("criterion").order_by("criterion__position")
    rows = (
        proposal.updates.told_at(clocks.moment)
        .select_related("superseded_by", "copied_from__proposal")
        .prefetch_related(Prefetch("evidence", evidence), Prefetch("assessments", assessments))
    )
    log = list(rows.order_by("number", "pk"))
    voids = {row.void_of_id: row for row in log}
    confirmations = {row.confirms_id: row for row in log}
    steps = {
        row.pk: TimelineUpdate(row, voids.get(row.pk), confirmations.get(row.pk))
        for row in log
        if row.status
    }
    checks = proposal.checks.told_at(clocks.moment).order_by("pk")
    held = live(log)
    return Timeline(
        entries=_newest_first([*steps.values(), *checks], asked_on(held)),
        put_there=steps[_first_of_last_run(held).pk] if held else None,
        criteria=[_listed(row, steps) for row in proposal.listed_criteria],
    )


def _listed(row: dict[str, Any], steps: dict[int, TimelineUpdate]) -> ListedCriterion:
    said = ("position", "text_hant", "text_hans", "text_en")
    criterion = Criterion(**{name: row[name] for name in said})
    return ListedCriterion(criterion, CriterionState(row["state"]), steps.get(row["stated_in"]))


def _first_of_last_run(held: Iterable[StatusUpdate]) -> StatusUpdate:
    """A status that is stated again has stood since it was first stated."""
    *_earlier, run = [list(run) for _status, run in groupby(held, key=lambda row: row.status)]
    return run[0]


def _newest_first(
    entries: list[TimelineUpdate | Check], asked: list[dt.date]
) -> list[TimelineUpdate | Check]:
    def moment(entry: TimelineUpdate | Check) -> tuple[dt.date, bool, dt.datetime, int]:
        if isinstance(entry, Check):
            return entry.checked_on, False, entry.recorded_at, entry.pk
        return *place(entry.update, asked), entry.update.recorded_at, entry.update.pk

    return sorted(entries, key=moment, reverse=True)
