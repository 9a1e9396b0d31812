"""The cells of a CSV file, whatever parts them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SIGNS = {",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab")}

# So many rows, and so much of each, tell what parts the cells.
_BEGINNING, _ENOUGH = 20, 10_000

# Not the module's own, which is less than a summary may be and ends in a fault about quotes.
csv.field_size_limit(1 << 30)


class NotCut(Exception):
    """A text that is not cut into cells; the message says where, and what to do."""


def delimiter(text: str, known: frozenset[str]) -> str:
    """What parts the cells: the sign that gives the most known columns in one row, else the
    most cells in the first row, or in all."""
    lines = [line[:_ENOUGH] for line in islice(io.StringIO(text, newline=""), _BEGINNING)]

    def found(sign: str) -> tuple[int, int, int]:
        rows = list(csv.reader(lines, delimiter=sign))
        names = (len(known.intersection(c.strip().casefold() for c in row)) for row in rows)
        widths = [len(row) for row in rows]
        return max(names, default=0), widths[0] if widths else 0, sum(widths)

    return max(SIGNS, key=found)


def rows(text: str, sign: str) -> Iterator[list[str]]:
    """The rows as a spreadsheet counts them, empty ones included. Raises NotCut."""
    if re.match(r"sep=.?\s*$", text.partition("\n")[0], re.IGNORECASE):
        raise NotCut(_("Row 1 is “sep=”, which only Excel reads. Delete that row."))
    lines = _Lines(text)
    read = 0
    cells = csv.reader(lines, delimiter=sign, strict=True)
    while True:
        lines.begin()
        try:
            row = next(cells, None)
        except csv.Error:
            raise NotCut(_not_closed(read + 1, lines.first)) from None
        if row is None:
            return
        read += 1
        yield row


class _Lines:
    """The lines of a text, and the first of those that make the row at hand."""

    def __init__(self, text: str) -> None:
        self.lines = io.StringIO(text, newline="")
        self.first = ""

    def begin(self) -> None:
        self.first = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.first = self.first or line
        return line


def _not_closed(row: int, line: str) -> str:
    quote = line.rfind('"')
    return _(
        "Row %(row)d cannot be cut into cells: a quote that opens there is not closed where its "
        "cell ends (%(text)s). Close it; a quote within a text is written twice."
    ) % {"row": row, "text": line[quote : quote + 40].strip() or '"'}
