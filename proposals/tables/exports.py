"""The list as a file: one flat row a proposal, read some hundred at a time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import xlsxwriter
from django.utils import translation

from proposals.choices import Precision
from proposals.models.proposals import ProposalQuerySet
from proposals.tables import spreadsheet
from proposals.tables.columns import COLUMNS, Column, values

AT_ONCE = 1_000

# A workbook is made as a whole before any of it is sent.
MOST_IN_WORKBOOK = 10_000
LONGEST_CELL = 32_767

# A workbook tells when it was made. The same rows are to be the same bytes, so that is left at
# the day from which its parts, too, are dated.
MADE_AT = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)

# Spreadsheets count days from 1900, and disagree about the first two months.
FIRST_DAY = dt.date(1900, 3, 1)

Row = list[Any]

# The place in a row of what says how much of a date is known, by the name of the date.
PRECISIONS = {
    column.name.removesuffix("_precision"): place
    for place, column in enumerate(COLUMNS)
    if column.name.endswith("_precision")
}


class TooLong(ValueError):
    """A text that no cell of a workbook holds."""


def as_csv(proposals: ProposalQuerySet) -> Iterator[str]:
    """UTF-8 with the mark at its beginning by which spreadsheets know it."""
    yield "\ufeff" + _lines([[column.name for column in COLUMNS]])
    for rows in rows_of(proposals):
        yield _lines([list(map(_cell, COLUMNS, row)) for row in rows])


def _lines(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def as_ndjson(proposals: ProposalQuerySet) -> Iterator[str]:
    """One JSON object a line; lists are arrays, and null is what is not known."""
    names = [column.name for column in COLUMNS]
    for rows in rows_of(proposals):
        yield "".join(
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"
            for row in rows
        )


def as_xlsx(proposals: ProposalQuerySet) -> bytes:
    """A workbook of one sheet, in which every text is text, and a day a date where the day is
    known. Raises TooLong."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet("proposals")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column.name, bold)
        for number, row in enumerate(chain.from_iterable(rows_of(proposals)), 1):
            for place, (column, value) in enumerate(zip(COLUMNS, row, strict=True)):
                if isinstance(value, int):
                    sheet.write_number(number, place, value)
                elif day := _whole_day(column, place, row):
                    sheet.write_datetime(number, place, day, date)
                elif cell := _cell(column, value):
                    if len(cell) > LONGEST_CELL:
                        raise TooLong
                    sheet.write_string(number, place, cell)
    return file.getvalue()


def rows_of(proposals: ProposalQuerySet) -> Iterator[list[Row]]:
    """All rows, as they stand at one instant, in parts of a fixed number of queries each."""
    language = translation.get_language()
    listed = (
        proposals.for_listing()
        .defer("search_title", "search_text", "search_lexemes")
        .iterator(chunk_size=AT_ONCE)
    )
    while part := list(islice(listed, AT_ONCE)):
        # The reader takes the parts at leisure, when another language may be spoken here.
        with translation.override(language):
            rows = [values(proposal) for proposal in part]
        yield rows


def _whole_day(column: Column, place: int, row: Row) -> dt.date | None:
    """The date in this place of the row, where its day is known and spreadsheets count it."""
    if column.type != "date" or not row[place]:
        return None
    precise = PRECISIONS.get(column.name)
    day = dt.date.fromisoformat(row[place])
    is_whole = precise is None or row[precise] == Precision.DAY
    return day if is_whole and day >= FIRST_DAY else None


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    return spreadsheet.mark(column.joined(value) if column.joint else str(value))
