"""A demonstration made: a package of invented progress loaded, and what no package can say done
by the functions that do it everywhere."""

from __future__ import annotations

import datetime as dt
import tempfile
from itertools import combinations
from pathlib import Path
from random import Random

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from proposals.alerts import following
from proposals.choices import Cadence, DocumentKind, Precision, Status
from proposals.editing import ideas, merging
from proposals.languages import EN, HANS, HANT
from proposals.models import Document, Idea, Match, Proposal, StatusUpdate, Subscription
from proposals.package import invented
from proposals.package.loading import load
from proposals.package.progress import Loaded
from proposals.uptake import deciding, offering, taking

MERGES, IDEAS, ANSWERS = 2, 3, 8


def make(catalogue: Path, *, seed: str, today: dt.date, by: User) -> Loaded:
    """The catalogue with invented progress; all or nothing. Raises PackageError, Refusal."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        for part in invented.write(Path(folder), catalogue, seed=seed, today=today):
            loaded = load(part, by=by)
        chance = Random(seed)  # noqa: S311 not a secret
        _join(chance)
        _merge(chance, by)
        _answer(chance, today, by)
        _follow()
    return loaded


def _join(chance: Random) -> None:
    """Proposals of one sector and instrument ask for the same, for once."""
    rows = list(Proposal.objects.public().filter(ideas=None).order_by("slug"))
    pairs = [
        (one, other)
        for one, other in combinations(rows, 2)
        if (one.sector_id, one.instrument) == (other.sector_id, other.instrument)
    ]
    for one, other in chance.sample(pairs, min(IDEAS, len(pairs))):
        ideas.join(one, other)


def _merge(chance: Random, by: User) -> None:
    """Of some ideas, one proposal takes in another that nothing became of."""
    shared = list(Idea.objects.order_by("slug"))
    chance.shuffle(shared)
    successors = set(StatusUpdate.objects.values_list("superseded_by", flat=True))
    left = MERGES
    for idea in shared:
        rows = list(Proposal.objects.public().filter(ideas=idea).order_by("slug"))
        still = [row for row in rows if row.status == Status.PROPOSED and row.pk not in successors]
        others = [row for row in rows if row not in still[:1]]
        if left and still and others:
            merging.merge(
                still[0],
                into=others[0],
                reason_hant="示範：兩者是同一建議。",
                reason_en="Invented: both are one ask.",
                by=by,
            )
            left -= 1


def _answer(chance: Random, today: dt.date, by: User) -> None:
    """An official text says of some what they ask for; an editor has decided half of it."""
    waiting = list(Proposal.objects.public().filter(status=Status.PROPOSED).order_by("slug"))
    asked = chance.sample(waiting, min(ANSWERS, len(waiting)))
    day = today - dt.timedelta(days=14)
    document = Document(
        slug="invented-policy-address",
        kind=DocumentKind.POLICY_ADDRESS,
        title_hant="施政報告（虛構） · Invented",
        title_en="Policy Address (invented)",
        url="https://example.invalid/policy-address",
        published_on=day,
        published_on_precision=Precision.DAY,
    )
    paragraphs = (f"{n}. 政府會{row.title_hant}。" for n, row in enumerate(asked, 1))
    taking.take_in(document, "\n\n".join(paragraphs))
    offering.deliver()
    matches = Match.objects.filter(proposal__in=asked[: ANSWERS // 2], status=Status.COMMITTED)
    for match in matches.order_by("proposal", "-score").distinct("proposal"):
        hant, en = invented.REASONS[Status.COMMITTED]
        answer = deciding.Answer(
            match,
            relation=match.relation,
            quote=match.passage.text,
            status=match.status,
            reason_hant=hant,
            reason_en=en,
        )
        deciding.accept([answer], effective_on=day, evidence_class=match.evidence_class, by=by)


def _follow() -> None:
    """Readers that there are not follow: no mail leaves a demonstration."""
    now = timezone.now()
    latest = Proposal.objects.public().exclude(status_since=None)
    wanted: list[tuple[str, Cadence, QueryDict | Proposal, str]] = [
        (HANT, Cadence.WEEKLY, QueryDict(), ""),
        (HANS, Cadence.DAILY, QueryDict("specificity=firm"), "具体程度：具体"),
        (EN, Cadence.IMMEDIATE, QueryDict("status=committed"), "Status: Committed"),
        (EN, Cadence.IMMEDIATE, latest.latest("status_since", "slug"), ""),
    ]
    for number, (language, cadence, followed, words) in enumerate(wanted, 1):
        subscription = Subscription(
            email=f"reader{number}@example.invalid",
            language=language,
            cadence=cadence,
            sentence=words,
        )
        if isinstance(followed, QueryDict):
            subscription.query, _faults = following.followable(followed)
        else:
            subscription.proposal = followed
        following.sign_up(subscription, now)
        following.confirm(subscription, now)
