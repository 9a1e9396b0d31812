"""The taxonomy that texts are compared with: that of the tracker, or of the fixtures before one is loaded."""

import csv

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Model

from proposals.intake.terms import Names, Terms, names
from proposals.models import Body, Place, Sector

_FILES: dict[type[Model], str] = {Body: "bodies.csv", Sector: "sectors.csv", Place: "places.csv"}


def terms() -> Terms:
    """Of the tracker as it stands, or of the fixtures before anything is loaded."""
    return _terms({model: _stored(model) or _fixture(model) for model in _FILES})


def of_fixtures() -> Terms:
    return _terms({model: _fixture(model) for model in _FILES})


def _terms(rows: dict[type[Model], list[dict[str, str]]]) -> Terms:
    return Terms(
        bodies=_names(rows[Body]),
        sectors=_names(rows[Sector]),
        places=_names(rows[Place]),
        known_sectors=frozenset(row["code"] for row in rows[Sector]),
    )


def _names(rows: list[dict[str, str]]) -> Names:
    """Whatever has been replaced lends its names to what stands for it now."""
    return names((row["now"] or row["code"], _called(row)) for row in rows)


def _called(row: dict[str, str]) -> list[str]:
    called = [row["name_hant"], row["name_en"]]
    for column in ("aliases_hant", "aliases_hans", "aliases_en"):
        called += row[column].split("|")
    return called


def _stored(model: type[Model]) -> list[dict[str, str]]:
    aliases = ("aliases_hant", "aliases_hans", "aliases_en")
    rows = model._default_manager.order_by("position", "pk").values(
        "code", "name_hant", "name_en", *aliases, now=F("replaced_by__code")
    )
    try:
        return [{**row, **{name: "|".join(row[name]) for name in aliases}} for row in rows]
    except DatabaseError:
        return []


def _fixture(model: type[Model]) -> list[dict[str, str]]:
    with (settings.FIXTURES_DIR / _FILES[model]).open(newline="", encoding="utf-8") as file:
        return [{**row, "now": row["replaced_by"]} for row in csv.DictReader(file)]
