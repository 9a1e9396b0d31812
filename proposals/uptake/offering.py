"""Documents matched with the open asks in the background, each by one worker at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from proposals.choices import DOCUMENT_EVIDENCE, DocumentKind
from proposals.models import Document, Match, Matching, Proposal
from proposals.models.documents import MOST_TRIES
from proposals.uptake import catalogue, matching, passages
from proposals.uptake.days import spanned

logger = logging.getLogger(__name__)


def deliver() -> int:
    """Match what is due, and keep what was found. Returns how many documents were matched.

    Safe to repeat and to run twice at once: whoever dies leaves the document to another when
    its lease has run out.
    """
    made = 0
    matcher: matching.Matcher | None = None
    while wanted := Matching.objects.claim():
        if wanted.tries > MOST_TRIES:
            wanted.give_up()
            logger.error("document %s cannot be matched", wanted.document_id)
            continue
        matcher = matcher or matching.Matcher(catalogue.open_asks(), catalogue.lexicon())
        try:
            found = list(_found(matcher, wanted.document))
        except Exception:
            logger.exception("document %s was not matched", wanted.document_id)
            continue
        keep(wanted, found)
        made += 1
    return made


def ask_again(document: Document) -> None:
    """Have a document matched once more, with the asks of today. What is decided stays."""
    now = timezone.now()
    Matching.objects.update_or_create(
        document=document,
        defaults={
            "wanted_at": now,
            "next_try_at": now,
            "tries": 0,
            "done_at": None,
            "failed_at": None,
        },
    )


def keep(wanted: Matching, found: Iterable[Match]) -> None:
    """Put what was found in the place of what was suggested before, and not decided."""
    with transaction.atomic():
        # Two workers may have had it: the one after the other.
        Matching.objects.select_for_update().get(pk=wanted.pk)
        suggested = Match.objects.filter(passage__document=wanted.document_id)
        suggested.undecided().delete()
        Match.objects.bulk_create(found, ignore_conflicts=True)
        wanted.note_done()


def _found(matcher: matching.Matcher, document: Document) -> Iterable[Match]:
    rows = {row.position: row for row in document.passages.order_by("position", "pk")}
    cut = [
        passages.Passage(
            start=row.start,
            end=row.end,
            text=row.text,
            kind=passages.Kind(row.kind),
            number=row.paragraph,
            page=row.page,
            heading=row.heading,
            locator=row.locator,
        )
        for row in rows.values()
    ]
    kind = DOCUMENT_EVIDENCE[DocumentKind(document.kind)]
    written = spanned(document.published_on, document.published_on_precision)
    answered = list(zip(rows.values(), matcher.match(cut, kind=kind, written=written), strict=True))
    slugs = {match.ask.slug for _row, (_passage, matches) in answered for match in matches}
    known = dict(Proposal.objects.public().filter(slug__in=slugs).values_list("slug", "pk"))
    for row, (_passage, matches) in answered:
        for match in matches:
            if match.ask.slug in known:
                yield Match(
                    passage=row,
                    proposal_id=known[match.ask.slug],
                    start=match.start,
                    end=match.end,
                    score=match.score,
                    relation=match.relation.value,
                    status=match.status,
                    evidence_class=match.evidence_class,
                    terms=list(match.terms),
                    cues=list(match.cues),
                )
