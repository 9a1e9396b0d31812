import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from proposals import tracking
from proposals.choices import Status
from proposals.models import Proposal, StatusSpan
from proposals.models.clocks import FOREVER, LAST_DAY
from proposals.tracking import integrity
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


def test_an_older_database_gets_its_spans_by_what_is_certain():
    editor, may = people.user(is_superuser=True), dt.date(2026, 5, 1)
    proposal = proposals.published(proposed_on=DAY, by=editor)
    month = {"effective_on_precision": "month", "by": editor}
    history.record(proposal, Status.NOTED, may, **month)
    wrong = history.record(proposal, Status.UNDER_STUDY, may, **month)
    tracking.void(wrong, reason_hant="記錯。", by=editor)
    history.record(proposal, Status.COMMITTED, dt.date(2026, 6, 1), **month)
    undated = proposals.published(proposed_on=None, by=editor)
    declined = history.record(undated, Status.DECLINED, may, **month)
    tracking.confirm(declined, by=people.user())
    assert list(integrity.check()) == []
    # As they were: from the first day on which each can have happened, in the order of those.
    StatusSpan.objects.all().delete()
    span(proposal=undated, status=Status.PROPOSED, since=None, since_precision="")
    span(proposal=proposal, status=Status.COMMITTED, effective_from=dt.date(2026, 6, 1))
    span(proposal=proposal, status=Status.PROPOSED, effective_to=dt.date(2026, 6, 1))
    migration = import_module("proposals.migrations.0025_certain_days")
    migration.rebuild(apps, None)
    assert list(integrity.check()) == []
    known = proposal.spans.filter(recorded_to=FOREVER).order_by("effective_from")
    assert [(held.status, held.effective_from) for held in known] == [
        ("proposed", DAY),
        ("noted", dt.date(2026, 5, 31)),
        ("committed", dt.date(2026, 6, 30)),
    ]


def test_an_older_database_gets_its_status_by_the_order_of_today():
    editor = people.user()
    proposal = proposals.published(proposed_on=DAY, by=editor)
    may = {"effective_on_precision": "month", "by": editor}
    history.record(proposal, Status.COMMITTED, dt.date(2026, 5, 1), **may)
    # Its month begins before the ask, so it stood before the ask.
    older = {"status": "proposed", "status_since": DAY, "status_since_precision": "day"}
    Proposal.objects.filter(pk=proposal.pk).update(**older)
    import_module("proposals.migrations.0025_certain_days").rebuild(apps, None)
    connection.check_constraints()
    assert list(integrity.check()) == []
    proposal.refresh_from_db()
    assert proposal.status == Status.COMMITTED
