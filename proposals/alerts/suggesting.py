"""What readers tell the editors, until one of them has decided and the sender knows."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from proposals.alerts.following import QUESTIONS_TO_ONE_MAILBOX, TooMany
from proposals.choices import MailKind, SuggestionState
from proposals.models import Delivery, StatusUpdate, Suggestion

# In an hour.
FROM_ONE_ADDRESS = 10
LOCK = 0x7375676765737473


def suggest(told: Suggestion, now: dt.datetime) -> None:
    """Keep what a reader tells, and ask the mailbox, where one is given, whether it was them.

    Raises TooMany. A mailbox that was asked too often is not asked, and the hint goes without.
    """
    hour_ago = now - dt.timedelta(hours=1)
    with transaction.atomic():
        # One at a time, so that two at once are counted as two.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        lately = Suggestion.objects.filter(created_at__gt=hour_ago)
        from_there = lately.exclude(asked_from="").filter(asked_from=told.asked_from)
        if from_there.count() >= FROM_ONE_ADDRESS:
            raise TooMany
        to_mailbox = lately.filter(email__iexact=told.email)
        if told.email and to_mailbox.count() >= QUESTIONS_TO_ONE_MAILBOX:
            told.email = ""
        told.save()
        if told.email:
            Delivery.objects.create(suggestion=told, kind=MailKind.SUGGESTED)


def confirm(told: Suggestion, now: dt.datetime) -> None:
    """The mailbox says yes. To say it twice does no harm."""
    Suggestion.objects.filter(pk=told.pk, confirmed_at=None).update(confirmed_at=now)
    told.refresh_from_db(fields=["confirmed_at"])


def accept(
    told: Suggestion, *, by: User, answer: str = "", update: StatusUpdate | None = None
) -> bool:
    """Take it up; `update` is the record that came of it. False if it was decided already."""
    return _decide(told, SuggestionState.ACCEPTED, by=by, answer=answer.strip(), update=update)


def decline(told: Suggestion, *, by: User, answer: str) -> bool:
    """Leave it, for a reason that the sender is told. False if it was decided already."""
    return _decide(told, SuggestionState.DECLINED, by=by, answer=answer.strip())


def _decide(told: Suggestion, state: SuggestionState, *, by: User, **said: object) -> bool:
    with transaction.atomic():
        is_first = (
            Suggestion.objects.waiting()
            .filter(pk=told.pk)
            .update(state=state, decided_by=by, decided_at=timezone.now(), **said)
        )
        if is_first and told.email:
            Delivery.objects.create(suggestion=told, kind=MailKind.DECIDED)
    told.refresh_from_db()
    return bool(is_first)


def forget(now: dt.datetime) -> int:
    """Delete what no mailbox confirmed, and of the rest who sent it. Returns how many."""
    Suggestion.objects.with_old_origin(now).update(asked_from="")
    forgotten = Suggestion.objects.with_old_sender(now).update(name="", email="")
    _rows, by_model = Suggestion.objects.never_confirmed(now).delete()
    return forgotten + by_model.get(Suggestion._meta.label, 0)
