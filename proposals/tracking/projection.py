"""What a log of status updates makes of its proposal: where it stands, and stood. No queries."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby

from proposals.choices import NEEDS_CONFIRMATION, Status
from proposals.models import Proposal, StatusSpan, StatusUpdate
from proposals.models.clocks import FOREVER, LAST_DAY

# The columns of a proposal that are nothing but its log; proposals.tracking writes them.
STATUS_COLUMNS = ("status", "status_since", "status_since_precision", "update_count")


def live(log: Iterable[StatusUpdate]) -> list[StatusUpdate]:
    """The statements of a log that hold, in the order in which they took effect."""
    log = list(log)
    voided = {row.void_of_id for row in log}
    confirmed = {row.confirms_id for row in log}
    held = [
        row
        for row in log
        if row.status
        and row.pk not in voided
        and (row.status not in NEEDS_CONFIRMATION or row.pk in confirmed)
    ]
    return in_effect_order(held)


def in_effect_order(statements: Iterable[StatusUpdate]) -> list[StatusUpdate]:
    """By the first day on which each can have happened, then as recorded; undated first.

    What a month or year says may have happened before the ask was made, or after, happened after.
    What is not recorded yet comes last on its day.
    """
    rows = list(statements)
    asked = asked_on(rows)
    return sorted(rows, key=lambda row: (*place(row, asked), row.pk or math.inf))


def asked_on(statements: Iterable[StatusUpdate]) -> list[dt.date]:
    """The first days on which the ask can have been made, by those that say so."""
    return [s.effective_on for s in statements if s.status == Status.PROPOSED and s.effective_on]


def place(row: StatusUpdate, asked: Iterable[dt.date]) -> tuple[dt.date, bool]:
    """The day that an update stands at, and whether it comes after what is known to be of it."""
    if row.effective_on is None:
        return dt.date.min, False
    within = (day for day in asked if row.effective_on < day <= row.latest)
    if row.status != Status.PROPOSED and (day := max(within, default=None)):
        return day, True
    return row.effective_on, False


def certain_from(live: Sequence[StatusUpdate]) -> list[dt.date]:
    """For each update, the day by which it had certainly happened: the earliest of the last days
    on which it, or any that came after it, can have.
    """
    return list(accumulate((row.latest for row in reversed(live)), min))[::-1]


def projection(live: Sequence[StatusUpdate]) -> dict[str, object]:
    """What the status columns hold by these updates, which are live and in effect order."""
    if not live:
        return dict(zip(STATUS_COLUMNS, (Status.PROPOSED, None, "", 0), strict=True))
    *_before, (status, run) = [
        (status, list(rows)) for status, rows in groupby(live, key=lambda u: u.status)
    ]
    since, precision = run[0].effective_on, run[0].effective_on_precision
    return dict(zip(STATUS_COLUMNS, (status, since, precision, len(live)), strict=True))


def spans(proposal: Proposal, live: Sequence[StatusUpdate], at: dt.datetime) -> list[StatusSpan]:
    """From when to when each status certainly held in the world, as known from `at` on."""
    found: list[StatusSpan] = []
    dated = zip(live, certain_from(live), strict=True)
    for status, run in groupby(dated, key=lambda pair: pair[0].status):
        first, begins_on = next(run)
        if found:
            found[-1].effective_to = begins_on
        found.append(
            StatusSpan(
                proposal=proposal,
                status=status,
                since=first.effective_on,
                since_precision=first.effective_on_precision,
                effective_from=begins_on,
                effective_to=LAST_DAY,
                recorded_from=at,
                recorded_to=FOREVER,
            )
        )
    # A status that another followed on the same day was nobody's at the end of that day.
    return [span for span in found if span.effective_from < span.effective_to]


def replay(proposal: Proposal, log: Sequence[StatusUpdate]) -> list[StatusSpan]:
    """The spans that a log makes, record by record in the order of their numbers.

    Slow, and the reference that the stored ones are compared with.
    """
    past: list[StatusSpan] = []
    for place, row in enumerate(log, 1):
        believed = spans(proposal, live(log[:place]), row.recorded_at)
        contents = {span.content for span in believed}
        for span in past:
            if span.recorded_to == FOREVER and span.content not in contents:
                span.recorded_to = row.recorded_at
        held = {span.content for span in past if span.recorded_to == FOREVER}
        past += [span for span in believed if span.content not in held]
    return [span for span in past if span.recorded_from < span.recorded_to]
