"""The list as a workbook that is sent while its rows are read, however many there are.

A workbook is an archive of parts. All but the rows are those of an empty one, which xlsxwriter
makes; the rows are written as they come.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

import xlsxwriter
from django.db.models import Max
from django.db.models.functions import Greatest, Length
from xlsxwriter.utility import xl_col_to_name

from proposals.choices import Precision
from proposals.models.proposals import ProposalQuerySet
from proposals.tables import spreadsheet
from proposals.tables.columns import COLUMNS, columns
from proposals.tables.exports import Sink, cells, parts_of

# A sheet has no more rows than this, the header among them.
MOST = 1_048_575
# Rows of which more may need an archive of the kind that spreadsheets repair when they open it.
LARGE = 100_000

# A workbook tells when it was made. The same rows are to be the same bytes, so that is left at
# the day from which its parts, too, are dated.
MADE_AT = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)

# Spreadsheets count days from the end of 1899, and disagree about the first two months of 1900.
DAY_NONE = dt.date(1899, 12, 30)
FIRST_DAY = dt.date(1900, 3, 1)

letters_of = cache(xl_col_to_name)
ROWS_PART = "xl/worksheets/sheet1.xml"

# The place in a row of what says how much of a date is known, by the name of the date.
PRECISIONS = {
    column.name.removesuffix("_precision"): place
    for place, column in enumerate(COLUMNS)
    if column.name.endswith("_precision")
}

# Texts of any length; all others are shorter than a cell may be.
LONG = ("summary_hant", "summary_hans", "summary_en")


def holds_all(proposals: ProposalQuerySet) -> bool:
    """Whether no text is longer than a cell of a workbook may be."""
    longest = Greatest(*(Length(name) for name in LONG))
    found = proposals.order_by().aggregate(longest=Max(longest))["longest"] or 0
    # One letter more marks a text that could be taken for a formula.
    return found < spreadsheet.LONGEST_CELL


def as_xlsx(proposals: ProposalQuerySet, *, is_large: bool = False) -> Iterator[bytes]:
    """A workbook of one sheet, in which every text is text, and a day a date where the day is
    known. Look at `holds_all` first."""
    parts, before, after, date_style = _empty()
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for info, content in parts:
            book.writestr(info, content)
        info = zipfile.ZipInfo(ROWS_PART)
        info.compress_type = zipfile.ZIP_DEFLATED
        number = 1
        with book.open(info, "w", force_zip64=is_large) as sheet:
            sheet.write(before)
            yield sink.taken()
            for part in parts_of(proposals):
                rows = [
                    _row(place, row, date_style)
                    for place, row in enumerate(zip(*cells(part), strict=True), number + 1)
                ]
                number += len(rows)
                sheet.write("".join(rows).encode())
                yield sink.taken()
            sheet.write(after)
    yield sink.taken()


@cache
def _empty() -> tuple[list[tuple[zipfile.ZipInfo, bytes]], bytes, bytes, str]:
    """The parts of a workbook without rows; what stands before the rows and after them in their
    own part; and the style of a date."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet("proposals")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(columns()):
            sheet.write_string(0, place, column.name, bold)
            if column.type == "date":
                sheet.set_column(place, place, None, date)
    with zipfile.ZipFile(file) as made:
        parts = [(_dated(name), made.read(name)) for name in made.namelist() if name != ROWS_PART]
        # How far the rows go is not known yet, and need not be said.
        rows = re.sub(rb"<dimension [^>]*/>", b"", made.read(ROWS_PART))
    before, end, after = rows.partition(b"</sheetData>")
    [style] = set(re.findall(rb'<col [^>]*style="(\d+)"', before))
    return parts, before, end + after, style.decode()


def _dated(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _row(number: int, row: Sequence[Any], date_style: str) -> str:
    written = [f'<row r="{number}">']
    for place, value in enumerate(row):
        if value is None or value == "":
            continue
        cell = f'<c r="{letters_of(place)}{number}"'
        if isinstance(value, int):
            written.append(f"{cell}><v>{value}</v></c>")
        elif isinstance(value, dt.date) and _is_whole(value, place, row):
            days = (value - DAY_NONE).days
            written.append(f'{cell} s="{date_style}"><v>{days}</v></c>')
        else:
            said = escape(spreadsheet.coded(str(value)), quote=False)
            written.append(f'{cell} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>')
    return "".join([*written, "</row>"])


def _is_whole(day: dt.date, place: int, row: Sequence[Any]) -> bool:
    """Whether the day of this date is known, and one that spreadsheets count."""
    precise = PRECISIONS.get(COLUMNS[place].name)
    return day >= FIRST_DAY and (precise is None or row[precise] == Precision.DAY)
