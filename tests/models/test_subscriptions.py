"""A subscription begins with its mailbox's consent, and its mails are handed over one by one."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from proposals.choices import Cadence, EndedBy, MailKind
from proposals.models import Delivery, Subscription
from proposals.models.subscriptions import DELAYS, LEASE, next_morning
from tests import refused
from tests.factories import proposals
from tests.factories.subscriptions import confirmed, digest, later, unconfirmed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("subscription_can_be_reached", {"email": "nobody"}),
        ("subscription_can_be_reached", {"key": ""}),
        ("subscription_codes_known", {"cadence": "hourly"}),
        ("subscription_codes_known", {"language": "fr"}),
        ("subscription_reads_iff_confirmed", {"confirmed_at": NOW}),
        ("subscription_reads_iff_confirmed", {"seen_seq": 1}),
        ("subscription_reads_iff_confirmed", {"next_due_at": NOW}),
        (
            "subscription_reads_iff_confirmed",
            {"confirmed_at": NOW, "seen_seq": 1, "cadence": "daily"},
        ),
        (
            "subscription_reads_iff_confirmed",
            {"confirmed_at": NOW, "seen_seq": 1, "next_due_at": NOW},
        ),
        ("subscription_ended_iff_by_somebody", {"ended_at": NOW}),
        ("subscription_ended_iff_by_somebody", {"ended_by": "reader"}),
        ("subscription_ended_iff_by_somebody", {"ended_at": NOW, "ended_by": "chance"}),
    ],
)
def test_the_database_refuses_a_subscription_that_contradicts_itself(constraint, fields):
    with refused.by_database(constraint):
        unconfirmed(**fields)


def test_a_subscription_is_to_a_filter_or_to_a_proposal():
    proposal = proposals.published()
    unconfirmed(proposal=proposal)
    with refused.by_database("subscription_to_filter_or_proposal"):
        unconfirmed(proposal=proposal, query="status=proposed")


def test_one_mailbox_follows_one_thing_once():
    proposal = proposals.published()
    long = "author=" + "x" * 4000
    for what in ({"query": ""}, {"query": long}, {"proposal": proposal}):
        first = unconfirmed(email="Ann@example.com", **what)
        with refused.by_database("subscription_live_once"):
            unconfirmed(email="ann@example.com", **what)
        first.end(EndedBy.READER)
        unconfirmed(email="ann@example.com", **what)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("delivery_digest_iff_range", {"after_seq": None}),
        ("delivery_digest_iff_range", {"after_seq": 1}),
        ("delivery_digest_iff_range", {"total": 0}),
        ("delivery_digest_iff_range", {"kind": "confirmation"}),
        ("delivery_sent_or_failed", {"sent_at": NOW, "failed_at": NOW, "last_error": "x"}),
        ("delivery_failed_with_error", {"failed_at": NOW}),
    ],
)
def test_the_database_refuses_a_mail_that_contradicts_itself(constraint, fields):
    values = {"kind": MailKind.DIGEST, "after_seq": 0, "upto_seq": 1, "total": 1} | fields
    subscription = confirmed()
    with refused.by_database(constraint):
        Delivery.objects.create(subscription=subscription, **values)


def test_a_range_is_told_once():
    subscription = confirmed()
    digest(subscription)
    with refused.by_database("delivery_once"):
        digest(subscription, upto_seq=2)
    digest()
    for _again in range(2):
        Delivery.objects.create(subscription=subscription, kind=MailKind.CONFIRMATION)


@pytest.mark.parametrize(
    ("cadence", "now", "due"),
    [
        ("immediate", "2026-11-20T12:00+08:00", None),
        ("daily", "2026-11-20T07:59+08:00", "2026-11-20T08:00+08:00"),
        ("daily", "2026-11-20T08:00+08:00", "2026-11-21T08:00+08:00"),
        # It is the 21st in Hong Kong already.
        ("daily", "2026-11-20T17:00+00:00", "2026-11-21T08:00+08:00"),
        ("daily", "2026-12-31T20:00+08:00", "2027-01-01T08:00+08:00"),
        # The 20th is a Friday, the 23rd a Monday.
        ("weekly", "2026-11-20T12:00+08:00", "2026-11-23T08:00+08:00"),
        ("weekly", "2026-11-23T07:00+08:00", "2026-11-23T08:00+08:00"),
        ("weekly", "2026-11-23T08:00+08:00", "2026-11-30T08:00+08:00"),
    ],
)
def test_a_digest_falls_due_on_a_hong_kong_morning(cadence, now, due):
    expected = dt.datetime.fromisoformat(due) if due else None
    assert next_morning(cadence, dt.datetime.fromisoformat(now)) == expected


def test_a_key_is_256_random_bits():
    keys = {Subscription().key for _ in range(5)}
    assert len(keys) == 5
    assert {len(key) for key in keys} == {43}


def test_it_is_ended_once_and_says_by_whom():
    subscription = confirmed()
    assert subscription.end(EndedBy.READER) is True
    ended_at = subscription.ended_at
    assert subscription.end(EndedBy.OPERATOR) is False
    assert (subscription.ended_at, subscription.ended_by) == (ended_at, EndedBy.READER)


def test_another_cadence_waits_for_its_own_morning():
    subscription = confirmed()
    subscription.change_cadence(Cadence.WEEKLY)
    assert timezone.localtime(subscription.next_due_at).strftime("%A %H:%M") == "Monday 08:00"
    subscription.change_cadence(Cadence.IMMEDIATE)
    assert subscription.next_due_at is None
    waiting = unconfirmed()
    waiting.change_cadence(Cadence.DAILY)
    assert waiting.next_due_at is None


def test_a_mail_is_claimed_by_one_and_comes_back_when_the_lease_runs_out():
    first = digest()
    claimed = Delivery.objects.claim()
    assert claimed == first
    assert claimed.next_try_at > timezone.now() + LEASE - dt.timedelta(minutes=1)
    assert Delivery.objects.claim() is None
    Delivery.objects.update(next_try_at=timezone.now())
    assert Delivery.objects.claim() == first


def test_only_what_waits_is_claimed():
    sent, failed, of_ended, later_on = (digest() for _ in range(4))
    sent.note_sent()
    failed.fail("550 no such mailbox")
    of_ended.subscription.end(EndedBy.READER)
    later_on.put_off("450 later")
    assert Delivery.objects.claim() is None
    waiting = digest()
    assert Delivery.objects.claim() == waiting


def test_claiming_costs_the_same_however_many_wait(django_assert_num_queries):
    for _ in range(3):
        digest()
    with django_assert_num_queries(4):  # savepoint, row, lease, release
        Delivery.objects.claim()


def test_delays_grow_to_three_days_and_then_it_has_failed():
    delivery = digest()
    waited = []
    for number in range(len(DELAYS)):
        before = timezone.now()
        assert delivery.put_off("450 later") is True
        waited.append(round((delivery.next_try_at - before) / dt.timedelta(minutes=1)))
        assert (delivery.refusals, delivery.failed_at) == (number + 1, None)
    assert waited == [1, 5, 15, 60, 240, 480, 720, 1440, 1440]
    assert delivery.put_off("450 later") is False
    assert delivery.failed_at is not None
    assert delivery.last_error == "450 later"


def test_a_mailbox_that_refuses_three_digests_over_days_is_written_to_no_more():
    subscription = confirmed()
    for number in range(3):
        digest(subscription, after_seq=number, upto_seq=number + 1).fail("550 no such mailbox")
    subscription.refresh_from_db()
    # Three within a minute may be the server's own fault.
    assert subscription.ended_at is None
    subscription.deliveries.filter(after_seq=0).update(failed_at=later(days=-3))
    subscription.deliveries.filter(after_seq=1).update(failed_at=later(days=-1))
    assert subscription.end_if_refused() is True
    assert subscription.ended_by == EndedBy.BOUNCED


def test_one_digest_that_arrives_counts_the_refusals_anew():
    subscription = confirmed()
    for number in range(4):
        delivery = digest(subscription, after_seq=number, upto_seq=number + 1)
        if number == 2:
            delivery.note_sent()
        else:
            delivery.fail("550 no such mailbox")
    subscription.deliveries.exclude(failed_at=None).update(failed_at=later(days=-9))
    assert subscription.end_if_refused() is False


def test_what_is_open_is_found_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Delivery.objects.filter(sent_at=None, failed_at=None).order_by("next_try_at", "pk")
    assert "delivery_open" in plan.explain()
