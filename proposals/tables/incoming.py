"""A file on its way in: what is known of it as a whole, and the row at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import RowResult

from proposals.tables.cells import KeyWidget, written_alike
from proposals.tables.reading import Table


@dataclass
class Import:
    """The coming in of a file."""

    # The account that brings it; none where the command loads a package.
    by: Any = None
    is_preview: bool = False
    # Of a package, which ends the edit and records what is stated once all its tables are in.
    is_part: bool = False
    # By column, the stored rows that the cells point to: looked up once for the whole file.
    known: dict[str, dict[str, models.Model]] = field(default_factory=dict)
    # Columns that nobody sets by a row, by how many rows that say something else there.
    passed_over: Counter[str] = field(default_factory=Counter)
    # The keys of the rows that were written.
    written: set[int] = field(default_factory=set)
    # The rows that are judged and not written yet, each with what is told of it
    # and the columns that it sets.
    waiting: list[tuple[IncomingRow, TableRowResult, set[str]]] = field(default_factory=list)
    # Whether the database has refused them together.
    is_doubted: bool = False
    # The rows that state a status, each with what is told of it.
    stated: list[tuple[IncomingRow, TableRowResult]] = field(default_factory=list)


@dataclass(frozen=True)
class CellChange:
    """A cell that would be, or was, another; of a new row nothing was there before."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownFault:
    """A fault as it is told: with the cell in which it stands."""

    column: str
    value: str
    message: str


class TableRowResult(RowResult):
    """What becomes of one row, as it is told."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        super().__init__()
        self.number = number
        self.cells = cells
        # By which an editor knows the row.
        self.name = self.title = ""
        self.changes: list[CellChange] = []
        self.warnings: list[str] = []

    @property
    def faults(self) -> list[ShownFault]:
        if self.validation_error is None:
            return []
        return [
            ShownFault(
                "" if column == NON_FIELD_ERRORS else column,
                str(self.cells.get(column, "")),
                " ".join(messages),
            )
            for column, messages in self.validation_error.message_dict.items()
        ]


@dataclass
class IncomingRow:
    """One row of a file: what it says, what is stored, and what would be."""

    number: int
    cells: dict[str, str]
    stored: Any
    would_be: Any
    # By field, what the row is to have beside its own columns.
    beside: dict[str, Any] = field(default_factory=dict)
    # What it says of where a proposal stands, ready to be recorded.
    statement: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.stored.pk is None

    def value(self, column: Field) -> Any:
        """What it would hold there."""
        if column.attribute in self.beside:
            return self.beside[column.attribute]
        return column.get_value(self.would_be)


class RowLoader:
    """Finds the rows of a file among the stored ones, some hundred at a time."""

    AT_ONCE = 500

    def __init__(self, resource: Any, table: Table) -> None:
        self.resource = resource
        self.table = table
        self.columns = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.found: dict[tuple[str, ...], models.Model] = {}
        self.named: dict[tuple[str, ...], int] = {}
        self.read_to = 0

    def find(self, place: int, cells: dict[str, str]) -> models.Model | None:
        """The stored row that this one names, in capital letters or small. Raises
        ValidationError if an earlier one does."""
        identity = tuple(cells.get(column.column_name, "") for column in self.columns)
        folded = _folded(identity)
        if folded in self.named:
            same = _("Row %(row)d is the same.") % {"row": self.named[folded]}
            raise ValidationError({self.columns[0].column_name: same})
        if any(identity):
            self.named[folded] = self.table.numbers[place]
        if any(column.column_name not in cells for column in self.columns):
            return None
        if place >= self.read_to:
            self._read(place)
        return self.found.get(identity) or self.found.get(folded)

    def _read(self, start: int) -> None:
        self.read_to = start + self.AT_ONCE
        first = self.columns[0]
        cells = self.table.header.index(first.column_name)
        keys = {row[cells].strip() for row in self.table.rows[start : self.read_to]}
        column = first.attribute
        if isinstance(first.widget, KeyWidget):
            column = f"{column}__{first.widget.field}"
        self.found = {}
        for row in written_alike(self.resource.get_queryset(), column, keys):
            identity = tuple(c.export(row) for c in self.columns)
            self.found[identity] = row
            self.found.setdefault(_folded(identity), row)


def _folded(identity: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.casefold() for text in identity)
