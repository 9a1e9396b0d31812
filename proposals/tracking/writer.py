"""Where proposals stand: the one writer of status.

Every door (form, bulk action, import, API, command) records, confirms, checks and voids through
these functions, so every door obeys the same rules, which stand in `proposals.tracking.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import (
    ALLOWED_NEXT,
    CHECK_INTERVAL_DAYS,
    ChangeKind,
    Status,
)
from proposals.dates import FIRST_DAY
from proposals.models import (
    Check,
    Evidence,
    PolicyEvent,
    Proposal,
    StatusUpdate,
)
from proposals.rights import OVERRIDE
from proposals.tracking import confirming, rules
from proposals.tracking.logs import Logs
from proposals.tracking.projection import live
from proposals.tracking.rules import Refusal

# A check set for later than this would keep a proposal from ever being overdue.
LONGEST_INTERVAL = dt.timedelta(days=3 * 366)
# What one update hands to its copy.
COPIED = (
    "status",
    "effective_on",
    "effective_on_precision",
    "effective_not_after",
    "reason_hant",
    "reason_hans",
    "reason_en",
    "override_reason_hant",
    "override_reason_hans",
    "override_reason_en",
    "superseded_by",
    "event",
)
# Of whoever does one thing at a time.
EACH = Logs()


def record(  # noqa: PLR0913 - the words of one statement, each named by its caller
    proposal: Proposal,
    *,
    status: str,
    effective_on: dt.date | None,
    effective_on_precision: str = "",
    effective_not_after: dt.date | None = None,
    reason_hant: str,
    reason_en: str = "",
    reason_hans: str = "",
    evidence: Sequence[Evidence] = (),
    criteria: Mapping[int, str] | None = None,
    superseded_by: Proposal | None = None,
    override_reason_hant: str = "",
    override_reason_en: str = "",
    event: PolicyEvent | None = None,
    by: User,
    seen: int | None = None,
    recorded_at: dt.datetime | None = None,
    logs: Logs = EACH,
) -> StatusUpdate:
    """State where a proposal stands, as of a day in the world, with evidence.

    `evidence` are unsaved rows; they are kept with the update. `criteria` says which state those
    of the proposal are in that it moves, by position. An override reason waives the order of
    steps, the evidence and what a status needs of criteria, never the rest. Some statuses wait
    for a second editor: see `confirm`. `seen` is the number of the newest record that the editor
    had before them. `recorded_at` is for loading a package that says when it was recorded;
    everywhere else it is now, and an ask without a date is bounded as its proposal is. Raises
    Refusal, and Conflict where the log has grown since.
    """
    rules.require_known(status)
    with logs.open(proposal, seen) as log:
        if status == Status.PROPOSED and effective_on is None and recorded_at is None:
            effective_not_after = effective_not_after or proposal.proposed_not_after
        update = StatusUpdate(
            proposal=proposal,
            status=status,
            effective_on=effective_on,
            effective_on_precision=effective_on_precision if effective_on else "",
            effective_not_after=effective_not_after,
            reason_hant=reason_hant.strip(),
            reason_en=reason_en.strip(),
            reason_hans=reason_hans.strip(),
            override_reason_hant=override_reason_hant.strip(),
            override_reason_en=override_reason_en.strip(),
            superseded_by=superseded_by,
            event=event,
            recorded_at=recorded_at or timezone.now(),
        )
        rules.require_reason(update.reason_hant)
        rules.require_day(update, timezone.localdate(recorded_at))
        rules.require_successor(update)
        assessed = rules.known_criteria(proposal, criteria or {})
        if update.is_override:
            rules.require_right(by, OVERRIDE)
        else:
            held = live(log)
            rules.require_step(proposal, update, held)
            rules.require_evidence(proposal, update, evidence, held)
            if recorded_at is None:
                # An earlier log stands as it was recorded.
                confirming.require_open_evidence(update, evidence)
            rules.require_criteria(update, assessed, held, recorded_at or timezone.now())
        _number(update, log, by, recorded_at)
        logs.add(update, log, evidence, assessed)
        recorded_on = timezone.localdate(update.recorded_at)
        if update.status != Status.PROPOSED:
            # Who reports what policy did has looked; who enters an ask has not.
            proposal.checked_on = max(proposal.checked_on or dt.date.min, recorded_on)
        proposal.next_check_on = _next_check(proposal, proposal.checked_on or recorded_on)
        logs.save(proposal, ChangeKind.STATUS, update)
    return update


def confirm(
    update: StatusUpdate,
    *,
    by: User,
    opened: Collection[int] | None = None,
    recorded_at: dt.datetime | None = None,
    logs: Logs = EACH,
) -> StatusUpdate:
    """A second editor has looked at the evidence: from now on the update holds.

    The step is judged again, because others may have been recorded meanwhile, and so is the
    evidence. `opened` are the ids of the documents that the editor has opened; None where nobody
    was asked. Returns the record that confirms. Raises Refusal.
    """
    proposal = update.proposal
    with logs.open(proposal) as log:
        confirming.require_confirmable(update, by, log)
        if not update.is_override:
            held = live(log)
            rules.require_step(proposal, update, held)
            assessed = update.assessments.select_related("criterion")
            said = {row.criterion: row.state for row in assessed}
            rules.require_criteria(update, said, held, recorded_at or timezone.now())
        if recorded_at is None:
            logs.write()
            evidence = list(update.evidence.select_related("source").order_by("pk"))
            if not update.is_override:
                confirming.require_open_evidence(update, evidence)
            if opened is not None:
                confirming.require_opened(update, evidence, opened)
        row = StatusUpdate(proposal=proposal, confirms=update)
        _number(row, log, by, recorded_at)
        logs.add(row, log)
        proposal.next_check_on = _next_check(proposal, proposal.checked_on or _today())
        logs.save(proposal, ChangeKind.STATUS, row)
    return row


def check(  # noqa: PLR0913 - likewise
    proposal: Proposal,
    *,
    checked_on: dt.date,
    next_check_on: dt.date | None = None,
    note_hant: str = "",
    note_en: str = "",
    by: User,
    seen: int | None = None,
    recorded_at: dt.datetime | None = None,
    logs: Logs = EACH,
) -> Check:
    """State that somebody looked and found nothing new.

    The next check falls due after the interval of its status, or on the day given.
    Raises Refusal, and Conflict where the log has grown since `seen`.
    """
    with logs.open(proposal, seen):
        if checked_on > _today():
            raise Refusal(
                "check_in_future",
                "checked_on",
                _("The day of the check lies in the future."),
                _("Give today or an earlier day."),
            )
        if checked_on < FIRST_DAY:
            raise Refusal(
                "check_before_all",
                "checked_on",
                _("There was no such ask in that year."),
                _("Give the day on which somebody looked."),
            )
        due = next_check_on or _next_check(proposal, checked_on)
        if due <= checked_on:
            raise Refusal(
                "next_check_not_later",
                "next_check_on",
                _("The next check is not later than this one."),
                _("Give a later day, or leave it empty for the usual interval."),
            )
        if due > checked_on + LONGEST_INTERVAL:
            raise Refusal(
                "next_check_too_late",
                "next_check_on",
                _("The next check is more than three years away."),
                _("Give an earlier day, or leave it empty for the usual interval."),
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
        rules.require_readable(row)
        row.fill_hans()
        row.save()
        # A check entered late does not hide a later one.
        if proposal.checked_on is None or checked_on >= proposal.checked_on:
            proposal.checked_on, proposal.next_check_on = checked_on, due
        logs.save(proposal, ChangeKind.CHECKED, digest=row.digest())
    return row


def void(
    update: StatusUpdate,
    *,
    reason_hant: str,
    reason_en: str = "",
    reason_hans: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
    logs: Logs = EACH,
) -> StatusUpdate:
    """State that an update was a mistake. Both stay visible; the status is found anew.

    What remains must again be an allowed order of steps. To take a void back, record the
    update once more. Returns the record that voids. Raises Refusal.
    """
    proposal = update.proposal
    with logs.open(proposal) as log:
        rules.require_reason(reason_hant.strip())
        rules.require_voidable(update, log)
        row = StatusUpdate(
            proposal=proposal,
            void_of=update,
            reason_hant=reason_hant.strip(),
            reason_en=reason_en.strip(),
            reason_hans=reason_hans.strip(),
        )
        _number(row, log, by, recorded_at)
        logs.add(row, log)
        logs.save(proposal, ChangeKind.VOIDED, row)
    return row


def copy(
    update: StatusUpdate,
    *,
    to: Proposal,
    reason_hant: str,
    reason_en: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
    logs: Logs = EACH,
) -> StatusUpdate:
    """State of another proposal what an update states of its own, when the two become one.

    It keeps the words, the evidence and the names of who recorded and confirmed it. Where its
    step does not fit the other log, the reason of the merge stands as that of an override.
    """
    logs.write()
    with logs.open(to) as log:
        row = StatusUpdate(
            proposal=to, copied_from=update, recorded_at=recorded_at or timezone.now()
        )
        for name in COPIED:
            setattr(row, name, getattr(update, name))
        if not row.is_override:
            try:
                rules.require_step(to, row, live(log))
            except Refusal:
                rules.require_reason(reason_hant.strip())
                rules.require_right(by, OVERRIDE)
                row.override_reason_hant = reason_hant.strip()
                row.override_reason_en = reason_en.strip()
        _number(row, log, update.recorded_by, recorded_at, known_as=update.recorded_as)
        evidence = list(update.evidence.order_by("pk"))
        for document in evidence:
            document.pk, document._state.adding = None, True
        taken = {c.position: c for c in to.criteria.filter(merged_from=update.proposal)}
        said = update.assessments.values_list("criterion__position", "state")
        assessed = {taken[place]: state for place, state in said if place in taken}
        logs.add(row, log, evidence, assessed)
        second = StatusUpdate.objects.filter(confirms=update).first()
        if second is not None:
            confirms = StatusUpdate(proposal=to, confirms=row)
            _number(confirms, log, second.recorded_by, row.recorded_at, known_as=second.recorded_as)
            logs.add(confirms, log)
        logs.save(to, ChangeKind.STATUS, row)
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


def newest_number(proposal: Proposal) -> int:
    """The number of the newest record of a proposal; 0 where there is none."""
    return proposal.updates.order_by("-number").values_list("number", flat=True).first() or 0


def _number(
    update: StatusUpdate,
    log: list[StatusUpdate],
    by: User,
    recorded_at: dt.datetime | None,
    known_as: str | None = None,
) -> None:
    """Make a record the next of a log."""
    update.number = log[-1].number + 1 if log else 1
    update.recorded_by_id = by.pk
    update.recorded_as = by.get_full_name() if known_as is None else known_as
    now, last = timezone.now(), max((row.recorded_at for row in log), default=None)
    # Two machines do not tell quite the same time; the log is in the order recorded all the same.
    update.recorded_at = recorded_at or max(now, last or now)
    rules.require_later(update, last)
    rules.require_readable(update)
    update.fill_hans()
