"""One reader for every file that holds a table: what it is, its rows, and what is wrong with it
before any row is judged."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from proposals.tables import delimited, sheets
from proposals.tables.faults import unseen
from proposals.tables.spreadsheet import unmark
from proposals.texts.encodings import UnknownEncoding, decode

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000

_ZIP = b"PK\x03\x04"
# Workbooks of before 2007, and locked ones.
_OLE = b"\xd0\xcf\x11\xe0"

# How far down the names of columns are looked for, so that the remedy can be told.
_TITLES = 20


class Unreadable(Exception):
    """A file of which nothing was read: every reason, with its remedy."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages


@dataclass(frozen=True)
class CellFault:
    """What is wrong with one cell, whatever it means. `row` is the number that a spreadsheet
    shows beside it; without a column it is the row as a whole."""

    row: int
    column: str
    message: str


@dataclass
class Sheet:
    """The rows of a file that are not empty, each with its number, and how they were read."""

    rows: list[tuple[int, list[Any]]]
    notes: list[str]
    # Of a workbook, empty cells at the end of a row are not there.
    is_book: bool = False


@dataclass
class Table:
    """Rows under the names of their columns."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Columns that nobody reads, and why.
    unread: dict[str, str] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    # The numbers of rows that have fewer cells than the header.
    short: list[int] = field(default_factory=list)

    def numbered(self) -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.header, row, strict=True))

    def dicts(self) -> list[dict[str, str]]:
        return [row for _number, row in self.numbered()]

    def parts(self, size: int) -> Iterator[Table]:
        """The same rows, so many at a time."""
        for start in range(0, len(self.rows), size):
            end = start + size
            yield Table(self.header, self.rows[start:end], self.numbers[start:end])

    def __len__(self) -> int:
        return len(self.rows)


def sheet(data: bytes, known: Collection[str] = (), *, limited: bool = True) -> Sheet:
    """The cells of a file, whatever they mean; `known` are the names of columns that it may
    have. Raises Unreadable, also of a file that is larger than one that people send may be."""
    if limited and len(data) > MOST_BYTES:
        raise Unreadable(too_large())
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    most = MOST_ROWS if limited else sys.maxsize
    try:
        if data.startswith(_OLE):
            raise Unreadable(
                _("It is an old or a locked workbook. Save it as XLSX without a password, or CSV.")
            )
        is_book = data.startswith(_ZIP)
        if is_book:
            filled = list(_filled(sheets.rows(data), most))
            notes = _notes_of_book(data)
        else:
            text, encoding = decode(data)
            sign = delimited.delimiter(text, frozenset(name.casefold() for name in known))
            filled = list(_filled(delimited.rows(text, sign), most))
            notes = _notes_of_text(encoding, sign)
    except (UnknownEncoding, delimited.NotCut, sheets.NoWorkbook) as fault:
        raise Unreadable(str(fault)) from None
    if not filled:
        raise Unreadable(_("The file is empty."))
    return Sheet(filled, notes, is_book)


def too_large() -> str:
    most = MOST_BYTES // 1_000_000
    return _("The file is larger than %(most)d MB. Divide it.") % {"most": most}


def _filled(rows: Iterable[list[Any]], most: int) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(rows, 1):
        if number > most + 1:
            said = _("The table has more than %(most)d rows, empty ones included. Divide it.")
            raise Unreadable(said % {"most": most})
        if any(cell for cell in cells):
            yield number, cells


def _notes_of_text(encoding: str, sign: str) -> list[str]:
    notes = []
    if encoding != "UTF-8":
        notes.append(_("Read as %(encoding)s text.") % {"encoding": encoding})
    if sign != ",":
        notes.append(_("Cells are parted by: %(sign)s.") % {"sign": delimited.SIGNS[sign]})
    return notes


def _notes_of_book(data: bytes) -> list[str]:
    first, *others = sheets.sheet_names(data) or [""]
    if not others:
        return []
    return [
        _("Only the first sheet, “%(first)s”, was read; not: %(others)s.")
        % {"first": first, "others": ", ".join(others)}
    ]


def table(
    sheet: Sheet,
    known: Collection[str],
    *,
    required: Collection[str],
    unread: dict[str, str] | None = None,
) -> Table:
    """The rows under the columns that are known. What names a column that is not is told, and
    so are those in `unread`, with their reason. Raises Unreadable."""
    (_number, first), *rows = sheet.rows
    names = [_name(cell, known) for cell in first]
    if not set(names) & set(known):
        raise Unreadable(_no_header(sheet, known))
    while names and not names[-1] and not any(any(cells[len(names) - 1 :]) for _n, cells in rows):
        names.pop()
    _judge_header(names, required)
    taken = [place for place, name in enumerate(names) if name in known]
    table = Table([names[place] for place in taken], notes=list(sheet.notes))
    for name in names:
        if name not in known:
            table.unread[name] = (unread or {}).get(name) or _unknown(name, known)
    for number, cells in rows:
        if len(cells) > len(first):
            table.faults.append(CellFault(number, "", _too_long(cells[len(first) :])))
        left_out = [""] * (len(first) - len(cells)) if sheet.is_book else []
        _take(table, number, cells + left_out, names, taken)
    return table


def _name(cell: Any, known: Collection[str]) -> str:
    """The name of a column as it is known, however it is written."""
    name = str(cell).strip()
    return name.casefold() if name.casefold() in known else name


def _judge_header(names: list[str], required: Collection[str]) -> None:
    wrong = []
    wrong += [said for name in names if (said := unseen(name))]
    if blank := [place for place, name in enumerate(names, 1) if not name]:
        wrong.append(
            _("Column %(place)s has no name in the first row. Name or delete it.")
            % {"place": ", ".join(map(str, blank))}
        )
    wrong += [
        _("The column “%(name)s” stands there twice. Delete one.") % {"name": name}
        for name, count in Counter(name for name in names if name).items()
        if count > 1
    ]
    wrong += [
        _("The column “%(name)s” is missing: by it a row is found again.") % {"name": name}
        for name in required
        if name not in names
    ]
    if wrong:
        raise Unreadable(*wrong)


def _take(table: Table, number: int, cells: list[Any], names: list[str], taken: list[int]) -> None:
    if len(cells) < len(names):
        table.short.append(number)
        cells = cells + [""] * (len(names) - len(cells))
        if any("\n" in cell for cell in cells if isinstance(cell, str)):
            said = _(
                "The row is shorter than the names of the columns, and a text in it goes on in the "
                "next row. Look for a quote that is not closed."
            )
            table.faults.append(CellFault(number, "", said))
    row = []
    for place in taken:
        cell = cells[place]
        if fault := unread(cell):
            table.faults.append(CellFault(number, names[place], fault))
            cell = ""
        row.append(unmark(cell))
    if any(row) or (table.faults and table.faults[-1].row == number):
        table.rows.append(row)
        table.numbers.append(number)


def unread(cell: Any) -> str:
    """Why a formula gives no value that can be read; empty where one stands there."""
    if isinstance(cell, sheets.Uncalculated):
        said = _("The formula %(formula)s has no value. Open and save the file in Excel.")
        return said % {"formula": cell[:60]}
    if isinstance(cell, sheets.Broken):
        return _("The formula failed (%(value)s). Write the value instead.") % {"value": cell}
    return ""


def _too_long(beyond: list[Any]) -> str:
    said = _(
        "The row has %(count)d cells more than the first row (%(cells)s). A text that holds the "
        "sign which parts the cells stands in quotes."
    )
    shown = ", ".join(str(cell) for cell in beyond if cell)[:80]
    return said % {"count": len(beyond), "cells": shown or _("all empty")}


def _no_header(sheet: Sheet, known: Collection[str]) -> str:
    """Why the first row does not name columns, as far as it can be told."""
    for number, cells in islice(sheet.rows, 1, _TITLES):
        if len({_name(cell, known) for cell in cells} & set(known)) > 1:
            return _("The names of the columns stand in row %(row)d. Delete the rows above it.") % {
                "row": number
            }
    _number, first = sheet.rows[0]
    if len(first) == 1 and not sheet.is_book:
        return _(
            "The first row is a single cell (%(text)s): cells are not parted by comma, semicolon "
            "or tab. Save the file as “CSV UTF-8”, or as XLSX."
        ) % {"text": str(first[0])[:60]}
    return _("The first row (%(text)s) names no column of this table. Columns are: %(known)s.") % {
        "text": ", ".join(map(str, first))[:60],
        "known": ", ".join(known),
    }


def _unknown(name: str, known: Collection[str]) -> str:
    if near := get_close_matches(name.casefold(), known, 1, 0.75):
        return _("There is no such column. Is “%(near)s” meant?") % {"near": near[0]}
    return _("There is no such column.")
