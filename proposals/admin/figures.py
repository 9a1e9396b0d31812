"""What the desk itself does: by week, and how long its oldest work has waited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncWeek
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.models import (
    Channel,
    Check,
    Document,
    IntakePage,
    KeptCopy,
    Proposal,
    StatusUpdate,
    Suggestion,
    TermRequest,
)
from proposals.rights import LOADER

WEEKS = 12
# Of a channel that answers, the last that was new.
SILENT_SINCE = ("failing_since", "new_at", "created_at")


@dataclass(frozen=True)
class Week:
    """How much editors did in the week from this Monday, packages aside."""

    monday: dt.date
    records: int
    confirmations: int
    voids: int
    checks: int
    hints: int


@dataclass(frozen=True)
class Oldest:
    """Since when the oldest work of a kind has waited."""

    title: str | Promise
    since: dt.date
    days: int


def weeks(today: dt.date) -> list[Week]:
    """The last weeks, the newest first. Three queries."""
    monday = today - dt.timedelta(days=today.weekday())
    mondays = [monday - dt.timedelta(weeks=back) for back in range(WEEKS)]
    first = timezone.make_aware(dt.datetime.combine(mondays[-1], dt.time.min))

    def by_week(rows: QuerySet[Any], at: str, **counted: Count) -> dict[dt.date, dict[str, int]]:
        found = rows.filter(**{f"{at}__gte": first}).annotate(week=TruncWeek(at))
        counts = found.order_by().values("week").annotate(**counted)
        return {timezone.localtime(row["week"]).date(): row for row in counts}

    nobody = Q(recorded_by__username=LOADER)
    steps = by_week(
        StatusUpdate.objects.exclude(nobody),
        "recorded_at",
        records=Count("pk", filter=~Q(status="")),
        confirmations=Count("pk", filter=Q(confirms__isnull=False)),
        voids=Count("pk", filter=Q(void_of__isnull=False)),
    )
    checks = by_week(Check.objects.exclude(nobody), "recorded_at", checks=Count("pk"))
    hints = by_week(
        Suggestion.objects.filter(decided_at__isnull=False), "decided_at", hints=Count("pk")
    )
    return [
        Week(
            day,
            records=steps.get(day, {}).get("records", 0),
            confirmations=steps.get(day, {}).get("confirmations", 0),
            voids=steps.get(day, {}).get("voids", 0),
            checks=checks.get(day, {}).get("checks", 0),
            hints=hints.get(day, {}).get("hints", 0),
        )
        for day in mondays
    ]


def oldest(today: dt.date) -> Iterator[Oldest]:
    """Of each kind that waits, the oldest; of dead links only the last look is known. A query
    each."""
    awaiting = StatusUpdate.objects.public().awaiting_confirmation()
    public = Proposal.objects.public()
    silent = Channel.objects.alarming(timezone.now())
    for title, rows, column in (
        (_("Awaiting confirmation"), awaiting, "recorded_at"),
        (_("Hints of readers"), Suggestion.objects.waiting(), "created_at"),
        (_("Terms asked for"), TermRequest.objects.waiting(), "asked_at"),
        (_("Official words to decide on"), Document.objects.to_decide(), "matching__done_at"),
        (_("Check overdue"), public.overdue(today), "next_check_on"),
        (_("Target day missed"), public.past_target(today), "target_to"),
        (_("Drafts ready"), Proposal.objects.ready_drafts(), "edited_at"),
        (_("Candidates to decide on"), IntakePage.objects.to_review(), "taken_in_at"),
        (_("Channels that have fallen silent"), silent, Coalesce(*SILENT_SINCE)),
        (_("Pages cited that have moved"), KeptCopy.objects.to_see(), "state_at"),
    ):
        since = rows.aggregate(since=Min(column))["since"]
        if isinstance(since, dt.datetime):
            since = timezone.localtime(since).date()
        if since is not None:
            yield Oldest(title, since, (today - since).days)
