"""Rows of the list as `ProposalRow` writes them, read as values: the database makes of each what a
serializer takes a hundred times as long to gather from models."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone, translation

from proposals.choices import Basis
from proposals.dates import Dating
from proposals.languages import SUFFIXES
from proposals.models import Addressee, Attribution, Idea, Place, Proposal
from proposals.models.clocks import BEFORE_FOREVER, BEFORE_LAST_DAY, Moment
from proposals.models.dated import DATING
from proposals.models.listed import criteria_of, relations_of
from proposals.models.proposals import ProposalQuerySet

HERE = OuterRef("pk")


class Texts(Func):
    """Columns of one row as a list of texts."""

    template = "ARRAY[%(expressions)s]"
    arg_joiner = "::text, "
    output_field = ArrayField(TextField())


class AsJson(Func):
    """Columns of one row as a text of JSON, in this order."""

    template = "json_build_array(%(expressions)s)::text"
    output_field = TextField()


def in_languages(name: str) -> list[str]:
    return [name + suffix for suffix in SUFFIXES.values()]


PLAIN = [
    "pk",
    "slug",
    *in_languages("title"),
    *in_languages("summary"),
    "shown_status",
    "shown_since",
    "shown_since_precision",
    "sector__code",
    "instrument",
    "specificity",
    "source__slug",
    "source__headline",
    "source__publication__slug",
    "source__url",
    "locator",
    *in_languages("source__publication__name"),
    "source__page",
    "source__archived_url",
    "source__archived_on",
    "source__headline_en",
    "checked_on",
    "next_check_on",
    "update_count",
    "first_published_at",
    "updated_at",
    "change_seq",
    *in_languages("scheme"),
    "figures",
    "figures_en",
    "target_on",
    "target_on_precision",
    "target_to",
    "target_title",
    "target_url",
    *(f"proposed_{ending}" for ending in DATING),
    "proposed_basis_hans",
    *(f"source__published_{ending}" for ending in DATING[:5]),
]
PLAIN = list(dict.fromkeys(PLAIN))
AUTHOR = ["slug", "name_hant", "name_hans", "name_en", "capacity", "capacity_hans", "capacity_en"]
AUTHOR_COLUMNS = [*(f"author__{name}" for name in AUTHOR[:4]), *in_languages("capacity")]
CRITERION = ["position", *in_languages("text"), "state", "stated_in"]
RELATED = ["slug", *in_languages("reason")]
HUNG = ["authors", "bodies", "places", "ideas", "criteria", "related"]


def _hung(moment: Moment) -> list[ArraySubquery]:
    """What hangs on a proposal, by HUNG: of each a list of what is said of it."""

    def each(rows: QuerySet[Any, Any], as_list: type[Func], *columns: Any) -> ArraySubquery:
        return ArraySubquery(rows.values(said=as_list(*columns)))

    attributions = Attribution.objects.filter(proposal=HERE).order_by("position", "pk")
    addressees = Addressee.objects.filter(proposal=HERE).order_by("body__position", "pk")
    places = Place.objects.filter(proposal=HERE).order_by("position", "pk")
    ideas = Idea.objects.filter(proposal=HERE).order_by("slug", "pk")
    return [
        each(attributions, Texts, *AUTHOR_COLUMNS),
        each(addressees, Texts, "body__code", "basis"),
        ArraySubquery(places.values("code")),
        ArraySubquery(ideas.values("slug")),
        each(criteria_of(moment), AsJson, *CRITERION),
        each(relations_of(), AsJson, "end", *RELATED[1:]),
    ]


# What the query is written with, in the place of a reader's day and instant.
A_DAY = dt.date(1900, 1, 1)
AN_INSTANT = dt.datetime(1950, 1, 1, tzinfo=dt.UTC)


@cache
def _statement(clocks: frozenset[str]) -> tuple[str, list[Any]]:
    """The query that reads rows by their ids, which are its one parameter that is a list. Made
    once for each choice of clocks: to make it takes longer than to run it."""
    proposals = Proposal.objects.public()
    if "as_of" in clocks:
        proposals = proposals.as_of(A_DAY)
    if "known_at" in clocks:
        proposals = proposals.known_at(AN_INSTANT)
    chosen = RawSQL("proposals_proposal.id = ANY(%s)", [[]], output_field=BooleanField())
    rows = proposals.filter(chosen).with_shown().order_by()
    read = rows.values_list(*map(F, PLAIN), *_hung(Moment(**proposals.clocks)))
    sql, params = read.query.sql_with_params()
    return sql, list(params)


def flat_rows(proposals: ProposalQuerySet, pks: list[int]) -> list[dict[str, Any]]:
    """The rows of these, as they stood at the time of the set, in this order. One query."""
    sql, params = _statement(frozenset(proposals.clocks))
    day = min(proposals.clocks.get("as_of", A_DAY), BEFORE_LAST_DAY)
    instant = min(proposals.clocks.get("known_at", AN_INSTANT), BEFORE_FOREVER)
    asked = {
        A_DAY: day,
        AN_INSTANT: instant,
        timezone.localdate(AN_INSTANT): timezone.localdate(instant),
    }
    with connections[proposals.db].cursor() as cursor:
        cursor.execute(sql, [pks if param == [] else asked.get(param, param) for param in params])
        found = {values[0]: values for values in cursor.fetchall()}
    api, page = _addresses()
    zone = timezone.get_current_timezone()
    return [_row(found[pk], api, page, zone) for pk in pks if pk in found]


@cache
def _addresses() -> tuple[tuple[str, str], tuple[str, str]]:
    """What stands before and after the slug in the two addresses of a row."""
    with translation.override(settings.LANGUAGE_CODE):
        api = settings.SITE_URL + reverse("api:proposal-detail", args=["-"])
        page = settings.SITE_URL + reverse("proposal-detail", args=["-"])
    return tuple(api.rsplit("-", 1)), tuple(page.rsplit("-", 1))  # type: ignore[return-value]


def _row(
    values: tuple[Any, ...], api: tuple[str, str], page: tuple[str, str], zone: dt.tzinfo
) -> dict[str, Any]:
    said = dict(zip(PLAIN, values, strict=False))
    authors, bodies, places, ideas, criteria, related = values[len(PLAIN) :]
    slug = said["slug"]
    asked = _dating(said, "proposed")
    printed = _dating(said, "source__published")
    return {
        "slug": slug,
        "url": slug.join(api),
        "html_url": slug.join(page),
        "title_hant": said["title_hant"],
        "title_hans": said["title_hans"],
        "title_en": said["title_en"],
        "summary_hant": said["summary_hant"],
        "summary_hans": said["summary_hans"],
        "summary_en": said["summary_en"],
        "status": said["shown_status"],
        "status_since": said["shown_since"],
        "status_since_precision": said["shown_since_precision"] or None,
        "sector": said["sector__code"],
        "instrument": said["instrument"],
        "specificity": said["specificity"],
        "place": places[0] if places else None,
        "bodies": [code for code, _basis in bodies],
        "ideas": ideas,
        "authors": [dict(zip(AUTHOR, author, strict=True)) for author in authors],
        "source": {
            "slug": said["source__slug"],
            "headline": said["source__headline"],
            "publication": said["source__publication__slug"],
            "published_on": printed.on,
            "published_on_precision": printed.precision or None,
            "url": said["source__url"] or None,
            "locator": said["locator"],
            "publication_name_hant": said["source__publication__name_hant"],
            "publication_name_hans": said["source__publication__name_hans"],
            "publication_name_en": said["source__publication__name_en"],
            "published_not_before": printed.earliest,
            "published_not_after": printed.latest,
            "published_basis": printed.basis.value,
            "page": said["source__page"],
            "archived_url": said["source__archived_url"] or None,
            "archived_on": said["source__archived_on"],
            "headline_en": said["source__headline_en"],
        },
        "proposed_on": asked.on,
        "proposed_on_precision": asked.precision or None,
        "checked_on": said["checked_on"],
        "next_check_on": said["next_check_on"],
        "update_count": said["update_count"],
        "first_published_at": said["first_published_at"].astimezone(zone),
        "updated_at": said["updated_at"].astimezone(zone),
        "change_seq": said["change_seq"],
        "scheme_hant": said["scheme_hant"],
        "scheme_hans": said["scheme_hans"],
        "scheme_en": said["scheme_en"],
        "figures": said["figures"],
        "bodies_stated": [code for code, basis in bodies if basis == Basis.STATED],
        "proposed_not_before": asked.earliest,
        "proposed_not_after": asked.latest,
        "proposed_basis": asked.basis.value,
        "proposed_basis_hant": said["proposed_basis_hant"],
        "proposed_basis_hans": said["proposed_basis_hans"],
        "proposed_basis_en": said["proposed_basis_en"],
        "places": places,
        "figures_en": said["figures_en"],
        "target_on": said["target_on"],
        "target_on_precision": said["target_on_precision"] or None,
        "target_not_after": said["target_to"],
        "target_title": said["target_title"],
        "target_url": said["target_url"],
        "criteria": [dict(zip(CRITERION, json.loads(text), strict=True)) for text in criteria],
        "related": [dict(zip(RELATED, json.loads(text), strict=True)) for text in related],
    }


def _dating(said: dict[str, Any], name: str) -> Dating:
    return Dating(
        on=said[f"{name}_on"],
        precision=said[f"{name}_on_precision"],
        not_before=said[f"{name}_not_before"],
        not_after=said[f"{name}_not_after"],
        is_inferred=bool(said[f"{name}_basis_hant"]),
    )
