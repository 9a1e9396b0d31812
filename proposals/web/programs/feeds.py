"""Feeds of any filtered list, in the language of their address.

A feed holds what changed last, first, whatever the order of the list, and leads to what is
older.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.translation import get_language, gettext

from proposals.choices import ChangeKind, Status
from proposals.demonstration import site_name
from proposals.finding.changes import ChangeFilter
from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import Keys
from proposals.languages import HANT, LANG_TAGS
from proposals.models import Change, Proposal
from proposals.web.programs.answering import FaultyAddress, faultless, for_programs
from proposals.web.query.read import Query

PAGE_SIZE = 50

# What no XML may hold, not even as a reference.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


class Feed(Atom1Feed):
    """Atom whose entries have several authors and named categories, and which goes on."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name, url in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", writable(name))
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        for term, label in item["terms"]:
            handler.addQuickElement("category", "", {"term": term, "label": writable(label)})


@dataclass(frozen=True)
class Part:
    """The newest rows of a filtered list, or those after a page marker."""

    rows: list[Any]
    title: str
    page: str
    itself: str
    next: str


@for_programs
def proposals_atom(request: HttpRequest) -> HttpResponse:
    part = _proposals(request)
    feed = feed_of(part, gettext("Proposals as they stand, what changed last first."))
    for proposal in part.rows:
        url = absolute(proposal.get_absolute_url())
        feed.add_item(
            title=writable(proposal.localized("title")),
            link=url,
            description=html_of("proposals/feeds/proposal.html", proposal=proposal),
            unique_id=url,
            pubdate=proposal.first_published_at,
            updateddate=proposal.updated_at,
            authors=authors_of(proposal),
            terms=[
                (proposal.shown_status, str(Status(proposal.shown_status).label)),
                (proposal.sector.code, proposal.sector.localized("name")),
            ],
        )
    return answered(feed)


@for_programs
def proposals_json(request: HttpRequest) -> HttpResponse:
    part = _proposals(request)
    items = [_json_item(proposal) for proposal in part.rows]
    return json_feed(part, gettext("Proposals as they stand, what changed last first."), items)


def json_feed(part: Part, subtitle: str, items: list[dict[str, Any]]) -> HttpResponse:
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": part.title,
        "description": subtitle,
        "home_page_url": part.page,
        "feed_url": part.itself,
        "language": LANG_TAGS[get_language() or HANT],
        "authors": [{"name": site_name(), "url": absolute(reverse("home"))}],
        "items": items,
    }
    if part.next:
        body["next_url"] = part.next
    return JsonResponse(
        body,
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _json_item(proposal: Proposal) -> dict[str, Any]:
    url = absolute(proposal.get_absolute_url())
    places = [place.code for place in proposal.places.all()]
    published, updated = proposal.first_published_at, proposal.updated_at
    item = {
        "id": url,
        "url": url,
        "title": proposal.localized("title"),
        "summary": proposal.localized("summary"),
        "content_html": html_of("proposals/feeds/proposal.html", proposal=proposal),
        "date_published": published and published.isoformat(),
        "date_modified": updated and updated.isoformat(),
        "authors": [{"name": name, "url": page} for name, page in authors_of(proposal)],
        "tags": [str(Status(proposal.shown_status).label), proposal.sector.localized("name")],
        "_tracker": {
            "about": absolute(reverse("data")),
            "slug": proposal.slug,
            "status": proposal.shown_status,
            "status_since": proposal.shown_since,
            "status_since_precision": proposal.shown_since_precision or None,
            "sector": proposal.sector.code,
            "instrument": proposal.instrument,
            "specificity": proposal.specificity,
            "place": places[0] if places else None,
            "places": places,
            "bodies": [addressee.body.code for addressee in proposal.addressees.all()],
            "change_seq": proposal.change_seq,
        },
    }
    if proposal.source.url:
        item["external_url"] = proposal.source.url
    return item


@for_programs
def changes_atom(request: HttpRequest) -> HttpResponse:
    query = faultless(request, ChangeFilter.public)
    part = part_of(query, "changes", query.found.changes(), (("pk", True),))
    feed = feed_of(part, gettext("What was published about proposals, newest first."))
    for change in part.rows:
        url = absolute(change.proposal.get_absolute_url())
        feed.add_item(
            title=writable(_headline(change)),
            link=url,
            description=html_of("proposals/feeds/change.html", change=change),
            unique_id=get_tag_uri(f"{url}#change-{change.seq}", change.at),
            pubdate=change.at,
            updateddate=change.at,
            authors=[],
            terms=[(change.kind, change.get_kind_display())],
        )
    return answered(feed)


def _headline(change: Change) -> str:
    stated = change.update if change.kind == ChangeKind.STATUS else None
    proposal = change.proposal
    # Of what is gone, only the name by which it was known.
    shown = proposal.localized("title") if proposal and proposal.is_public else change.key
    return gettext("%(name)s: %(value)s") % {
        "name": stated.said() if stated else change.get_kind_display(),
        "value": shown,
    }


def _proposals(request: HttpRequest) -> Part:
    query = faultless(request, ProposalFilter.public)
    keys = (("updated_at", True), ("pk", True))
    return part_of(query, "proposal-list", query.found.qs.for_cards(), keys)


def part_of(query: Query[Any], page: str, rows: QuerySet[Any], keys: Keys) -> Part:
    """The rows that are asked for. `page` names the page of the same list. Raises FaultyAddress."""
    part = query.page(rows, keys, name=f"newest {page}", size=PAGE_SIZE)
    if part is None:
        raise FaultyAddress(query.faults)
    return Part(
        rows=part.rows,
        title=title_of(query),
        page=address(reverse(page), query.unpaged),
        itself=address(query.path, query.data),
        next=absolute(query.page_at(part.next)) if part.next else "",
    )


def title_of(query: Query[Any]) -> str:
    """The name of the site, after what was chosen of it. One line, whatever was typed."""
    named = gettext(", ").join(query.data.getlist("proposal"))
    parts = [query.chosen().sentence(), named, site_name()]
    return " ".join(writable(" · ".join(part for part in parts if part)).split())


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def address(path: str, query: QueryDict) -> str:
    return absolute(f"{path}?{query.urlencode()}" if query else path)


def authors_of(proposal: Proposal) -> list[tuple[str, str]]:
    authors = [attribution.author for attribution in proposal.attributions.all()]
    return [(a.localized("name"), absolute(a.get_absolute_url())) for a in authors]


def html_of(template: str, **context: Any) -> str:
    html = render_to_string(template, {**context, "site": settings.SITE_URL})
    return writable(html.strip())


def feed_of(part: Part, subtitle: str) -> Feed:
    return Feed(
        title=part.title,
        link=part.page,
        description=subtitle,
        subtitle=subtitle,
        language=LANG_TAGS[get_language() or HANT],
        author_name=site_name(),
        author_link=absolute(reverse("home")),
        feed_url=part.itself,
        next=part.next,
    )


def answered(feed: Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=Feed.content_type)
