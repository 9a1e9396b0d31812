"""A webhook is live or stopped, a message delivered or not, and the database holds it so."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from proposals.choices import MailKind, StoppedBy
from proposals.models import Change, Delivery, Webhook, WebhookMessage
from proposals.models.webhooks import LEASE
from tests import refused
from tests.factories import proposals
from tests.factories.subscriptions import confirmed
from tests.factories.webhooks import trial, webhook

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("webhook_can_sign", {"secret": "none"}),
        ("webhook_former_secret_ends", {"former_secret": "whsec_YQ=="}),
        ("webhook_former_secret_ends", {"former_secret_until": NOW}),
        ("webhook_failing_iff_failures", {"failures": 1}),
        ("webhook_failing_iff_failures", {"failing_since": NOW}),
        ("webhook_stopped_iff_by_somebody", {"stopped_at": NOW}),
        ("webhook_stopped_iff_by_somebody", {"stopped_by": StoppedBy.HAND}),
        ("webhook_stopped_iff_by_somebody", {"stopped_at": NOW, "stopped_by": "nobody"}),
    ],
)
def test_what_a_webhook_cannot_be(constraint, fields):
    assert constraint in refused.constraints(Webhook)
    with refused.by_database(constraint):
        webhook(**fields)


def test_it_may_be_all_of_that_at_once():
    webhook(
        former_secret="whsec_YQ==",
        former_secret_until=NOW,
        failures=1,
        failing_since=NOW,
        stopped_at=NOW,
        stopped_by=StoppedBy.HAND,
    )


def test_a_change_is_told_to_a_webhook_once_and_tests_as_often_as_wanted():
    hook, other = webhook(), webhook()
    proposals.published()
    change = Change.objects.latest("pk")
    for told in (hook, other):
        WebhookMessage.objects.create(webhook=told, change=change)
    for _ in range(2):
        trial(hook)
    with refused.by_database("webhook_told_once"):
        WebhookMessage.objects.create(webhook=hook, change=change)


def test_a_message_is_not_both_delivered_and_given_up():
    message = trial()
    with refused.by_database("webhook_message_delivered_or_failed"):
        WebhookMessage.objects.update(delivered_at=NOW, failed_at=NOW)
    WebhookMessage.objects.update(failed_at=NOW)
    message.refresh_from_db()
    assert message.failed_at == NOW


def test_a_mail_is_of_a_webhook_or_of_a_subscription():
    Delivery.objects.create(kind=MailKind.STOPPED, webhook=webhook())
    for fields in (
        {"kind": MailKind.STOPPED},
        {"kind": MailKind.STOPPED, "subscription": confirmed()},
        {"kind": MailKind.STOPPED, "subscription": confirmed(), "webhook": webhook()},
        {"kind": MailKind.CONFIRMATION, "webhook": webhook()},
    ):
        with refused.by_database("delivery_to_whom_its_kind_is_for"):
            Delivery.objects.create(**fields)


def test_what_one_worker_has_claimed_no_other_gets_until_the_lease_is_over():
    message = trial()
    assert WebhookMessage.objects.claim() == message
    assert WebhookMessage.objects.claim() is None
    assert WebhookMessage.objects.due(timezone.now() + LEASE).get() == message


def test_it_is_stopped_once_and_resumed_once():
    hook = webhook(failures=3, failing_since=NOW, rests_until=NOW)
    assert hook.resume() is False
    assert hook.stop(StoppedBy.HAND) is True
    assert hook.stop(StoppedBy.GONE) is False
    assert hook.stopped_by == StoppedBy.HAND
    proposals.published()
    assert hook.resume() is True
    assert (hook.stopped_at, hook.stopped_by) == (None, "")
    assert (hook.failures, hook.failing_since, hook.rests_until) == (0, None, None)
    assert hook.seen_seq == Change.objects.newest()[0]


@pytest.mark.parametrize(
    "url", ["http://a.example/", "ftp://a.example/", "https://user:pw@a.example/", "a.example"]
)
def test_an_address_that_is_not_called(url):
    with pytest.raises(ValidationError) as caught:
        webhook(url).clean_fields()
    assert "url" in caught.value.message_dict


def test_an_address_that_is():
    webhook("https://a.example:8443/hook?key=1").clean_fields()
