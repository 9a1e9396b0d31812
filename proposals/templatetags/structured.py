"""The page once more in the words of schema.org, for machines that read JSON-LD."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from proposals.choices import AuthorKind, DateBasis
from proposals.dates import Dating, machine_day
from proposals.demonstration import site_name
from proposals.languages import HANT, LANG_TAGS
from proposals.models import Author, Proposal, Source

register = template.Library()

# The page above each page, with its name; what is not here stands under the front page.
ABOVE = {
    "proposal-detail": ("proposal-list", _("Proposals")),
    "sector-detail": ("sector-list", _("Sectors")),
    "body-detail": ("body-list", _("Bodies asked")),
    "idea-detail": ("proposal-list", _("Proposals")),
    "author-detail": ("author-list", _("Authors")),
    "source-detail": ("source-list", _("Sources")),
}

# What would end a script element, or a line in an old browser, stands as an escape of JSON.
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}

Thing = dict[str, Any]


@register.simple_tag(takes_context=True)
def structured_data(context: RequestContext) -> SafeString | str:
    """All that the page can say of itself, as data that no browser runs."""
    match = context["request"].resolver_match
    if match is None:
        return ""
    things = [_site()] if match.url_name == "home" else [_crumbs(context, match.url_name)]
    if match.url_name == "data":
        things.append(_dataset())
    if match.url_name == "proposal-detail":
        things.append(_work(context["proposal"]))
    return in_script({"@context": "https://schema.org", "@graph": things})


def in_script(thing: Thing) -> SafeString:
    """JSON in a script element that no text inside can end."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _absolute(path: str) -> str:
    return settings.SITE_URL + path


def _language() -> str:
    return LANG_TAGS[get_language() or HANT]


def _site() -> Thing:
    return {
        "@type": "WebSite",
        "name": site_name(),
        "url": _absolute(reverse("home")),
        "inLanguage": _language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": _absolute(reverse("proposal-list")) + "?q={words}",
            },
            "query-input": "required name=words",
        },
    }


def _crumbs(context: RequestContext, page: str) -> Thing:
    """The way from the front page to this one, which is named by its title."""
    way = [(site_name(), reverse("home"))]
    if page in ABOVE:
        above, name = ABOVE[page]
        way.append((str(name), reverse(above)))
    title = unescape(strip_tags(context["page_title"])).strip()
    way.append((title, context["request"].path))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _absolute(path)}
            for place, (name, path) in enumerate(way, 1)
        ],
    }


def _dataset() -> Thing:
    files = {"data-package": "application/zip", "data-csv": "text/csv"}
    return {
        "@type": "Dataset",
        "name": site_name(),
        "description": gettext(
            "Recommendations to government printed in the Hong Kong press: "
            "who made them, to whom, and what became of each."
        ),
        "url": _absolute(reverse("data")),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "inLanguage": list(LANG_TAGS.values()),
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": "Hong Kong"},
        "creator": {"@type": "Organization", "name": site_name()},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": _absolute(reverse(page)),
            }
            for page, kind in files.items()
        ],
    }


def _work(proposal: Proposal) -> Thing:
    work: Thing = {
        "@type": "CreativeWork",
        "name": proposal.localized("title"),
        "abstract": proposal.localized("summary"),
        "url": _absolute(proposal.get_absolute_url()),
        "inLanguage": _language(),
        "author": [_author(attribution.author) for attribution in proposal.attributions.all()],
        "about": {
            "@type": "Thing",
            "name": proposal.sector.localized("name"),
            "url": _absolute(proposal.sector.get_absolute_url()),
        },
        "isBasedOn": _source(proposal.source),
    }
    if proposal.proposed_on:
        work["dateCreated"] = machine_day(proposal.proposed_on, proposal.proposed_on_precision)
    work |= _known_of(proposal.proposed)
    if proposal.first_published_at:
        work["datePublished"] = proposal.first_published_at.isoformat()
    if proposal.updated_at:
        work["dateModified"] = proposal.updated_at.isoformat()
    return work


def _author(author: Author) -> Thing:
    return {
        "@type": "Person" if author.kind == AuthorKind.PERSON else "Organization",
        "name": author.localized("name"),
        "url": _absolute(author.get_absolute_url()),
    }


def _source(source: Source) -> Thing:
    work: Thing = {
        "@type": "CreativeWork",
        "name": source.headline,
        "inLanguage": source.language,
        "url": source.url or _absolute(source.get_absolute_url()),
    }
    if source.archived_url:
        work["archivedAt"] = source.archived_url
    if source.publication:
        work["publisher"] = {
            "@type": "Organization",
            "name": source.publication.localized("name"),
        }
    if source.published_on:
        work["datePublished"] = machine_day(source.published_on, source.published_on_precision)
    return work | _known_of(source.published)


def _known_of(dating: Dating) -> Thing:
    """In words what a date cannot say: what it lies between, and that it is inferred."""
    is_plain = dating.on and not dating.is_inferred
    return {} if is_plain or dating.basis == DateBasis.UNKNOWN else {"temporal": dating.written()}
