"""Two proposals that turn out to be one ask, and how to take that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from proposals import tracking
from proposals.choices import ChangeKind
from proposals.editing import relating, writing
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Change,
    Criterion,
    Idea,
    Proposal,
    StatusUpdate,
)
from proposals.rights import MERGE
from proposals.tracking.rules import Refusal


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge gives to the other proposal, and where that one stood and stands by it."""

    updates: list[StatusUpdate]
    authors: list[Author]
    bodies: list[Body]
    ideas: list[Idea]
    criteria: list[Criterion]
    before: str
    after: str


def merge(
    proposal: Proposal,
    *,
    into: Proposal,
    reason_hant: str,
    reason_en: str = "",
    by: User,
    preview: bool = False,
) -> MergeOutcome:
    """Take one public proposal into another, which gets its authors, bodies, ideas and log.

    The log is copied: what we knew of either before the merge stays as it was. The address of
    the merged one leads to the other from now on. A preview does the same and takes it back.
    Raises Refusal.
    """
    with transaction.atomic():
        _require_right(by)
        _lock(proposal, into)
        if proposal.pk == into.pk:
            raise Refusal(
                "merge_with_itself",
                "into",
                _("A proposal cannot be merged into itself."),
                _("Choose the other proposal."),
            )
        for row in (proposal, into):
            if not row.is_public:
                raise Refusal(
                    "merge_not_public",
                    "into" if row is into else "",
                    _("Only public proposals can be merged, and only into a public one."),
                    _("Publish it first, or withdraw the one that is not needed."),
                )
        before = Proposal.objects.values_list("status", flat=True).get(pk=into.pk)
        criteria = _take_criteria(proposal, into)
        copies = [
            tracking.copy(update, to=into, reason_hant=reason_hant, reason_en=reason_en, by=by)
            for update in proposal.updates.live().in_effect_order()
        ]
        links = _take_links(proposal, into)
        outcome = MergeOutcome(copies, *links, criteria, before, into.status)
        relating.take_over(proposal, into=into)
        _take_uptakes(proposal, into)
        proposal.merged_into = into
        mark_merged([proposal])
        if preview:
            transaction.set_rollback(True)
    for row in (proposal, into):
        row.refresh_from_db()
    return outcome


def mark_merged(proposals: Sequence[Proposal]) -> None:
    """Lead the address of each to the proposal that it is merged into, and tell the public of both
    and of those related. What else a merge does must have been done. Must run inside a transaction.
    """
    Change.objects.append_each(proposals, ChangeKind.MERGED, with_columns=["merged_into"])
    into = [proposal.merged_into for proposal in proposals if proposal.merged_into]
    writing.settle(into)
    relating.settle_related(*proposals, *into)


def split(proposal: Proposal, *, reason_hant: str, reason_en: str = "", by: User) -> None:
    """Take a merge back: the proposal stands for itself again, and what the other had from it
    is voided or removed. Raises Refusal.
    """
    with transaction.atomic():
        _require_right(by)
        if proposal.merged_into is None:
            raise Refusal(
                "not_merged",
                "",
                _("This proposal is not merged into another."),
                _("Reload the page to see how it stands."),
            )
        into = proposal.merged_into
        _lock(proposal, into)
        copies = into.updates.filter(copied_from__proposal=proposal, voided_by__isnull=True)
        for copy in copies.exclude(status="").order_by("-effective_from", "-pk"):
            tracking.void(copy, reason_hant=reason_hant, reason_en=reason_en, by=by)
        into.attributions.filter(merged_from=proposal).delete()
        into.addressees.filter(merged_from=proposal).delete()
        into.criteria.filter(merged_from=proposal, assessments=None).delete()
        related = list(Proposal.objects.related_to(into))
        relating.give_back(proposal, into=into)
        _give_uptakes_back(proposal, into)
        proposal.merged_into = None
        Change.objects.append(proposal, ChangeKind.PUBLISHED, with_columns=["merged_into"])
        writing.settle([into, *related])
        relating.settle_related(proposal)
    for row in (proposal, into):
        row.refresh_from_db()


def _require_right(by: User) -> None:
    if not by.has_perm(MERGE):
        raise Refusal(
            "merge_not_allowed",
            "",
            _("Only a chief editor may merge and split proposals."),
            _("Ask a chief editor."),
        )


def _lock(*proposals: Proposal) -> None:
    relating.lock(*proposals)
    stored = Proposal.objects.in_bulk([proposal.pk for proposal in proposals])
    for proposal in proposals:
        for name in ("publication_state", "merged_into", "first_published_at"):
            setattr(proposal, name, getattr(stored[proposal.pk], name))


def _take_criteria(proposal: Proposal, into: Proposal) -> list[Criterion]:
    """What would count as delivered is taken over where the other has no such list of its own."""
    if into.criteria.standing().exists():
        return []
    kept = into.criteria.values("position")
    taken = list(proposal.criteria.standing().exclude(position__in=kept).order_by("position"))
    for row in taken:
        Criterion.objects.create(
            proposal=into,
            position=row.position,
            text_hant=row.text_hant,
            text_hans=row.text_hans,
            text_en=row.text_en,
            merged_from=proposal,
        )
    return taken


def _take_uptakes(proposal: Proposal, into: Proposal) -> None:
    """What official words answer the one answers the other from now on, unless they do already."""
    answered = into.uptakes.holding().values_list("document", "position")
    taken = [
        uptake
        for uptake in proposal.uptakes.holding().select_related("update__proposal")
        if (uptake.document_id, uptake.position) not in set(answered)
    ]
    for uptake in taken:
        uptake.proposal, uptake.merged_from = into, uptake.merged_from or proposal
        if uptake.update is not None:
            uptake.update = into.updates.filter(copied_from=uptake.update).first() or uptake.update
        uptake.save(update_fields=["proposal", "merged_from", "update"])


def _give_uptakes_back(proposal: Proposal, into: Proposal) -> None:
    for uptake in into.uptakes.filter(merged_from=proposal).select_related("update__copied_from"):
        uptake.proposal, uptake.merged_from = proposal, None
        if uptake.update is not None:
            uptake.update = uptake.update.copied_from or uptake.update
        uptake.save(update_fields=["proposal", "merged_from", "update"])


def _take_links(proposal: Proposal, into: Proposal) -> tuple[list[Author], list[Body], list[Idea]]:
    """Give to the other what it has not got yet; returns what that was."""
    known = into.attributions.values("author")
    last = into.attributions.count()
    attributions = list(
        proposal.attributions.exclude(author__in=known)
        .select_related("author")
        .order_by("position", "pk")
    )
    for place, row in enumerate(attributions, last + 1):
        Attribution.objects.create(
            proposal=into,
            author_id=row.author_id,
            capacity_hant=row.capacity_hant,
            capacity_hans=row.capacity_hans,
            capacity_en=row.capacity_en,
            position=place,
            merged_from=proposal,
        )
    addressees = list(
        proposal.addressees.exclude(body__in=into.addressees.values("body"))
        .select_related("body")
        .order_by("pk")
    )
    for asked in addressees:
        Addressee.objects.create(
            proposal=into, body_id=asked.body_id, basis=asked.basis, merged_from=proposal
        )
    ideas = list(proposal.ideas.exclude(pk__in=into.ideas.values("pk")).order_by("pk"))
    into.ideas.add(*ideas)
    return [row.author for row in attributions], [row.body for row in addressees], ideas
