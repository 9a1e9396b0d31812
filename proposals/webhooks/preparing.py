"""What is new to each webhook, read from the change log by its cursor.

Without a filter that is every change; with one, the changes of the proposals that it finds, as
for those who follow it by e-mail. What nobody ever published is in no log, so it is told to none.
"""

from __future__ import annotations

import logging

from django.core.exceptions import ValidationError
from django.db import transaction

from proposals.alerts.following import found_by
from proposals.models import Change, Webhook, WebhookMessage

logger = logging.getLogger(__name__)

# Written down in one transaction.
CHANGES_AT_ONCE = 1_000


def prepare() -> int:
    """Write down the messages for all webhooks to which something is new. Returns how many.

    Safe to repeat and to run twice at once: a webhook that another has in hand is left to it,
    and what is written down moves the cursor in the same transaction.
    """
    newest, last, prepared = Change.objects.newest()[0], 0, 0
    while True:
        with transaction.atomic():
            webhook = (
                Webhook.objects.behind(newest)
                .filter(pk__gt=last)
                .select_for_update(skip_locked=True)
                .order_by("pk")
                .first()
            )
            if webhook is None:
                return prepared
            try:
                told, upto = _tell(webhook, newest)
            except ValidationError as fault:
                # A later release knows the filter otherwise. It keeps its place until mended.
                logger.error("the filter of webhook %s is faulty: %s", webhook.pk, fault)
                upto = newest
            else:
                prepared += told
                webhook.seen_seq = upto
                webhook.save(update_fields=["seen_seq"])
            if upto >= newest:
                last = webhook.pk


def _tell(webhook: Webhook, newest: int) -> tuple[int, int]:
    """How many messages were written for the next part of the log, and where that part ends."""
    after = webhook.seen_seq
    part = Change.objects.filter(pk__gt=after, pk__lte=newest).order_by("pk")
    upto = max(part.values_list("pk", flat=True)[:CHANGES_AT_ONCE], default=newest)
    changes = Change.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    if webhook.query:
        changes = changes.filter(proposal__in=found_by(webhook.query, after, upto).values("pk"))
    messages = [
        WebhookMessage(webhook=webhook, change_id=seq)
        for seq in changes.values_list("pk", flat=True)
    ]
    WebhookMessage.objects.bulk_create(messages)
    return len(messages), upto
