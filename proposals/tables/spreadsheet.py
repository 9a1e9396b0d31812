"""Files that spreadsheets open: text goes out as text, never as a formula, and comes back the same.

A spreadsheet takes a cell that begins with = + - @ for a formula, even after a blank or a quote,
and some of them in full width too; a tab or a line break can begin a new cell. Such a text goes
out with an apostrophe before it, the sign by which spreadsheets themselves mark text. Only that
apostrophe is taken off on the way in: a text that has one of its own gets a second.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import tablib
from django.utils.translation import gettext as _
from import_export.formats import base_formats

APOSTROPHE = "'"
_BEGINS = frozenset("=+-@\t\r\n")
# What a spreadsheet, or a program that trims cells, may skip before it looks.
_SKIPPED = frozenset("'\"`‘’“”＇＂\ufeff\u200b\u2060")
# A letter by which alone a text can be found harmless; texts here are told apart by a NUL, which
# the database knows none of.
_MAY_BEGIN = re.compile("\0[-=+@＝＋－＠﹢﹣﹦﹫⁺⁼₊₌﬩'\"`‘’“”＇＂\ufeff\u200b\u2060\\s]")
LONGEST_CELL = 32_767

# Of a cell in a workbook: what XML cannot hold, or would alter, stands there as _xHHHH_.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def is_live(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, or for more than one cell."""
    for letter in text:
        if letter in _BEGINS:
            return True
        if letter not in _SKIPPED and not letter.isspace():
            return unicodedata.normalize("NFKC", letter) in _BEGINS
    return False


def may_be_live(texts: Iterable[str | None]) -> bool:
    """Whether one of the texts may be live: a quick look at many, of which few are."""
    return bool(_MAY_BEGIN.search("\0" + "\0".join(filter(None, texts))))


def mark(text: str) -> str:
    """The text as it may stand in a cell."""
    return APOSTROPHE + text if is_live(text) else text


def unmark(cell: str) -> str:
    """The text that stands in a cell."""
    return cell[1:] if cell.startswith(APOSTROPHE) and is_live(cell[1:]) else cell


class RowLines:
    """What csv.writer writes to: the file, with its rows ended by a line feed alone.

    The writer itself is left at CR LF, or it would not quote a text with a lone CR in it.
    """

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, row: str) -> int:
        return self.file.write(row.removesuffix("\r\n") + "\n")


class CSV(base_formats.CSV):
    """With the mark at its beginning by which spreadsheets know UTF-8."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(_written(dataset))
        return text.getvalue().encode("utf-8-sig")


class XLSX(base_formats.XLSX):
    """A workbook of one sheet, in which every cell is text."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        import openpyxl  # noqa: PLC0415 - heavy, and few processes write workbooks
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

        # Every text is looked at first: a book begun and left alone keeps its file open.
        rows = [[coded(text) for text in row] for row in _written(dataset)]
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for row in rows:
                cells = [WriteOnlyCell(sheet, value=text) for text in row]
                for cell in cells:
                    # Given a value, openpyxl guesses: "#N/A" would be an error and "=1" a formula.
                    cell.data_type = "s"
                sheet.append(cells)
            file = io.BytesIO()
            book.save(file)
        return file.getvalue()


FORMATS = [CSV, XLSX]


def _written(dataset: tablib.Dataset) -> Iterator[list[str]]:
    for row in (dataset.headers, *dataset):
        yield [mark("" if value is None else str(value)) for value in row]


def coded(text: str) -> str:
    """The text as it may stand in the XML of a workbook, but for what XML itself marks."""
    coded = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(coded) > LONGEST_CELL:
        raise ValueError(_("A text is too long for the cell of a workbook. Choose CSV."))
    return coded
