"""What a message says, and that who knows the secret, and nobody else, can verify it."""

import datetime as dt
import json

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from proposals.models import Change, WebhookMessage
from proposals.models.webhooks import FORMER_SECRET_KEPT
from proposals.webhooks import messages, preparing
from tests.factories import proposals
from tests.factories.webhooks import trial, webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    hook = webhook(query="sector=ageing")
    proposals.published()
    preparing.prepare()
    return WebhookMessage.objects.get(webhook=hook)


def signed(message, now=None):
    content = messages.body(message)
    return content, messages.headers(message, content, now or timezone.now())


def test_it_says_which_change_it_was_and_where_to_read_it(message, client, settings):
    change = message.change
    said = json.loads(messages.body(message))
    instant = dt.datetime.fromisoformat(said.pop("timestamp"))
    assert instant == change.at
    url = said["data"].pop("url")
    assert said == {
        "type": "change.published",
        "data": {
            "seq": change.seq,
            "kind": "published",
            "noun": "proposal",
            "key": change.proposal.slug,
            "proposal": change.proposal.slug,
        },
    }
    assert url.startswith(f"{settings.SITE_URL}/api/v1/changes/")
    (first, *_rest) = client.get(url.removeprefix(settings.SITE_URL)).json()["results"]
    assert first["seq"] == change.seq
    assert {name: first[name] for name in said["data"]} == said["data"]


def test_it_holds_nothing_of_what_was_written(message):
    proposal = message.change.proposal
    assert proposal.title_en not in messages.body(message)
    assert proposal.title_hant not in messages.body(message)


def test_a_change_of_what_proposals_share_names_no_proposal():
    hook = webhook()
    proposals.published()
    preparing.prepare()
    change = Change.objects.filter(pk__gt=hook.seen_seq, noun="author").get()
    said = json.loads(messages.body(hook.messages.get(change=change)))
    assert said["type"] == "change.person"
    assert said["data"]["key"] == change.key
    assert said["data"]["proposal"] is None


def test_a_test_says_that_it_is_one():
    assert json.loads(messages.body(trial()))["type"] == "test"


def test_the_signature_is_verified_by_the_secret(message):
    content, headers = signed(message)
    assert Verifier(message.webhook.secret).verify(content, headers) == json.loads(content)


def test_another_secret_another_text_and_another_time_are_refused(message):
    content, headers = signed(message)
    verifier = Verifier(message.webhook.secret)
    with pytest.raises(WebhookVerificationError):
        Verifier(webhook().secret).verify(content, headers)
    with pytest.raises(WebhookVerificationError):
        verifier.verify(content.replace("published", "withdrawn"), headers)
    old = signed(message, timezone.now() - dt.timedelta(minutes=6))
    with pytest.raises(WebhookVerificationError, match="too old"):
        verifier.verify(*old)
    moved = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}
    with pytest.raises(WebhookVerificationError):
        verifier.verify(content, moved)


def test_for_a_day_both_the_new_secret_and_the_former_verify_and_then_the_new_alone(message):
    hook, former = message.webhook, message.webhook.secret
    drawn = hook.draw_secret()
    assert drawn != former
    for secret in (former, drawn):
        Verifier(secret).verify(*signed(message))
    hook.former_secret_until -= FORMER_SECRET_KEPT
    Verifier(drawn).verify(*signed(message))
    with pytest.raises(WebhookVerificationError):
        Verifier(former).verify(*signed(message))
