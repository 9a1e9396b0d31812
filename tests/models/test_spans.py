import datetime as dt

import pytest

from proposals.choices import Status
from proposals.models import StatusSpan
from proposals.models.clocks import FOREVER, LAST_DAY
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 20)


def span(**columns):
    values = {
        "proposal": proposals.draft(),
        "status": Status.NOTED,
        "since": DAY,
        "since_precision": "day",
        "effective_from": DAY,
        "effective_to": LAST_DAY,
        "recorded_from": NOON,
        "recorded_to": FOREVER,
    } | columns
    return StatusSpan.objects.create(**values)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"effective_to": DAY + dt.timedelta(days=1)},
        {"recorded_to": NOON + dt.timedelta(microseconds=1)},
        {"since": None, "since_precision": "", "effective_from": dt.date.min},
    ],
)
def test_the_database_takes_a_span_with(columns):
    assert span(**columns).pk


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("span_effective_order", {"effective_to": DAY}),
        ("span_effective_order", {"effective_to": DAY - dt.timedelta(days=1)}),
        ("span_recorded_order", {"recorded_to": NOON}),
        ("span_recorded_order", {"recorded_to": NOON - dt.timedelta(microseconds=1)}),
    ],
)
def test_the_database_refuses_a_span_with(constraint, columns):
    with refused.by_database(constraint):
        span(**columns)


def test_the_constraints_tested_here_are_all():
    assert refused.constraints(StatusSpan) == {"span_effective_order", "span_recorded_order"}


def test_a_log_is_kept_as_what_was_believed_and_from_when_to_when():
    editor = people.user()
    proposal = proposals.published(proposed_on=DAY, by=editor)
    begun = proposal.updates.get().recorded_at
    on = dt.date(2026, 6, 10)
    committed = history.record(proposal, Status.COMMITTED, on, by=editor).recorded_at
    earlier = dt.date(2026, 6, 1)
    noted = history.record(proposal, Status.NOTED, earlier, by=editor).recorded_at
    spans = proposal.spans.order_by("recorded_from", "effective_from")
    assert list(
        spans.values_list(
            "status", "effective_from", "effective_to", "recorded_from", "recorded_to"
        )
    ) == [
        ("proposed", DAY, LAST_DAY, begun, committed),
        ("proposed", DAY, on, committed, noted),
        ("committed", on, LAST_DAY, committed, FOREVER),
        ("proposed", DAY, earlier, noted, FOREVER),
        ("noted", earlier, on, noted, FOREVER),
    ]
