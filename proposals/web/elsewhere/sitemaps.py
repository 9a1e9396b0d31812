"""Every public page in its three languages, for search engines, with the day it last changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.db.models import Exists, Expression, F, Max, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from proposals.demonstration import mark
from proposals.languages import HANT, LANG_TAGS, PREFIXES
from proposals.models import Author, Body, Document, Idea, Proposal, Sector, Source
from proposals.models.visible import visible
from proposals.web.readers import for_readers

# A file holds so many pages, each in three languages: under 5 MB, where 50 are allowed.
ROWS = 2_000

PAGES = (
    "home",
    "proposal-list",
    "moves",
    "author-list",
    "sector-list",
    "body-list",
    "source-list",
    "document-list",
    "statistics",
    "methodology",
    "glossary",
    "changes",
    "data",
    "api-docs",
    "subscribe",
)

# No catalogue needs more files than this, and no database an offset beyond them.
LAST = 10_000

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

# An address without its language, and the instant at which what it shows last changed.
Entry = tuple[str, dt.datetime | None]


@dataclass(frozen=True)
class Section:
    """The pages of one kind: `key` stands in the address of each, `newest` says when it changed."""

    page: str
    rows: Callable[[], QuerySet]
    newest: Expression | F
    key: str = "slug"

    def files(self) -> int:
        return ceil(self.rows().order_by().count() / ROWS)

    def entries(self, number: int) -> list[Entry]:
        first = (number - 1) * ROWS
        of_file = self.rows().order_by("pk").values("pk")[first : first + ROWS]
        # Of the rows of this file alone it is asked when they changed.
        rows = of_file.model._default_manager.filter(pk__in=of_file).annotate(newest=self.newest)
        found = rows.order_by("pk").values_list(self.key, "newest")
        return [(reverse(self.page, args=[key]), newest) for key, newest in found]


def _newest(proposals: str = "proposal") -> Max:
    """The last change of what is public; `proposals` leads to it from the row."""
    return Max(f"{proposals}__updated_at", filter=visible(f"{proposals}__"))


def _asked(model: type[Model], path: str) -> QuerySet:
    """Rows that have a public proposal, which leads to them by this path: of others there is a
    page, but nothing stands on it."""
    asks = Proposal.objects.public().filter(**{path: OuterRef("pk")})
    return model._default_manager.filter(Exists(asks))


SECTIONS = {
    "proposals": Section("proposal-detail", Proposal.objects.public, F("updated_at")),
    "authors": Section("author-detail", Author.objects.public, _newest()),
    "sources": Section("source-detail", Source.objects.public, _newest("proposals")),
    "documents": Section("document-detail", Document.objects.public, Max("uptakes__recorded_at")),
    "sectors": Section("sector-detail", lambda: _asked(Sector, "sector"), _newest(), "code"),
    "bodies": Section("body-detail", lambda: _asked(Body, "bodies"), _newest(), "code"),
    "ideas": Section("idea-detail", lambda: _asked(Idea, "ideas"), _newest()),
}


@for_readers
def sitemap_index(request: HttpRequest) -> HttpResponse:
    files = [("pages", 1)]
    for name, section in SECTIONS.items():
        files += [(name, number) for number in range(1, section.files() + 1)]
    addresses = (settings.SITE_URL + reverse("sitemap", args=file) for file in files)
    lines = [f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses]
    return _xml("sitemapindex", f'xmlns="{SITEMAPS}"', lines)


@for_readers
def sitemap(request: HttpRequest, section: str, number: int) -> HttpResponse:
    entries: list[Entry] = []
    if section == "pages" and number == 1:
        entries = [(reverse(page), None) for page in PAGES]
    elif section in SECTIONS and 1 <= number <= LAST:
        entries = SECTIONS[section].entries(number)
    if not entries:
        raise Http404
    attributes = f'xmlns="{SITEMAPS}" xmlns:xhtml="{XHTML}"'
    return _xml("urlset", attributes, [url for entry in entries for url in _urls(*entry)])


def _urls(path: str, changed: dt.datetime | None) -> list[str]:
    """The page in each language, each naming all of them. No path of ours needs escaping."""
    addresses = {tag: settings.SITE_URL + PREFIXES[name] + path for name, tag in LANG_TAGS.items()}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
        for tag, address in (*addresses.items(), ("x-default", addresses[LANG_TAGS[HANT]]))
    )
    day = f"<lastmod>{timezone.localdate(changed)}</lastmod>" if changed else ""
    return [f"<url><loc>{address}</loc>{day}{links}</url>" for address in addresses.values()]


def _xml(root: str, attributes: str, lines: list[str]) -> HttpResponse:
    marked = [f"<!-- {mark()} -->"] if mark() else []
    text = "\n".join([f"{HEAD}<{root} {attributes}>", *marked, *lines, f"</{root}>", ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
