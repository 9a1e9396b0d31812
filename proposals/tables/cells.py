"""Cells of the tables: how a value is written, found again, compared and shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from diff_match_patch import diff_match_patch
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import DateWidget, ForeignKeyWidget, IntegerWidget, ManyToManyWidget


class UnknownKey(ValidationError, ValueError):
    """A slug or code that no row has. import-export gathers ValueErrors by column."""

    def __init__(self, column: str, key: str) -> None:
        self.text = _("There is no “%(key)s”.") % {"key": key}
        super().__init__({column: self.text})

    def __str__(self) -> str:
        return self.text


class DayWidget(DateWidget):
    """A day as YYYY-MM-DD, and nothing else: 3/4/2026 is another day elsewhere."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, dt.datetime):
            # So a workbook keeps days.
            return value.date()
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as fault:
            raise ValueError(
                _("“%(value)s” is not a day. Write it as YYYY-MM-DD.") % {"value": value}
            ) from fault


class WholeWidget(IntegerWidget):
    """A whole number; an empty cell is 0, and 1.5 is not rounded."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        if self.is_empty(value):
            return 0
        # Spreadsheets write whole numbers with a point too.
        if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", str(value).strip()):
            raise ValueError(forms.IntegerField.default_error_messages["invalid"])
        return int(float(value))


class KeyWidget(ForeignKeyWidget):
    """A foreign key written as the slug or code of the row it points to."""

    # The rows that a file points to, once they have been looked for.
    found: dict[str, models.Model] | None = None

    def gather(self, cells: Iterable[Any]) -> None:
        self.found = _rows(self.model, self.field, {str(cell) for cell in cells if cell})

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if self.found is not None and value:
            if str(value) not in self.found:
                raise UnknownKey(self.model._meta.model_name, value)
            return self.found[str(value)]
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as fault:
            raise UnknownKey(self.model._meta.model_name, value) from fault

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value, obj, **kwargs) or ""


class KeysWidget(ManyToManyWidget):
    """Several rows written as their slugs with a space between."""

    found: dict[str, models.Model] | None = None

    def gather(self, cells: Iterable[Any]) -> None:
        keys = {key for cell in cells if cell for key in str(cell).split()}
        self.found = _rows(self.model, self.field, keys)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        keys = sorted(set(str(value or "").split()))
        found = self.found
        if found is None:
            found = _rows(self.model, self.field, keys)
        for key in keys:
            if key not in found:
                raise UnknownKey(f"{self.model._meta.model_name}s", key)
        return [found[key] for key in keys]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(getattr(row, self.field) for row in value or ())


def _rows(model: type[models.Model], column: str, keys: Iterable[str]) -> dict[str, models.Model]:
    rows = model._default_manager.filter(**{f"{column}__in": keys})
    return {getattr(row, column): row for row in rows}


class KeysField(Field):
    """Rows that another may have several of: those that a file wants, else those it has."""

    def want(self, instance: models.Model, rows: list[models.Model]) -> None:
        instance.__dict__.setdefault("wanted", {})[self.attribute] = rows

    def get_value(self, instance: models.Model) -> list[models.Model]:
        wanted = instance.__dict__.get("wanted", {})
        if self.attribute in wanted:
            return wanted[self.attribute]
        if instance.pk is None:
            return []
        rows = getattr(instance, self.attribute).all()
        return sorted(rows, key=lambda row: getattr(row, self.widget.field))


def key(
    name: str, model: type[models.Model], column: str = "slug", *, readonly: bool = False
) -> Field:
    return Field(
        attribute=name,
        column_name=name,
        widget=KeyWidget(model, field=column),
        readonly=readonly,
    )


def day(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=DayWidget())


def whole(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=WholeWidget())


class RowLoader(BaseInstanceLoader):
    """Finds the rows of a file among the stored ones, some hundred at a time."""

    AT_ONCE = 500

    def __init__(self, resource: Any, dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.columns = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.found: dict[tuple[str, ...], models.Model] = {}
        self.read_to = 0

    def get_instance(self, row: Any) -> models.Model | None:
        place = self.resource.row_number - 1
        if place >= self.read_to:
            self._read(place)
        return self.found.get(identity(self.columns, row))

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
        # A copy of a row forgets what was fetched beside it; import-export copies each.
        for field in self.resource.fields.values():
            if isinstance(field, KeysField):
                for row in rows:
                    field.want(row, field.get_value(row))


def identity(columns: list[Field], row: Any) -> tuple[str, ...]:
    return tuple(str(row.get(column.column_name) or "") for column in columns)


class RowDiff:
    """What a row was and what it would be, cell by cell; nothing where it stays as it is."""

    def __init__(self, resource: Any, instance: models.Model, new: bool) -> None:
        self.left = self._cells(resource, instance)
        self.right: list[str] = []
        self.new = new

    def compare_with(self, resource: Any, instance: models.Model) -> None:
        self.right = self._cells(resource, instance)

    def as_html(self) -> list[SafeString]:
        if self.left == self.right:
            return []
        before = [""] * len(self.right) if self.new else self.left
        return [changed_cell(*pair) for pair in zip(before, self.right, strict=True)]

    @staticmethod
    def _cells(resource: Any, instance: models.Model) -> list[str]:
        return [str(field.export(instance)) for field in resource.get_import_fields()]


def changed_cell(before: str, after: str) -> SafeString:
    """The text with what goes struck out and what comes marked."""
    if before == after:
        return escape(after)
    differ = diff_match_patch()
    pieces = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(pieces)
    return mark_safe(differ.diff_prettyHtml(pieces))  # noqa: S308 - it escapes the pieces
