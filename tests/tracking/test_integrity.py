"""Whatever gets past the rules and the triggers is found, and mended where it can be."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from proposals import tasks, tracking
from proposals.choices import Status
from proposals.models import Proposal
from proposals.tracking import integrity
from tests.factories import history, people, proposals


def by_force(sql):
    """As a superuser who sets every trigger aside; to test with, these are the ways to do harm."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


# What does harm, where it shows, and what is left of it after mending.
HARM = {
    "a status": ("UPDATE proposals_proposal SET status = 'delivered'", ["status"], []),
    "a day": (
        "UPDATE proposals_proposal SET status_since = '2026-06-30' WHERE update_count > 0",
        ["status_since"],
        [],
    ),
    "a precision": (
        "UPDATE proposals_proposal SET status_since_precision = 'month' WHERE update_count > 0",
        ["status_since_precision"],
        [],
    ),
    "a count": ("UPDATE proposals_proposal SET update_count = 9", ["update_count"], []),
    "a span moved": (
        "UPDATE proposals_statusspan SET effective_from = effective_from - 1",
        ["spans"],
        [],
    ),
    "a span of another status": (
        "UPDATE proposals_statusspan SET status = 'stalled' WHERE status = 'proposed'",
        ["spans"],
        [],
    ),
    "a span still believed": (
        "UPDATE proposals_statusspan SET recorded_to = '9999-12-31 00:00:00+00'",
        ["spans"],
        [],
    ),
    "a span lost": ("DELETE FROM proposals_statusspan WHERE status = 'noted'", ["spans"], []),
    "a span twice": (
        """INSERT INTO proposals_statusspan (proposal_id, status, since, since_precision,
        effective_from, effective_to, recorded_from, recorded_to) SELECT proposal_id, status,
        since, since_precision, effective_from, effective_to, recorded_from, recorded_to
        FROM proposals_statusspan""",
        ["spans"],
        [],
    ),
    # What the log says now is taken as said; that a record is gone shows all the same.
    "a record lost": (
        """DELETE FROM proposals_evidence;
        DELETE FROM proposals_change WHERE update_id IS NOT NULL;
        DELETE FROM proposals_statusupdate WHERE number = 2""",
        ["status", "status_since", "update_count", "spans", "numbers", "change_seq"],
        ["numbers", "change_seq"],
    ),
    "a record changed": (
        "UPDATE proposals_statusupdate SET status = 'stalled' WHERE number = 2",
        ["status", "spans"],
        [],
    ),
    "a change lost": (
        "DELETE FROM proposals_change WHERE seq = (SELECT max(seq) FROM proposals_change)",
        ["change_seq"],
        ["change_seq"],
    ),
}


@pytest.fixture
def proposal(db):
    """Noted on 1 June; then something was recorded and voided."""
    editor = people.user()
    row = proposals.published(by=editor)
    history.record(row, Status.NOTED, by=editor)
    mistake = history.record(row, Status.COMMITTED, by=editor)
    tracking.void(mistake, reason_hant="記錯。", by=editor)
    return row


def found():
    return [drift.what for drift in integrity.check()]


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_found_and_mended_where_it_can_be(harm, proposal):
    other = proposals.draft()
    sql, shows, left = HARM[harm]
    assert found() == []
    by_force(sql)
    drifts = list(integrity.check())
    assert [drift.what for drift in drifts if drift.slug == proposal.slug] == shows
    integrity.mend(proposal.slug)
    integrity.mend(other.slug)
    assert found() == left
    # Mending is an act like others: what holds at its end is held to the log.
    connection.check_constraints()


def test_a_drift_says_where_and_what(proposal):
    by_force("UPDATE proposals_proposal SET status = 'delivered'")
    assert [str(drift) for drift in integrity.check()] == [
        f"{proposal.slug}, status: delivered, but by the log noted"
    ]
    integrity.mend(proposal.slug)


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_checked_in_a_fixed_number_of_queries(count, db, django_assert_num_queries):
    editor = people.user()
    for _ in range(count):
        history.record(proposals.published(by=editor), by=editor)
    # Ids, none after them, proposals, records, spans, changes; a savepoint begun and ended.
    with django_assert_num_queries(8):
        assert list(integrity.check()) == []


def test_every_proposal_is_checked_however_many(db, monkeypatch):
    monkeypatch.setattr(integrity, "CHUNK", 2)
    rows = [proposals.draft() for _ in range(5)]
    seen = []
    assert list(integrity.check(progress=seen.append)) == []
    assert seen == [2, 4, 5]
    by_force("UPDATE proposals_proposal SET update_count = 1")
    assert [drift.slug for drift in integrity.check()] == [row.slug for row in rows]


def command(*arguments):
    output = StringIO()
    call_command("check_integrity", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_the_command_proves_a_database(proposal):
    assert command() == "1 proposals hold.\n"


def test_the_command_fails_on_a_drift_and_mends_when_told_to(proposal):
    by_force("UPDATE proposals_proposal SET status = 'delivered'")
    with pytest.raises(CommandError, match="1 facts of 1 proposals"):
        command()
    assert Proposal.objects.get().status == Status.DELIVERED
    assert command("--mend") == (
        f"{proposal.slug}, status: delivered, but by the log noted\n1 proposals hold, mended.\n"
    )
    assert Proposal.objects.get().status == Status.NOTED


def test_the_command_says_what_it_cannot_mend(proposal):
    by_force(HARM["a change lost"][0])
    with pytest.raises(CommandError, match="cannot be mended"):
        command("--mend")


def test_the_nightly_task_logs_each_drift_as_an_error(proposal, caplog):
    tasks.check_integrity()
    assert [record.levelname for record in caplog.records] == ["INFO"]
    by_force("UPDATE proposals_proposal SET status = 'delivered', update_count = 9")
    caplog.clear()
    tasks.check_integrity(colour="blue")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", f"{proposal.slug}, status: delivered, but by the log noted"),
        ("ERROR", f"{proposal.slug}, update_count: 9, but by the log 2"),
    ]
    integrity.mend(proposal.slug)
