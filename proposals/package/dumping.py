"""The whole tracker as a package, drafts too."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from proposals.package.rows import dump_log
from proposals.package.schema import SCHEMA, columns, schema
from proposals.tables import spreadsheet
from proposals.tables.cells import KeyWidget
from proposals.tables.resources import RESOURCES

AT_ONCE = 500


def dump(folder: Path) -> dict[str, int]:
    """Write everything, drafts too, as a package; returns the number of rows by table.

    Rows are sorted by what names them, so equal content gives equal bytes.
    """
    with transaction.atomic():
        tables = {name: exported(resource()) for name, resource in RESOURCES.items()}
        counts = write(folder, tables | dump_log())
    text = json.dumps(schema(), ensure_ascii=False, indent=2)
    (folder / SCHEMA.name).write_text(text + "\n")
    return counts


def write(folder: Path, tables: dict[str, Iterator[dict[str, Any]]]) -> dict[str, int]:
    """Write each table as a file; returns the number of rows by table."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(spreadsheet.RowLines(file), list(columns(table)))
            writer.writeheader()
            counts[table] = 0
            for row in rows:
                writer.writerow({c: spreadsheet.mark(str(v)) for c, v in row.items()})
                counts[table] += 1
    return counts


def exported(resource: Any, **of: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of what names them; `of` chooses some of them."""
    named = resource._meta.import_id_fields
    order = ["position"] if named == ("code",) and "position" in resource.fields else []
    for column in named:
        widget = resource.fields[column].widget
        order.append(f"{column}__{widget.field}" if isinstance(widget, KeyWidget) else column)
    rows = resource.get_queryset().filter(**of).order_by(*order, "pk")
    header = resource.get_export_headers()
    for row in _named_first(rows.iterator(chunk_size=AT_ONCE), getattr(resource, "near", ())):
        yield dict(zip(header, resource.export_resource(row), strict=True))


def _named_first(rows: Iterator[Any], near: Sequence[str]) -> Iterator[Any]:
    """The rows, each after those of the same table that it names, as it is read again."""
    if not near:
        yield from rows
        return
    left = {row.pk: row for row in rows}
    while left:
        free = [
            row
            for row in left.values()
            if {getattr(row, f"{name}_id") for name in near}.isdisjoint(left)
        ]
        for row in free or list(left.values()):
            yield left.pop(row.pk)
