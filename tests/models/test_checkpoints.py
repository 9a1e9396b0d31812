"""What the log came to by a day, signed."""

import base64
import datetime as dt

import pytest
from cryptography.exceptions import InvalidSignature
from django.db import ProgrammingError, connection, transaction

from proposals import signing, tasks
from proposals.models import Change, Checkpoint
from proposals.models.checkpoints import Rewritten
from tests.factories import proposals

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
NEXT = dt.date(2026, 6, 2)


def test_it_names_the_newest_change_and_is_signed_by_the_key_that_it_names():
    proposals.published()
    made = Checkpoint.objects.make(DAY)
    newest = Change.objects.latest("seq")
    assert (made.day, made.seq, made.hash) == (DAY, newest.seq, newest.hash)
    key, signature = signing.public_keys()[made.key_id], base64.b64decode(made.signature)
    statement = f"checkpoint\n2026-06-01\n{newest.seq}\n{newest.hash}\n"
    key.verify(signature, statement.encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, statement.replace("06-01", "06-02").encode())


def test_there_is_one_a_day_and_only_where_the_log_grew():
    assert Checkpoint.objects.make(DAY) is None
    proposals.published()
    assert Checkpoint.objects.make(DAY)
    assert Checkpoint.objects.make(NEXT) is None
    proposals.published()
    assert Checkpoint.objects.make(DAY) is None
    assert Checkpoint.objects.make(NEXT)
    assert Checkpoint.objects.make(NEXT) is None
    assert [checkpoint.day for checkpoint in Checkpoint.objects.order_by("-seq")] == [NEXT, DAY]


def test_the_worker_makes_one_of_today():
    proposals.published()
    tasks.make_checkpoint()
    tasks.make_checkpoint()
    assert Checkpoint.objects.count() == 1


def test_what_was_signed_is_never_altered():
    proposals.published()
    Checkpoint.objects.make(DAY)
    for write in (lambda: Checkpoint.objects.update(day=NEXT), Checkpoint.objects.all().delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            write()


def test_a_log_that_was_rewritten_is_not_signed():
    proposals.published()
    Checkpoint.objects.make(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE proposals_change DISABLE TRIGGER USER")
        cursor.execute("UPDATE proposals_change SET hash = 'forged'||seq")
        cursor.execute("ALTER TABLE proposals_change ENABLE TRIGGER USER")
    proposals.published()
    with pytest.raises(Rewritten):
        Checkpoint.objects.make(NEXT)
