"""Relations: to state that a reader of one proposal will want to see another, and maybe why."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q

from proposals.editing import writing
from proposals.models import Proposal, Relation


def relate(relation: Relation) -> None:
    """Save a relation, and tell the public at both ends. Raises ValidationError.

    Of a pair the slug that comes first in the alphabet stands first, as in the package.
    """
    with transaction.atomic():
        stored = Relation.objects.filter(pk=relation.pk).first()
        ends = _ends(relation) | (_ends(stored) if stored else set())
        proposals = Proposal.objects.filter(pk__in=ends)
        proposals.lock()
        relation.proposal, relation.other = _in_order(relation.proposal, relation.other)
        relation.fill_hans(stored)
        relation.full_clean()
        relation.save()
        writing.settle(proposals)


def _in_order(*pair: Proposal) -> list[Proposal]:
    return sorted(pair, key=lambda proposal: proposal.slug)


def part(relation: Relation) -> None:
    """Delete a relation, and tell the public at both ends."""
    with transaction.atomic():
        proposals = Proposal.objects.filter(pk__in=_ends(relation))
        proposals.lock()
        relation.delete()
        writing.settle(proposals)


def lock(*proposals: Proposal) -> None:
    """Hold proposals that are to come before the public or to leave it, with those that show
    them as related: `settle_related` ends it."""
    pks = {proposal.pk for proposal in proposals}
    related = Proposal.objects.related_to(*proposals).values_list("pk", flat=True)
    Proposal.objects.filter(pk__in=pks | set(related)).lock()


def settle_related(*proposals: Proposal) -> None:
    """Tell the public of those related that they show one more or one less."""
    writing.settle(Proposal.objects.related_to(*proposals))


def take_over(proposal: Proposal, *, into: Proposal) -> None:
    """Give to one proposal the relations of another that is merged into it."""
    known = {into.pk, *Proposal.objects.related_to(into).values_list("pk", flat=True)}
    for relation in _of(proposal):
        [other] = {relation.proposal, relation.other} - {proposal}
        if other.pk not in known:
            first, second = _in_order(into, other)
            Relation.objects.create(
                proposal=first,
                other=second,
                reason_hant=relation.reason_hant,
                reason_hans=relation.reason_hans,
                reason_en=relation.reason_en,
                merged_from=proposal,
            )


def give_back(proposal: Proposal, *, into: Proposal) -> None:
    """Take back what a merge gave."""
    _of(into).filter(merged_from=proposal).delete()


def _of(proposal: Proposal) -> models.QuerySet[Relation]:
    ends = Q(proposal=proposal) | Q(other=proposal)
    return Relation.objects.filter(ends).select_related("proposal", "other").order_by("pk")


def _ends(relation: Relation) -> set[int]:
    return {relation.proposal_id, relation.other_id}
