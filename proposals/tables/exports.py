"""The list as a file: one flat row a proposal, read some hundred at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils import translation

from proposals.models.proposals import SEARCH_COLUMNS, ProposalQuerySet
from proposals.tables import spreadsheet
from proposals.tables.columns import Column, columns, values

AT_ONCE = 1_000

Row = list[Any]


class Sink:
    """What a file is written to that is sent part by part: each part is taken once."""

    def __init__(self) -> None:
        self.closed = False
        self.parts: list[bytes] = []
        self.length = 0

    def write(self, part: Any) -> int:
        self.parts.append(bytes(part))
        self.length += len(self.parts[-1])
        return len(self.parts[-1])

    def tell(self) -> int:
        return self.length

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def as_csv(proposals: ProposalQuerySet) -> Iterator[str]:
    """UTF-8 with the mark at its beginning by which spreadsheets know it."""
    yield "\ufeff" + _lines([[column.name for column in columns()]])
    for rows in rows_of(proposals):
        yield _lines([list(map(cell_of, columns(), row)) for row in rows])


def _lines(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def as_ndjson(proposals: ProposalQuerySet) -> Iterator[str]:
    """One JSON object a line; lists are arrays, and null is what is not known."""
    names = [column.name for column in columns()]
    for rows in rows_of(proposals):
        yield "".join(
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"
            for row in rows
        )


def rows_of(proposals: ProposalQuerySet) -> Iterator[list[Row]]:
    """All rows, as they stand at one instant, in parts of a fixed number of queries each."""
    language = translation.get_language()
    listed = proposals.for_listing().defer(*SEARCH_COLUMNS).iterator(chunk_size=AT_ONCE)
    while part := list(islice(listed, AT_ONCE)):
        # The reader takes the parts at leisure, when another language may be spoken here.
        with translation.override(language):
            rows = [values(proposal) for proposal in part]
        yield rows


def cell_of(column: Column, value: Any) -> str:
    """A value as it stands in a cell of CSV or a workbook."""
    if value is None:
        return ""
    return spreadsheet.mark(column.joined(value) if column.joint else str(value))
