"""What the tables of a package are: columns, types and meaning, in Chinese and English.

They stand in `datapackage.json` beside this file, which is copied into every package. What only
the public's package has, since it follows from the rest or verifies it, stands in `public.json`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from proposals.package.rows import LOG_TABLES
from proposals.tables.resources import RESOURCES

SCHEMA = Path(__file__).with_name("datapackage.json")
PUBLIC = Path(__file__).with_name("public.json")

TABLES = (*RESOURCES, *LOG_TABLES)


def schema() -> dict[str, Any]:
    """What the tables are: the descriptor of every package, before there are rows."""
    return json.loads(SCHEMA.read_text())


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
