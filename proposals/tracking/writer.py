"""Where proposals stand: the one writer of status.

Every door (form, bulk action, import, API, command) records, confirms, checks and voids through
these functions, so every door obeys the same rules, which stand in `proposals.tracking.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
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
    Assessment,
    Change,
    Check,
    Criterion,
    Evidence,
    PolicyEvent,
    Proposal,
    StatusSpan,
    StatusUpdate,
)
from proposals.models.clocks import FOREVER
from proposals.rights import OVERRIDE
from proposals.tracking import confirming, rules
from proposals.tracking.projection import STATUS_COLUMNS, live, projection, spans
from proposals.tracking.rules import Conflict, Refusal

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
# What a lock reads anew: the projection of the log, and whether it may be added to.
PROJECTED = (
    *STATUS_COLUMNS,
    "checked_on",
    "next_check_on",
    "publication_state",
    "merged_into",
    "first_published_at",
)


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
    with transaction.atomic():
        log = _lock(proposal, seen)
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
            rules.require_step(proposal, update, live(log))
            rules.require_evidence(proposal, update, evidence)
            if recorded_at is None:
                # An earlier log stands as it was recorded.
                confirming.require_open_evidence(update, evidence)
            rules.require_criteria(proposal, update, assessed, recorded_at or timezone.now())
        _add(update, log, by, recorded_at)
        _attach(update, evidence)
        _assess(update, assessed)
        _project(proposal, log)
        recorded_on = timezone.localdate(update.recorded_at)
        if update.status != Status.PROPOSED:
            # Who reports what policy did has looked; who enters an ask has not.
            proposal.checked_on = max(proposal.checked_on or dt.date.min, recorded_on)
        proposal.next_check_on = _next_check(proposal, proposal.checked_on or recorded_on)
        _save(proposal, ChangeKind.STATUS, update)
    return update


def confirm(
    update: StatusUpdate,
    *,
    by: User,
    opened: Collection[int] | None = None,
    recorded_at: dt.datetime | None = None,
) -> StatusUpdate:
    """A second editor has looked at the evidence: from now on the update holds.

    The step is judged again, because others may have been recorded meanwhile, and so is the
    evidence. `opened` are the ids of the documents that the editor has opened; None where nobody
    was asked. Returns the record that confirms. Raises Refusal.
    """
    proposal = update.proposal
    with transaction.atomic():
        log = _lock(proposal)
        confirming.require_confirmable(update, by)
        if not update.is_override:
            rules.require_step(proposal, update, live(log))
            assessed = update.assessments.select_related("criterion")
            said = {row.criterion: row.state for row in assessed}
            rules.require_criteria(proposal, update, said, recorded_at or timezone.now())
        evidence = list(update.evidence.select_related("source").order_by("pk"))
        if recorded_at is None and not update.is_override:
            confirming.require_open_evidence(update, evidence)
        if opened is not None:
            confirming.require_opened(update, evidence, opened)
        row = StatusUpdate(proposal=proposal, confirms=update)
        _add(row, log, by, recorded_at)
        _project(proposal, log)
        proposal.next_check_on = _next_check(proposal, proposal.checked_on or _today())
        _save(proposal, ChangeKind.STATUS, row)
    return row


def check(
    proposal: Proposal,
    *,
    checked_on: dt.date,
    next_check_on: dt.date | None = None,
    note_hant: str = "",
    note_en: str = "",
    by: User,
    seen: int | None = None,
    recorded_at: dt.datetime | None = None,
) -> Check:
    """State that somebody looked and found nothing new.

    The next check falls due after the interval of its status, or on the day given.
    Raises Refusal, and Conflict where the log has grown since `seen`.
    """
    with transaction.atomic():
        _lock(proposal, seen)
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
        _save(proposal, ChangeKind.CHECKED, digest=row.digest())
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
        log = _lock(proposal)
        rules.require_reason(reason_hant.strip())
        rules.require_voidable(update)
        row = StatusUpdate(
            proposal=proposal,
            void_of=update,
            reason_hant=reason_hant.strip(),
            reason_en=reason_en.strip(),
            reason_hans=reason_hans.strip(),
        )
        _add(row, log, by, recorded_at)
        _project(proposal, log)
        _save(proposal, ChangeKind.VOIDED, row)
    return row


def copy(
    update: StatusUpdate,
    *,
    to: Proposal,
    reason_hant: str,
    reason_en: str = "",
    by: User,
    recorded_at: dt.datetime | None = None,
) -> StatusUpdate:
    """State of another proposal what an update states of its own, when the two become one.

    It keeps the words, the evidence and the names of who recorded and confirmed it. Where its
    step does not fit the other log, the reason of the merge stands as that of an override.
    """
    with transaction.atomic():
        log = _lock(to)
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
        _add(row, log, update.recorded_by, recorded_at, known_as=update.recorded_as)
        for document in update.evidence.order_by("pk"):
            document.pk, document._state.adding, document.update = None, True, row
            document.save()
        taken = {c.position: c for c in to.criteria.filter(merged_from=update.proposal)}
        said = update.assessments.values_list("criterion__position", "state")
        _assess(row, {taken[place]: state for place, state in said if place in taken})
        second = StatusUpdate.objects.filter(confirms=update).first()
        if second is not None:
            _add(
                StatusUpdate(proposal=to, confirms=row),
                log,
                second.recorded_by,
                row.recorded_at,
                known_as=second.recorded_as,
            )
        _project(to, log)
        _save(to, ChangeKind.STATUS, row)
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


def _lock(proposal: Proposal, seen: int | None = None) -> list[StatusUpdate]:
    """Wait for other writers of this proposal, then see it and its log as they left them."""
    stored = Proposal.objects.locked().only("slug", *PROJECTED).get(pk=proposal.pk)
    for name in PROJECTED:
        setattr(proposal, name, getattr(stored, name))
    rules.require_open(proposal)
    log = list(proposal.updates.order_by("number"))
    if seen is not None and seen != (log[-1].number if log else 0):
        raise Conflict(stored)
    return log


def newest_number(proposal: Proposal) -> int:
    """The number of the newest record of a proposal; 0 where there is none."""
    return proposal.updates.order_by("-number").values_list("number", flat=True).first() or 0


def _add(
    update: StatusUpdate,
    log: list[StatusUpdate],
    by: User,
    recorded_at: dt.datetime | None,
    known_as: str | None = None,
) -> None:
    """Write the next record of a log."""
    update.number = log[-1].number + 1 if log else 1
    update.recorded_by_id = by.pk
    update.recorded_as = by.get_full_name() if known_as is None else known_as
    now, last = timezone.now(), max((row.recorded_at for row in log), default=None)
    # Two machines do not tell quite the same time; the log is in the order recorded all the same.
    update.recorded_at = recorded_at or max(now, last or now)
    rules.require_later(update, last)
    rules.require_readable(update)
    update.fill_hans()
    update.save()
    log.append(update)


def _attach(update: StatusUpdate, evidence: Sequence[Evidence]) -> None:
    for row in evidence:
        row.update = update
        try:
            # Both rows that it points to are there, and its columns say what the constraints do.
            row.full_clean(exclude=["update", "source"], validate_constraints=False)
        except ValidationError as fault:
            field, messages = next(iter(fault.message_dict.items()))
            raise Refusal(
                "evidence_faulty",
                f"evidence.{field}",
                " ".join(messages),
                _("Correct the evidence."),
            ) from fault
        row.save()


def _assess(update: StatusUpdate, assessed: Mapping[Criterion, str]) -> None:
    Assessment.objects.bulk_create(
        Assessment(update=update, criterion=criterion, state=state)
        for criterion, state in assessed.items()
    )


def _project(proposal: Proposal, log: list[StatusUpdate]) -> None:
    """Find the status from the log, and keep what was known of its past until its last record."""
    held, at = live(log), log[-1].recorded_at
    for name, value in projection(held).items():
        setattr(proposal, name, value)
    _remember(proposal, spans(proposal, held, at), at)


def _remember(proposal: Proposal, known: list[StatusSpan], at: dt.datetime) -> None:
    """Close the spans that are no longer believed, and keep those that are."""
    held = list(proposal.spans.filter(recorded_to=FOREVER))
    believed = {span.content for span in known}
    ended = [span.pk for span in held if span.content not in believed]
    # What was believed for no time at all, within one transaction, is not kept.
    StatusSpan.objects.filter(pk__in=ended, recorded_from__gte=at).delete()
    StatusSpan.objects.filter(pk__in=ended).update(recorded_to=at)
    kept = {span.content for span in held if span.pk not in ended}
    StatusSpan.objects.bulk_create(span for span in known if span.content not in kept)


def _save(
    proposal: Proposal, kind: ChangeKind, update: StatusUpdate | None = None, digest: str = ""
) -> None:
    """Save where it stands and tell the public, in one statement: each writes the whole row anew,
    and all its entries in indexes. Of a draft nothing is told.
    """
    moved = [*STATUS_COLUMNS, "checked_on", "next_check_on"]
    if proposal.is_public:
        Change.objects.append(proposal, kind, update=update, digest=digest, with_columns=moved)
    else:
        proposal.save(update_fields=moved)
