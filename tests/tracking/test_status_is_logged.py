"""The database holds a status to its log when a transaction ends, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from proposals import tracking
from proposals.choices import Status
from proposals.models import Proposal
from tests import refused
from tests.factories import history, people, proposals

HELD = "proposal_status_is_logged"
RECORD = """
    INSERT INTO proposals_statusupdate (proposal_id, number, status, effective_on,
        effective_on_precision, reason_hant, reason_hans, reason_en, override_reason_hant,
        override_reason_hans, override_reason_en, recorded_at, recorded_by_id{column})
    SELECT proposal_id, 99, '{status}', {effective_on}, '{precision}', '原因。', '', '', '', '',
        '', now(), recorded_by_id{value}
    FROM proposals_statusupdate WHERE number = {number}
"""


def record(status, effective_on="'2026-06-20'", precision="day"):
    return RECORD.format(
        status=status, effective_on=effective_on, precision=precision, number=1, column="", value=""
    )


def point(column, number):
    """A record that voids or confirms the one of that number."""
    return RECORD.format(
        status="",
        effective_on="NULL",
        precision="",
        number=number,
        column=f", {column}",
        value=", id",
    )


def stand(status):
    return f"UPDATE proposals_proposal SET status = '{status}'"


def run(*statements):
    """Together, as in one transaction that then ends."""
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
    connection.check_constraints()


@pytest.fixture
def proposal(db):
    """Noted by its log, which also has a statement that it was delivered, not yet confirmed."""
    editor = people.user()
    row = proposals.published(by=editor)
    history.record(row, Status.IN_DELIVERY, by=editor)
    history.record(row, Status.DELIVERED, by=editor)
    assert row.status == Status.IN_DELIVERY
    return row


@pytest.mark.parametrize(
    "statements",
    [
        *([stand(status)] for status in Status.values if status != Status.IN_DELIVERY),
        [record("stalled")],
        [record("stalled"), stand("superseded")],
        # An older event never moves the present, nor what waits for its confirmation.
        [record("noted", "'2026-05-21'"), stand("noted")],
        [record("declined"), stand("declined")],
        [point("void_of_id", 2)],
        [point("confirms_id", 3)],
        [point("void_of_id", 3), stand("delivered")],
    ],
)
def test_sql_cannot_part_a_status_from_its_log(proposal, statements):
    with refused.by_database(HELD):
        run(*statements)
    assert Proposal.objects.get().status == Status.IN_DELIVERY


@pytest.mark.parametrize(
    "statements",
    [
        [stand("delivered"), stand("in_delivery")],
        [stand("stalled"), record("stalled")],
        [record("noted", "'2026-05-21'")],
        [record("declined")],
        [point("void_of_id", 2), stand("proposed")],
        [point("confirms_id", 3), stand("delivered")],
        [point("void_of_id", 3)],
    ],
)
def test_sql_may_write_what_the_log_says(proposal, statements):
    run(*statements)


def test_a_proposal_without_a_log_is_proposed(db):
    draft = proposals.draft()
    with refused.by_database(HELD):
        proposals.copies(draft, [{"status": Status.NOTED}])
        connection.check_constraints()
    proposals.copies(draft, [{"status": Status.PROPOSED}])
    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", [stand("delivered"), record("noted")])
def test_it_is_refused_when_the_transaction_is_committed(sql):
    proposals.published()
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert caught.value.__cause__.diag.constraint_name == HELD
    row = Proposal.objects.get()
    assert (row.status, tracking.newest_number(row)) == (Status.PROPOSED, 1)
