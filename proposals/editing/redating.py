"""The date of a source corrected, and the asks that have it from there."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from proposals.editing import publishing, writing
from proposals.models import Proposal, Source
from proposals.models.dated import DATING
from proposals.models.proposals import ProposalQuerySet


def inheriting(source: Source) -> ProposalQuerySet:
    """The asks that follow the date of this source, as it is stored: those that have it, and
    whose log may go on."""
    stored = Source.objects.filter(pk=source.pk).first()
    if stored is None:
        return Proposal.objects.none()
    has = {f"proposed_{ending}": getattr(stored, f"published_{ending}") for ending in DATING}
    return Proposal.objects.open().filter(source=stored, **has)


def follow(ask: Proposal, before: Source, source: Source) -> None:
    """Give an ask that is to be saved the new date of its source, where it had the old one."""
    had = [getattr(before, f"published_{ending}") for ending in DATING]
    if had == [getattr(ask, f"proposed_{ending}") for ending in DATING]:
        for ending in DATING:
            setattr(ask, f"proposed_{ending}", getattr(source, f"published_{ending}"))


def save_source(source: Source, *, by: User, redates: bool = True) -> None:
    """Save a source. `redates` lets the asks that had its date follow, and where they are public
    records anew when they were made. Raises Refusal where what is recorded since does not fit.
    """
    with transaction.atomic():
        showing = Proposal.objects.filter(source=source.pk or 0)
        # Before the change log, as every other writer does.
        showing.lock()
        before = Source.objects.filter(pk=source.pk).first()
        had = list(inheriting(before).public().order_by("pk")) if before and redates else []
        writing.save_shared(source, showing, redates=redates)
        if before is None:
            return
        for ask in had:
            stored = Proposal.objects.select_related("source").get(pk=ask.pk)
            publishing.restate(stored, before=before.published, by=by)
