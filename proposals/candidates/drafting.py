"""From a candidate that was accepted to a draft, with its source and its authors."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from proposals.choices import AuthorKind, Basis, Precision, SourceLanguage
from proposals.editing import writing
from proposals.editing.naming import offered_slug
from proposals.languages import to_hans
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Candidate,
    IntakeArticle,
    Place,
    Proposal,
    Source,
)
from proposals.tracking.rules import Refusal

_CHINESE = re.compile(r"[\u3400-\u9fff]")
# By such an ending a name is that of an organisation.
_ORGANISATION = re.compile(
    r"(?:會|会|黨|党|局|署|處|社|院|所|中心|基金|聯盟|联盟|智庫|智库|大學|大学|公司|集團|集团|小組|小组)$"
    r"|\b(?:Association|Party|Council|Foundation|University|Institute|Federation|Centre|Ltd)\b"
)
_LONGEST_LOCATOR = 100


def draft(candidate: Candidate, *, by: User) -> Proposal:
    """Must run inside a transaction. Raises Refusal."""
    if candidate.sector is None:
        raise Refusal("sector_missing", "sector", _("No sector is chosen."), _("Choose one."))
    if not candidate.title.strip():
        raise Refusal("title_missing", "title", _("The title is empty."), _("Write one."))
    source = source_of(candidate.article)
    text = candidate.page.text
    last = source.proposals.aggregate(last=Max("position"))["last"] or 0
    is_english = not _CHINESE.search(candidate.title)
    proposal = Proposal(
        slug=offered_slug(Proposal, candidate.title_en, candidate.title)
        or offered_slug(Proposal, source.slug),
        title_hant=candidate.title,
        title_en=candidate.title_en or (candidate.title if is_english else ""),
        summary_hant=candidate.summary,
        summary_en=candidate.summary_en,
        sector=candidate.sector,
        instrument=candidate.instrument,
        specificity=candidate.specificity,
        figures=candidate.figures,
        source=source,
        locator=locator_of(candidate.passage),
        position=last + 1,
    )
    writing.write(proposal)
    proposal.places.set(Place.objects.filter(code__in=candidate.places, replaced_by=None))
    for position, told in enumerate(candidate.authors):
        row = Attribution(
            proposal=proposal,
            author=author_of(told["name"]),
            capacity_hant=told.get("capacity", "")[:200],
            position=position,
        )
        row.fill_hans()
        row.save()
    for body in Body.objects.filter(code__in=candidate.bodies, replaced_by=None):
        is_named = any(
            name and name in text[candidate.start : candidate.end]
            for name in (body.name_hant, body.name_hans, body.name_en, *body.aliases_hant)
        )
        Addressee.objects.create(
            proposal=proposal, body=body, basis=Basis.STATED if is_named else Basis.INFERRED
        )
    writing.settle([proposal])
    proposal.refresh_from_db()
    return proposal


def locator_of(passage: str) -> str:
    """A phrase exactly as printed: the longest line of the passage, cut where it may be."""
    line = max(passage.splitlines(), key=len).strip()
    if len(line) <= _LONGEST_LOCATOR:
        return line
    cut = max(line.rfind(mark, 20, _LONGEST_LOCATOR) for mark in "，、；,; ")
    return line[: cut if cut > 0 else _LONGEST_LOCATOR].strip()


def source_of(article: IntakeArticle) -> Source:
    """The source of an article, made when the first of its candidates is accepted."""
    if article.source is not None:
        return article.source
    page = article.page
    headline = (article.headline or page.name)[:300]
    printed = {
        "published_on": page.published_on,
        "published_on_precision": page.published_on_precision
        or (Precision.DAY if page.published_on else ""),
    }
    known = Source.objects.filter(headline=headline, publication=page.publication, **printed)
    source = known.first()
    if source is None:
        text = page.text[article.start : article.end]
        source = Source(
            slug=offered_slug(Source, headline) or offered_slug(Source, "source"),
            headline=headline,
            byline="、".join(told["name"] for told in article.authors)[:300],
            publication=page.publication,
            page=page.printed_page,
            **printed,
            url=page.url,
            language=language_of(text),
        )
        writing.save_shared(source, ())
    article.source = source
    article.save(update_fields=["source"])
    return source


def language_of(text: str) -> SourceLanguage:
    chinese = _CHINESE.findall(text[:5000])
    if len(chinese) * 4 < len("".join(text[:5000].split())):
        return SourceLanguage.EN
    plain = "".join(chinese)
    # What is Simplified already stays as it is.
    moved = sum(a != b for a, b in zip(plain, to_hans(plain), strict=False))
    return SourceLanguage.HANS if moved * 50 < len(plain) else SourceLanguage.HANT


def author_of(name: str) -> Author:
    """Whoever is on record under this name, in any script; else somebody new."""
    name = " ".join(name.split())[:100]
    known = Author.objects.filter(
        Q(name_hant=name) | Q(name_hans=name) | Q(name_en__iexact=name)
    ).order_by("pk")
    if (author := known.first()) is not None:
        return author
    is_english = not _CHINESE.search(name)
    author = Author(
        slug=offered_slug(Author, name) or offered_slug(Author, "author"),
        kind=AuthorKind.ORGANISATION if _ORGANISATION.search(name) else AuthorKind.PERSON,
        name_hant=name,
        name_en=name if is_english else "",
    )
    writing.save_shared(author, ())
    return author
