"""What we published and when, in commit order. Whatever goes out of the product reads this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.choices import ChangeKind, Noun
from proposals.models.audited import events
from proposals.models.chosen import ChosenQuerySet
from proposals.models.copies import KeptCopy
from proposals.models.documents import Document
from proposals.models.history import StatusUpdate
from proposals.models.ideas import Idea
from proposals.models.parties import Attribution
from proposals.models.people import Author
from proposals.models.proposals import Proposal, ProposalIdea
from proposals.models.shared import SharedModel
from proposals.models.sources import Publication, Source
from proposals.models.together import save_together
from proposals.models.triggers import APPEND_ONLY, NEVER_EMPTIED
from proposals.models.uptakes import Uptake

# One lock for the whole log. Any number would do; it must only be ours.
LOCK = 0x70726F706F73616C

# What kind of change tells of what proposals share.
KINDS = {
    Noun.AUTHOR: ChangeKind.PERSON,
    Noun.PUBLICATION: ChangeKind.SOURCE,
    Noun.SOURCE: ChangeKind.SOURCE,
    Noun.SECTOR: ChangeKind.TERM,
    Noun.BODY: ChangeKind.TERM,
    Noun.PLACE: ChangeKind.TERM,
    Noun.IDEA: ChangeKind.IDEA,
    Noun.SYNONYM: ChangeKind.TERM,
    Noun.TERM: ChangeKind.TERM,
    Noun.DOCUMENT: ChangeKind.UPTAKE,
    Noun.UPTAKE: ChangeKind.UPTAKE,
    Noun.COPY: ChangeKind.SOURCE,
}
# After these the public may see other authors, sources and ideas than before.
MOVING = (ChangeKind.PUBLISHED, ChangeKind.WITHDRAWN, ChangeKind.MERGED)

# The hash of a change covers what it says and the hash before it, one a line. Whoever inserts,
# the database itself takes the lock, reads the newest hash and makes the next.
CHAIN = f"""
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT seq, hash INTO before FROM proposals_change ORDER BY seq DESC LIMIT 1;
    IF before.seq >= NEW.seq THEN
        RAISE EXCEPTION 'change % comes after change %', NEW.seq, before.seq
            USING ERRCODE = 'check_violation', CONSTRAINT = 'change_in_commit_order';
    END IF;
    NEW.hash := encode(sha256(convert_to(concat_ws(E'\\n',
        COALESCE(before.hash, ''),
        NEW.seq,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        NEW.kind,
        NEW.noun,
        NEW.key,
        COALESCE((SELECT slug FROM proposals_proposal WHERE id = NEW.target_id), ''),
        CASE WHEN NEW.gone THEN 'gone' ELSE '' END,
        NEW.digest
    ), 'UTF8')), 'hex');
    RETURN NEW;
"""  # noqa: S608 - the lock is a constant of ours


class ChangeQuerySet(models.QuerySet["Change"]):
    any_of = ChosenQuerySet.any_of

    def append(
        self,
        proposal: Proposal,
        kind: ChangeKind,
        *,
        update: StatusUpdate | None = None,
        digest: str = "",
        with_columns: Sequence[str] = (),
    ) -> Change:
        """Tell the public that something they see of a proposal has changed, in commit order.

        `digest` is a fingerprint of what was said, where it is not the proposal's own text.
        `with_columns` of the proposal are saved in the same statement: the database holds
        that a proposal is published if and only if the log says so. What the proposal hangs
        on is told of too, where the public sees it from now on, or no more.

        The lock is held to the end of the transaction, so the next number is only given
        when this one is visible: who reads on after the largest number misses nothing.
        Call it last, after every row lock has been taken, or two writers may wait for each
        other.
        """
        change = self._append(
            noun=Noun.PROPOSAL,
            key=proposal.slug,
            kind=kind,
            proposal=proposal,
            update=update,
            digest=digest or (update.digest() if update else proposal.content_digest),
        )
        _save_told([proposal], [change], with_columns)
        if kind in MOVING:
            self.catch_up(ever_shared([proposal.pk]))
        return change

    def append_each(
        self, proposals: Sequence[Proposal], kind: ChangeKind, *, with_columns: Sequence[str] = ()
    ) -> None:
        """Like `append` for each of several, and what they share is looked at once. Of those that
        are merged it is told where they lead."""
        at = self._locked_at()
        changes = self.bulk_create(
            self.model(
                key=row.slug,
                kind=kind,
                proposal=row,
                target=row.merged_into if kind == ChangeKind.MERGED else None,
                digest=row.content_digest,
                at=at,
            )
            for row in proposals
        )
        _save_told(proposals, changes, with_columns)
        if kind in MOVING:
            self.catch_up(ever_shared([proposal.pk for proposal in proposals]))

    def append_deleted(self, row: SharedModel) -> None:
        """Tell that a row which was deleted is gone, where the public was told of it. What it was
        told is read under the lock: who saved the row just before it was deleted has told by then.
        Must be in the transaction that deletes it.
        """
        self._lock()
        if (row.NOUN, row.key) in self.told([row.key]):
            self._append_shared([(row, True)])

    def catch_up(self, rows: Iterable[SharedModel]) -> None:
        """Tell of each row what was not told yet: that the public sees it, sees other words of
        it, or sees it no more. Take the rows from `with_is_seen`, and do not read them before:
        that is done under the lock, when no other writer can show or hide them any more. Must be
        in a transaction.
        """
        self._lock()
        rows = list(rows)
        told = self.told(row.key for row in rows)
        moved = []
        for row in rows:
            last = told.get((row.NOUN, row.key))
            if last != row.digest() if row.is_seen else last is not None:
                moved.append((row, not row.is_seen))
        self._append_shared(moved)

    def _append_shared(self, moved: Sequence[tuple[SharedModel, bool]]) -> None:
        """Tell of what proposals share, an author for one: whether each is gone, or is there and
        new or not as it was."""
        if not moved:
            return
        at = self._locked_at()
        self.bulk_create(
            self.model(
                noun=row.NOUN,
                key=row.key,
                kind=KINDS[row.NOUN],
                digest="" if gone else row.digest(),
                gone=gone,
                at=at,
            )
            for row, gone in moved
        )

    def told(self, keys: Iterable[str]) -> dict[tuple[str, str], str]:
        """By noun and key, the digest of what the public was last told, but for what is gone."""
        last = (
            self.filter(proposal=None, key__in=set(keys))
            .order_by("noun", "key", "-seq")
            .distinct("noun", "key")
        )
        return {(change.noun, change.key): change.digest for change in last if not change.gone}

    def newest(self) -> tuple[int, dt.datetime | None]:
        """The number and time of the newest change; those of later transactions are larger."""
        return self.order_by("-seq").values_list("seq", "at").first() or (0, None)

    def _append(self, **columns: Any) -> Change:
        return self.create(at=self._locked_at(), **columns)

    def _locked_at(self) -> dt.datetime:
        """When the lock was had: the times of changes are in the order of their numbers."""
        self._lock()
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (at,) = cursor.fetchone()
        return at

    def _lock(self) -> None:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError(
                "A change is appended in the transaction that makes it."
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _save_told(
    proposals: Sequence[Proposal], changes: Sequence[Change], with_columns: Sequence[str]
) -> None:
    for proposal, change in zip(proposals, changes, strict=True):
        proposal.change_seq = change.seq
        proposal.updated_at = change.at
        proposal.first_published_at = proposal.first_published_at or change.at
    told = ["change_seq", "updated_at", "first_published_at"]
    save_together(proposals, [*told, *with_columns])


def ever_shared(proposals: Collection[int]) -> Iterator[SharedModel]:
    """What these proposals share with others, or ever did by the history that the database
    keeps. Eight queries.
    """

    def ever(link: Any, proposal: str, column: str) -> Q:
        of = {f"{proposal}__in": proposals}
        kept = events(link).filter(**of).values(column)
        return Q(pk__in=kept) | Q(pk__in=link.objects.filter(**of).values(column))

    sources = Source.objects.filter(ever(Proposal, "id", "source"))
    yield from _ever_publications(sources.values("pk"))
    yield from sources.select_related("publication").with_is_seen()
    yield from Author.objects.filter(ever(Attribution, "proposal", "author")).with_is_seen()
    yield from Idea.objects.filter(ever(ProposalIdea, "proposal", "idea")).with_is_seen()
    answered = Q(uptakes__proposal__in=proposals) | Q(uptakes__merged_from__in=proposals)
    yield from Document.objects.filter(
        pk__in=Document.objects.filter(answered).values("pk")
    ).with_is_seen()
    uptakes = Uptake.objects.filter(Q(proposal__in=proposals) | Q(merged_from__in=proposals))
    yield from uptakes.select_related("document", "proposal", "update").with_is_seen()
    of_these = Q(evidence__update__proposal__in=proposals) | Q(source__in=sources.values("pk"))
    yield from KeptCopy.objects.filter(of_these).with_is_seen()


def saved(model: type[SharedModel], pks: Collection[int]) -> Iterator[SharedModel]:
    """Rows that were saved or deleted, and what else the public may see of, or no more, because
    of them."""
    rows: Any = model._default_manager.filter(pk__in=pks)
    if model is Uptake:
        rows = rows.select_related("document", "proposal", "update")
        yield from Document.objects.filter(pk__in=rows.values("document")).with_is_seen()
    yield from rows.with_is_seen()
    if model is Source:
        yield from _ever_publications(pks)
        yield from KeptCopy.objects.filter(source__in=pks).with_is_seen()


def _ever_publications(
    sources: Collection[int] | models.QuerySet[Any, Any],
) -> Iterator[SharedModel]:
    """Where these sources appear, or once were said to, those since deleted too."""
    now = Source.objects.filter(pk__in=sources).values("publication")
    before = events(Source).filter(id__in=sources).values("publication")
    yield from Publication.objects.filter(Q(pk__in=now) | Q(pk__in=before)).with_is_seen()


class Change(models.Model):
    """One thing that we published, and when. Feeds, alerts and webhooks read only this.

    `noun` and `key` name what changed; `gone` is what the public sees no more. `hash` chains
    each change to the one before, so that none can be altered, dropped or moved unseen.
    """

    seq = models.BigAutoField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    noun = models.CharField(_("noun"), max_length=12, choices=Noun, default=Noun.PROPOSAL)
    key = models.CharField(_("key"), max_length=100)
    gone = models.BooleanField(_("gone"), default=False)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, related_name="changes", verbose_name=_("proposal")
    )
    target = models.ForeignKey(
        Proposal, models.PROTECT, null=True, related_name="+", verbose_name=_("merged into")
    )
    update = models.ForeignKey(
        StatusUpdate, models.PROTECT, null=True, related_name="+", verbose_name=_("update")
    )
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        triggers = [
            APPEND_ONLY,
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="chained",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("before", "RECORD")],
                func=CHAIN,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="change_kind_known"
            ),
            models.CheckConstraint(condition=Q(noun__in=Noun.values), name="change_noun_known"),
            models.CheckConstraint(
                condition=Q(noun=Noun.PROPOSAL, proposal__isnull=False)
                | (~Q(noun=Noun.PROPOSAL) & Q(proposal=None)),
                name="change_of_proposal_iff_noun",
            ),
            models.CheckConstraint(
                condition=(Q(kind=ChangeKind.MERGED) & Q(target__isnull=False))
                | (~Q(kind=ChangeKind.MERGED) & Q(target=None)),
                name="change_merged_iff_target",
            ),
        ]
        indexes = [
            # What was last told of an author, source, term or idea.
            models.Index(
                fields=["noun", "key", "-seq"],
                condition=Q(proposal=None),
                name="change_of_shared_row",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {self.get_kind_display()} {self.key}"
