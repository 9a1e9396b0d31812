"""What waits for an editor, told by mail to those who chose so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from proposals.choices import MailKind
from proposals.models import Delivery, Reminder, StatusUpdate, Suggestion, TermRequest
from proposals.models.subscriptions import next_morning
from proposals.work import Waiting, waiting_for

# What is told of: what others recorded or answered anyway is to be read at the desk, and drafts and
# candidates wait for whoever took them in.
TOLD = (
    *("mine", "waiting", "told", "terms", "matches", "stale", "overdue", "target"),
    *("links", "channels", "copies", "watched"),
)
LISTED = 5


def prepare(now: dt.datetime) -> int:
    """Write down a mail for each editor whose morning has come and for whom something waits.
    Returns how many.

    Safe to repeat and to run twice at once: a reminder that another has in hand is left to it.
    """
    prepared = 0
    while True:
        with transaction.atomic():
            reminder = (
                Reminder.objects.due(now)
                .select_related("editor")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("pk")
                .first()
            )
            if reminder is None:
                return prepared
            if any(part.rows.exists() for part in told(reminder.editor, now)):
                Delivery.objects.create(editor=reminder.editor, kind=MailKind.REMINDER)
                prepared += 1
            reminder.next_due_at = next_morning(reminder.cadence, now) or now
            reminder.save(update_fields=["next_due_at"])


def told(editor: User, now: dt.datetime) -> list[Waiting]:
    today = timezone.localtime(now).date()
    return [
        _due(part, today) if part.code == "mine" else part
        for part in waiting_for(editor, today)
        if part.code in TOLD
    ]


def _due(part: Waiting, today: dt.date) -> Waiting:
    """Of what is assigned, what is due: the rest waits for nothing."""
    return Waiting(**vars(part) | {"rows": part.rows.filter(next_check_on__lte=today)})


def titled(row: Any) -> str:
    if isinstance(row, StatusUpdate):
        return f"{row.proposal.localized('title')} · {row.said()}"
    if isinstance(row, Suggestion):
        return Truncator(" ".join(row.said.split())).chars(80)
    if isinstance(row, TermRequest):
        return f"{row.name_hant} · {row.get_kind_display()}"
    return str(row)
