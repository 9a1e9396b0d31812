"""The pictures of a set under the one filter, and the file of the numbers of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tablib
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext

from proposals.choices import Status, UptakeRelation
from proposals.counts.answers import Answers, answers_of_all
from proposals.counts.labels import labels
from proposals.counts.statistics import Wait, by_sector, shared, unchecked, waits
from proposals.counts.stock import last_day
from proposals.counts.uptakes import Taken, uptake
from proposals.dates import machine_day
from proposals.demonstration import mark
from proposals.finding.filters import ProposalFilter
from proposals.languages import HANT, SUFFIXES
from proposals.models import Document
from proposals.models.proposals import ProposalQuerySet
from proposals.tables.spreadsheet import CSV
from proposals.web.pages import curves
from proposals.web.pages.pictures import axis, bars, lines, stock_picture
from proposals.web.query.read import Query, reads
from proposals.web.query.undated import left_out, not_drawn
from proposals.web.readers import for_readers

# So many documents are drawn, the newest; the file has all.
MOST_DOCUMENTS = 20


@for_readers
@reads(ProposalFilter.public, shows_faults=True)
def statistics(request: HttpRequest, query: Query[ProposalFilter]) -> HttpResponse:
    return _page(request, query)


@for_readers
def statistics_file(request: HttpRequest, name: str) -> HttpResponse:
    """The numbers of one picture. A faulty query is answered as on the page."""
    if name not in FILES:
        raise Http404
    query = Query(request.GET, reverse("statistics"), ProposalFilter.public)
    if query.faults:
        return _page(request, query)
    header, lines_of = FILES[name]
    dataset = tablib.Dataset(*lines_of(query.found.qs), headers=header)
    if mark():
        dataset.append_col([mark()] * len(dataset), header="demonstration")
    answer = HttpResponse(CSV().export_data(dataset), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _page(request: HttpRequest, query: Query[ProposalFilter]) -> HttpResponse:
    chosen = query.chosen()
    context = {
        "chosen": chosen,
        "clauses": chosen.clauses(),
        "remedies": chosen.remedies(),
    }
    if not query.faults:
        pictures = _pictures(query.found.qs)
        context |= {"clocks": query.clocks, "undated": left_out(query), **pictures}
        if "picture" in pictures:
            context["not_drawn"] = not_drawn(query, pictures["picture"].undated)
    status = 400 if query.faults else 200
    return render(request, "proposals/statistics/page.html", context, status=status)


def _pictures(proposals: ProposalQuerySet) -> dict[str, Any]:
    sectors = by_sector(proposals)
    if not sectors:
        return {"count": 0}
    statuses = [s for s in Status if any(counts[s] for _sector, counts in sectors)]
    ideas = shared(proposals)
    until = last_day(proposals)
    answered = curves.curve_picture(answers_of_all(proposals, until=until))
    return {
        "count": sum(counts.total() for _sector, counts in sectors),
        "unchecked": unchecked(proposals),
        "statuses": statuses,
        "sectors": bars(sectors, statuses, sectors[0][1].total()),
        "picture": stock_picture(proposals),
        "waits": list(Wait),
        "waited": bars(waits(proposals, until).items(), list(Wait)),
        "answered": answered,
        "answered_sectors": answered.of(curves.by_sector(proposals, until=until)),
        "answered_bodies": answered.of(curves.by_body(proposals, until=until)),
        **_uptake_picture(proposals),
        "ideas": lines(ideas),
        "axis": axis(ideas),
    }


@dataclass(frozen=True)
class Answering:
    """An official document and how it answered the asks that had been made by its day."""

    document: Document
    taken: Taken


def _uptake_picture(proposals: ProposalQuerySet) -> dict[str, Any]:
    told = uptake(proposals, ()) or {}
    documents = Document.objects.defer("text").in_bulk(
        [slug for slug, *_ in told if slug], field_name="slug"
    )
    rows = [
        (Answering(documents[slug], taken), taken.relations)
        for (slug, *_), taken in told.items()
        if slug in documents and taken.answered
    ]
    most = max((numbers.total() for _row, numbers in rows), default=0)
    return {
        "uptakes": bars(rows[:MOST_DOCUMENTS], list(UptakeRelation), most),
        "relations": list(UptakeRelation),
    }


def _uptake_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    named = labels("document", {slug for slug, *_ in uptake(proposals, ()) or {} if slug})
    language = list(SUFFIXES).index(get_language() or HANT)
    for (slug, *_), taken in (uptake(proposals, ()) or {}).items():
        yield (
            *(slug, named[slug or ""][language], taken.published_on),
            *(taken.asked, taken.answered, taken.share),
            *(taken.relations[relation] for relation in UptakeRelation),
            taken.median_days,
        )


def _sector_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    for sector, counts in by_sector(proposals):
        for status in Status:
            if counts[status]:
                yield sector.code, str(sector), status, status.label, counts[status]


def _stock_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    picture = stock_picture(proposals)
    for stand in picture.stands:
        for status in picture.statuses:
            numbers = stand.standing[status], stand.entered[status]
            yield stand.ends_on, status, status.label, *numbers


def _wait_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    for status, counts in waits(proposals, last_day(proposals)).items():
        for wait in Wait:
            if counts[wait]:
                yield status, status.label, wait, wait.label, counts[wait]


def _answer_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    until = last_day(proposals)
    groups: dict[str, list[tuple[Any, Answers]]] = {
        "": [(None, answers_of_all(proposals, until=until))],
        "sector": curves.by_sector(proposals, until=until),
        "body": curves.by_body(proposals, until=until),
    }
    for trait, told in groups.items():
        for row, group in told:
            for point in group.points:
                yield (
                    *(trait, row.code if row else "", str(row or "")),
                    *(point.months, point.share, point.answered, point.waiting, point.censored),
                )


def _idea_lines(proposals: ProposalQuerySet) -> Iterator[tuple[Any, ...]]:
    for idea in shared(proposals):
        for ask in idea.asks:
            authors = [attribution.author for attribution in ask.attributions.all()]
            yield (
                idea.idea.slug,
                str(idea.idea),
                ask.slug,
                str(ask),
                " ".join(author.slug for author in authors),
                pgettext("list of names", ", ").join(str(author) for author in authors),
                ask.proposed_on and machine_day(ask.proposed_on, ask.proposed_on_precision),
            )


# By name: the header of a file, and its lines.
FILES: dict[str, tuple[list[str], Callable[[ProposalQuerySet], Iterator[tuple[Any, ...]]]]] = {
    "sectors": (["sector", "sector_label", "status", "status_label", "number"], _sector_lines),
    "stock": (["ends_on", "status", "status_label", "standing", "entered"], _stock_lines),
    "waits": (["status", "status_label", "wait", "wait_label", "number"], _wait_lines),
    "answers": (
        ["trait", "code", "label", "months", "share", "answered", "waiting", "censored"],
        _answer_lines,
    ),
    "uptakes": (
        [
            *("document", "document_label", "published_on", "asked", "answered", "share"),
            *UptakeRelation.values,
            "median_days",
        ],
        _uptake_lines,
    ),
    "ideas": (
        ["idea", "idea_label", "proposal", "proposal_label", "authors", "author_names", "asked"],
        _idea_lines,
    ),
}
