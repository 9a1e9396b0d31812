"""Where proposals stand: the one writer of status.

Every door (form, bulk action, import, API, command) records, checks and voids through these
functions, so every door obeys the same rules. A refusal says which rule and what to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals.choices import (
    ALLOWED_NEXT,
    CHECK_INTERVAL_DAYS,
    SMALLEST_EVIDENCE,
    ChangeKind,
    EvidenceClass,
    Precision,
    PublicationState,
    Status,
)
from proposals.models import Change, Check, Evidence, Proposal, StatusUpdate


class Refusal(Exception):
    """A write that a rule forbids. Nothing was written.

    `rule` is a code that stays the same, `field` what to look at (or ""), `message` what is
    wrong and `remedy` what to do, both for the editor's eyes.
    """

    def __init__(self, rule: str, field: str, message: Any, remedy: Any) -> None:
        super().__init__(rule)
        self.rule, self.field, self.message, self.remedy = rule, field, message, remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


def record(  # noqa: PLR0913 - the words of one statement, each named by its caller
    proposal: Proposal,
    *,
    status: str,
    effective_on: dt.date | None,
    effective_on_precision: str = Precision.DAY,
    reason_hant: str,
    reason_en: str = "",
    reason_hans: str = "",
    evidence: Sequence[Evidence] = (),
    superseded_by: Proposal | None = None,
    override_reason_hant: str = "",
    override_reason_en: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
) -> StatusUpdate:
    """State where a proposal stands, as of a day in the world, with evidence.

    `evidence` are unsaved rows; they are kept with the update. An override reason waives the
    order of steps and the evidence rule, never the rest. `recorded_at` is for loading a
    package that says when it was recorded; everywhere else it is now. Raises Refusal.
    """
    if status not in Status.values:
        raise Refusal(
            "unknown_status",
            "status",
            format_lazy(_("“{status}” is not a status."), status=status),
            format_lazy(_("Use one of: {codes}."), codes=", ".join(Status.values)),
        )
    with transaction.atomic():
        _lock(proposal)
        update = StatusUpdate(
            proposal=proposal,
            status=status,
            effective_on=effective_on,
            effective_on_precision=effective_on_precision if effective_on else "",
            reason_hant=reason_hant.strip(),
            reason_en=reason_en.strip(),
            reason_hans=reason_hans.strip(),
            override_reason_hant=override_reason_hant.strip(),
            override_reason_en=override_reason_en.strip(),
            superseded_by=superseded_by,
        )
        _require_reason(update.reason_hant)
        _require_day(update)
        if update.is_override:
            _require_right(by, "proposals.override_statusupdate")
        else:
            _require_step(proposal, update)
            _require_evidence(proposal, update, evidence)
        _add(update, by, recorded_at)
        _attach(update, evidence)
        _project(proposal)
        recorded_on = timezone.localdate(update.recorded_at)
        if update.status != Status.PROPOSED:
            # Who reports what policy did has looked; who enters an ask has not.
            proposal.checked_on = max(proposal.checked_on or dt.date.min, recorded_on)
        proposal.next_check_on = _next_check(proposal, proposal.checked_on or recorded_on)
        _save_projection(proposal)
        _tell(proposal, ChangeKind.STATUS, update)
    return update


def check(
    proposal: Proposal,
    *,
    checked_on: dt.date,
    next_check_on: dt.date | None = None,
    note_hant: str = "",
    note_en: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
) -> Check:
    """State that somebody looked and found nothing new.

    The next check falls due after the interval of its status, or on the day given.
    Raises Refusal.
    """
    with transaction.atomic():
        _lock(proposal)
        if checked_on > _today():
            raise Refusal(
                "check_in_future",
                "checked_on",
                _("The day of the check lies in the future."),
                _("Give today or an earlier day."),
            )
        due = next_check_on or _next_check(proposal, checked_on)
        if due <= checked_on:
            raise Refusal(
                "next_check_not_later",
                "next_check_on",
                _("The next check is not later than this one."),
                _("Give a later day, or leave it empty for the usual interval."),
            )
        row = Check(
            proposal=proposal,
            checked_on=checked_on,
            next_check_on=due,
            note_hant=note_hant.strip(),
            note_en=note_en.strip(),
            recorded_by_id=by.pk,
            recorded_at=recorded_at or timezone.now(),
        )
        row.fill_hans()
        row.save()
        # A check entered late does not hide a later one.
        if proposal.checked_on is None or checked_on >= proposal.checked_on:
            proposal.checked_on, proposal.next_check_on = checked_on, due
            _save_projection(proposal)
        _tell(proposal, ChangeKind.CHECKED)
    return row


def void(
    update: StatusUpdate,
    *,
    reason_hant: str,
    reason_en: str = "",
    reason_hans: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
) -> StatusUpdate:
    """State that an update was a mistake. Both stay visible; the status is found anew.

    What remains must again be an allowed order of steps. To take a void back, record the
    update once more. Returns the record that voids. Raises Refusal.
    """
    proposal = update.proposal
    with transaction.atomic():
        _lock(proposal)
        _require_reason(reason_hant.strip())
        if update.void_of_id is not None:
            raise Refusal(
                "void_of_void",
                "",
                _("This record is itself a void."),
                _("To take a void back, record the status once more with its evidence."),
            )
        if StatusUpdate.objects.filter(void_of=update).exists():
            raise Refusal(
                "already_voided",
                "",
                _("This update has been voided already."),
                _("Reload the page to see by whom and why."),
            )
        _require_order_without(update, list(proposal.updates.live().in_effect_order()))
        row = StatusUpdate(
            proposal=proposal,
            void_of=update,
            reason_hant=reason_hant.strip(),
            reason_en=reason_en.strip(),
            reason_hans=reason_hans.strip(),
        )
        _add(row, by, recorded_at)
        _project(proposal)
        _save_projection(proposal)
        _tell(proposal, ChangeKind.VOIDED, row)
    return row


def steps_from(proposal: Proposal) -> frozenset[Status]:
    """The codes that may follow where the proposal stands now."""
    if not proposal.updates.live().exists():
        return frozenset({Status.PROPOSED})
    return ALLOWED_NEXT[proposal.status]


def _today() -> dt.date:
    return timezone.localdate()


def _next_check(proposal: Proposal, checked_on: dt.date) -> dt.date:
    return checked_on + dt.timedelta(days=CHECK_INTERVAL_DAYS[proposal.status])


def _lock(proposal: Proposal) -> None:
    """Wait for other writers of this proposal, then see it as they left it."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.refresh_from_db(
        fields=[
            "status",
            "status_since",
            "status_since_precision",
            "checked_on",
            "next_check_on",
            "publication_state",
            "merged_into",
            "first_published_at",
        ]
    )
    if proposal.publication_state == PublicationState.WITHDRAWN:
        raise Refusal(
            "proposal_withdrawn",
            "",
            _("This proposal has been withdrawn."),
            _("Publish it again first, or record the step on another proposal."),
        )
    if proposal.merged_into is not None:
        raise Refusal(
            "proposal_merged",
            "",
            format_lazy(
                _("This proposal has been merged into “{slug}”."),
                slug=proposal.merged_into.slug,
            ),
            _("Record the step there."),
        )


def _require_reason(reason: str) -> None:
    if not reason:
        raise Refusal(
            "reason_missing",
            "reason_hant",
            _("The reason is empty."),
            _("Say in a sentence of your own what happened."),
        )


def _require_right(by: User, right: str) -> None:
    if not by.has_perm(right):
        raise Refusal(
            "override_not_allowed",
            "override_reason_hant",
            _("Only a chief editor may override the rules."),
            _("Leave the reason for an override empty, or ask a chief editor."),
        )


def _require_day(update: StatusUpdate) -> None:
    if update.effective_on is None:
        if update.status != Status.PROPOSED:
            raise Refusal(
                "effective_on_missing",
                "effective_on",
                _("The day on which it happened is missing."),
                _("Give the day, or the month or year with that precision."),
            )
        return
    precision = update.effective_on_precision
    if precision not in Precision.values:
        raise Refusal(
            "unknown_precision",
            "effective_on_precision",
            format_lazy(_("“{precision}” is not a precision."), precision=precision),
            format_lazy(_("Use one of: {codes}."), codes=", ".join(Precision.values)),
        )
    if precision != Precision.DAY:
        update.effective_on = update.effective_on.replace(day=1)
    if precision == Precision.YEAR:
        update.effective_on = update.effective_on.replace(month=1)
    if update.effective_on > _today():
        raise Refusal(
            "effective_in_future",
            "effective_on",
            _("The effective day lies in the future."),
            _("Give the day on which it happened, today at the latest."),
        )


def _require_step(proposal: Proposal, update: StatusUpdate) -> None:
    """Judge the step between its neighbours in effective order, so that late news fits in."""
    day = update.effective_on or dt.date.min
    live = list(proposal.updates.live().in_effect_order())
    before = [u for u in live if u.effective_from <= day]
    after = [u for u in live if u.effective_from > day]
    if not before:
        if update.status != Status.PROPOSED:
            raise Refusal(
                "first_must_be_proposed",
                "status" if not live else "effective_on",
                _("Nothing can happen to a proposal before it was proposed."),
                _("Record “proposed” first, or give a later day."),
            )
    elif not _may_follow(before[-1], update):
        _refuse_step(before[-1].status, update.status, "status")
    if after and not _may_follow(update, after[0]):
        _refuse_step(update.status, after[0].status, "effective_on")


def _require_order_without(update: StatusUpdate, live: list[StatusUpdate]) -> None:
    """Judge the one step that the void would make, from the update before to the one after."""
    position = live.index(update)
    later = live[position + 1] if position + 1 < len(live) else None
    if position == 0:
        if later is None or later.status != Status.PROPOSED:
            raise Refusal(
                "proposed_must_remain",
                "",
                _("Without this update the proposal would never have been proposed."),
                _("Record the right “proposed” first and void this one then, or withdraw it."),
            )
        return
    earlier = live[position - 1]
    if later is not None and not _may_follow(earlier, later):
        raise Refusal(
            "void_breaks_order",
            "",
            format_lazy(
                _("Without this update, “{later}” would follow “{earlier}” directly."),
                earlier=Status(earlier.status).label,
                later=Status(later.status).label,
            ),
            _("Void the later update first, or record the right step between them."),
        )


def _may_follow(earlier: StatusUpdate, later: StatusUpdate) -> bool:
    """An override has waived the step to it, whatever turns out to have come before."""
    return later.is_override or later.status in ALLOWED_NEXT[earlier.status]


def _refuse_step(earlier: str, later: str, field: str) -> None:
    raise Refusal(
        "step_not_allowed",
        field,
        format_lazy(
            _("“{later}” cannot follow “{earlier}”."),
            earlier=Status(earlier).label,
            later=Status(later).label,
        ),
        format_lazy(
            _("After “{earlier}” may come: {codes}. Record the step between them first."),
            earlier=Status(earlier).label,
            codes=", ".join(f"{s.label} ({s})" for s in Status if s in ALLOWED_NEXT[earlier]),
        ),
    )


def _require_evidence(
    proposal: Proposal, update: StatusUpdate, evidence: Sequence[Evidence]
) -> None:
    given = {e.evidence_class for e in evidence}
    for needed in SMALLEST_EVIDENCE[update.status]:
        if not needed & given:
            raise Refusal(
                "evidence_missing",
                "evidence",
                format_lazy(
                    _("“{status}” needs more evidence than is given."),
                    status=Status(update.status).label,
                ),
                format_lazy(
                    _("Add one of: {classes}."),
                    classes=", ".join(str(EvidenceClass(c).label) for c in sorted(needed)),
                ),
            )
    if update.status == Status.SUPERSEDED and not (evidence or update.superseded_by):
        raise Refusal(
            "successor_missing",
            "superseded_by",
            _("“Superseded” needs what replaces it."),
            _("Choose the proposal that replaces it, or add the measure as evidence."),
        )
    if update.status == Status.STALLED:
        since = proposal.status_since or dt.date.min
        if not proposal.checks.filter(checked_on__gte=since).exists():
            raise Refusal(
                "check_missing",
                "status",
                _("“Stalled” needs a check that found nothing."),
                _("Record “checked, nothing new” first."),
            )


def _add(update: StatusUpdate, by: User, recorded_at: dt.datetime | None) -> None:
    newest = update.proposal.updates.order_by("-number").values_list("number", flat=True)
    update.number = (newest.first() or 0) + 1
    update.recorded_by_id = by.pk
    update.recorded_at = recorded_at or timezone.now()
    update.fill_hans()
    update.save()


def _attach(update: StatusUpdate, evidence: Sequence[Evidence]) -> None:
    for row in evidence:
        row.update = update
        try:
            row.full_clean()
        except ValidationError as fault:
            field, messages = next(iter(fault.message_dict.items()))
            raise Refusal(
                "evidence_faulty",
                f"evidence.{field}",
                " ".join(messages),
                _("Correct the evidence."),
            ) from fault
        row.save()


def _project(proposal: Proposal) -> None:
    """Find the status from the log: the latest live update by effect, and since when it held."""
    live = list(proposal.updates.live().in_effect_order())
    proposal.update_count = len(live)
    if not live:
        proposal.status, proposal.status_since = Status.PROPOSED, None
        proposal.status_since_precision = ""
        return
    proposal.status = live[-1].status
    for update in reversed(live):
        if update.status != proposal.status:
            break
        proposal.status_since = update.effective_on
        proposal.status_since_precision = update.effective_on_precision


def _save_projection(proposal: Proposal) -> None:
    proposal.save(
        update_fields=[
            "status",
            "status_since",
            "status_since_precision",
            "checked_on",
            "next_check_on",
            "update_count",
        ]
    )


def _tell(proposal: Proposal, kind: ChangeKind, update: StatusUpdate | None = None) -> None:
    if proposal.is_public:
        Change.objects.append(proposal, kind, update=update)
