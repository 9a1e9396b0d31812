"""The columns of the list as a file, and what each means.

Codes and texts are those of the API; a column that ends in `_label` says the same in the language
of the file. The database makes each value, so that a row is read and not built: a text, a number,
a day or a list of texts, or None where nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Expression, F, Func, OuterRef, TextChoices, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.choices import Basis, DateBasis, Instrument, Specificity, Status
from proposals.demonstration import mark
from proposals.languages import SUFFIXES
from proposals.models import Addressee, Attribution, Idea, Place
from proposals.models.clocks import Moment
from proposals.models.dated import last_day_of
from proposals.models.listed import criteria_of, relations_of
from proposals.models.localized import in_language

# What stands between the codes, or the texts, that share one cell. A bar that a text has of its
# own stands there in full width.
CODES = ";"
TEXTS = "|"
WIDE = "｜"

TEXT = models.TextField()


# Of each proposal, the texts of each row.
Hung = Sequence[list[list[str]]]


@dataclass(frozen=True)
class Hanging:
    """What hangs on a proposal, several rows of some texts each: read once for all the columns
    that show it. `spread` makes of the rows of each of many proposals the values of each of these
    columns, in their order."""

    rows: Callable[[Moment], models.QuerySet[Any, Any]]
    texts: Callable[[], Iterable[Any]]
    spread: Callable[[Hung], Iterable[list[Any]]]

    def read(self, moment: Moment) -> ArraySubquery:
        return ArraySubquery(self.rows(moment).values(texts=_Texts(*self.texts())))


@dataclass(frozen=True)
class Column:
    """A column of the file; `type` is one of Table Schema.

    `joint` stands between the items of an array where they share a cell: that of codes, which
    hold no semicolon, or that of texts.
    """

    name: str
    meaning: str | Promise
    value: Callable[[], Any] | Hanging
    type: str = "string"
    joint: str = ""

    def joined(self, items: Iterable[str]) -> str:
        """The items in one cell, which splits into as many at its joint."""
        if self.joint == TEXTS:
            items = [item.replace(TEXTS, WIDE) for item in items]
        return self.joint.join(items)


class _Texts(Func):
    """Texts of one row as a list."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(TEXT)


def _plain(name: str) -> Callable[[], F]:
    return lambda: F(name)


def _of(name: str) -> Callable[[], Expression]:
    return lambda: NullIf(name, Value(""), output_field=TEXT)


def _instant(name: str) -> Callable[[], Expression]:
    """As text in ISO 8601: the driver takes longer to read two instants than all else in a row."""
    return lambda: Func(name, template="to_json(%(expressions)s) #>> '{}'", output_field=TEXT)


def _in_language(name: str) -> Callable[[], Expression]:
    return lambda: in_language(name)


def _label(name: str, choices: type[TextChoices]) -> Callable[[], Expression]:
    return lambda: Case(
        *(When(**{name: code, "then": Value(str(label))}) for code, label in choices.choices)
    )


def _earliest(name: str) -> Callable[[], Expression]:
    return lambda: Coalesce(f"{name}_on", f"{name}_not_before")


def _latest(name: str) -> Callable[[], Expression]:
    last = last_day_of(f"{name}_on", f"{name}_on_precision")
    return lambda: Coalesce(last, f"{name}_not_after")


def _date_basis() -> Expression:
    unknown = When(
        proposed_on=None,
        proposed_not_before=None,
        proposed_not_after=None,
        then=Value(DateBasis.UNKNOWN.value),
    )
    stated = When(proposed_basis_hant="", then=Value(DateBasis.STATED.value))
    return Case(unknown, stated, default=Value(DateBasis.INFERRED.value))


def _address(view: str) -> Callable[[], Expression]:
    def address() -> Expression:
        with translation.override(settings.LANGUAGE_CODE):
            before, after = (settings.SITE_URL + reverse(view, args=["-"])).rsplit("-", 1)
        return Concat(Value(before), "slug", Value(after), output_field=TEXT)

    return address


HERE = OuterRef("pk")


def _each(hung: Hung, place: int) -> list[list[str]]:
    """One text of each row that hangs on each proposal."""
    return [[row[place] for row in rows] for rows in hung]


def _first(hung: Hung, place: int) -> list[str | None]:
    return [rows[0][place] if rows else None for rows in hung]


AUTHOR = ["author__slug"] + [
    f"{name}{suffix}" for name in ("author__name", "capacity") for suffix in SUFFIXES.values()
]
AUTHORS = Hanging(
    lambda _moment: Attribution.objects.filter(proposal=HERE).order_by("position", "pk"),
    lambda: AUTHOR,
    lambda hung: [_each(hung, place) for place in range(len(AUTHOR))],
)
STATED = Basis.STATED.value
BODIES = Hanging(
    lambda _moment: Addressee.objects.filter(proposal=HERE).order_by("body__position", "pk"),
    lambda: ["body__code", _in_language("body__name")(), "basis"],
    lambda hung: [
        _each(hung, 0),
        _each(hung, 1),
        [[code for code, _name, basis in rows if basis == STATED] for rows in hung],
    ],
)
PLACES = Hanging(
    lambda _moment: Place.objects.filter(proposal=HERE).order_by("position", "pk"),
    lambda: ["code", _in_language("name")()],
    lambda hung: [_first(hung, 0), _first(hung, 1), _each(hung, 0), _each(hung, 1)],
)
IDEAS = Hanging(
    lambda _moment: Idea.objects.filter(proposal=HERE).order_by("slug", "pk"),
    lambda: ["slug"],
    lambda hung: [_each(hung, 0)],
)
CRITERIA = Hanging(
    criteria_of,
    lambda: ["state", _in_language("text")()],
    lambda hung: [_each(hung, 0), _each(hung, 1)],
)
RELATED = Hanging(lambda _moment: relations_of(), lambda: ["end"], lambda hung: [_each(hung, 0)])

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
        _label("shown_status", Status),
    ),
    Column("status_since", _("Since when, in the world."), _plain("shown_since"), "date"),
    Column(
        "status_since_precision",
        PRECISION,
        _of("shown_since_precision"),
    ),
    Column("sector", _("Code of the sector."), _plain("sector__code")),
    Column(
        "sector_label",
        _("The sector in the language of the file."),
        _in_language("sector__name"),
    ),
    Column("instrument", _("Code of the policy instrument asked for."), _of("instrument")),
    Column(
        "instrument_label",
        _("The instrument in the language of the file."),
        _label("instrument", Instrument),
    ),
    Column(
        "specificity",
        _("Whether one could later check that it was met: firm or soft."),
        _of("specificity"),
    ),
    Column(
        "specificity_label",
        _("The same in the language of the file."),
        _label("specificity", Specificity),
    ),
    Column(
        "place",
        _("Code of the first place it is about, if any."),
        PLACES,
    ),
    Column(
        "place_label",
        _("That place in the language of the file."),
        PLACES,
    ),
    Column(
        "bodies",
        _("Codes of the bodies that are asked, named by the source or inferred."),
        BODIES,
        "array",
        CODES,
    ),
    Column(
        "bodies_label",
        _("The bodies in the language of the file, in the same order."),
        BODIES,
        "array",
        TEXTS,
    ),
    Column(
        "bodies_stated",
        _("Those of them that the source itself names."),
        BODIES,
        "array",
        CODES,
    ),
    Column(
        "ideas",
        _("Slugs of the ideas it shares."),
        IDEAS,
        "array",
        CODES,
    ),
    Column(
        "criteria",
        _("Whether each part has been met: met, partly, not_met or unknown, in their order."),
        CRITERIA,
        "array",
        CODES,
    ),
    Column(
        "criteria_label",
        _("What would count as delivered, part by part, in the language of the file."),
        CRITERIA,
        "array",
        TEXTS,
    ),
    Column(
        "related",
        _("Slugs of proposals that belong with it and do not propose the same."),
        RELATED,
        "array",
        CODES,
    ),
    Column(
        "authors",
        _("Slugs of its authors, in order."),
        AUTHORS,
        "array",
        CODES,
    ),
    Column(
        "authors_name_hant",
        _("Their names in Traditional Chinese, in the same order; empty where there is none."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column(
        "authors_name_hans",
        _("Their names in Simplified Chinese, in the same order; empty where there is none."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column(
        "authors_name_en",
        _("Their names in English, in the same order; empty where there is none."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_hant",
        _("The capacity that each had then, in Traditional Chinese; empty where none is stated."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_hans",
        _("The capacity that each had then, in Simplified Chinese; empty where none is stated."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column(
        "authors_capacity_en",
        _("The capacity that each had then, in English; empty where none is stated."),
        AUTHORS,
        "array",
        TEXTS,
    ),
    Column("source", _("Slug of the source."), _plain("source__slug")),
    Column("source_headline", _("Its headline, as printed."), _plain("source__headline")),
    Column(
        "source_publication",
        _("Slug of the publication."),
        _plain("source__publication__slug"),
    ),
    Column(
        "source_publication_label",
        _("The publication in the language of the file."),
        _in_language("source__publication__name"),
    ),
    Column(
        "source_published_on",
        _("The day it was published."),
        _plain("source__published_on"),
        "date",
    ),
    Column(
        "source_published_on_precision",
        PRECISION,
        _of("source__published_on_precision"),
    ),
    Column("source_url", _("Where the source itself is read."), _of("source__url")),
    Column(
        "locator",
        _("A phrase exactly as printed, by which to find the passage."),
        _of("locator"),
    ),
    Column("proposed_on", _("The day on which it was proposed."), _plain("proposed_on"), "date"),
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
        _plain("checked_on"),
        "date",
    ),
    Column("next_check_on", _("The day the next look falls due."), _plain("next_check_on"), "date"),
    Column(
        "update_count",
        _("How many status updates hold."),
        _plain("update_count"),
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
        _plain("change_seq"),
        "integer",
    ),
    Column(
        "proposed_not_before",
        _("The first day on which it may have been asked."),
        _earliest("proposed"),
        "date",
    ),
    Column(
        "proposed_not_after",
        _("The last day on which it may have been asked."),
        _latest("proposed"),
        "date",
    ),
    Column(
        "proposed_basis",
        _("Whether the date is stated, inferred by the editors, or unknown."),
        _date_basis,
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
        _earliest("source__published"),
        "date",
    ),
    Column(
        "source_published_not_after",
        _("The last day on which it may have been published."),
        _latest("source__published"),
        "date",
    ),
    Column(
        "places",
        _("Codes of all places it is about, in the order of their list."),
        PLACES,
        "array",
        CODES,
    ),
    Column(
        "places_label",
        _("Those places in the language of the file, in the same order."),
        PLACES,
        "array",
        TEXTS,
    ),
    Column("source_page", _("The page as printed."), _of("source__page")),
    Column(
        "source_archived_url",
        _("Where an archive keeps a copy of the source."),
        _of("source__archived_url"),
    ),
    Column(
        "source_headline_en",
        _("Its headline in English, by the editors."),
        _of("source__headline_en"),
    ),
    Column("figures_en", _("The figures in English, by the editors."), _of("figures_en")),
    Column(
        "target_on",
        _("The day by which government itself says that it will be done."),
        _plain("target_on"),
        "date",
    ),
    Column("target_on_precision", PRECISION, _of("target_on_precision")),
    Column("target_not_after", _("The last day that this may mean."), _plain("target_to"), "date"),
    Column("target_title", _("The document that gives the target day."), _of("target_title")),
    Column("target_url", _("Link to that document."), _of("target_url")),
]

DEMONSTRATION = Column(
    "demonstration", _("That the status and its dates are invented."), lambda: Value(mark())
)


def columns() -> list[Column]:
    """The columns of the file; one more where the progress is invented."""
    return [*COLUMNS, DEMONSTRATION] if mark() else COLUMNS
