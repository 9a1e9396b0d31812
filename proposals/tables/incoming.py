"""A file on its way in: what is known of it as a whole, and the row at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import RowResult

from proposals.tables.cells import KeyWidget


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
    # The keys of the rows that were written.
    written: set[int] = field(default_factory=set)
    # The rows that state a status, each with what is told of it.
    stated: list[tuple[IncomingRow, RowResult]] = field(default_factory=list)


@dataclass
class IncomingRow:
    """One row of a file: what it says, what is stored, and what would be."""

    number: int
    cells: dict[str, Any]
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

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        self.resource = resource
        self.dataset = dataset
        self.columns = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.found: dict[tuple[str, ...], models.Model] = {}
        self.named: dict[tuple[str, ...], int] = {}
        self.read_to = 0

    def find(self, number: int, cells: dict[str, Any]) -> models.Model | None:
        """The stored row that this one names. Raises ValidationError if an earlier one does."""
        identity = tuple(str(cells.get(column.column_name) or "") for column in self.columns)
        if identity in self.named:
            same = _("Row %(row)d is the same.") % {"row": self.named[identity]}
            raise ValidationError({self.columns[0].column_name: same})
        self.named[identity] = number
        if any(column.column_name not in cells for column in self.columns):
            return None
        if number > self.read_to:
            self._read(number - 1)
        return self.found.get(identity)

    def _read(self, start: int) -> None:
        self.read_to = start + self.AT_ONCE
        first = self.columns[0]
        cells = self.dataset.headers.index(first.column_name)
        keys = {str(row[cells] or "") for row in self.dataset[start : self.read_to]}
        column = first.attribute
        if isinstance(first.widget, KeyWidget):
            column = f"{column}__{first.widget.field}"
        rows = self.resource.get_queryset().filter(**{f"{column}__in": keys})
        self.found = {tuple(c.export(row) for c in self.columns): row for row in rows}
