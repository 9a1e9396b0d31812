"""From what an editor writes to what the public reads: write, and settle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from proposals.choices import ChangeKind
from proposals.editing.index import index, index_drifted
from proposals.editing.replacing import hand_over
from proposals.languages import SUFFIXES
from proposals.models import (
    Author,
    Body,
    Change,
    KeptCopy,
    Place,
    Proposal,
    Publication,
    Sector,
    Source,
)
from proposals.models.changes import ever_shared, saved
from proposals.models.dated import DATING, dating_columns
from proposals.models.shared import SharedModel
from proposals.models.taxonomy import Entry
from proposals.tracking.rules import Conflict

RELATIONS = ("sector", "source")

# The day that government gave itself, and where it says so.
TARGET = ("target_on", "target_on_precision", "target_title", "target_url")

# The columns that editors write; every other one has a single writer elsewhere.
WRITTEN = [
    *(name + suffix for name in ("title", "summary", "scheme") for suffix in SUFFIXES.values()),
    "slug",
    "figures",
    "figures_en",
    "instrument",
    "specificity",
    "locator",
    "position",
    *dating_columns("proposed"),
    *TARGET,
    *RELATIONS,
]


# Of a proposal that has moved, what the change log tells and needs to know.
TOLD = (
    "id",
    "slug",
    "content_digest",
    "publication_state",
    "merged_into_id",
    "first_published_at",
)

# So many proposals are compared at a time.
AT_ONCE = 100


def write(proposal: Proposal, *, version: int | None = None) -> None:
    """Save a proposal's own columns as part of one edit; `settle` ends the edit.

    `version` is the one that the editor read; raises Conflict when it is no longer the
    newest, ValidationError when a column is faulty. Must run inside a transaction.
    """
    before = None
    if proposal.pk is not None:
        before = Proposal.objects.locked().get(pk=proposal.pk)
        if version is not None and before.version != version:
            raise Conflict(before)
    proposal.fill_date()
    proposal.fill_hans(before)
    proposal.full_clean()
    if before is None:
        proposal.save()
    else:
        proposal.save(update_fields=WRITTEN)


def settle(proposals: Iterable[Proposal]) -> list[Proposal]:
    """End an edit: index each proposal whose content has moved, and tell the public.

    Content is what a row of the feed shows, names of its authors and its source included, so
    call it too after renaming one. Nothing happens where nothing moved. Returns those moved.
    Must run inside a transaction.
    """
    pks = sorted({proposal.pk for proposal in proposals})
    Proposal.objects.filter(pk__in=pks).lock()
    moved = []
    for start in range(0, len(pks), AT_ONCE):
        moved += _settle_part(pks[start : start + AT_ONCE])
    if public := [proposal for proposal in moved if proposal.is_public]:
        Change.objects.append_each(public, ChangeKind.UPDATED)
    if moved:
        Change.objects.catch_up(ever_shared([proposal.pk for proposal in moved]))
    return moved


def _settle_part(pks: Sequence[int]) -> list[Proposal]:
    """Index those of them whose content has moved. What is told of each is returned, and no more:
    there may be ten thousand."""
    moved = []
    for proposal in Proposal.objects.filter(pk__in=pks).order_by("pk").for_listing():
        digest = _digest(proposal)
        if digest == proposal.content_digest:
            continue
        proposal.content_digest = digest
        proposal.version += 1
        proposal.edited_at = timezone.now()
        moved.append(proposal)
    index(moved, beside=("content_digest", "version", "edited_at"))
    told = [f.attname for f in Proposal._meta.concrete_fields if f.attname in TOLD]
    return [Proposal.from_db(None, told, [getattr(row, name) for name in told]) for row in moved]


def save_shared(row: SharedModel, proposals: Iterable[Proposal], *, redates: bool = True) -> None:
    """Save an author, source or term, settle the proposals that show it, and tell the public.
    `redates` is whether asks that have the date of the source follow it.
    """
    with transaction.atomic():
        before = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
        row.fill_hans(before)
        row.full_clean()
        row.save()
        if redates and isinstance(row, Source) and isinstance(before, Source):
            follow_date(row, before)
        moved = hand_over(row) if isinstance(row, Entry) else ()
        touched = [*proposals, *moved]
        settle(touched)
        if isinstance(row, Entry):
            index_drifted([proposal.pk for proposal in touched])
        Change.objects.catch_up(saved(type(row), [row.pk]))
        if isinstance(proposals, QuerySet):
            settle_late(proposals, [proposal.pk for proposal in touched])


def settle_late(showing: QuerySet[Proposal], touched: Collection[int]) -> None:
    """Look again, when the change log is ours, for who shows what was saved: whoever came to show
    it since `touched` were looked for has told of it under its old name.

    From here on nobody tells of anything before this edit is there to be read; who holds one of
    them is about to, and waits for us.
    """
    late = showing.exclude(pk__in=touched).values("pk")
    settle(Proposal.objects.filter(pk__in=late).locked(skip_locked=True))


def follow_date(source: Source, before: Source) -> None:
    """Let the asks that have the date of their source keep having it, but for those whose log is
    closed. Settle them afterwards."""
    had = {f"proposed_{ending}": getattr(before, f"published_{ending}") for ending in DATING}
    has = {f"proposed_{ending}": getattr(source, f"published_{ending}") for ending in DATING}
    if has != had:
        Proposal.objects.open().filter(source=source, **had).update(**has)


def delete_shared(row: SharedModel) -> None:
    """Delete an author, source or term that nothing shows, and tell the public where it saw it."""
    with transaction.atomic():
        pk = row.pk
        # It goes with its source.
        copies = list(KeptCopy.objects.filter(source=row)) if isinstance(row, Source) else []
        row.delete()
        for gone in (row, *copies):
            Change.objects.append_deleted(gone)
        Change.objects.catch_up(saved(type(row), [pk]))


def _digest(proposal: Any) -> str:
    """A fingerprint of what the public reads of a proposal, its status aside."""
    source = proposal.source
    content = [
        [getattr(proposal, c) for c in WRITTEN if c not in (*RELATIONS, "figures_en", *TARGET)],
        proposal.sector and [proposal.sector.code, *_named(proposal.sector)],
        [[place.code, *_named(place)] for place in proposal.places.all()],
        [
            [
                *(a.author.slug, _named(a.author), a.position, a.merged_from_id),
                *(a.capacity_hant, a.capacity_hans, a.capacity_en),
            ]
            for a in proposal.attributions.all()
        ],
        [
            [a.body.code, _named(a.body), a.basis, a.merged_from_id]
            for a in proposal.addressees.all()
        ],
        [idea.slug for idea in proposal.ideas.all()],
        source
        and [
            source.slug,
            source.headline,
            source.publication and [source.publication.slug, _named(source.publication)],
            [getattr(source, column) for column in dating_columns("published")],
            source.url,
        ],
    ]
    # What few have is a part of it only there: the fingerprints of the others stay as they were.
    listed = [
        [row["position"], row["text_hant"], row["text_hans"], row["text_en"]]
        for row in proposal.listed_criteria
    ]
    kept = (source.page, source.archived_url, source.archived_on) if source else ()
    found_at = [v for v in kept if v]
    glosses = [v for v in (proposal.figures_en, source and source.headline_en) if v]
    target = [getattr(proposal, column) for column in TARGET if proposal.target_on]
    few = (listed, proposal.listed_relations, found_at, glosses, target)
    content += [part for part in few if part]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def _named(row: Sector | Place | Body | Author | Publication) -> list[str]:
    return [row.name_hant, row.name_hans, row.name_en]
