"""Cells of the tables: how a value is written, found again, compared and shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from diff_match_patch import diff_match_patch
from django import forms
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import (
    CharWidget,
    ForeignKeyWidget,
    IntegerWidget,
    ManyToManyWidget,
    Widget,
)

from proposals.dates import read_date
from proposals.models.taxonomy import Entry


class DateWidget(Widget):
    """A day, month or year as 2026-05-20, 2026-05 or 2026, and nothing else: 3/4/2026 is another
    day elsewhere."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            # So a workbook keeps days.
            value = value.date()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value in (None, ""):
            return None
        date = read_date(str(value).strip())
        if date is None:
            raise ValueError(_not_a_date(str(value)))
        return date

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


def _not_a_date(cell: str) -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", cell):
        return _(
            "“%(value)s” is the number by which a spreadsheet keeps a day. Give the cell the "
            "format of a date, or write the date as text: 2026-05-20, 2026-05 or 2026."
        ) % {"value": cell}
    return _("“%(value)s” is not a date. Write 2026-05-20, 2026-05 or 2026.") % {"value": cell}


# Where another address begins; within one it stands behind a slash or an equals sign.
_ANOTHER = re.compile(r"[\s;,|、；，｜]\s*https?://", re.IGNORECASE)


class LinkWidget(CharWidget):
    """One whole address."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip()
        if _ANOTHER.search(text):
            raise ValueError(
                _(
                    "There is more than one address in “%(value)s”. Write one here: an archived "
                    "copy has a column of its own, archived_url."
                )
                % {"value": text}
            )
        if text and not re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
            raise ValueError(
                _("“%(value)s” does not say how it is read. Write https://%(value)s.")
                % {"value": text}
            )
        return text


class InstantWidget(Widget):
    """An instant, written in universal time; one without an offset is of Hong Kong."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.datetime | None:
        try:
            return forms.DateTimeField(required=False).clean(value)
        except forms.ValidationError as fault:
            raise ValueError(" ".join(fault.messages)) from fault

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.astimezone(dt.UTC).isoformat() if value else ""


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

    def look_up(self, cells: Iterable[Any]) -> dict[str, models.Model]:
        """The rows that the cells of a file point to, by what stands there."""
        return _rows(self.model, self.field, {str(cell) for cell in cells if cell})

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        return _known(str(value), kwargs["known"]) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value, obj, **kwargs) or ""


class KeysWidget(ManyToManyWidget):
    """Several rows written as their slugs with a space between."""

    def look_up(self, cells: Iterable[Any]) -> dict[str, models.Model]:
        keys = {key for cell in cells if cell for key in str(cell).split()}
        return _rows(self.model, self.field, keys)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        keys = sorted(set(str(value or "").split()))
        return [_known(key, kwargs["known"]) for key in keys]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(getattr(row, self.field) for row in value or ())


class FirstWidget(KeysWidget):
    """The first of several rows, in the order of their list."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        rows = sorted(value or (), key=lambda row: (row.position, row.pk))
        return super().render(rows[:1])


def _rows(model: type[models.Model], column: str, keys: Iterable[str]) -> dict[str, models.Model]:
    rows = model._default_manager.filter(**{f"{column}__in": keys})
    if issubclass(model, Entry):
        # A code that another has replaced stands for that one.
        entries: Any = rows.select_related("replaced_by")
        return {getattr(row, column): row.replaced_by or row for row in entries}
    return {getattr(row, column): row for row in rows}


def _known(key: str, rows: dict[str, models.Model]) -> models.Model:
    if key not in rows:
        raise ValueError(_("There is no “%(key)s”.") % {"key": key})
    return rows[key]


class NamesWidget(Widget):
    """Several names in one cell, with a bar between; a bar within one stands in full width."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [name for part in str(value or "").split("|") if (name := part.strip())]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "|".join(name.replace("|", "｜") for name in value or ())


class KeysField(Field):
    """Rows that another may have several of."""

    def get_value(self, instance: models.Model) -> list[models.Model]:
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


def date(name: str, *, readonly: bool = False) -> Field:
    return Field(attribute=name, column_name=name, widget=DateWidget(), readonly=readonly)


def link(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=LinkWidget())


def names(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=NamesWidget())


def whole(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=WholeWidget())


def changed_cell(before: str, after: str) -> SafeString:
    """The text with what goes struck out and what comes marked."""
    if before == after:
        return escape(after)
    differ = diff_match_patch()
    pieces = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(pieces)
    return mark_safe(differ.diff_prettyHtml(pieces))  # noqa: S308 - it escapes the pieces
