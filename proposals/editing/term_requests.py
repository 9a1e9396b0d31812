"""What editors ask to have on the lists that chief editors keep, and what becomes of it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.choices import TermRequestState
from proposals.models import TermRequest
from proposals.models.shared import SharedModel


def approve(asked: TermRequest, row: SharedModel, *, by: User) -> bool:
    """It has been added, as this row. False if somebody has decided already."""
    return _decide(asked, TermRequestState.APPROVED, by=by, answer=row.key)


def decline(asked: TermRequest, *, by: User, reason: str) -> bool:
    """It is not added, for a reason that who asked is told. False if it was decided already."""
    return _decide(asked, TermRequestState.DECLINED, by=by, answer=reason)


def _decide(asked: TermRequest, state: TermRequestState, *, by: User, answer: str) -> bool:
    waiting = TermRequest.objects.waiting().filter(pk=asked.pk)
    is_first = waiting.update(state=state, decided_by=by, decided_at=timezone.now(), answer=answer)
    asked.refresh_from_db()
    return bool(is_first)
