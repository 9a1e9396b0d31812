"""The open asks and the words of the field: from the database, or from the folder of fixtures."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from django.db.models import Prefetch

from proposals.choices import PublicationState, Status
from proposals.models import Body, Criterion, Place, Proposal, Synonym, Term
from proposals.uptake.asks import Ask
from proposals.uptake.tokens import Lexicon, NamedPlace

# What nothing more can become of. A refusal may be taken back.
CLOSED = (Status.DELIVERED, Status.SUPERSEDED)

# Of a name in the glossary: one that an ask has made up is not there yet.
COINED = "見於出處，英文由編輯翻譯"


def open_asks() -> list[Ask]:
    """What the public knows to be asked, and has not got. Four queries."""
    rows = Proposal.objects.public().exclude(status__in=CLOSED).order_by("slug", "pk")
    return [
        Ask(
            slug=row.slug,
            title=(row.title_hant, row.title_en),
            summary=(row.summary_hant, row.summary_en),
            scheme=(row.scheme_hant, row.scheme_en),
            locator=row.locator,
            figures=row.figures,
            criteria=(
                "\n".join(criterion.text_hant for criterion in row.criteria.all()),
                "\n".join(criterion.text_en for criterion in row.criteria.all()),
            ),
            places=tuple(place.name_hant for place in row.places.all()),
            bodies=tuple(body.name_hant for body in row.bodies.all()),
        )
        for row in rows.prefetch_related(
            "places", "bodies", Prefetch("criteria", Criterion.objects.standing().order_by("pk"))
        )
    ]


def lexicon() -> Lexicon:
    """The synonyms, the glossary, and the other names of bodies and places. Four queries."""
    groups = [tuple(row.listed) for row in Synonym.objects.order_by("code", "pk")]
    bodies = [_names(row) for row in Body.objects.order_by("position", "pk")]
    terms = Term.objects.exclude(seen_hant=COINED).order_by("slug", "pk")
    places = Place.objects.select_related("parent").order_by("position", "pk")
    return Lexicon(
        groups,
        [NamedPlace(_names(row), row.parent.name_hant if row.parent else "") for row in places],
        [*bodies, *map(_names, terms)],
    )


def _names(row: Body | Place | Term) -> tuple[str, ...]:
    return (row.name_hant, row.name_en, *row.aliases_hant, *row.aliases_en)


def asks_of(folder: Path) -> list[Ask]:
    """The published asks of a data package."""
    places = {row["code"]: row["name_hant"] for row in _rows(folder, "places")}
    names = {row["code"]: row["name_hant"] for row in _rows(folder, "bodies")}
    bodies: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "addressees"):
        bodies[row["proposal"]].append(names[row["body"]])
    criteria: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(folder, "criteria"):
        criteria[row["proposal"]].append((row["text_hant"], row["text_en"]))
    return [
        Ask(
            slug=row["slug"],
            title=(row["title_hant"], row["title_en"]),
            summary=(row["summary_hant"], row["summary_en"]),
            scheme=(row["scheme_hant"], row["scheme_en"]),
            locator=row["locator"],
            figures=row["figures"],
            criteria=(
                "\n".join(hant for hant, _en in criteria[row["slug"]]),
                "\n".join(en for _hant, en in criteria[row["slug"]]),
            ),
            places=tuple(places[code] for code in row["places"].split()),
            bodies=tuple(bodies[row["slug"]]),
        )
        for row in _rows(folder, "proposals")
        if row["publication_state"] == PublicationState.PUBLISHED and not row["merged_into"]
    ]


def lexicon_of(folder: Path) -> Lexicon:
    """The words of a data package."""
    groups = [tuple(row["words"].split(" / ")) for row in _rows(folder, "synonyms")]
    rows = _rows(folder, "places")
    names = {row["code"]: row["name_hant"] for row in rows}
    glossary = [row for row in _rows(folder, "glossary") if row["seen_hant"] != COINED]
    return Lexicon(
        groups,
        [NamedPlace(_cells(row), names.get(row["parent"], "")) for row in rows],
        [_cells(row) for row in (*_rows(folder, "bodies"), *glossary) if row["name_hant"]],
    )


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _cells(row: dict[str, str]) -> tuple[str, ...]:
    aliases = f"{row['aliases_hant']}|{row['aliases_en']}".split("|")
    return (row["name_hant"], row["name_en"], *filter(None, aliases))
