"""A language model asked for asks that the rules may have missed, where the operator has set one.

What it says is believed in nothing: a passage counts where it stands in the text, at the place that
we find. What the rules found stays, whatever comes of the asking.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.conf import settings

from proposals.candidates import endpoint
from proposals.candidates.endpoint import Failed
from proposals.candidates.offering import places_of
from proposals.choices import Finder
from proposals.intake import prompts
from proposals.intake.extract import Candidate, Page, described, speaking
from proposals.intake.terms import Terms

logger = logging.getLogger(__name__)

# Of one request: how much of a text is sent, and how much may come back.
MOST_SENT = 6_000
MOST_TOKENS_BACK = 4_000
# Shorter, a passage stands anywhere; longer, it is no ask.
SHORTEST, LONGEST = 6, 600
_MILLION = 1_000_000
_MICRO = Decimal("0.000001")


@dataclass
class Asked:
    """What a page comes to after the asking, what that took, and what went wrong, if anything."""

    page: Page
    tokens: int = 0
    cost: Decimal = Decimal(0)
    fault: str = ""
    fault_told: dict[str, str | int] = field(default_factory=dict)


# Called before each request, with what was spent so far; it may raise to end the asking.
OnStep = Callable[[Asked], None]


def is_set() -> bool:
    return settings.EXTRACTOR == "model"


def ask(text: str, page: Page, terms: Terms, on_step: OnStep = lambda _asked: None) -> Asked:
    """Part by part; what was found before a fault is kept."""
    asked = Asked(page)
    candidates, left_out = list(page.candidates), 0
    ends_at = time.monotonic() + settings.EXTRACTOR_SECONDS
    parts = list(_parts(text, page))
    try:
        for done, (number, start, end) in enumerate(parts):
            known = [c.passage for c in candidates if start <= c.start < end]
            messages = prompts.messages(text[start:end], known)
            # Before it is told, a token is held to be a character.
            left = (
                settings.EXTRACTOR_TOKENS - asked.tokens - sum(len(m["content"]) for m in messages)
            )
            if left < MOST_TOKENS_BACK // 4:
                most = settings.EXTRACTOR_TOKENS
                raise Failed("model_spent", most=most, done=done, parts=len(parts))
            answer = endpoint.answer(
                messages, min(left, MOST_TOKENS_BACK), ends_at, lambda: on_step(asked)
            )
            _spend(asked, answer)
            for told in _told(answer):
                found = _placed(told, text, page, number, start, end, terms)
                if found is None:
                    left_out += 1
                else:
                    _add(candidates, found)
        if left_out:
            asked.fault, asked.fault_told = "model_made_up", {"count": left_out}
    except Failed as fault:
        logger.warning("a model was asked in vain: %s %s", fault.code, fault.told)
        asked.fault, asked.fault_told = fault.code, fault.told
    on_step(asked)
    candidates.sort(key=lambda candidate: (candidate.start, candidate.end))
    asked.page = replace(page, candidates=candidates)
    return asked


def _spend(asked: Asked, answer: endpoint.Answer) -> None:
    price_sent, price_back = settings.EXTRACTOR_PRICE
    cost = (answer.sent * price_sent + answer.back * price_back) / _MILLION
    asked.tokens += answer.sent + answer.back
    asked.cost += cost.quantize(_MICRO)


def _told(answer: endpoint.Answer) -> list[prompts.Told]:
    """Raises Failed."""
    try:
        return prompts.told(answer.content or "")
    except (ValueError, RecursionError) as fault:
        raise Failed("model_shape") from fault


def _parts(text: str, page: Page) -> Iterator[tuple[int, int, int]]:
    """Each article by its number and place, one that is long cut at the ends of lines."""
    for number, article in enumerate(page.articles):
        start = article.start
        while article.end - start > MOST_SENT:
            cut = text.rfind("\n", start + 1, start + MOST_SENT) + 1 or start + MOST_SENT
            yield number, start, cut
            start = cut
        if text[start : article.end].strip():
            yield number, start, article.end


def _placed(
    told: prompts.Told, text: str, page: Page, number: int, start: int, end: int, terms: Terms
) -> Candidate | None:
    """A passage at the place where it stands in the part that was sent; None where it does not."""
    passage = told.passage.strip()
    places = places_of(text[start:end], passage) if SHORTEST <= len(passage) <= LONGEST else []
    if not places:
        return None
    first, last = (start + place for place in places[0])
    return Candidate(
        first,
        last,
        text[first:last],
        number,
        authors=speaking(page.articles[number], first, text[first:last]),
        score=None,
        rules=[],
        described=described(page.articles[number].headline, text[first:last], terms),
        found_by=[Finder.MODEL.value],
        drafts=told.drafts,
    )


def _add(candidates: list[Candidate], found: Candidate) -> None:
    """Where half of the shorter stands in another it is that one, which keeps its place."""

    def shared(other: Candidate) -> float:
        common = min(found.end, other.end) - max(found.start, other.start)
        return common / min(found.end - found.start, other.end - other.start)

    at = max(range(len(candidates)), key=lambda n: shared(candidates[n]), default=None)
    if at is None or shared(candidates[at]) < 0.5:
        candidates.append(found)
        return
    known = candidates[at]
    finders = list(dict.fromkeys([*known.found_by, *found.found_by]))
    candidates[at] = replace(known, found_by=finders, drafts=known.drafts or found.drafts)
