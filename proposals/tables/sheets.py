"""The cells of an XLSX workbook as texts, as they are seen there."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from proposals.choices import Precision
from proposals.dates import machine_day

# Of a cell in a workbook: what XML cannot hold, or would alter, stands there as _xHHHH_.
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Of the format of a cell: texts, letters that stand for themselves, and languages.
_UNSHOWN = re.compile(r'"[^"]*"|\\.|\[[^]]*\]')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")

# What a workbook may come to once it is unpacked, and how wide a sheet may be.
MOST_UNPACKED = 100_000_000
WIDEST = 300


class NoWorkbook(Exception):
    """A file that is no workbook to be read; the message says what to do."""


class Uncalculated(str):
    """A formula of which the workbook holds no value."""

    __slots__ = ()


class Broken(str):
    """What a spreadsheet shows where a formula fails, such as #REF!."""

    __slots__ = ()


def rows(data: bytes) -> Iterator[list[Any]]:
    """The rows of the first sheet, empty ones included: texts, and what is Uncalculated or
    Broken. Raises NoWorkbook."""
    has_formulas = _inspect(data)
    try:
        with warnings.catch_warnings():
            # Of what a workbook has besides cells, nothing is read.
            warnings.simplefilter("ignore")
            values = _sheet(data, data_only=True)
            formulas = _sheet(data, data_only=False) if has_formulas else iter(())
            for cells, said in zip_longest(values, formulas, fillvalue=()):
                if any(cell.value is not None for cell in cells[WIDEST:]):
                    raise NoWorkbook(
                        _("The sheet is wider than %(most)d columns.") % {"most": WIDEST}
                    )
                texts = [
                    _text(cell, said[place] if place < len(said) else None)
                    for place, cell in enumerate(cells[:WIDEST])
                ]
                while texts and texts[-1] == "":
                    texts.pop()
                yield texts
    except NoWorkbook:
        raise
    except Exception as fault:
        # The library breaks in many ways on what is damaged.
        raise NoWorkbook(_damaged()) from fault


def sheet_names(data: bytes) -> list[str]:
    """The sheets of a workbook, the one that is read first."""
    try:
        return re.findall(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"', _part(data, "xl/workbook.xml"))
    except NoWorkbook:
        return []


def _part(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        raise NoWorkbook(_damaged()) from None


def _inspect(data: bytes) -> bool:
    """Whether the workbook holds formulas. Raises NoWorkbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NoWorkbook(
                    _(
                        "Unpacked, the workbook is larger than %(most)d MB. Delete empty rows and "
                        "pictures, or divide it."
                    )
                    % {"most": MOST_UNPACKED // 1_000_000}
                )
            if "xl/workbook.xml" not in archive.namelist():
                raise NoWorkbook(_("It is not an Excel workbook. Save it as XLSX or CSV."))
            sheets = [p for p in parts if p.filename.startswith("xl/worksheets/sheet")]
            return any(_FORMULA.search(archive.read(sheet)) for sheet in sheets)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise NoWorkbook(_damaged()) from None


def _damaged() -> str:
    return _("The workbook is damaged or locked. Open it, save it anew as XLSX, and send that.")


def _sheet(data: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    import openpyxl  # noqa: PLC0415 - heavy, and few processes read workbooks

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
    if not book.worksheets:
        raise NoWorkbook(_damaged())
    sheet = book.worksheets[0]
    # What a workbook says of its size may be wrong, and the rest would not be read.
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _text(cell: Any, formula: Any) -> Any:
    value = cell.value
    if value is None:
        said = getattr(formula, "value", None)
        # One that came to an empty text is marked as text.
        if said is None or cell.data_type == "str":
            return ""
        return Uncalculated(str(getattr(said, "text", said)))
    if isinstance(value, str):
        return Broken(value) if cell.data_type == "e" else decoded(value)
    return _written(value, cell.number_format or "")


def _written(value: Any, number_format: str) -> str:
    """A value that is no text, as people would write it."""
    if isinstance(value, dt.datetime):
        # So a workbook keeps days.
        is_day = value.time() == dt.time()
        return _day(value.date(), number_format) if is_day else value.isoformat(" ")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = f"{value * 100 if '%' in number_format else value:.15g}"
        return f"{number}%" if "%" in number_format else number
    return str(value)


def _day(value: dt.date, number_format: str) -> str:
    """A date as far as its cell shows it: a spreadsheet takes 2026-05 for the first of May, and
    keeps in the format that no day was written."""
    shown = _UNSHOWN.sub("", number_format).lower()
    if "d" in shown:
        return machine_day(value)
    return machine_day(value, Precision.MONTH if "m" in shown else Precision.YEAR)


def decoded(text: str) -> str:
    """What stands in a cell, as it was before `coded`."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text)
