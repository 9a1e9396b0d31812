"""The columns of the list as a file, and what each means.

Codes and texts are those of the API; a column that ends in `_label` says the same in the language
of the file. Values are such as JSON knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.choices import Basis, Instrument, Specificity, Status
from proposals.demonstration import mark
from proposals.languages import HANT, SUFFIXES
from proposals.models import Proposal

Value = Callable[[Any], Any]

# What stands between the codes, or the texts, that share one cell. A bar that a text has of its
# own stands there in full width.
CODES = ";"
TEXTS = "|"
WIDE = "｜"


@dataclass(frozen=True)
class Column:
    """A column of the file; `type` is one of Table Schema.

    `joint` stands between the items of an array where they share a cell: that of codes, which
    hold no semicolon, or that of texts.
    """

    name: str
    meaning: str | Promise
    value: Value
    type: str = "string"
    joint: str = ""

    def joined(self, items: list[str]) -> str:
        """The items in one cell, which splits into as many at its joint."""
        if self.joint == TEXTS:
            items = [item.replace(TEXTS, WIDE) for item in items]
        return self.joint.join(items)


def _of(name: str) -> Value:
    return lambda proposal: getattr(proposal, name) or None


def _day(name: str) -> Value:
    def value(proposal: Proposal) -> str | None:
        day = getattr(proposal, name)
        return day.isoformat() if day else None

    return value


def _instant(name: str) -> Value:
    return lambda proposal: timezone.localtime(getattr(proposal, name)).isoformat()


def _names(suffix: str) -> Value:
    return lambda p: [getattr(row.author, f"name_{suffix}") for row in p.by]


def _capacities(suffix: str) -> Value:
    return lambda p: [getattr(row, f"capacity_{suffix}") for row in p.by]


def _in_language(row: dict[str, str], name: str) -> str:
    """A text in the language of the file, or the source text where that one is empty."""
    suffix = SUFFIXES.get(translation.get_language() or HANT, "_hant")
    return row[name + suffix] or row[f"{name}_hant"]


def values(proposal: Any) -> list[Any]:
    """The row of a proposal in the file, one value a column."""
    # What hangs on it is asked for once, and not by every column.
    proposal.by = proposal.attributions.all()
    proposal.to = proposal.addressees.all()
    proposal.where = proposal.places.all()
    return [column.value(proposal) for column in columns()]


def _address(view: str) -> Value:
    @cache
    def around() -> list[str]:
        with translation.override(settings.LANGUAGE_CODE):
            return (settings.SITE_URL + reverse(view, args=["-"])).rsplit("-", 1)

    # Looked up once: finding an address takes longer than all else in a row.
    return lambda proposal: proposal.slug.join(around())


PRECISION = _("How much of that date is known: day, month or year; the rest of it is a 1.")

COLUMNS = [
    Column("slug", _("The permanent name of the proposal."), _of("slug")),
    Column(
        "url",
        _("Its address in the API."),
        _address("api:proposal-detail"),
    ),
    Column("html_url", _("Its public page, in Traditional Chinese."), _address("proposal-detail")),
    Column("title_hant", _("The proposal in a line, in Traditional Chinese."), _of("title_hant")),
    Column("title_hans", _("The proposal in a line, in Simplified Chinese."), _of("title_hans")),
    Column("title_en", _("The proposal in a line, in English."), _of("title_en")),
    Column(
        "summary_hant", _("The proposal in our words, in Traditional Chinese."), _of("summary_hant")
    ),
    Column(
        "summary_hans", _("The proposal in our words, in Simplified Chinese."), _of("summary_hans")
    ),
    Column("summary_en", _("The proposal in our words, in English."), _of("summary_en")),
    Column(
        "status",
        _("Where policy stands; with as_of or known_at, where it stood."),
        _of("shown_status"),
    ),
    Column(
        "status_label",
        _("The status in the language of the file."),
        lambda p: str(Status(p.shown_status).label),
    ),
    Column("status_since", _("Since when, in the world."), _day("shown_since"), "date"),
    Column(
        "status_since_precision",
        PRECISION,
        _of("shown_since_precision"),
    ),
    Column("sector", _("Code of the sector."), lambda p: p.sector.code),
    Column(
        "sector_label",
        _("The sector in the language of the file."),
        lambda p: p.sector.localized("name"),
    ),
    Column("instrument", _("Code of the policy instrument asked for."), _of("instrument")),
    Column(
        "instrument_label",
        _("The instrument in the language of the file."),
        lambda p: str(Instrument(p.instrument).label),
    ),
    Column(
        "specificity",
        _("Whether one could later check that it was met: firm or soft."),
        _of("specificity"),
    ),
    Column(
        "specificity_label",
        _("The same in the language of the file."),
        lambda p: str(Specificity(p.specificity).label),
    ),
    Column(
        "place",
        _("Code of the first place it is about, if any."),
        lambda p: p.where[0].code if p.where else None,
    ),
    Column(
        "place_label",
        _("That place in the language of the file."),
        lambda p: p.where[0].localized("name") if p.where else None,
    ),
    Column(
        "bodies",
        _("Codes of the bodies that are asked, named by the source or inferred."),
        lambda p: [row.body.code for row in p.to],
        "array",
        CODES,
    ),
    Column(
        "bodies_label",
        _("The bodies in the language of the file, in the same order."),
        lambda p: [row.body.localized("name") for row in p.to],
        "array",
        TEXTS,
    ),
    Column(
        "bodies_stated",
        _("Those of them that the source itself names."),
        lambda p: [row.body.code for row in p.to if row.basis == Basis.STATED],
        "array",
        CODES,
    ),
    Column(
        "ideas",
        _("Slugs of the ideas it shares."),
        lambda p: [idea.slug for idea in p.ideas.all()],
        "array",
        CODES,
    ),
    Column(
        "criteria",
        _("Whether each part has been met: met, partly, not_met or unknown, in their order."),
        lambda p: [row["state"] for row in p.listed_criteria],
        "array",
        CODES,
    ),
    Column(
        "criteria_label",
        _("What would count as delivered, part by part, in the language of the file."),
        lambda p: [_in_language(row, "text") for row in p.listed_criteria],
        "array",
        TEXTS,
    ),
    Column(
        "related",
        _("Slugs of proposals that belong with it and do not propose the same."),
        lambda p: [row["slug"] for row in p.listed_relations],
        "array",
        CODES,
    ),
    Column(
        "authors",
        _("Slugs of its authors, in order."),
        lambda p: [row.author.slug for row in p.by],
        "array",
        CODES,
    ),
    Column(
        "authors_name_hant",
        _("Their names in Traditional Chinese, in the same order; empty where there is none."),
        _names("hant"),
        "array",
        TEXTS,
    ),
    Column(
        "authors_name_hans",
        _("Their names in Simplified Chinese, in the same order; empty where there is none."),
        _names("hans"),
        "array",
        TEXTS,
    ),
    Column(
        "authors_name_en",
        _("Their names in English, in the same order; empty where there is none."),
        _names("en"),
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_hant",
        _("The capacity that each had then, in Traditional Chinese; empty where none is stated."),
        _capacities("hant"),
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_hans",
        _("The capacity that each had then, in Simplified Chinese; empty where none is stated."),
        _capacities("hans"),
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_en",
        _("The capacity that each had then, in English; empty where none is stated."),
        _capacities("en"),
        "array",
        TEXTS,
    ),
    Column("source", _("Slug of the source."), lambda p: p.source.slug),
    Column("source_headline", _("Its headline, as printed."), lambda p: p.source.headline),
    Column(
        "source_publication",
        _("Slug of the publication."),
        lambda p: p.source.publication.slug if p.source.publication else None,
    ),
    Column(
        "source_publication_label",
        _("The publication in the language of the file."),
        lambda p: p.source.publication.localized("name") if p.source.publication else None,
    ),
    Column(
        "source_published_on",
        _("The day it was published."),
        lambda p: p.source.published_on and p.source.published_on.isoformat(),
        "date",
    ),
    Column(
        "source_published_on_precision",
        PRECISION,
        lambda p: p.source.published_on_precision or None,
    ),
    Column("source_url", _("Where the source itself is read."), lambda p: p.source.url or None),
    Column(
        "locator",
        _("A phrase exactly as printed, by which to find the passage."),
        _of("locator"),
    ),
    Column("proposed_on", _("The day on which it was proposed."), _day("proposed_on"), "date"),
    Column(
        "proposed_on_precision",
        PRECISION,
        _of("proposed_on_precision"),
    ),
    Column(
        "scheme_hant",
        _("The scheme, fund or body asked for, by name, in Traditional Chinese."),
        _of("scheme_hant"),
    ),
    Column(
        "scheme_hans",
        _("The scheme, fund or body asked for, by name, in Simplified Chinese."),
        _of("scheme_hans"),
    ),
    Column(
        "scheme_en", _("The scheme, fund or body asked for, by name, in English."), _of("scheme_en")
    ),
    Column("figures", _("Amounts and deadlines as the source states them."), _of("figures")),
    Column(
        "checked_on",
        _("The day an editor last looked for news; empty where nobody has checked yet."),
        _day("checked_on"),
        "date",
    ),
    Column("next_check_on", _("The day the next look falls due."), _day("next_check_on"), "date"),
    Column(
        "update_count",
        _("How many status updates hold."),
        lambda p: p.update_count,
        "integer",
    ),
    Column(
        "first_published_at",
        _("When it was first published here."),
        _instant("first_published_at"),
        "datetime",
    ),
    Column(
        "updated_at",
        _("When anything published of it last moved."),
        _instant("updated_at"),
        "datetime",
    ),
    Column(
        "change_seq",
        _("Number of its newest change; larger is later, over all proposals."),
        _of("change_seq"),
        "integer",
    ),
    Column(
        "proposed_not_before",
        _("The first day on which it may have been asked."),
        lambda p: p.proposed.earliest and p.proposed.earliest.isoformat(),
        "date",
    ),
    Column(
        "proposed_not_after",
        _("The last day on which it may have been asked."),
        lambda p: p.proposed.latest and p.proposed.latest.isoformat(),
        "date",
    ),
    Column(
        "proposed_basis",
        _("Whether the date is stated, inferred by the editors, or unknown."),
        lambda p: p.proposed.basis.value,
    ),
    Column(
        "proposed_basis_hant",
        _("From what it is inferred, in Traditional Chinese."),
        _of("proposed_basis_hant"),
    ),
    Column(
        "proposed_basis_hans",
        _("From what it is inferred, in Simplified Chinese."),
        _of("proposed_basis_hans"),
    ),
    Column(
        "proposed_basis_en",
        _("From what it is inferred, in English."),
        _of("proposed_basis_en"),
    ),
    Column(
        "source_published_not_before",
        _("The first day on which it may have been published."),
        lambda p: p.source.published.earliest and p.source.published.earliest.isoformat(),
        "date",
    ),
    Column(
        "source_published_not_after",
        _("The last day on which it may have been published."),
        lambda p: p.source.published.latest and p.source.published.latest.isoformat(),
        "date",
    ),
    Column(
        "places",
        _("Codes of all places it is about, in the order of their list."),
        lambda p: [place.code for place in p.where],
        "array",
        CODES,
    ),
    Column(
        "places_label",
        _("Those places in the language of the file, in the same order."),
        lambda p: [place.localized("name") for place in p.where],
        "array",
        TEXTS,
    ),
    Column("source_page", _("The page as printed."), lambda p: p.source.page or None),
    Column(
        "source_archived_url",
        _("Where an archive keeps a copy of the source."),
        lambda p: p.source.archived_url or None,
    ),
]

DEMONSTRATION = Column(
    "demonstration", _("That the status and its dates are invented."), lambda _proposal: mark()
)


def columns() -> list[Column]:
    """The columns of the file; one more where the progress is invented."""
    return [*COLUMNS, DEMONSTRATION] if mark() else COLUMNS
