"""What a log of status updates makes of its proposal: where it stands, and stood. No queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

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
    return sorted(held, key=lambda row: (row.effective_from, row.pk))


def projection(live: Sequence[StatusUpdate]) -> dict[str, object]:
    """What the status columns hold by these updates, which are live and in effect order."""
    if not live:
        return dict(zip(STATUS_COLUMNS, (Status.PROPOSED, None, "", 0), strict=True))
    *_before, (status, run) = [
        (status, list(rows)) for status, rows in groupby(live, key=lambda u: u.status)
    ]
    since, precision = run[0].effective_on, run[0].effective_on_precision
    return dict(zip(STATUS_COLUMNS, (status, since, precision, len(live)), strict=True))


def spans(proposal: Proposal, live: Iterable[StatusUpdate], at: dt.datetime) -> list[StatusSpan]:
    """From when to when each status held in the world, as known from `at` on."""
    found: list[StatusSpan] = []
    for status, run in groupby(live, key=lambda update: update.status):
        first = next(run)
        if found:
            found[-1].effective_to = first.effective_from
        found.append(
            StatusSpan(
                proposal=proposal,
                status=status,
                since=first.effective_on,
                since_precision=first.effective_on_precision,
                effective_from=first.effective_from,
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
