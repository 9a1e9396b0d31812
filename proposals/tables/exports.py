"""The list as a file: one flat row a proposal, read some hundred at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import xlsxwriter
from django.utils import translation

from proposals.models.proposals import ProposalQuerySet
from proposals.tables import spreadsheet
from proposals.tables.columns import COLUMNS, values

AT_ONCE = 1_000

# A workbook is made as a whole before any of it is sent.
MOST_IN_WORKBOOK = 10_000
LONGEST_CELL = 32_767

# Between the values of a list that stand in one cell. No code and no slug holds it.
JOINT = ";"

Row = list[Any]


class TooLong(ValueError):
    """A text that no cell of a workbook holds."""


def as_csv(proposals: ProposalQuerySet) -> Iterator[str]:
    """UTF-8 with the mark at its beginning by which spreadsheets know it."""
    yield "\ufeff" + _lines([[column.name for column in COLUMNS]])
    for rows in _rows(proposals):
        yield _lines([[_cell(value) for value in row] for row in rows])


def _lines(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def as_ndjson(proposals: ProposalQuerySet) -> Iterator[str]:
    """One JSON object a line; lists are arrays, and null is what is not known."""
    names = [column.name for column in COLUMNS]
    for rows in _rows(proposals):
        yield "".join(
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"
            for row in rows
        )


def as_xlsx(proposals: ProposalQuerySet) -> bytes:
    """A workbook of one sheet, in which every text is text. Raises TooLong."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("proposals")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column.name, bold)
        for number, row in enumerate(chain.from_iterable(_rows(proposals)), 1):
            for place, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, place, value)
                elif cell := _cell(value):
                    if len(cell) > LONGEST_CELL:
                        raise TooLong
                    sheet.write_string(number, place, cell)
    return file.getvalue()


def _rows(proposals: ProposalQuerySet) -> Iterator[list[Row]]:
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


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = JOINT.join(value) if isinstance(value, list) else str(value)
    return spreadsheet.mark(text)
