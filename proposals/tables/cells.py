"""Cells of the tables: how a value is written, found again, compared and shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models.functions import Cast, Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import (
    CharWidget,
    ForeignKeyWidget,
    IntegerWidget,
    ManyToManyWidget,
    Widget,
)

from proposals.dates import WrittenInstantField, is_doubtful, read_written_date
from proposals.models import Proposal
from proposals.models.taxonomy import Entry
from proposals.tables.faults import listed, unseen


class DateWidget(Widget):
    """A day, month or year as people write it, where that leaves no doubt: 3/4/2026 is another day
    elsewhere, and a table may come from there."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        text = str(value or "").strip()
        if not text:
            return None
        date = None if is_doubtful(text) else read_written_date(text)
        if date is None:
            raise ValueError(_not_a_date(text))
        return date

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


def _not_a_date(cell: str) -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", cell):
        return _(
            "“%(value)s” is the number by which a spreadsheet keeps a day. Give the cell the "
            "format of a date, or write the date as text: 2026-05-20, 2026-05 or 2026."
        ) % {"value": cell}
    if is_doubtful(cell):
        return _("“%(value)s” may be either of two days. Write 2026-05-20.") % {"value": cell}
    return _("“%(value)s” is not a date. Write 2026-05-20, 2026-05 or 2026.") % {"value": cell}


# Where another address begins; within one it stands behind a slash or an equals sign.
_ANOTHER = re.compile(r"[\s;,|、；，｜]\s*https?://", re.IGNORECASE)
# What only lacks https:// to be an address.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/\S*)?")


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
        if _HOST.fullmatch(text):
            raise ValueError(
                _("“%(value)s” does not say how it is read. Write https://%(value)s.")
                % {"value": text}
            )
        return text


class InstantWidget(Widget):
    """An instant, written in universal time; one without an offset is of Hong Kong."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.datetime | None:
        try:
            return WrittenInstantField(required=False).clean(value)
        except forms.ValidationError:
            said = _("“%(value)s” is not an instant. Write 2026-05-20T09:30+08:00.")
            raise ValueError(said % {"value": value}) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.astimezone(dt.UTC).isoformat() if value else ""


class WholeWidget(IntegerWidget):
    """A whole number; an empty cell is 0, and 1.5 is not rounded."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        if self.is_empty(value):
            return 0
        # Spreadsheets write whole numbers with a point too.
        if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", str(value).strip()):
            said = _("“%(value)s” is not a whole number from 0 to 32,767.")
            raise ValueError(said % {"value": value})
        return int(float(value))


class YesWidget(Widget):
    """Yes or no, as `true` and `false`; an empty cell says no."""

    SAID: ClassVar[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = str("" if value is None else value).strip().lower().removesuffix(".0")
        if text and text not in self.SAID:
            raise ValueError(_("Write true or false; “%(value)s” is neither.") % {"value": value})
        return self.SAID.get(text, False)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "true" if value else "false"


class KeyWidget(ForeignKeyWidget):
    """A foreign key written as the slug or code of the row it points to."""

    def look_up(self, cells: Iterable[Any]) -> Known:
        """The rows that the cells of a file point to, by what stands there."""
        return Known(self.model, self.field, {str(cell).strip() for cell in cells})

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        return kwargs["known"].row(str(value)) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value, obj, **kwargs) or ""


class KeysWidget(ManyToManyWidget):
    """Several rows written as their slugs with a space, or a semicolon, between."""

    def look_up(self, cells: Iterable[Any]) -> Known:
        keys = {key for cell in cells for key in _keys(cell)}
        return Known(self.model, self.field, keys)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        keys = sorted(set(_keys(value)))
        return [kwargs["known"].row(key) for key in keys]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(getattr(row, self.field) for row in value or ())


class FirstWidget(KeysWidget):
    """The first of several rows, in the order of their list."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        rows = sorted(value or (), key=lambda row: (row.position, row.pk))
        return super().render(rows[:1])


def _keys(cell: Any) -> list[str]:
    return [key for key in re.split(r"[\s;]+", str(cell or "")) if key]


class Known(dict[str, models.Model]):
    """The stored rows that the cells of a file point to, by what stands there."""

    def __init__(self, model: type[models.Model], column: str, keys: Iterable[str]) -> None:
        super().__init__()
        self.model, self.column = model, column
        rows: Any = model._default_manager.all()
        if issubclass(model, Entry):
            rows = rows.select_related("replaced_by")
        for row in written_alike(rows, column, keys):
            # A code that another has replaced stands for that one.
            now = getattr(row, "replaced_by", None) or row
            self[getattr(row, column)] = now
            self.setdefault(getattr(row, column).casefold(), now)

    def row(self, key: str) -> models.Model:
        """Raises ValueError, which says what there is."""
        found = self.get(key) or self.get(key.casefold())
        if found is None:
            said = _("There is no “%(key)s”.") % {"key": key}
            raise ValueError(f"{said} {listed(self._codes, key)}")
        return found

    @cached_property
    def _codes(self) -> list[tuple[str, str]]:
        """All that there are; asked for only where one was not found."""
        rows: Any = self.model._default_manager.order_by(self.column)
        if issubclass(self.model, Entry):
            rows = rows.filter(replaced_by=None)
        if issubclass(self.model, Proposal):
            rows = rows.only(self.column, "title_hant", "title_hans", "title_en")
        return [(getattr(row, self.column), str(row)) for row in rows]


def written_alike(
    rows: models.QuerySet[Any], column: str, keys: Iterable[str]
) -> models.QuerySet[Any]:
    """Those whose column is one of the keys, in capital letters or small."""
    wanted = {key.casefold() for key in keys if key and not unseen(key)}
    folded = Lower(Cast(column, models.TextField()))
    return rows.alias(key_folded=folded).filter(key_folded__in=wanted)


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


def yes(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=YesWidget())
