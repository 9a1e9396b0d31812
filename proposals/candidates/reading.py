"""Pages taken in are read: fetched, turned into text, cut into articles, and searched for asks.

Each by one worker, under a lease that every step renews; what a killed worker had begun is begun
again by another.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from proposals.candidates import asking
from proposals.candidates.offering import likely_known, passage_key
from proposals.candidates.taking import claim_digest
from proposals.choices import Decision, IntakeOrigin, IntakeState
from proposals.intake import known
from proposals.intake.articles import Sort
from proposals.intake.extract import Candidate as Found
from proposals.intake.extract import Page as Read
from proposals.intake.extract import extract
from proposals.intake.terms import Terms
from proposals.models import Candidate, IntakeArticle, IntakePage, Sector
from proposals.texts.faults import Unreadable
from proposals.texts.fetching import fetch
from proposals.texts.reading import Text, read

logger = logging.getLogger(__name__)

# A run hands over to the next after this many seconds.
RUN_FOR = 50
# So many of a page are compared with what is known; nobody reviews more at once.
MOST_COMPARED = 200
# Fetched, text read, searched.
STEPS = 3


class Stopped(Exception):
    """The page was cancelled, or has gone to another worker."""


def read_waiting(allowed: Callable[[str], bool] | None = None) -> int:
    """Read what waits. Returns how many pages were taken up."""
    taken, ends_at = 0, time.monotonic() + RUN_FOR
    given_up = IntakePage.objects.given_up(timezone.now())
    given_up.update(state=IntakeState.FAILED, fault="tried_too_often", fault_told={})
    while time.monotonic() < ends_at and (page := IntakePage.objects.claim()) is not None:
        taken += 1
        _read(page, allowed)
    return taken


def _read(page: IntakePage, allowed: Callable[[str], bool] | None) -> None:
    try:
        text = _text(page, allowed)
        _step(page, STEPS - 1)
        terms = known.terms()
        found = extract(text.text, terms)
        if asking.is_set():
            found = _asked(page, text.text, found, terms)
        _offer(page, text, found)
    except Unreadable as fault:
        page.held().update(
            state=IntakeState.FAILED, fault=fault.code, fault_told=fault.told, content=None
        )
    except Stopped:
        logger.info("page %s was read no further", page.pk)


def _step(page: IntakePage, done: int, total: int = STEPS) -> None:
    if not page.renew(done, total):
        raise Stopped


def _text(page: IntakePage, allowed: Callable[[str], bool] | None) -> Text:
    if page.text:
        return Text(page.text)
    content, encoding = bytes(page.content or b""), ""
    if page.origin == IntakeOrigin.ADDRESS:
        fetched = fetch(page.url, allowed)
        content, encoding = fetched.content, fetched.encoding
        claim_digest(page, content)
    _step(page, 1)
    text = read(content, encoding, on_page=lambda done, total: _step(page, done, total))
    # As in what is pasted, a line ends in one way.
    plain = text.text.replace("\r\n", "\n").replace("\r", "\n")
    return Text(plain, text.title, text.author, text.published_on)


def _asked(page: IntakePage, text: str, found: Read, terms: Terms) -> Read:
    """What a model adds. What it costs is kept as it is spent, a killed worker's share too."""
    tokens, cost = page.model_tokens, page.model_cost

    def spend(asked: asking.Asked) -> None:
        _step(page, STEPS - 1)
        page.held().update(
            model_tokens=tokens + asked.tokens,
            model_cost=cost + asked.cost,
            model_fault=asked.fault,
            model_fault_told=asked.fault_told,
        )

    return asking.ask(text, found, terms, spend).page


def _offer(page: IntakePage, text: Text, found: Read) -> None:
    """All at once: whoever looks sees a page that has been read, or one that has not."""
    articles = [
        IntakeArticle(
            page=page,
            number=number,
            headline=article.headline[:300],
            authors=[{"name": a.name, "capacity": a.capacity} for a in article.authors],
            start=article.start,
            end=article.end,
        )
        for number, article in enumerate(found.articles)
    ]
    sectors = dict(Sector.objects.values_list("code", "pk"))
    # In a report whoever is not named has not asked.
    named = [
        [] if a.sort == Sort.REPORT else articles[n].authors for n, a in enumerate(found.articles)
    ]
    candidates = [
        _candidate(page, text.text, articles[row.article], row, sectors, named[row.article])
        for row in found.candidates
    ]
    rejected = Candidate.objects.filter(
        key__in=[candidate.key for candidate in candidates], decision=Decision.REJECTED
    )
    known_keys = set(rejected.values_list("key", flat=True))
    offered = [candidate for candidate in candidates if candidate.key not in known_keys]
    for candidate in offered[:MOST_COMPARED]:
        candidate.like = likely_known(candidate)
    with transaction.atomic():
        is_held = page.held().update(
            state=IntakeState.READ,
            text=text.text,
            content=None,
            read_at=timezone.now(),
            done=STEPS,
            total=STEPS,
            left_out=len(candidates) - len(offered),
            name=(text.title or page.name)[:300],
            published_on=page.published_on or text.published_on,
        )
        if not is_held:
            raise Stopped
        page.articles.all().delete()
        IntakeArticle.objects.bulk_create(articles)
        Candidate.objects.bulk_create(offered)


def _candidate(
    page: IntakePage,
    text: str,
    article: IntakeArticle,
    found: Found,
    sectors: dict[str, int],
    authors: list[dict[str, str]],
) -> Candidate:
    told = found.described
    figures = dict.fromkeys([*told.figures, *([told.deadline] if told.deadline else [])])
    return Candidate(
        page=page,
        article=article,
        start=found.start,
        end=found.end,
        passage=found.passage,
        key=passage_key(text, found.start, found.end),
        found_by=found.found_by,
        score=found.score,
        rules=found.rules,
        **{"title": told.title[:300], **found.drafts},
        drafted=list(found.drafts),
        authors=[{"name": a.name, "capacity": a.capacity} for a in found.authors] or authors,
        sector_id=sectors.get(told.sector),
        instrument=told.instrument,
        specificity=told.specificity,
        bodies=told.bodies,
        places=told.places,
        figures="；".join(figures)[:300],
    )
