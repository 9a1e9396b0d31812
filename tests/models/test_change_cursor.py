"""The change log under many writers: what readers follow loses nothing."""

import datetime as dt
import os
import random
import threading
import time

import pytest
from django.db import connection, transaction

from proposals import tracking
from proposals.choices import ChangeKind, Status
from proposals.editing import index, writing
from proposals.models import Change, Proposal, Sector
from tests.factories import history, people, proposals, sources, taxonomy
from tests.together import together

# What each of eight writers does; `make prove` asks for thousands.
EVENTS = int(os.environ.get("PROOF_EVENTS", "40"))


@pytest.mark.django_db(transaction=True)
def test_a_reader_behind_eight_writers_misses_nothing_and_sees_nothing_twice():
    writers, each = 8, EVENTS
    rows = [proposals.published() for _ in range(writers)]
    seen: list[int] = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    already = len(seen)
    ended = threading.Event()

    def write(row: Proposal) -> None:
        dice = random.Random(row.pk)
        for _ in range(each):
            with transaction.atomic():
                Change.objects.append(row, ChangeKind.UPDATED)
                # Commits in another order than the numbers were given, if it could.
                time.sleep(dice.random() / 500)

    def read() -> None:
        last = seen[-1]
        while True:
            over = ended.is_set()
            fresh = Change.objects.filter(seq__gt=last).order_by("seq")
            for seq in list(fresh.values_list("seq", flat=True)):
                seen.append(seq)
                last = seq
            if over:
                return
            time.sleep(0.001)

    def write_all() -> None:
        try:
            assert together(*(lambda row=row: write(row) for row in rows)) == []
        finally:
            ended.set()

    assert together(read, write_all) == []
    assert len(seen) == already + writers * each
    assert seen == list(Change.objects.order_by("seq").values_list("seq", flat=True))
    at = list(Change.objects.order_by("seq").values_list("at", flat=True))
    assert at == sorted(at)
    for row in rows:
        row.refresh_from_db()
        newest = row.changes.latest("seq")
        assert (row.change_seq, row.updated_at) == (newest.seq, newest.at)


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_a_transaction_is_refused():
    row = proposals.published()
    with pytest.raises(transaction.TransactionManagementError):
        Change.objects.append(row, ChangeKind.UPDATED)
    assert row.changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_editors_recording_at_once_get_consecutive_numbers():
    editor = people.user()
    row = proposals.published(by=editor)

    def record() -> None:
        mine = Proposal.objects.get(pk=row.pk)
        for day in range(1, 6):
            history.record(mine, Status.NOTED, dt.date(2026, 6, day), by=editor)

    assert together(record, record) == []
    assert sorted(row.updates.values_list("number", flat=True)) == list(range(1, 12))
    row.refresh_from_db()
    assert (row.update_count, row.status_since) == (11, dt.date(2026, 6, 1))


@pytest.mark.django_db(transaction=True)
def test_one_update_is_voided_by_one_of_two_editors():
    editor = people.user()
    row = proposals.published(by=editor)
    mistake = history.record(row, by=editor)

    def void() -> None:
        mine = type(mistake).objects.get(pk=mistake.pk)
        tracking.void(mine, reason_hant="記錯。", by=editor)

    faults = together(void, void)
    assert [fault.rule for fault in faults] == ["already_voided"]
    assert row.updates.filter(void_of=mistake).count() == 1


@pytest.mark.django_db(transaction=True)
def test_edits_of_many_and_records_on_one_never_wait_in_a_ring():
    editor, author, source = people.user(), people.author(), sources.source()
    rows = [proposals.published(authors=[author], source=source, by=editor) for _ in range(5)]

    def rename() -> None:
        for number in range(6):
            author.name_hant = f"陳大文{number}"
            writing.save_shared(author, Proposal.objects.filter(authors=author))

    def retitle() -> None:
        for number in range(6):
            source.headline = f"完善銀髮經濟{number}"
            writing.save_shared(source, Proposal.objects.filter(source=source).order_by("-pk"))

    def record() -> None:
        dice = random.Random(1)
        for day in range(1, 10):
            row = Proposal.objects.get(pk=dice.choice(rows).pk)
            history.record(row, Status.NOTED, dt.date(2026, 6, day), by=editor)

    def look() -> None:
        for row in reversed(rows):
            tracking.check(
                Proposal.objects.get(pk=row.pk), checked_on=dt.date(2026, 6, 1), by=editor
            )

    assert together(rename, retitle, record, look) == []
    kinds = list(Change.objects.values_list("kind", flat=True))
    assert kinds.count(ChangeKind.STATUS) == 9
    assert kinds.count(ChangeKind.CHECKED) == 5
    # Each edit of the author or the source is told of each of the five.
    assert kinds.count(ChangeKind.UPDATED) == 2 * 6 * 5
    assert index.verify_index(share=1) == (5, [])


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_was_never_told():
    row = proposals.published()
    seq = row.change_seq
    with transaction.atomic():
        Change.objects.append(row, ChangeKind.UPDATED)
        transaction.set_rollback(True)
    row.refresh_from_db()
    assert row.change_seq == seq
    assert Change.objects.filter(proposal=row).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_row_that_is_deleted_while_it_is_saved_both_are_told():
    sector = taxonomy.sector()
    saved, other = threading.Event(), Sector.objects.get(pk=sector.pk)

    def save() -> None:
        with transaction.atomic():
            sector.name_en = "Older people"
            writing.save_shared(sector, ())
            saved.set()
            with connection.cursor() as cursor:
                for _ in range(1_000):
                    cursor.execute(
                        "SELECT FROM pg_locks WHERE NOT granted"
                        " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                    )
                    if cursor.rowcount:
                        return
                    time.sleep(0.01)
        raise AssertionError("nobody waited")

    def delete() -> None:
        assert saved.wait(10)
        writing.delete_shared(other)

    assert together(save, delete) == []
    assert not Sector.objects.exists()
    assert list(Change.objects.order_by("seq").values_list("key", "gone")) == [
        ("ageing", False),
        ("ageing", True),
    ]
