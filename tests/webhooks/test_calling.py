"""Webhooks called for real: nothing is lost, and nobody is called twice without need."""

import datetime as dt
import json
import re
import threading
import time
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from proposals import outgoing, tasks
from proposals.alerts import sending
from proposals.choices import StoppedBy
from proposals.models import Change, Delivery, Webhook, WebhookMessage
from proposals.models.webhooks import (
    FAILURES_BEFORE_STOP,
    FIRST_REST,
    FIRST_WAIT,
    LONGEST_ASKED_FOR,
    LONGEST_REST,
    LONGEST_WAIT,
    MESSAGES_KEPT,
    STOPPED_KEPT,
    TRIED_FOR,
    jittered,
)
from proposals.webhooks import calling, preparing
from tests import ROOT
from tests.factories import people, proposals
from tests.factories.webhooks import trial, webhook
from tests.receiver import listening, receiving, this_machine
from tests.workers import THREADS, Workers, until
from tracker.celery import app

MANUAL = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
NEVER = dt.timedelta(0)


@pytest.fixture(scope="module")
def server():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def receiver(server):
    server.calls.clear()
    server.stalls = 0
    return server


def told(receiver, path, count=1, **fields):
    """A webhook there, and so many messages that wait for it."""
    hook = webhook(receiver.url(path), query="sector=ageing", **fields)
    for _ in range(count):
        proposals.published()
    preparing.prepare()
    return hook


def deliver():
    return calling.deliver(this_machine)


def wait_over():
    """As if every wait, of a lease, after a fault or at rest, had run out."""
    WebhookMessage.objects.update(next_try_at=timezone.now())
    Webhook.objects.update(rests_until=None)


def failing(hook, **ago):
    """As if it had failed again and again for so long."""
    Webhook.objects.filter(pk=hook.pk).update(
        failures=FAILURES_BEFORE_STOP, failing_since=timezone.now() - dt.timedelta(**ago)
    )


@pytest.mark.django_db
def test_each_message_is_taken_once_and_can_be_verified(receiver):
    hook = told(receiver, "200", count=2)
    assert deliver() == 2
    assert deliver() == 0
    assert sorted(receiver.ids) == sorted(hook.messages.values_list("message_id", flat=True))
    for call in receiver.calls:
        Verifier(hook.secret).verify(call.body, call.headers)
        assert call.headers["Content-Type"] == "application/json"
    assert hook.messages.filter(status=200, tries=1).exclude(delivered_at=None).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("500", "500"),
        ("401", "401"),
        ("304", "304"),
        ("words/wrong", "500 wrong \ufffd"),
        ("moved", "302"),
        ("cut", outgoing.BROKEN_OFF),
        ("huge", "500 xxx"),
    ],
)
def test_what_is_not_taken_is_sent_again_under_the_same_id_and_signed_anew(receiver, path, error):
    hook = told(receiver, path)
    assert deliver() == 0
    message = hook.messages.get()
    assert message.error.startswith(error)
    assert len(message.error) <= 300
    assert (message.tries, message.delivered_at, message.failed_at) == (1, None, None)
    assert deliver() == 0
    # Nor has anybody gone where a redirect leads.
    assert [call.path for call in receiver.calls] == [f"/{path}"]
    Webhook.objects.filter(pk=hook.pk).update(url=receiver.url("200"))
    wait_over()
    assert deliver() == 1
    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)
    Verifier(hook.secret).verify(second.body, second.headers)
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.rests_until) == (0, None, None)


@pytest.mark.django_db
def test_the_example_in_the_manual_takes_what_is_ours_and_nothing_else(capsys):
    (program,) = re.findall(r"```python\n(from http\.server .*?)```", MANUAL, re.DOTALL)
    example = {"__name__": "example"}
    exec(program, example)
    with listening(example["Hook"]) as port:
        hook = webhook(f"http://127.0.0.1:{port}/")
        example["SECRET"] = hook.secret
        trial(hook)
        assert deliver() == 1
        assert capsys.readouterr().out == "test {}\n"
        hook.draw_secret()
        example["SECRET"] = webhook().secret
        trial(hook)
        assert deliver() == 0
    assert hook.messages.latest("pk").status == 401


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["hang", "drip"])
def test_who_answers_too_slowly_is_not_waited_for(receiver, path, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.5)
    hook = told(receiver, path)
    began = time.monotonic()
    assert deliver() == 0
    assert time.monotonic() - began < 3
    message = hook.messages.get()
    assert message.error == outgoing.TOO_SLOW
    assert message.status == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "taken"), [(200, 1), (500, 0)])
def test_the_status_counts_however_slowly_its_body_comes(receiver, status, taken, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.5)
    hook = told(receiver, f"body_drips/{status}")
    assert deliver() == taken
    assert hook.messages.get().status == status


@pytest.mark.django_db
def test_nothing_on_this_machine_or_behind_it_is_called(receiver):
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "10.0.0.1"):
        hook = webhook(f"http://{host}:{receiver.port}/200")
        trial(hook)
        assert calling.deliver() == 0
        assert hook.messages.get().error == outgoing.NOT_PUBLIC, host
    assert receiver.calls == []


@pytest.mark.django_db
def test_a_port_on_which_nobody_listens(free_port):
    hook = webhook(f"http://127.0.0.1:{free_port}/")
    trial(hook)
    assert deliver() == 0
    assert hook.messages.get().error == outgoing.NOT_REACHED


@pytest.mark.django_db
def test_who_asks_for_time_gets_it_for_all_messages(receiver):
    hook = told(receiver, "later/3600", count=2)
    now = timezone.now()
    assert deliver() == 0
    assert len(receiver.calls) == 1
    hook.refresh_from_db()
    hour = dt.timedelta(hours=1)
    assert hook.rests_until >= now + hour
    assert hook.messages.get(tries=1).next_try_at >= now + hour
    # The other is due, and waits for the webhook.
    assert hook.messages.get(tries=0).next_try_at <= timezone.now()
    assert list(WebhookMessage.objects.due(now + hour / 2)) == []


@pytest.mark.django_db
def test_nobody_who_asks_for_time_gets_more_than_a_day(receiver):
    hook = told(receiver, f"later/{10**12}")
    deliver()
    hook.refresh_from_db()
    assert hook.rests_until <= timezone.now() + LONGEST_ASKED_FOR
    assert hook.rests_until > timezone.now() + LONGEST_ASKED_FOR / 2


@pytest.mark.django_db
def test_one_that_is_gone_is_stopped_at_once_and_its_owner_told(receiver):
    owner = people.user(email="owner@example.com")
    hook = told(receiver, "410", count=2, owner=owner, label="Dashboard")
    assert deliver() == 0
    assert len(receiver.calls) == 1
    hook.refresh_from_db()
    assert hook.stopped_by == StoppedBy.GONE
    assert hook.messages.filter(failed_at=None).count() == 0
    wait_over()
    assert deliver() == 0
    assert len(receiver.calls) == 1
    assert sending.deliver() == 1
    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert message["To"] == "owner@example.com"
    assert message["Subject"] == "A webhook of yours was stopped: Dashboard"
    assert "List-Unsubscribe" not in message
    said = message.get_content()
    assert hook.url in said
    assert f"/en/admin/proposals/webhook/{hook.pk}/change/" in said
    assert hook.secret not in said


@pytest.mark.django_db
def test_one_that_fails_for_three_days_is_stopped_and_its_owner_told_once(receiver):
    hook = told(receiver, "500", count=3, owner=people.user(email="owner@example.com"))
    failing(hook, days=3)
    assert deliver() == 0
    hook.refresh_from_db()
    assert hook.stopped_by == StoppedBy.FAILURES
    assert Delivery.objects.get().webhook == hook
    assert hook.messages.open().count() == 0
    wait_over()
    assert deliver() == 0
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_one_that_fails_for_less_or_seldom_goes_on(receiver):
    hook = told(receiver, "500")
    failing(hook, days=2, hours=23)
    deliver()
    hook.refresh_from_db()
    assert hook.stopped_at is None
    Webhook.objects.update(failures=1, failing_since=timezone.now() - TRIED_FOR)
    wait_over()
    deliver()
    hook.refresh_from_db()
    assert (hook.stopped_at, hook.failures) == (None, 2)


@pytest.mark.django_db
def test_an_owner_without_a_mailbox_is_not_written_to(receiver):
    hook = told(receiver, "410", owner=people.user(email=""))
    deliver()
    hook.refresh_from_db()
    assert hook.stopped_at is not None
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_message_is_given_up_three_days_after_its_first_fault(receiver):
    hook = told(receiver, "500")
    deliver()
    message = hook.messages.get()
    assert message.tried_until - message.created_at >= TRIED_FOR
    WebhookMessage.objects.update(tried_until=timezone.now() + dt.timedelta(seconds=30), tries=30)
    wait_over()
    deliver()
    message.refresh_from_db()
    # The last try is at the end, and not before.
    assert message.failed_at is None
    assert message.next_try_at <= message.tried_until
    WebhookMessage.objects.update(tried_until=timezone.now())
    wait_over()
    deliver()
    message.refresh_from_db()
    assert message.failed_at is not None
    hook.refresh_from_db()
    assert hook.stopped_at is None


@pytest.mark.parametrize(
    ("first", "longest"), [(FIRST_WAIT, LONGEST_WAIT), (FIRST_REST, LONGEST_REST)]
)
def test_waits_are_at_random_and_up_to_twice_as_long_each_time(first, longest):
    for times in range(40):
        waits = [jittered(first, longest, times) for _ in range(200)]
        most = min(longest, first * 2**times)
        assert all(NEVER <= wait <= most for wait in waits)
        assert min(waits) < most / 4
        assert max(waits) > most * 3 / 4


@pytest.mark.django_db
def test_a_webhook_that_fails_keeps_no_other_waiting(receiver):
    told(receiver, "500", count=3)
    proposals.published()
    well = told(receiver, "200")
    assert deliver() == well.messages.count()
    assert [call.path for call in receiver.calls].count("/500") == 1


@pytest.mark.django_db
def test_a_test_is_sent_whatever_the_webhook_did_and_tried_once(receiver):
    hook = told(receiver, "500")
    deliver()
    hook.stop(StoppedBy.HAND)
    hook.refresh_from_db()
    before = (hook.failures, hook.rests_until)
    tried = trial(hook)
    deliver()
    tried.refresh_from_db()
    hook.refresh_from_db()
    assert (tried.status, tried.failed_at is None) == (500, False)
    assert (hook.failures, hook.rests_until) == before
    assert json.loads(receiver.calls[-1].body)["type"] == "test"


@pytest.mark.django_db
def test_a_test_that_is_taken_does_not_say_that_the_rest_is(receiver):
    hook = webhook(receiver.url("200"))
    failing(hook, days=1)
    trial(hook)
    assert deliver() == 1
    hook.refresh_from_db()
    assert hook.failures == FAILURES_BEFORE_STOP


@pytest.mark.django_db
def test_what_was_taken_by_another_worker_meanwhile_is_not_noted_as_a_fault(receiver):
    message = told(receiver, "200").messages.get()
    message.note_delivered(200)
    assert message.note_fault(0, "ReadTimeout") is False
    message.refresh_from_db()
    assert (message.status, message.failed_at) == (200, None)
    assert message.webhook.failures == 0


@pytest.mark.django_db
def test_what_was_taken_while_it_was_given_up_counts_as_taken(receiver):
    hook = told(receiver, "200")
    message = hook.messages.get()
    hook.stop(StoppedBy.HAND)
    message.note_delivered(200)
    message.refresh_from_db()
    assert message.failed_at is None
    assert message.delivered_at is not None


@pytest.mark.django_db
def test_messages_are_kept_for_thirty_days_and_those_that_wait_for_ever(receiver):
    hook = told(receiver, "200", count=2)
    delivered, waiting = hook.messages.order_by("pk")
    delivered.note_delivered(200)
    old = timezone.now() - MESSAGES_KEPT
    assert calling.forget(timezone.now()) == 0
    WebhookMessage.objects.update(created_at=old - dt.timedelta(seconds=1))
    assert calling.forget(timezone.now()) == 1
    assert list(hook.messages.all()) == [waiting]


@pytest.mark.django_db
def test_one_that_was_stopped_is_kept_for_thirty_days(receiver):
    told(receiver, "410", owner=people.user(email="owner@example.com"))
    live = webhook()
    deliver()
    tasks.forget_webhooks()
    assert Webhook.objects.count() == 2
    Webhook.objects.exclude(stopped_at=None).update(
        stopped_at=timezone.now() - STOPPED_KEPT - dt.timedelta(seconds=1)
    )
    tasks.forget_webhooks()
    assert list(Webhook.objects.all()) == [live]


# --- Workers at once, and workers that are killed ---------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_message_once(receiver):
    hook = told(receiver, "200", count=6)
    receiver.stalls = 0.02
    taken = []

    def work():
        try:
            taken.append(deliver())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 6
    assert sorted(receiver.ids) == sorted(hook.messages.values_list("message_id", flat=True))


@pytest.fixture
def workers(transactional_db, broker_folder, tmp_path):
    made = Workers(broker_folder, tmp_path / "workers.log", app="tests.webhooks.loopback")
    app.control.purge()
    yield made
    made.kill()
    app.control.purge()


@pytest.mark.slow("workers are killed again and again")
def test_workers_killed_while_they_send_lose_nothing_and_repeat_only_what_was_in_hand(
    workers, receiver, capsys
):
    hook = webhook(receiver.url("200"))
    for _ in range(15):
        proposals.published()
    changes = Change.objects.filter(pk__gt=hook.seen_seq).count()
    # The call is counted when it comes and answered later: most kills fall between.
    receiver.stalls = 0.1
    kills = 2
    for _ in range(kills):
        called = len(receiver.calls)
        workers.start(1)
        for _ in range(THREADS):
            tasks.send_webhooks.delay()
        until(lambda: len(receiver.calls) >= called + 8, workers.log)  # noqa: B023
        workers.kill()
        wait_over()
    receiver.stalls = 0
    workers.start(1)
    tasks.send_webhooks.delay()
    until(lambda: not WebhookMessage.objects.open().exists(), workers.log)

    ids = set(hook.messages.values_list("message_id", flat=True))
    repeats = len(receiver.ids) - len(set(receiver.ids))
    with capsys.disabled():
        print(f"\n{kills} kills of a worker: {len(ids)} messages, {repeats} sent again")
    assert len(ids) == changes
    assert set(receiver.ids) == ids
    assert repeats <= kills * calling.SENDERS
    for call in receiver.calls:
        Verifier(hook.secret).verify(call.body, call.headers)
