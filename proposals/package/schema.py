"""What the tables of a package are: columns, types and meaning, in Chinese and English.

They stand in `datapackage.json` beside this file, which is copied into every package. What only
the public's package has, since it follows from the rest or verifies it, stands in `public.json`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from proposals.demonstration import mark
from proposals.languages import EN, HANT
from proposals.package.rows import LOG_TABLES
from proposals.tables.resources import RESOURCES

SCHEMA = Path(__file__).with_name("datapackage.json")
PUBLIC = Path(__file__).with_name("public.json")

TABLES = (*RESOURCES, *LOG_TABLES)


def schema() -> dict[str, Any]:
    """What the tables are: the descriptor of every package, before there are rows."""
    described = json.loads(SCHEMA.read_text())
    if mark():
        for name in ("title", "description"):
            described[name] = f"{_marks()} · {described[name]}"
        described["demonstration"] = True
    return described


def _marks() -> str:
    """The mark in the two languages in which a package is described."""
    said = []
    for language in (HANT, EN):
        with translation.override(language):
            said.append(mark())
    return " · ".join(said)


def is_demonstration(folder: Path) -> bool:
    """Whether the progress that a package tells of is invented."""
    path = folder / SCHEMA.name
    return path.exists() and json.loads(path.read_text()).get("demonstration") is True


def published() -> dict[str, Any]:
    """What the tables of the package are that the public gets."""
    described = schema()
    described["resources"] += json.loads(PUBLIC.read_text())
    return described


@cache
def columns(table: str) -> dict[str, dict[str, Any]]:
    """The columns of a table by name, each as the schema describes it."""
    described = {resource["name"]: resource["schema"] for resource in published()["resources"]}
    return {field["name"]: field for field in described[table]["fields"]}
