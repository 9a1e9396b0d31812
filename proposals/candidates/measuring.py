"""How good the finding is, by what editors decided; and their decisions as a labelled set."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models.functions import TruncWeek

from proposals.choices import Decision, Finder, IntakeState
from proposals.models import Candidate, IntakePage

_DECIDED = (Decision.ACCEPTED, Decision.REJECTED)
WEEKS = 26


@dataclass
class Tally:
    """How many were accepted and rejected, and how many asks were marked that had been missed."""

    accepted: int = 0
    rejected: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Of what was offered, the share that was an ask."""
        offered = self.accepted + self.rejected
        return self.accepted / offered if offered else None

    @property
    def recall(self) -> float | None:
        """Of the asks that editors kept, the share that was offered to them."""
        kept = self.accepted + self.missed
        return self.accepted / kept if kept else None


def by_week() -> list[tuple[dt.date, Tally]]:
    """Of the last weeks in which something was decided, the newest first. One query."""
    rows = (
        Candidate.objects.filter(decision__in=_DECIDED)
        .annotate(week=TruncWeek("decided_at"))
        .values_list("week", "decision", "found_by")
    )
    weeks: dict[dt.date, Tally] = defaultdict(Tally)
    for week, decision, found_by in rows.iterator():
        _count(weeks[week.date()], decision, found_by)
    return sorted(weeks.items(), reverse=True)[:WEEKS]


def by_rule() -> list[tuple[str, Tally]]:
    """Each rule with what became of the candidates that met it, the worst first. One query."""
    rules: dict[str, Tally] = defaultdict(Tally)
    rows = Candidate.objects.filter(decision__in=_DECIDED).values_list(
        "rules", "decision", "found_by"
    )
    for names, decision, found_by in rows.iterator():
        for name in names:
            _count(rules[name], decision, found_by)
    return sorted(rules.items(), key=lambda found: (found[1].precision or 0, found[0]))


def by_finder() -> list[tuple[str, Tally]]:
    """What rules and model found, each for itself. One query."""
    finders: dict[str, Tally] = defaultdict(Tally)
    rows = Candidate.objects.filter(decision__in=_DECIDED).values_list("found_by", "decision")
    for found_by, decision in rows.iterator():
        for name in found_by:
            tally = finders[name]
            if decision == Decision.ACCEPTED:
                tally.accepted += 1
            else:
                tally.rejected += 1
    return sorted(finders.items())


def reasons() -> list[tuple[str, int]]:
    """Why candidates were rejected, most often first. One query."""
    rows = Candidate.objects.filter(decision=Decision.REJECTED)
    return Counter(rows.values_list("rejected_for", flat=True)).most_common()


def _count(tally: Tally, decision: str, found_by: list[str]) -> None:
    if decision == Decision.REJECTED:
        tally.rejected += 1
    elif found_by == [Finder.EDITOR]:
        tally.missed += 1
    else:
        tally.accepted += 1


def labelled_set() -> bytes:
    """A ZIP of every page on whose candidates all was decided: its text, and the key to it, as
    benchmarks/extraction reads them."""
    undecided = Candidate.objects.open().values("page")
    pages = IntakePage.objects.filter(state=IntakeState.READ).exclude(pk__in=undecided)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for page in pages.order_by("pk").iterator(chunk_size=20):
            packed.writestr(f"page-{page.pk}.txt", page.text)
            key = json.dumps(_key(page), ensure_ascii=False, indent=1)
            packed.writestr(f"page-{page.pk}.json", key)
    return file.getvalue()


def _key(page: IntakePage) -> dict[str, object]:
    articles = list(page.articles.order_by("number"))
    order = {article.pk: number for number, article in enumerate(articles)}
    decided = page.candidates.filter(decision__in=_DECIDED).select_related("sector")
    rows = list(decided.order_by("start", "pk"))
    return {
        "language": "",
        "articles": [
            {"headline": a.headline, "authors": a.authors, "start": a.start, "end": a.end}
            for a in articles
        ],
        "asks": [
            {
                **_place(row, order),
                "authors": [told["name"] for told in row.authors],
                "specificity": row.specificity,
                "sector": row.sector.code if row.sector else "",
                "instrument": row.instrument,
                "bodies": row.bodies,
            }
            for row in rows
            if row.decision == Decision.ACCEPTED
        ],
        "near_misses": [
            {**_place(row, order), "kind": row.rejected_for, "why": row.note}
            for row in rows
            if row.decision == Decision.REJECTED
        ],
    }


def _place(row: Candidate, order: dict[int, int]) -> dict[str, object]:
    return {
        "start": row.start,
        "end": row.end,
        "passage": row.passage,
        "article": order[row.article_id],
    }
