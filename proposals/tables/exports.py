"""The list as a file: one flat row a proposal, made by the database."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.utils import timezone

from proposals.models.clocks import Moment
from proposals.models.proposals import ProposalQuerySet
from proposals.tables import spreadsheet
from proposals.tables.columns import Column, Hanging, columns

AT_ONCE = 200

# The values of each column, for some rows.
Part = Sequence[Sequence[Any]]


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
    for part in parts_of(proposals):
        yield _lines(zip(*cells(part), strict=True))


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def cells(part: Part) -> Part:
    """The same as it stands in the cells of CSV or a workbook: texts that nobody takes for a
    formula, and whole numbers and days, which both write themselves."""
    return [_cells(column, values) for column, values in zip(columns(), part, strict=True)]


def _cells(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.type == "datetime":
        return written(values)
    if column.type == "array":
        values = [column.joined(items) if items else None for items in values]
    # Of a thousand texts hardly one is live, so they are looked at together.
    if column.type in ("string", "array") and spreadsheet.may_be_live(values):
        return [text and spreadsheet.mark(text) for text in values]
    return values


def as_ndjson(proposals: ProposalQuerySet) -> Iterator[str]:
    """One JSON object a line; lists are arrays, and null is what is not known."""
    names = ", ".join(f"{encode_basestring(column.name)}: %s" for column in columns())
    line = f"{{{names}}}\n"
    # As json.dumps writes them, which takes three times as long to find out what each is.
    for part in parts_of(proposals):
        written = [JSON[c.type](values) for c, values in zip(columns(), part, strict=True)]
        yield "".join(map(line.__mod__, zip(*written, strict=True)))


def written(instants: Iterable[str]) -> list[str]:
    """Instants by the clock of Hong Kong."""
    zone = timezone.get_current_timezone()
    return [dt.datetime.fromisoformat(text).astimezone(zone).isoformat() for text in instants]


JSON: dict[str, Callable[[Sequence[Any]], Sequence[str]]] = {
    "string": lambda texts: ["null" if t is None else encode_basestring(t) for t in texts],
    "integer": lambda numbers: list(map(str, numbers)),
    "date": lambda days: [f'"{day}"' if day else "null" for day in days],
    "datetime": lambda instants: [f'"{text}"' for text in written(instants)],
    "array": lambda lists: [f"[{', '.join(map(encode_basestring, texts))}]" for texts in lists],
}


def parts_of(proposals: ProposalQuerySet) -> Iterator[Part]:
    """All rows, as they stand at one instant, in parts, by one query that answers as it goes."""
    scalars = [column for column in columns() if not isinstance(column.value, Hanging)]
    hanging = list(dict.fromkeys(c.value for c in columns() if isinstance(c.value, Hanging)))
    read = [*scalars, *(c for each in hanging for c in columns() if c.value is each)]
    in_order = itemgetter(*map(read.index, columns()))
    moment = Moment(**proposals.clocks)
    asked = proposals.with_shown().values_list(
        *(c.value() for c in columns() if not isinstance(c.value, Hanging)),
        *(each.read(moment) for each in hanging),
    )
    # Outside a transaction the database would find all rows before it gives the first.
    with transaction.atomic():
        found = asked.iterator(chunk_size=AT_ONCE)
        while rows := list(islice(found, AT_ONCE)):
            values = list(zip(*rows, strict=True))
            several = zip(hanging, values[len(scalars) :], strict=True)
            spread = [column for each, hung in several for column in each.spread(hung)]
            yield in_order([*values[: len(scalars)], *spread])
