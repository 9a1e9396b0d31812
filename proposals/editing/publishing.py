"""What the public may see: a proposal is published, or withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals import tracking
from proposals.choices import ChangeKind, DateBasis, EvidenceClass, PublicationState, Status
from proposals.dates import Dating
from proposals.editing import relating
from proposals.models import (
    Change,
    Evidence,
    Proposal,
    Source,
    StatusUpdate,
)
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.tracking.rules import Refusal


def publish(proposal: Proposal, *, by: User, undated: bool = False) -> None:
    """Show a complete draft, or a withdrawn proposal again, to the public. `undated` says that
    nobody knows when it was asked, where it has no date. Raises Refusal.
    """
    if refused := publish_each([proposal], by=by, undated=undated):
        raise refused[proposal.pk]
    proposal.refresh_from_db()


def publish_each(
    proposals: Collection[Proposal], *, by: User, undated: bool = False
) -> dict[int, Refusal]:
    """Like `publish` for several, as they are stored. Why not, by the id of each that may not."""
    refused: dict[int, Refusal] = {}
    shown: list[Proposal] = []
    with transaction.atomic():
        relating.lock(*proposals)
        rows = Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals])
        rows = rows.select_related("source").defer(*SEARCH_COLUMNS).order_by("pk")
        for stored in rows.prefetch_related("updates", "attributions"):
            try:
                _require_publishable(stored, undated=undated)
                if not stored.updates.all():
                    state_as_proposed(stored, by=by)
            except Refusal as refusal:
                refused[stored.pk] = refusal
            else:
                stored.withdrawn_reason_hant = stored.withdrawn_reason_hans = ""
                stored.withdrawn_reason_en = ""
                shown.append(stored)
        _set_state(shown, PublicationState.PUBLISHED, ChangeKind.PUBLISHED)
    return refused


def _require_publishable(stored: Proposal, *, undated: bool) -> None:
    if stored.publication_state == PublicationState.PUBLISHED:
        raise Refusal("already_published", "", _("It is published already."), _("Reload the page."))
    _require_complete(stored)
    if starts_undated(stored) and not undated:
        raise Refusal(
            "undated",
            "proposed_on",
            _("When it was asked is not stated."),
            _("Give the day, month or year, or say that its date is not known."),
        )


def withdraw(proposal: Proposal, *, reason_hant: str, reason_en: str) -> None:
    """Take a proposal from the public, saying why; its address keeps telling. Raises Refusal."""
    proposal.withdrawn_reason_hant, proposal.withdrawn_reason_en = reason_hant, reason_en
    if refused := withdraw_each([proposal]):
        raise refused[proposal.pk]
    proposal.refresh_from_db()


def withdraw_each(proposals: Collection[Proposal]) -> dict[int, Refusal]:
    """Like `withdraw` for several, each for the reason that it has. Why not, by the id of each that
    may not be."""
    given = {row.pk: (row.withdrawn_reason_hant, row.withdrawn_reason_en) for row in proposals}
    refused: dict[int, Refusal] = {}
    hidden: list[Proposal] = []
    with transaction.atomic():
        relating.lock(*proposals)
        for stored in Proposal.objects.filter(pk__in=given).defer(*SEARCH_COLUMNS).order_by("pk"):
            reason_hant, reason_en = (reason.strip() for reason in given[stored.pk])
            try:
                _require_withdrawable(stored, reason_hant=reason_hant, reason_en=reason_en)
            except Refusal as refusal:
                refused[stored.pk] = refusal
            else:
                stored.withdrawn_reason_hant = reason_hant
                stored.withdrawn_reason_en = reason_en
                stored.fill_hans()
                hidden.append(stored)
        _set_state(hidden, PublicationState.WITHDRAWN, ChangeKind.WITHDRAWN)
    return refused


def _require_withdrawable(stored: Proposal, **reasons: str) -> None:
    if not stored.is_public:
        raise Refusal(
            "not_published",
            "",
            _("It is not published."),
            _("Only what is public can be withdrawn."),
        )
    for field, reason in reasons.items():
        if not reason:
            raise Refusal(
                "reason_missing",
                field,
                _("The reason is empty."),
                _("Say in Chinese and in English why; readers will see it."),
            )


def outdated(proposal: Proposal, *, before: Dating) -> list[StatusUpdate]:
    """The records that still tell when an ask was made as it was known before a correction."""
    if before.recorded == proposal.proposed.recorded:
        return []
    now = proposal.proposed
    live = proposal.updates.live().filter(
        status=Status.PROPOSED, effective_on=before.on, effective_on_precision=before.precision
    )
    told = live.exclude(
        effective_on=now.on,
        effective_on_precision=now.precision,
        effective_not_after=now.not_after,
    )
    return list(told.order_by("number"))


def restate(proposal: Proposal, *, before: Dating, by: User) -> None:
    """Record anew when an ask was made, once that has been corrected, and void what had been
    recorded of it. Raises Refusal where what is recorded since does not fit, or where nothing may
    be recorded, as of what is withdrawn.

    Must run inside a transaction.
    """
    wrong = outdated(proposal, before=before)
    if wrong:
        state_as_proposed(proposal, by=by)
    for update in wrong:
        tracking.void(
            update,
            reason_hant="提出日期已更正。",
            reason_en="The day of the proposal was corrected.",
            by=by,
        )


def state_as_proposed(proposal: Proposal, *, by: User) -> None:
    """The first update of every proposal: its source shows that the ask was made."""
    source = proposal.source
    tracking.record(
        proposal,
        status=Status.PROPOSED,
        effective_on=proposal.proposed_on,
        effective_on_precision=proposal.proposed_on_precision,
        reason_hant="在出處中提出。",
        reason_en="Proposed in the source.",
        evidence=[source_evidence(source, proposal.locator)],
        by=by,
    )


def source_evidence(source: Source, quote: str) -> Evidence:
    return Evidence(
        evidence_class=EvidenceClass.SOURCE,
        title=source.headline,
        publisher=source.publication.name_hant if source.publication else "",
        url=source.url,
        published_on=source.published_on,
        published_on_precision=source.published_on_precision,
        quote=quote,
        source=source,
    )


def _set_state(proposals: Sequence[Proposal], state: PublicationState, kind: ChangeKind) -> None:
    if not proposals:
        return
    for proposal in proposals:
        proposal.publication_state = state
        proposal.version += 1
        proposal.edited_at = timezone.now()
    Change.objects.append_each(
        proposals,
        kind,
        with_columns=[
            "publication_state",
            "withdrawn_reason_hant",
            "withdrawn_reason_hans",
            "withdrawn_reason_en",
            "version",
            "edited_at",
        ],
    )
    relating.settle_related(*proposals)


def starts_undated(proposal: Proposal) -> bool:
    """Whether publishing would record it as proposed without saying when."""
    return proposal.proposed.basis == DateBasis.UNKNOWN and not proposal.updates.all()


def lacking(proposal: Proposal) -> list[str]:
    """What a proposal needs to be public and does not have, by column. One query at most."""
    unsigned = [] if proposal.attributions.all() else ["authors"]
    return [*proposal.lacking(), *unsigned]


def label(column: str) -> str:
    """What editors call a column of a proposal."""
    field: Any = Proposal._meta.get_field(column)
    return str(field.verbose_name)


def _require_complete(proposal: Proposal) -> None:
    missing = lacking(proposal)
    if missing:
        names = map(label, missing)
        raise Refusal(
            "incomplete",
            missing[0],
            format_lazy(_("It is not complete: {fields}."), fields=", ".join(names)),
            _("Fill these in first."),
        )
