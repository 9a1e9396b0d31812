"""Mails through a real mail server: nothing is lost, and nothing is sent twice that can be known.

The one thing that cannot be known: the server took a mail, and whoever sent it died before
hearing so. Then it goes again under the same Message-ID, by which receivers drop a repeat.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from proposals import tasks
from proposals.alerts import following, sending, smtp
from proposals.models import Change, Delivery, Subscription
from tests.factories import proposals
from tests.factories.subscriptions import confirmed
from tests.mailserver import Mailbox, listening
from tests.workers import THREADS, Workers, until
from tracker.celery import app


@pytest.fixture
def to_server(settings, free_port):
    """Mails go to the server on the free port."""
    settings.EMAIL_BACKEND = "proposals.alerts.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.EMAIL_TIMEOUT = 1
    return free_port


@pytest.fixture
def server(to_server):
    with listening(to_server) as mailbox:
        yield mailbox


def prepared(count=1):
    """So many readers to whom one proposal is new."""
    readers = [confirmed() for _ in range(count)]
    proposals.published()
    assert following.prepare(timezone.now()) == count
    return readers


def wait_over():
    """As if every wait, of a lease or after a refusal, had run out."""
    Delivery.objects.update(next_try_at=timezone.now())


@pytest.mark.django_db
def test_the_server_gets_each_mail_once(server):
    readers = prepared(3)
    assert sending.deliver() == 3
    assert sending.deliver() == 0
    assert sorted(m["To"] for m in server.accepted) == sorted(r.email for r in readers)
    assert Delivery.objects.exclude(sent_at=None).count() == 3


@pytest.mark.django_db
def test_while_the_server_is_away_no_mail_is_touched(to_server, caplog):
    prepared(2)
    before = list(Delivery.objects.order_by("pk").values())
    assert sending.deliver() == 0
    assert "the mail server is away" in caplog.text
    assert list(Delivery.objects.order_by("pk").values()) == before
    with listening(to_server) as mailbox:
        assert sending.deliver() == 2
    assert len(set(mailbox.ids)) == 2


@pytest.mark.django_db
def test_a_mailbox_put_off_is_tried_later_and_keeps_nobody_waiting(server):
    slow, quick = prepared(2)
    server.refuses[slow.email] = "450 greylisted"
    assert sending.deliver() == 1
    assert [m["To"] for m in server.accepted] == [quick.email]
    waiting = Delivery.objects.get(subscription=slow)
    assert (waiting.refusals, waiting.last_error, waiting.failed_at) == (1, "450 greylisted", None)
    assert sending.deliver() == 0
    del server.refuses[slow.email]
    wait_over()
    assert sending.deliver() == 1
    assert server.ids[-1] == waiting.message_id


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_what_the_server_refuses_for_good_is_not_tried_again(server, where):
    prepared()
    server.refuses[where] = "550 no such mailbox"
    assert sending.deliver() == 0
    wait_over()
    assert sending.deliver() == 0
    assert (server.asked, server.accepted) == (1, [])
    refused = Delivery.objects.get()
    assert refused.last_error == "550 no such mailbox"
    assert refused.failed_at is not None


@pytest.mark.django_db
def test_a_server_that_closes_for_a_while_is_left_alone_until_the_next_run(server):
    prepared(3)
    server.refuses["RCPT"] = "421 closing"
    assert sending.deliver() == 0
    assert server.asked == 1
    # What was not spoken of has not been refused.
    assert Delivery.objects.filter(refusals=0).count() == 2
    server.refuses.clear()
    wait_over()
    assert sending.deliver() == 3
    assert len(set(server.ids)) == 3


@pytest.mark.django_db
def test_a_server_that_stalls_before_the_mail_is_cut_off(server):
    prepared(2)
    server.stalls["RCPT"] = 30
    began = time.monotonic()
    assert sending.deliver() == 0
    assert time.monotonic() - began < 5
    assert server.asked == 1
    assert Delivery.objects.filter(refusals=0).count() == 1
    server.stalls.clear()
    wait_over()
    assert sending.deliver() == 2
    assert len(server.ids) == len(set(server.ids)) == 2


@pytest.mark.django_db
def test_a_server_that_takes_long_to_accept_is_waited_for(server):
    """Longer than any other silence: hanging up here would send the mail twice."""
    prepared(2)
    server.stalls["DATA"] = 2.5
    assert sending.deliver() == 2
    assert len(server.ids) == len(set(server.ids)) == 2


@pytest.mark.django_db
def test_a_server_that_never_answers_is_not_waited_for_for_ever(server, monkeypatch):
    monkeypatch.setattr(smtp, "ACCEPT_SECONDS", 1)
    prepared()
    server.stalls["DATA"] = 30
    began = time.monotonic()
    assert sending.deliver() == 0
    assert time.monotonic() - began < 5
    assert Delivery.objects.get().refusals == 1


@pytest.mark.django_db
def test_a_connection_lost_before_the_mail_loses_nothing(server):
    prepared()
    server.hangs_up.add("RCPT")
    assert sending.deliver() == 0
    server.hangs_up.clear()
    wait_over()
    assert sending.deliver() == 1
    assert len(server.ids) == 1


@pytest.mark.django_db
def test_a_mail_that_was_taken_without_a_word_goes_again_under_the_same_id(server):
    prepared()
    server.hangs_up.add("DATA")
    assert sending.deliver() == 0
    server.hangs_up.clear()
    wait_over()
    assert sending.deliver() == 1
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_share_the_mails(server):
    readers = prepared(20)
    server.stalls["RCPT"] = 0.02
    counts = []

    def work():
        try:
            counts.append(sending.deliver())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert Counter(m["To"] for m in server.accepted) == {reader.email: 1 for reader in readers}


@pytest.mark.django_db(transaction=True)
def test_a_server_that_stalls_keeps_two_workers_busy_and_no_more(server):
    prepared(4)
    server.stalls["DATA"] = 3
    began = time.monotonic()

    def work():
        try:
            sending.deliver()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: server.asked == 2)
    assert sending.deliver() == 0
    assert time.monotonic() - began < 3
    for thread in threads:
        thread.join()
    assert len(server.ids) == len(set(server.ids)) == 4


@pytest.mark.django_db(transaction=True)
def test_two_that_prepare_at_once_write_each_mail_once():
    for _ in range(20):
        confirmed()
    proposals.published()
    counts = []

    def work():
        try:
            counts.append(following.prepare(timezone.now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert Delivery.objects.count() == 20


# --- Workers that are killed ------------------------------------------------------------------


@pytest.fixture
def workers(transactional_db, broker_folder, free_port, tmp_path):
    made = Workers(
        broker_folder,
        tmp_path / "workers.log",
        EMAIL_URL=f"smtp://127.0.0.1:{free_port}",
    )
    app.control.purge()
    yield made
    made.kill()
    app.control.purge()


def told(mailbox: Mailbox, slugs: list[str]) -> Counter:
    """How many different mails, by their Message-ID, told whom of which proposal."""
    different = {message["Message-ID"].strip(): message for message in mailbox.accepted}
    return Counter(
        (message["To"], slug)
        for message in different.values()
        for slug in slugs
        if f"/proposals/{slug}/" in message.get_content()
    )


@pytest.mark.slow("workers are killed again and again")
def test_workers_killed_again_and_again_lose_nothing_and_repeat_only_what_was_in_hand(
    workers, free_port, capsys
):
    """Kills in the midst of writing mails down, and in the midst of handing them over."""
    readers = [confirmed() for _ in range(200)]
    news, kills, in_hand = [], 0, 0
    with listening(free_port) as mailbox:
        # A second over many mails, before the server has taken any of them: most kills fall there.
        mailbox.stalls["RCPT"] = 0.01

        def killed_when(reached: Callable[[], bool]) -> None:
            nonlocal kills, in_hand
            workers.start(2)
            for _ in range(2 * THREADS):
                tasks.send_alerts.delay()
            until(reached, workers.log)
            workers.kill()
            kills += 1
            in_hand += sending.SENDERS
            wait_over()

        for _ in range(2):
            news.append(proposals.published().slug)
            written = Delivery.objects.count()
            killed_when(lambda: Delivery.objects.count() >= written + 60)  # noqa: B023
            for _ in range(2):
                taken = len(mailbox.accepted)
                killed_when(lambda: len(mailbox.accepted) >= taken + 40)  # noqa: B023

        workers.start(2)
        tasks.send_alerts.delay()
        tasks.send_alerts.delay()
        until(
            lambda: (
                not Subscription.objects.due(timezone.now(), Change.objects.newest()[0]).exists()
                and not Delivery.objects.open().exists()
            ),
            workers.log,
        )

    repeats = len(mailbox.ids) - len(set(mailbox.ids))
    with capsys.disabled():
        print(
            f"\n{kills} kills of 2 workers: {len(set(mailbox.ids))} mails to {len(readers)}"
            f" readers, {len(mailbox.ids)} taken by the server, {repeats} repeated under their ID"
            f" (at most {in_hand} were in hand)"
        )
    assert told(mailbox, news) == {(r.email, slug): 1 for r in readers for slug in news}
    assert set(mailbox.ids) == set(Delivery.objects.values_list("message_id", flat=True))
    assert Delivery.objects.filter(sent_at=None).count() == 0
    assert repeats <= in_hand
