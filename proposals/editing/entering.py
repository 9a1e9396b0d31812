"""An article and what it asks for, written together as drafts, and published together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from proposals.editing import publishing, redating, relating
from proposals.editing.writing import save_shared, settle, write
from proposals.models import Addressee, Attribution, Author, Body, Proposal, Source
from proposals.tracking.rules import Conflict, Refusal


@dataclass
class WrittenAsk:
    """One ask of an article with who asks and who is asked; `version` is the one read."""

    proposal: Proposal
    version: int | None
    authors: list[tuple[Author, str]] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)


class RefusedTogether(Exception):
    """Some of several proposals may not be published, so none was: each with its refusal."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(", ".join(refusal.rule for refusal in refusals.values()))
        self.refusals = refusals


def enter(source: Source, asks: Sequence[WrittenAsk], *, by: User, is_moved: bool = True) -> None:
    """Save an article and its drafts, with the authors and the publication that are new.

    `is_moved` is whether the article itself was written to. Raises Conflict, Refusal,
    ValidationError.
    """
    with transaction.atomic():
        # All at once, and before the change log.
        written = Q(pk__in=[ask.proposal.pk for ask in asks])
        Proposal.objects.filter(written | Q(source=source.pk or 0)).lock()
        # Before the article is saved, by which they may move.
        _require_read(asks)
        before = Source.objects.filter(pk=source.pk).first()
        if source.publication is not None and source.publication.pk is None:
            save_shared(source.publication, ())
            # Its key is known from now on.
            source.publication = source.publication
        if is_moved:
            redating.save_source(source, by=by)
        for author in {id(a): a for ask in asks for a, _capacity in ask.authors}.values():
            if author.pk is None:
                save_shared(author, ())
        for ask in asks:
            if before is not None:
                redating.follow(ask.proposal, before, source)
            ask.proposal.source = source
            write(ask.proposal)
            _sign(ask)
            _address(ask)
        settle([ask.proposal for ask in asks])


def _require_read(asks: Sequence[WrittenAsk]) -> None:
    """Raises Conflict where somebody has written one since its editor read it."""
    stored = Proposal.objects.in_bulk([ask.proposal.pk for ask in asks if ask.proposal.pk])
    for ask in asks:
        held = stored.get(ask.proposal.pk)
        if held is not None and ask.version not in (None, held.version):
            raise Conflict(held)


def publish_together(proposals: Sequence[Proposal], *, by: User, undated: bool = False) -> None:
    """Publish all of them, or none. Raises RefusedTogether."""
    refusals = {}
    with transaction.atomic():
        relating.lock(*proposals)
        for proposal in proposals:
            try:
                publishing.publish(proposal, by=by, undated=undated)
            except Refusal as refusal:
                refusals[proposal.pk] = refusal
        if refusals:
            raise RefusedTogether(refusals)


def _sign(ask: WrittenAsk) -> None:
    """Make the authors those that were named; what else was written of one is kept."""
    held = {row.author_id: row for row in ask.proposal.attributions.all()}
    named = [author.pk for author, _capacity in ask.authors]
    Attribution.objects.filter(
        pk__in=[row.pk for author, row in held.items() if author not in named]
    ).delete()
    for position, (author, capacity) in enumerate(ask.authors, 1):
        row = held.get(author.pk) or Attribution(proposal=ask.proposal, author=author)
        before = Attribution.objects.filter(pk=row.pk).first()
        if before is not None and before.capacity_hant != capacity:
            # It says the same of another capacity.
            row.capacity_en = ""
        row.position, row.capacity_hant = position, capacity
        row.fill_hans(before)
        row.save()


def _address(ask: WrittenAsk) -> None:
    held = {row.body_id: row.pk for row in ask.proposal.addressees.all()}
    named = {body.pk for body in ask.bodies}
    gone = [pk for body, pk in held.items() if body not in named]
    Addressee.objects.filter(pk__in=gone).delete()
    for body in ask.bodies:
        if body.pk not in held:
            Addressee.objects.create(proposal=ask.proposal, body=body)
