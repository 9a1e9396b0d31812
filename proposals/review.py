"""From what an editor writes to what the public reads: write, settle, publish, withdraw."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from itertools import chain, count

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, TextField, Value
from django.utils import timezone
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from proposals import search, tracking
from proposals.choices import ChangeKind, EvidenceClass, PublicationState, Status
from proposals.languages import SUFFIXES
from proposals.models import (
    Author,
    Body,
    Change,
    Evidence,
    Idea,
    Place,
    Proposal,
    Publication,
    Sector,
    Source,
)
from proposals.models.localized import LocalizedModel
from proposals.tracking.rules import Conflict, Refusal

RELATIONS = ("sector", "place", "source")

# The columns that editors write; every other one has a single writer elsewhere.
WRITTEN = [
    *(name + suffix for name in ("title", "summary", "scheme") for suffix in SUFFIXES.values()),
    "slug",
    "figures",
    "instrument",
    "specificity",
    "locator",
    "proposed_on",
    "proposed_on_precision",
    *RELATIONS,
]


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
    proposal.fill_hans(before)
    proposal.full_clean(exclude=["search_lexemes"])
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
    moved = []
    wanted = sorted(p.pk for p in proposals)
    rows = Proposal.objects.filter(pk__in=wanted).order_by("pk")
    # Rows first and in one order, the change log last, so that writers never wait in a ring.
    list(rows.locked().values_list("pk", flat=True))
    for proposal in rows.for_listing():
        digest = _digest(proposal)
        if digest == proposal.content_digest:
            continue
        proposal.content_digest = digest
        proposal.version += 1
        proposal.edited_at = timezone.now()
        proposal.save(update_fields=["content_digest", "version", "edited_at"])
        index(proposal)
        moved.append(proposal)
    for proposal in moved:
        if proposal.is_public:
            Change.objects.append(proposal, ChangeKind.UPDATED)
    return moved


def index(proposal: Proposal) -> None:
    """Write the search columns; the one writer of them."""
    title, text = _searched(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(
        search_title=title,
        search_text=text,
        search_lexemes=_vector(text),
    )


def verify_index(share: float = 0.01, at_least: int = 200) -> tuple[int, list[str]]:
    """Compare a random sample of the search columns with what `index` would write now.

    Those that differ are written anew. Returns how many were looked at and the slugs of
    those that had drifted, which only a write past this module, or a new table of
    characters, can have caused.
    """
    size = max(at_least, int(Proposal.objects.count() * share))
    sample = list(Proposal.objects.order_by("?").values_list("pk", flat=True)[:size])
    rows = Proposal.objects.filter(pk__in=sample).order_by("pk").for_listing()
    mended = []
    for proposal in rows.annotate(
        lexemes=Func(
            "search_lexemes",
            function="tsvector_to_array",
            output_field=ArrayField(TextField()),
        )
    ):
        title, text = _searched(proposal)
        written = (proposal.search_title, proposal.search_text, set(proposal.lexemes or ()))
        if written != (title, text, search.lexemes(text)):
            index(proposal)
            mended.append(proposal.slug)
    return len(sample), mended


def _vector(text: str) -> Func:
    return Func(
        Value(sorted(search.lexemes(text)), output_field=ArrayField(TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def publish(proposal: Proposal, *, by: User) -> None:
    """Show a complete draft, or a withdrawn proposal again, to the public. Raises Refusal."""
    with transaction.atomic():
        stored = Proposal.objects.locked().get(pk=proposal.pk)
        if stored.publication_state == PublicationState.PUBLISHED:
            raise Refusal(
                "already_published", "", _("It is published already."), _("Reload the page.")
            )
        _require_complete(stored)
        if not stored.updates.exists():
            state_as_proposed(stored, by=by)
        stored.withdrawn_reason_hant = stored.withdrawn_reason_hans = ""
        stored.withdrawn_reason_en = ""
        _set_state(stored, PublicationState.PUBLISHED, ChangeKind.PUBLISHED)
    proposal.refresh_from_db()


def withdraw(proposal: Proposal, *, reason_hant: str, reason_en: str) -> None:
    """Take a proposal from the public, saying why; its address keeps telling. Raises Refusal."""
    with transaction.atomic():
        stored = Proposal.objects.locked().get(pk=proposal.pk)
        if not stored.is_public:
            raise Refusal(
                "not_published",
                "",
                _("It is not published."),
                _("Only what is public can be withdrawn."),
            )
        for field, reason in (("reason_hant", reason_hant), ("reason_en", reason_en)):
            if not reason.strip():
                raise Refusal(
                    "reason_missing",
                    field,
                    _("The reason is empty."),
                    _("Say in Chinese and in English why; readers will see it."),
                )
        stored.withdrawn_reason_hant = reason_hant.strip()
        stored.withdrawn_reason_en = reason_en.strip()
        stored.fill_hans()
        _set_state(stored, PublicationState.WITHDRAWN, ChangeKind.WITHDRAWN)
    proposal.refresh_from_db()


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


def save_shared(row: LocalizedModel, proposals: Iterable[Proposal]) -> None:
    """Save an author, source or term, and settle the proposals that show it."""
    with transaction.atomic():
        before = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
        row.fill_hans(before)
        row.full_clean()
        row.save()
        settle(proposals)


def join(proposal: Proposal, other: Proposal, *, idea: Idea | None = None) -> Idea:
    """State that two proposals ask for the same: both belong to one idea, a new one if none is
    given, which takes its title from the one that was asked first.
    """
    with transaction.atomic():
        if idea is None:
            first = min(proposal, other, key=_asked)
            idea = Idea(
                slug=_free_slug(first.title_en),
                title_hant=first.title_hant[:200],
                title_en=first.title_en[:300],
            )
            idea.fill_hans()
            idea.full_clean()
            idea.save()
        for row in (proposal, other):
            row.ideas.add(idea)
        settle([proposal, other])
    return idea


def _asked(proposal: Proposal) -> tuple[dt.date, int]:
    """When it was asked, to compare; what is not dated cannot be said to be the first."""
    return proposal.proposed_on or dt.date.max, proposal.pk


def _free_slug(title: str) -> str:
    slug = slugify(title)[:70].strip("-") or "idea"
    taken = set(Idea.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(s for s in chain([slug], (f"{slug}-{n}" for n in count(2))) if s not in taken)


def _set_state(proposal: Proposal, state: PublicationState, kind: ChangeKind) -> None:
    proposal.publication_state = state
    proposal.version += 1
    proposal.edited_at = timezone.now()
    Change.objects.append(
        proposal,
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


def _require_complete(proposal: Proposal) -> None:
    missing = [
        field
        for field in ("title_hant", "title_en", "summary_hant", "summary_en")
        if not getattr(proposal, field).strip()
    ]
    if not proposal.attributions.exists():
        missing.append("authors")
    if missing:
        raise Refusal(
            "incomplete",
            missing[0],
            format_lazy(_("It is not complete: {fields}."), fields=", ".join(missing)),
            _("Fill these in first."),
        )


def _searched(proposal: Proposal) -> tuple[str, str]:
    """The folded titles, and all that a reader's words are looked for in."""
    titles = _distinct(proposal.title_hant, proposal.title_hans, proposal.title_en)
    authors = [a.author for a in proposal.attributions.all()]
    return "\n".join(titles), "\n".join(
        _distinct(
            *titles,
            *(getattr(proposal, n + s) for n in ("summary", "scheme") for s in SUFFIXES.values()),
            *(getattr(author, f"name{s}") for author in authors for s in SUFFIXES.values()),
        )
    )


def _distinct(*texts: str) -> list[str]:
    """The texts folded, without those that fold alike, as the two Chinese scripts do."""
    return list(dict.fromkeys(folded for folded in map(search.fold, texts) if folded))


def _digest(proposal: Proposal) -> str:
    """A fingerprint of what the public reads of a proposal, its status aside."""
    source = proposal.source
    content = [
        [getattr(proposal, column) for column in WRITTEN if column not in RELATIONS],
        _named(proposal.sector),
        proposal.place and _named(proposal.place),
        [
            [a.author.slug, _named(a.author), a.capacity_hant, a.capacity_hans, a.capacity_en]
            for a in proposal.attributions.all()
        ],
        [[a.body.code, _named(a.body), a.basis] for a in proposal.addressees.all()],
        [idea.slug for idea in proposal.ideas.all()],
        [
            source.slug,
            source.headline,
            source.publication and [source.publication.slug, _named(source.publication)],
            source.published_on,
            source.published_on_precision,
            source.url,
        ],
    ]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def _named(row: Sector | Place | Body | Author | Publication) -> list[str]:
    return [row.name_hant, row.name_hans, row.name_en]
