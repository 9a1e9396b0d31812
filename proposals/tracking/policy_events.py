"""One policy event, many proposals: recorded once, applied to each with its own code and note.

All or nothing: a refusal on one proposal writes none, and every refusal is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.models import Evidence, PolicyEvent, Proposal, StatusUpdate
from proposals.tracking import writer
from proposals.tracking.rules import Conflict, Refusal


@dataclass(frozen=True)
class Step:
    """What the event means for one proposal. `passage` is the part of it that says so;
    `seen` the number of the newest record that the editor had before them; `criteria` the states
    of those that it moves, by position."""

    proposal: Proposal
    status: str
    reason_hant: str
    reason_en: str = ""
    passage: str = ""
    override_reason_hant: str = ""
    override_reason_en: str = ""
    more_evidence: Sequence[Evidence] = field(default=())
    criteria: Mapping[int, str] = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Where a proposal stood before the event and where it stands after it."""

    proposal: Proposal
    before: str
    after: str
    update: StatusUpdate


class EventRefused(Exception):
    """The steps that were refused, each by its place in the list; nothing was written."""

    def __init__(self, refusals: Mapping[int, Refusal | Conflict]) -> None:
        super().__init__(f"{len(refusals)} refused")
        self.refusals = dict(refusals)


def apply(
    event: PolicyEvent, steps: Sequence[Step], *, by: User, preview: bool = False
) -> list[Outcome]:
    """Record an event, unless it is recorded already, and a status update from it on each
    proposal. A preview does the same and takes it back. Raises EventRefused.
    """
    with transaction.atomic():
        Proposal.objects.filter(pk__in=[step.proposal.pk for step in steps]).lock()
        if is_new := event.pk is None:
            event.clean()
            event.recorded_by, event.recorded_at = by, timezone.now()
            event.save()
        outcomes, refusals = [], {}
        for place, step in enumerate(steps):
            try:
                outcomes.append(_take(event, step, by))
            except (Refusal, Conflict) as refusal:
                refusals[place] = refusal
        if not steps:
            refusals[0] = Refusal(
                "no_steps",
                "",
                _("No proposal is chosen."),
                _("Choose the proposals that the event moves."),
            )
        if refusals or preview:
            transaction.set_rollback(True)
            if is_new:
                event.pk, event._state.adding = None, True
    if refusals:
        raise EventRefused(refusals)
    return outcomes


def undo(
    event: PolicyEvent, *, reason_hant: str, reason_en: str = "", by: User
) -> list[StatusUpdate]:
    """Void together, with one reason, every update of the event that still holds or waits.

    Raises EventRefused.
    """
    with transaction.atomic():
        updates = list(
            # What has gone into another proposal was copied there, with the event.
            event.updates.filter(voided_by__isnull=True, proposal__merged_into__isnull=True)
            .select_related("proposal")
            .order_by("-effective_from", "-pk")
        )
        Proposal.objects.filter(pk__in=[update.proposal_id for update in updates]).lock()
        voids, refusals = [], {}
        for place, update in enumerate(updates):
            try:
                voids.append(
                    writer.void(update, reason_hant=reason_hant, reason_en=reason_en, by=by)
                )
            except Refusal as refusal:
                refusals[place] = refusal
        if not updates:
            refusals[0] = Refusal(
                "nothing_to_undo",
                "",
                _("No update of this event is left to void."),
                _("Reload the page to see who voided them."),
            )
        if refusals:
            raise EventRefused(refusals)
    return voids


def _take(event: PolicyEvent, step: Step, by: User) -> Outcome:
    before = Proposal.objects.values_list("status", flat=True).get(pk=step.proposal.pk)
    document = Evidence(
        evidence_class=event.evidence_class,
        title=event.title,
        publisher=event.publisher,
        url=event.url,
        published_on=event.happened_on,
        published_on_precision=event.happened_on_precision,
        quote=step.passage.strip(),
    )
    update = writer.record(
        step.proposal,
        status=step.status,
        effective_on=event.happened_on,
        effective_on_precision=event.happened_on_precision,
        reason_hant=step.reason_hant,
        reason_en=step.reason_en,
        override_reason_hant=step.override_reason_hant,
        override_reason_en=step.override_reason_en,
        evidence=[document, *step.more_evidence],
        criteria=step.criteria,
        event=event,
        by=by,
        seen=step.seen,
    )
    return Outcome(step.proposal, before, step.proposal.status, update)
