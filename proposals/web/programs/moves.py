"""Feeds of what moved, under the filter of the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import get_tag_uri
from django.utils.translation import gettext

from proposals.choices import Status
from proposals.dates import machine_day
from proposals.finding.moves import MoveFilter, for_reading
from proposals.web.programs.answering import faultless, for_programs
from proposals.web.programs.feeds import (
    Part,
    absolute,
    answered,
    authors_of,
    feed_of,
    html_of,
    json_feed,
    part_of,
    writable,
)


@for_programs
def moves_atom(request: HttpRequest) -> HttpResponse:
    part = _moves(request)
    feed = feed_of(part, _subtitle())
    for move in part.rows:
        url = absolute(move.proposal.get_absolute_url())
        feed.add_item(
            title=writable(_headline(move)),
            link=f"{url}#update-{move.number}",
            description=html_of("proposals/feeds/move.html", move=move),
            unique_id=get_tag_uri(f"{url}#update-{move.number}", move.recorded_at),
            pubdate=move.recorded_at,
            updateddate=move.told_at,
            authors=authors_of(move.proposal),
            terms=[
                (move.status, str(Status(move.status).label)),
                (move.proposal.sector.code, move.proposal.sector.localized("name")),
            ],
        )
    return answered(feed)


@for_programs
def moves_json(request: HttpRequest) -> HttpResponse:
    part = _moves(request)
    return json_feed(part, _subtitle(), [_json_item(move) for move in part.rows])


def _json_item(move: Any) -> dict[str, Any]:
    url = f"{absolute(move.proposal.get_absolute_url())}#update-{move.number}"
    return {
        "id": url,
        "url": url,
        "title": _headline(move),
        "summary": move.localized("reason"),
        "content_html": html_of("proposals/feeds/move.html", move=move),
        "date_published": move.recorded_at.isoformat(),
        "date_modified": move.told_at.isoformat(),
        "authors": [{"name": name, "url": page} for name, page in authors_of(move.proposal)],
        "tags": [str(Status(move.status).label), move.proposal.sector.localized("name")],
        "_tracker": {
            "slug": move.proposal.slug,
            "number": move.number,
            "from_status": move.came_from,
            "status": move.status,
            "effective_on": machine_day(move.effective_on, move.effective_on_precision),
            "awaits_confirmation": move.waits,
            "sector": move.proposal.sector.code,
        },
    }


def _headline(move: Any) -> str:
    step = gettext("%(name)s: %(value)s") % {
        "name": f"{Status(move.came_from).label} → {Status(move.status).label}"
        if move.came_from
        else str(Status(move.status).label),
        "value": move.proposal.localized("title"),
    }
    return f"{step} ({gettext('awaiting confirmation')})" if move.waits else step


def _subtitle() -> str:
    return gettext("Each step from one status to another, what was told last first.")


def _moves(request: HttpRequest) -> Part:
    query = faultless(request, MoveFilter.public)
    moves = for_reading(query.found.moves())
    return part_of(query, "moves", moves, (("told_at", True), ("pk", True)))
