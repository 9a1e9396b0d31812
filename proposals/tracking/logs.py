"""How the log of a proposal is read before an act and written after it: at once, or, of many
drafts, together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from proposals.choices import ChangeKind
from proposals.models import (
    Assessment,
    Change,
    Criterion,
    Evidence,
    Proposal,
    StatusSpan,
    StatusUpdate,
)
from proposals.models.clocks import FOREVER
from proposals.models.together import AT_ONCE, save_together
from proposals.tracking import rules
from proposals.tracking.projection import STATUS_COLUMNS, live, projection, replay, spans
from proposals.tracking.rules import Conflict, Refusal

# What a lock reads anew: the projection of the log, and whether it may be added to.
PROJECTED = (
    *STATUS_COLUMNS,
    "checked_on",
    "next_check_on",
    "publication_state",
    "merged_into",
    "first_published_at",
)
# What an act moves of its proposal.
MOVED = (*STATUS_COLUMNS, "checked_on", "next_check_on")


class Logs:
    """The log of each proposal, read and written with every act."""

    @contextmanager
    def open(self, proposal: Proposal, seen: int | None = None) -> Iterator[list[StatusUpdate]]:
        """Wait for other writers of this proposal, then see it and its log as they left them."""
        with transaction.atomic():
            stored = Proposal.objects.locked().only("slug", *PROJECTED).get(pk=proposal.pk)
            for name in PROJECTED:
                setattr(proposal, name, getattr(stored, name))
            rules.require_open(proposal)
            log = list(proposal.updates.order_by("number"))
            if seen is not None and seen != (log[-1].number if log else 0):
                raise Conflict(stored)
            yield log

    def add(
        self,
        update: StatusUpdate,
        log: list[StatusUpdate],
        evidence: Iterable[Evidence] = (),
        assessed: Mapping[Criterion, str] | None = None,
    ) -> None:
        """Write the next record of a log, with its evidence and what it says of criteria."""
        update.save()
        log.append(update)
        for row in evidence:
            row.update = update
            if update.copied_from_id is None:
                _judge(row)
            row.save()
        Assessment.objects.bulk_create(_assessments(update, assessed))
        project(update.proposal, log)
        held, at = live(log), update.recorded_at
        _remember(update.proposal, spans(update.proposal, held, at), at)

    def save(
        self,
        proposal: Proposal,
        kind: ChangeKind,
        update: StatusUpdate | None = None,
        digest: str = "",
    ) -> None:
        """Save where it stands and tell the public, in one statement: each writes the whole row
        anew, and all its entries in indexes. Of a draft nothing is told.
        """
        if proposal.is_public:
            Change.objects.append(proposal, kind, update=update, digest=digest, with_columns=MOVED)
        else:
            proposal.save(update_fields=MOVED)

    def write(self) -> None:
        """Write what waits to be written; nothing does."""


class DraftLogs(Logs):
    """The logs of many proposals, read at once. Of a draft nothing is told, so that what is added
    to it may wait and is written together with what is added to others; `write` ends it.

    Must be used inside a transaction that holds the proposals, and evidence comes judged.
    """

    # So many records wait at most.
    MOST = AT_ONCE

    def __init__(self, proposals: Collection[Proposal]) -> None:
        self.proposals = {proposal.pk: proposal for proposal in proposals}
        self.updates: list[StatusUpdate] = []
        self.evidence: list[Evidence] = []
        self.moved: dict[int, Proposal] = {}
        self.logs: dict[int, list[StatusUpdate]] = {}
        self.keys = _keys(self.MOST)
        self.read(self.proposals)

    def read(self, pks: Collection[int]) -> None:
        """Read the logs of these as they are stored."""
        self.logs |= {pk: [] for pk in pks}
        for update in StatusUpdate.objects.filter(proposal__in=pks).order_by("number"):
            update.proposal = self.proposals[update.proposal_id]
            self.logs[update.proposal_id].append(update)

    @contextmanager
    def open(self, proposal: Proposal, seen: int | None = None) -> Iterator[list[StatusUpdate]]:
        if proposal.is_public:
            with super().open(proposal, seen) as log:
                yield log
            self.logs[proposal.pk] = log
        else:
            rules.require_open(proposal)
            yield self.logs[proposal.pk]

    def add(
        self,
        update: StatusUpdate,
        log: list[StatusUpdate],
        evidence: Iterable[Evidence] = (),
        assessed: Mapping[Criterion, str] | None = None,
    ) -> None:
        if update.proposal.is_public:
            super().add(update, log, evidence, assessed)
            return
        update.pk = next(self.keys)
        log.append(update)
        self.updates.append(update)
        for row in evidence:
            row.update = update
            self.evidence.append(row)
        project(update.proposal, log)
        if assessed:
            # Later records ask for it.
            self.write()
            Assessment.objects.bulk_create(_assessments(update, assessed))

    def save(
        self,
        proposal: Proposal,
        kind: ChangeKind,
        update: StatusUpdate | None = None,
        digest: str = "",
    ) -> None:
        if proposal.is_public:
            super().save(proposal, kind, update, digest)
            return
        self.moved[proposal.pk] = proposal
        if len(self.updates) >= self.MOST:
            self.write()

    def write(self) -> None:
        StatusUpdate.objects.bulk_create(self.updates)
        Evidence.objects.bulk_create(self.evidence)
        changed = {update.proposal_id: update.proposal for update in self.updates}
        StatusSpan.objects.filter(proposal__in=changed).delete()
        StatusSpan.objects.bulk_create(
            span for pk, proposal in changed.items() for span in replay(proposal, self.logs[pk])
        )
        save_together(list(self.moved.values()), MOVED)
        self.updates, self.evidence, self.moved = [], [], {}


def _keys(at_once: int) -> Iterator[int]:
    """Keys for records that are not written yet, in order: by them others refer to a record, and
    what happened on one day is in the order of them."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('proposals_statusupdate', 'id')) "
                "FROM generate_series(1, %s)",
                [at_once],
            )
            keys = [key for (key,) in cursor.fetchall()]
        yield from keys


def project(proposal: Proposal, log: Sequence[StatusUpdate]) -> None:
    """Find the status from the log."""
    for name, value in projection(live(log)).items():
        setattr(proposal, name, value)


def _assessments(
    update: StatusUpdate, assessed: Mapping[Criterion, str] | None
) -> list[Assessment]:
    return [
        Assessment(update=update, criterion=criterion, state=state)
        for criterion, state in (assessed or {}).items()
    ]


def _judge(row: Evidence) -> None:
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
