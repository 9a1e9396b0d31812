"""What a message to a webhook says, and how it is signed: by Standard Webhooks.

It is thin: which change it was and where to read it. Nothing of what was written stands in it, so
nothing in it can be out of date, or be wrong to have been told.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from standardwebhooks import Webhook as Signer

from proposals.models import Change, WebhookMessage


def body(message: WebhookMessage) -> str:
    """The same each time that it is sent."""
    change = message.change
    said: dict[str, Any] = {"type": "test", "timestamp": message.created_at, "data": {}}
    if change is not None:
        said = {"type": f"change.{change.kind}", "timestamp": change.at, "data": _data(change)}
    said["timestamp"] = said["timestamp"].astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return json.dumps(said, ensure_ascii=False)


def _data(change: Change) -> dict[str, Any]:
    """By the names that changes/ has for it."""
    return {
        "seq": change.seq,
        "kind": change.kind,
        "noun": change.noun,
        "key": change.key,
        "proposal": change.proposal.slug if change.proposal else None,
        "url": f"{settings.SITE_URL}{reverse('api:changes')}?after={change.seq - 1}",
    }


def headers(message: WebhookMessage, content: str, now: dt.datetime) -> dict[str, str]:
    """How the receiver knows that it is ours, of now, and whether it had it before."""
    now = now.astimezone(dt.UTC)
    signatures = [
        Signer(secret).sign(message.message_id, now, content) for secret in message.webhook.secrets
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "PolicyProposalTracker/1 (webhook)",
        "webhook-id": message.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
