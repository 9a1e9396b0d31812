"""Logs of any kind, the rules of steps aside: days of June 2026, recorded by hours of 1 July."""

import datetime as dt

from hypothesis import strategies as st

from proposals.choices import Status
from proposals.models import StatusSpan, StatusUpdate
from proposals.tracking.projection import replay

STATUSES = [Status.PROPOSED, Status.NOTED, Status.COMMITTED]


def day(number):
    return dt.date(2026, 6, number)


def at(hour):
    return dt.datetime(2026, 7, 1, hour, tzinfo=dt.UTC)


# (status, day or None, voids the n-th before it or 0), recorded an hour after another or at once.
ENTRY = st.tuples(
    st.sampled_from(STATUSES), st.none() | st.integers(1, 5), st.integers(0, 3), st.booleans()
)
LOG = st.lists(ENTRY, min_size=1, max_size=9)


def write_log(proposal, entries, by):
    """The entries as rows, past the rules: the clocks must read any log rightly.

    Its spans are those of a replay; the reading here goes another way.
    """
    log, hour = [], 1
    for number, (status, on, back, later) in enumerate(entries, 1):
        hour += later
        voided = {u.void_of_id for u in log}
        target = log[-back] if 0 < back <= len(log) else None
        if target and (target.void_of_id or target.pk in voided):
            target = None
        effective = None if target else on
        stated = status if effective else Status.PROPOSED
        log.append(
            StatusUpdate.objects.create(
                proposal=proposal,
                number=number,
                status="" if target else stated,
                effective_on=effective and day(effective),
                effective_on_precision="day" if effective else "",
                void_of=target,
                reason_hant="原因。",
                recorded_at=at(hour),
                recorded_by=by,
            )
        )
    StatusSpan.objects.bulk_create(replay(proposal, list(proposal.updates.order_by("number"))))
    return log
