"""Official documents as an editor takes them in, and what their passages answer."""

import datetime as dt
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from proposals.choices import DocumentKind, EvidenceClass, Status, UptakeRelation
from proposals.models import Document, Match, Proposal, Uptake
from proposals.uptake import deciding, taking

NUMBERS = count(1)
DAY = dt.date(2026, 5, 20)


def document(slug: str = "", text: str = "", **given: Any) -> Document:
    number = next(NUMBERS)
    said = {
        "kind": DocumentKind.POLICY_ADDRESS,
        "title_hant": "施政報告",
        "title_en": "Policy Address",
        "published_on": DAY,
        "published_on_precision": "day",
    }
    row = Document(slug=slug or f"document-{number}", **said | given)
    taking.take_in(
        row,
        text
        or f"1. 政府會於第{number}季設立銀髮基金，並接受申請。\n\n2. 政府會擴大醫療券的適用範圍。",
    )
    return row


def match(proposal: Proposal, of: Document, position: int = 1, **given: Any) -> Match:
    """A match as matching suggests it."""
    passage = of.passages.get(position=position)
    said = {
        "start": passage.start,
        "end": passage.end,
        "score": 0.8,
        "relation": UptakeRelation.SAME,
        "status": Status.COMMITTED,
        "evidence_class": EvidenceClass.OFFICIAL_DOCUMENT,
        "terms": ["基金"],
    }
    return Match.objects.create(passage=passage, proposal=proposal, **said | given)


def answer(match: Match, **given: Any) -> deciding.Answer:
    said = {
        "relation": match.relation,
        "quote": match.passage.text,
        "status": match.status,
        "reason_hant": "施政報告作出回應。",
    }
    return deciding.Answer(match, **said | given)


def accepted(*matches: Match, by: User, effective_on: dt.date = DAY, **given: Any) -> list[Uptake]:
    return deciding.accept(
        [answer(match, **given) for match in matches],
        effective_on=effective_on,
        evidence_class=matches[0].evidence_class,
        by=by,
    )


def related(proposal: Proposal, of: Document, *, by: User, **given: Any) -> Uptake:
    found = match(proposal, of, **given)
    return deciding.relate(found, relation=found.relation, quote=found.passage.text, by=by)
