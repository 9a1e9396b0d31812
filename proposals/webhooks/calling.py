"""Calling the addresses of webhooks, each message by one worker at a time.

No transaction is open meanwhile: a claim is one, and short; what was answered is another.
docs/adr/0017 says what is promised when something dies in between.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from proposals import outgoing
from proposals.choices import MailKind, StoppedBy
from proposals.models import Delivery, Webhook, WebhookMessage
from proposals.models.webhooks import LONGEST_ASKED_FOR, LONGEST_ERROR
from proposals.turns import turn
from proposals.webhooks import messages

logger = logging.getLogger(__name__)

# A run hands over to the next after this many seconds.
RUN_FOR = 50
# So many are at it at once: addresses that hang must not keep every worker from other work.
SENDERS = 2
SENDERS_LOCK = 0x77656268

# For all of one call, and for what is read of an answer.
SECONDS = 15
BYTES_READ = 2_000

GONE = 410


def deliver(allowed: Callable[[str], bool] | None = None) -> int:
    """Hand over what is due. Returns how many messages were taken."""
    taken, ends_at = 0, time.monotonic() + RUN_FOR
    with turn(SENDERS_LOCK, SENDERS) as has_turn:
        while (
            has_turn
            and time.monotonic() < ends_at
            and (message := WebhookMessage.objects.claim()) is not None
        ):
            taken += _send(message, allowed)
    return taken


@dataclass(frozen=True)
class Answer:
    """What a webhook said to a message: an HTTP status, 0 if it did not come so far, how long it
    asked to be left in peace, and what else there is to tell its owner."""

    status: int
    asked_for: dt.timedelta = dt.timedelta(0)
    error: str = ""

    @property
    def has_taken_it(self) -> bool:
        return 200 <= self.status < 300


def _send(message: WebhookMessage, allowed: Callable[[str], bool] | None) -> bool:
    answer = _ask(message, allowed)
    if answer.has_taken_it:
        message.note_delivered(answer.status)
        return True
    logger.warning("webhook %s took no message: %s", message.webhook_id, answer.error)
    fails_for_long = message.note_fault(answer.status, answer.error, answer.asked_for)
    if answer.status == GONE and message.change_id is not None:
        _stop(message.webhook, StoppedBy.GONE)
    elif fails_for_long:
        _stop(message.webhook, StoppedBy.FAILURES)
    return False


def _ask(message: WebhookMessage, allowed: Callable[[str], bool] | None) -> Answer:
    """Where a redirect leads nobody looks: the address is the one that its owner typed."""
    content = messages.body(message)
    status, asked_for, said = 0, dt.timedelta(0), b""
    try:
        with outgoing.answer(
            "POST",
            message.webhook.url,
            headers=messages.headers(message, content, timezone.now()),
            content=content.encode(),
            ends_at=time.monotonic() + SECONDS,
            allowed=allowed,
        ) as answer:
            status = answer.status
            told = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
            asked_for = outgoing.waited(
                told.get(b"retry-after", ""), timezone.now(), LONGEST_ASKED_FOR
            )
            if not Answer(status).has_taken_it:
                for part in answer.iter_stream():
                    said += part[: BYTES_READ - len(said)]
                    if len(said) >= BYTES_READ:
                        break
    except outgoing.NoAnswer as fault:
        said = said or str(fault).encode()
    return Answer(status, asked_for, _in_a_line(f"{status or ''} {said.decode(errors='replace')}"))


def _in_a_line(text: str) -> str:
    """What a stranger sent, as one line that can be kept and shown."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())[:LONGEST_ERROR]


def _stop(webhook: Webhook, by: StoppedBy) -> None:
    """Once, with a mail to its owner in the same transaction."""
    with transaction.atomic():
        if not webhook.stop(by):
            return
        if webhook.owner.email:
            Delivery.objects.create(webhook=webhook, kind=MailKind.STOPPED)
    logger.warning("webhook %s is stopped: %s", webhook.pk, by)


def forget(now: dt.datetime) -> int:
    """Delete what there is no reason left to keep. Returns how many messages."""
    Webhook.objects.to_forget(now).delete()
    forgotten, _by_model = WebhookMessage.objects.to_forget(now).delete()
    return forgotten
