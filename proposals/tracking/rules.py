"""What may be recorded: each rule of the status model, and how it refuses.

`tracking` asks them; nobody else writes. A refusal says which rule and what to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from proposals.choices import (
    ALLOWED_NEXT,
    SMALLEST_EVIDENCE,
    CriterionState,
    DateBasis,
    EvidenceClass,
    Precision,
    PublicationState,
    Status,
)
from proposals.dates import FIRST_DAY, is_written, known_part, written_precision
from proposals.models import Assessment, Check, Criterion, Evidence, Proposal, StatusUpdate
from proposals.models.readable import UNSEEN_REMEDY, UNSEEN_SAID, unseen_in
from proposals.tracking.projection import in_effect_order, live


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


class Conflict(Exception):
    """Somebody else has written the row since it was read. `stored` is how it now stands."""

    def __init__(self, stored: Proposal) -> None:
        super().__init__(stored.slug)
        self.stored = stored


def require_open(proposal: Proposal) -> None:
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


def require_known(status: str) -> None:
    if status not in Status.values:
        raise Refusal(
            "unknown_status",
            "status",
            format_lazy(_("“{status}” is not a status."), status=status),
            format_lazy(_("Use one of: {codes}."), codes=", ".join(Status.values)),
        )


def require_reason(reason: str) -> None:
    if not reason:
        raise Refusal(
            "reason_missing",
            "reason_hant",
            _("The reason is empty."),
            _("Say in a sentence of your own what happened."),
        )


def require_right(by: User, right: str) -> None:
    if not by.has_perm(right):
        raise Refusal(
            "override_not_allowed",
            "override_reason_hant",
            _("Only a chief editor may override the rules."),
            _("Leave the reason for an override empty, or ask a chief editor."),
        )


def require_day(update: StatusUpdate, recorded_on: dt.date) -> None:
    """Nothing is recorded before it has happened."""
    if update.effective_on is None:
        if update.status != Status.PROPOSED:
            raise Refusal(
                "effective_on_missing",
                "effective_on",
                _("The day on which it happened is missing."),
                _("Give the day, or the month or year with that precision."),
            )
        return
    if update.effective_not_after is not None:
        raise Refusal(
            "bound_beside_day",
            "effective_not_after",
            _("What has a date has no other bound."),
            _("Leave it empty, or the date."),
        )
    precision = update.effective_on_precision or written_precision(update.effective_on)
    if precision not in Precision.values:
        raise Refusal(
            "unknown_precision",
            "effective_on_precision",
            format_lazy(_("“{precision}” is not a precision."), precision=precision),
            format_lazy(_("Use one of: {codes}."), codes=", ".join(Precision.values)),
        )
    if not is_written(update.effective_on, precision):
        raise Refusal(
            "precision_not_written",
            "effective_on_precision",
            _("The date says less than its precision."),
            _("Write the date in full, or leave the precision empty."),
        )
    if update.effective_on < FIRST_DAY:
        raise Refusal(
            "effective_before_all",
            "effective_on",
            _("There was no such ask in that year."),
            _("Give the day on which it happened, or the month or year."),
        )
    update.effective_on = known_part(update.effective_on, precision)
    update.effective_on_precision = precision
    if update.effective_on > recorded_on:
        raise Refusal(
            "effective_in_future",
            "effective_on",
            _("The effective day lies in the future."),
            _("Give the day on which it happened, today at the latest."),
        )


def require_step(proposal: Proposal, update: StatusUpdate, held: list[StatusUpdate]) -> None:
    """Judge the step between its neighbours in effective order, so that late news fits in. `held`
    are the statements that hold, in that order."""
    order = in_effect_order([*held, update])
    if update.status != Status.PROPOSED:
        asked_from = _asked_from(proposal)
        if order[0] is update or (asked_from and update.latest < asked_from):
            raise Refusal(
                "first_must_be_proposed",
                "effective_on" if held else "status",
                _("Nothing can happen to a proposal before it was proposed."),
                _before_the_ask(max(asked_from or dt.date.min, held[0].effective_on or dt.date.min))
                if held
                else _("Record “proposed” first."),
            )
    for earlier, later in _new_steps(held, order):
        if not _may_follow(earlier, later):
            field = "status" if later is update else "effective_on"
            _refuse_step(earlier.status, later.status, field)


def _asked_from(proposal: Proposal) -> dt.date | None:
    """The first day on which the ask can have been made, by its date or that of its source."""
    asked = proposal.proposed
    undated = asked.basis == DateBasis.UNKNOWN and proposal.source
    return proposal.source.published.earliest if undated else asked.earliest


def _before_the_ask(asked_from: dt.date) -> Any:
    return format_lazy(
        _("Give a day, month or year that ends on {day} or later, or correct the day of the ask."),
        day=asked_from.isoformat(),
    )


def _new_steps(
    old: Sequence[StatusUpdate], new: Sequence[StatusUpdate]
) -> list[tuple[StatusUpdate, StatusUpdate]]:
    """Those that follow one another directly in an order and did not in the one before."""
    known = list(pairwise(old))
    return [step for step in pairwise(new) if step not in known]


def require_voidable(update: StatusUpdate, log: Sequence[StatusUpdate]) -> None:
    if not update.status:
        raise Refusal(
            "void_of_void",
            "",
            _("This record states no status: it voids or confirms another."),
            _("To take a void back, record the status once more with its evidence."),
        )
    if any(row.void_of_id == update.pk for row in log):
        raise Refusal(
            "already_voided",
            "",
            _("This update has been voided already."),
            _("Reload the page to see by whom and why."),
        )
    held = live(log)
    # One that was never confirmed has no place in the order.
    if update in held:
        _require_order_without(update, held)


def _require_order_without(update: StatusUpdate, held: list[StatusUpdate]) -> None:
    """Judge what would follow on what without it: a step, and what it put after the ask."""
    order = in_effect_order(row for row in held if row != update)
    if not order or (order[0] != held[0] and order[0].status != Status.PROPOSED):
        raise Refusal(
            "proposed_must_remain",
            "",
            _("Without this update the proposal would never have been proposed."),
            _("Record the right “proposed” first and void this one then, or withdraw it."),
        )
    for earlier, later in _new_steps(held, order):
        if not _may_follow(earlier, later):
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


def require_readable(row: StatusUpdate | Check) -> None:
    """No text hides a character, or runs the other way."""
    for name, code in unseen_in(row):
        raise Refusal("unseen_character", name, UNSEEN_SAID % {"code": code}, UNSEEN_REMEDY)


def _refuse_step(earlier: str, later: str, field: str) -> None:
    raise Refusal(
        "step_not_allowed",
        field,
        format_lazy(
            _("“{later}” cannot follow “{earlier}”."),
            earlier=Status(earlier).label,
            later=Status(later).label,
        ),
        _(
            "An ask comes before all else: give it an earlier day, or void what was recorded "
            "before it."
        )
        if later == Status.PROPOSED
        else format_lazy(
            _("After “{earlier}” may come: {codes}. Record the step between them first."),
            earlier=Status(earlier).label,
            codes=pgettext("list of names", ", ").join(
                gettext("{label} ({code})").format(label=status.label, code=status.value)
                for status in Status
                if status in ALLOWED_NEXT[earlier]
            ),
        ),
    )


def require_evidence(
    proposal: Proposal,
    update: StatusUpdate,
    evidence: Sequence[Evidence],
    held: Sequence[StatusUpdate],
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
                    classes=pgettext("list of names", ", ").join(
                        str(EvidenceClass(c).label) for c in sorted(needed)
                    ),
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
        before = _before(update, held)
        since = (before[-1].effective_on if before else None) or dt.date.min
        if not proposal.checks.filter(checked_on__gte=since).exists():
            raise Refusal(
                "check_missing",
                "status",
                _("“Stalled” needs a check that found nothing."),
                _("Record “checked, nothing new” first."),
            )


def _before(update: StatusUpdate, held: Sequence[StatusUpdate]) -> list[StatusUpdate]:
    """What had happened before an update, of what holds."""
    order = in_effect_order([*held, update])
    return order[: order.index(update)]


def known_criteria(proposal: Proposal, stated: Mapping[int, str]) -> dict[Criterion, str]:
    """What is stated of criteria, by the rows that it is stated of."""
    if not stated:
        return {}
    known = {criterion.position: criterion for criterion in proposal.criteria.all()}
    for position, state in stated.items():
        if position not in known:
            raise Refusal(
                "unknown_criterion",
                "criteria",
                format_lazy(_("This proposal has no criterion {position}."), position=position),
                format_lazy(_("Use one of: {codes}."), codes=", ".join(map(str, sorted(known))))
                if known
                else _("List on the proposal what would count as delivered first."),
            )
        if state not in CriterionState.values:
            raise Refusal(
                "unknown_criterion_state",
                "criteria",
                format_lazy(_("“{state}” is not a state of a criterion."), state=state),
                format_lazy(_("Use one of: {codes}."), codes=", ".join(CriterionState.values)),
            )
    return {known[position]: state for position, state in sorted(stated.items())}


def require_criteria(
    update: StatusUpdate,
    stated: Mapping[Criterion, str],
    held: Sequence[StatusUpdate],
    at: dt.datetime,
) -> None:
    """What is delivered meets all criteria; what is so in part says which it meets and which not.

    What a record does not say of them stands as it did on the day that it tells of.
    """
    if update.status not in (Status.PARTLY_DELIVERED, Status.DELIVERED):
        return
    listed = update.proposal.criteria.standing().filter(added_at__lte=at)
    states = dict.fromkeys(listed.order_by("position"), CriterionState.UNKNOWN.value)
    before = _before(update, held)
    prefetch_related_objects(
        before, Prefetch("assessments", Assessment.objects.select_related("criterion"))
    )
    for earlier in before:
        for said in earlier.assessments.all():
            states[said.criterion] = said.state
    states |= stated
    if not states:
        return
    named = set(states.values())
    if update.status == Status.DELIVERED:
        lacking = [c for c, state in states.items() if state != CriterionState.MET]
        if lacking:
            raise Refusal(
                "criteria_not_met",
                "criteria",
                format_lazy(
                    _("“{status}” needs every criterion met; not so: {criteria}."),
                    status=Status(update.status).label,
                    criteria=pgettext("list of names", ", ").join(str(c.position) for c in lacking),
                ),
                _("State with this record that each is met, or record “partly delivered”."),
            )
    elif not (
        named & {CriterionState.MET, CriterionState.PARTLY}
        and named & {CriterionState.PARTLY, CriterionState.NOT_MET}
    ):
        raise Refusal(
            "criteria_not_named",
            "criteria",
            format_lazy(
                _("“{status}” must name which criteria are met and which are not."),
                status=Status(update.status).label,
            ),
            _("State at least one as met or partly met, and at least one as partly or not met."),
        )


def require_successor(update: StatusUpdate) -> None:
    """What replaces a proposal is another one, which readers can be led to."""
    successor = update.superseded_by
    if successor is None:
        return
    if update.status != Status.SUPERSEDED:
        raise Refusal(
            "successor_not_wanted",
            "superseded_by",
            _("Only “superseded” names a proposal that replaces it."),
            _("Leave it empty, or record “superseded”."),
        )
    if successor.pk == update.proposal_id:
        raise Refusal(
            "successor_is_itself",
            "superseded_by",
            _("A proposal cannot replace itself."),
            _("Choose the proposal that replaces it, or add the measure as evidence."),
        )
    if not successor.is_public:
        raise Refusal(
            "successor_not_public",
            "superseded_by",
            _("The proposal that replaces it is not public."),
            _("Publish that one first, or choose another."),
        )


def require_later(update: StatusUpdate, last: dt.datetime | None) -> None:
    """The log of a proposal is in the order recorded, on the clock too."""
    if last is not None and update.recorded_at < last:
        raise Refusal(
            "recorded_out_of_order",
            "recorded_at",
            _("A later record of this proposal is there already."),
            _("Leave the time of recording empty, or give a later one."),
        )
