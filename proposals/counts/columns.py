"""What proposals are chosen by, held by this process column by column, and moved with each change.

Of a million proposals it takes some 75 MB; whatever is counted under any choice then takes
milliseconds. Before each count the change log is asked what has moved since: so it is never older
than the last commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from proposals.choices import Instrument, Noun, Precision, Specificity, Status
from proposals.models import Change
from proposals.models.chosen import UNDATED

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FIXED: dict[str, tuple[str, ...]] = {
    "status": tuple(Status.values),
    "instrument": tuple(Instrument.values),
    "specificity": tuple(Specificity.values),
}
SINGLE = (*FIXED, "sector", "source", "proposed_month")
LINKED = ("author", "body", "place", "idea")

ROWS = """
SELECT id, array_position(%(status)s::text[], status::text),
    array_position(%(instrument)s::text[], instrument::text),
    array_position(%(specificity)s::text[], specificity::text), sector_id, source_id,
    CASE WHEN proposed_on IS NULL THEN 0 WHEN proposed_on_precision = %(year)s
        THEN extract(year FROM proposed_on) * 100
        ELSE extract(year FROM proposed_on) * 100 + extract(month FROM proposed_on) END::int
FROM proposals_proposal
WHERE publication_state = 'published' AND merged_into_id IS NULL {these}
"""
# Each with the place of its facet in LINKED. A place counts for all that it lies in, once.
LINKS = """
SELECT 0, proposal_id, author_id FROM proposals_attribution WHERE true {these}
UNION ALL SELECT 1, proposal_id, body_id FROM proposals_addressee WHERE true {these}
UNION ALL SELECT DISTINCT 2, l.proposal_id, e.outer_id FROM proposals_proposal_places l
    JOIN proposals_enclosure e ON e.place_id = l.place_id WHERE true {these}
UNION ALL SELECT 3, proposal_id, idea_id FROM proposals_proposal_ideas WHERE true {these}
"""
NAMES = """
SELECT 'sector', id, code FROM proposals_sector UNION ALL
SELECT 'body', id, code FROM proposals_body UNION ALL
SELECT 'place', id, code FROM proposals_place UNION ALL
SELECT 'idea', id, slug FROM proposals_idea UNION ALL
SELECT 'author', id, slug FROM proposals_author UNION ALL
SELECT 'source', id, slug FROM proposals_source
"""
# What moved since; the change up to which is known comes first, unless the log is another one.
NEWS = """
SELECT seq, at, noun, proposal_id, target_id FROM proposals_change WHERE seq >= %s ORDER BY seq
"""
AT_ONCE = 50_000
# More that has moved is read like all.
MOST_MOVED = 5_000


class Codes:
    """The values of a facet: each a number here, and a code to readers."""

    def __init__(self, named: Mapping[int, str]) -> None:
        self.named = named
        self.numbered = {code: key for key, code in named.items()}

    def code(self, key: int) -> str:
        return self.named[key]

    def key(self, code: str) -> int | None:
        return self.numbered.get(code)


class Months(Codes):
    """2026-05 is 202605, and 2026 where no month is known 202600."""

    def code(self, key: int) -> str:
        year, month = divmod(key, 100)
        return (f"{year}-{month:02}" if month else str(year)) if key else UNDATED

    def key(self, code: str) -> int | None:
        year, _hyphen, month = ("0" if code == UNDATED else code).partition("-")
        return int(year) * 100 + int(month or 0)


class Numbers(Mapping[str, int]):
    """How many proposals have each value of a facet, by its code."""

    def __init__(self, codes: Codes, numbers: Ints) -> None:
        self.codes, self.numbers = codes, numbers
        self.keys_of_some: Ints = np.flatnonzero(numbers)

    def __iter__(self) -> Iterator[str]:
        return map(self.codes.code, self.keys_of_some.tolist())

    def __len__(self) -> int:
        return len(self.keys_of_some)

    def __getitem__(self, code: str) -> int:
        key = self.codes.key(code)
        if key is None or key >= len(self.numbers) or not self.numbers[key]:
            raise KeyError(code)
        return int(self.numbers[key])

    def items(self) -> Any:
        numbers = self.numbers[self.keys_of_some].tolist()
        return dict(zip(self, numbers, strict=True)).items()

    def most(self, size: int) -> list[str]:
        """The codes with most, by code where they have as many."""
        keys, numbers = self.keys_of_some, self.numbers[self.keys_of_some]
        if len(keys) > size:
            least = np.partition(numbers, -size)[-size]
            keys, numbers = keys[numbers >= least], numbers[numbers >= least]
        found = zip(keys.tolist(), numbers.tolist(), strict=True)
        ordered = nsmallest(size, ((-number, self.codes.code(key)) for key, number in found))
        return [code for _number, code in ordered]


@dataclass(frozen=True)
class Columns:
    """All public proposals up to one change, in the order of their keys."""

    seq: int
    at: dt.datetime | None
    keys: Ints
    single: dict[str, NDArray[np.int32]]
    # Of each facet the place of a proposal in `keys`, and the key of a value that it has.
    linked: dict[str, tuple[NDArray[np.int32], NDArray[np.int32]]]
    codes: dict[str, Codes]

    def flags(self, keys: Iterable[int]) -> Flags:
        """Which of the proposals have these keys."""
        return np.isin(self.keys, np.fromiter(keys, np.int64))

    def chosen(self, facet: str, wanted: list[str], unwanted: list[str]) -> Flags:
        """Which have one of the wanted values, and none of the unwanted."""
        found = np.ones(len(self.keys), np.bool_)
        if wanted:
            found &= self._has(facet, wanted)
        if unwanted:
            found &= ~self._has(facet, unwanted)
        return found

    def _has(self, facet: str, codes: list[str]) -> Flags:
        keys = map(self.codes[facet].key, codes)
        values = [key for key in keys if key is not None]
        if facet in SINGLE:
            return np.isin(self.single[facet], values)
        places, having = self.linked[facet]
        found = np.zeros(len(self.keys), np.bool_)
        found[places[np.isin(having, values)]] = True
        return found

    def numbers(self, facet: str, among: Flags) -> Numbers:
        if facet in SINGLE:
            values = self.single[facet][among]
        else:
            places, having = self.linked[facet]
            values = having[among[places]]
        return Numbers(self.codes[facet], np.bincount(values))


_lock = Lock()
_held: list[Columns] = []


def columns() -> Columns:
    """As of the newest change. One query where nothing has moved, and two more where some has."""
    with _lock:
        last = _held[0] if _held else None
        with connection.cursor() as cursor:
            cursor.execute(NEWS, [last.seq if last else None])
            news = cursor.fetchall()
        if last is None or not news or news[0][:2] != (last.seq, last.at):
            last = _read()
        elif len(news) > 1:
            last = _moved(last, news[1:])
        _held[:] = [last]
        return last


def _read() -> Columns:
    # The newest change first: what comes while the rest is read is read again.
    seq, at = Change.objects.newest()
    keys, single = _rows()
    return Columns(seq, at, keys, single, _links(keys), _codes())


def _moved(last: Columns, news: list[tuple[Any, ...]]) -> Columns:
    """With what has moved read anew, in a copy: others may be counting in the last one."""
    seq, at = news[-1][:2]
    moved = sorted({key for change in news for key in change[3:] if key is not None})
    if len(moved) > MOST_MOVED or any(change[2] == Noun.PLACE for change in news):
        return _read()
    stays = ~last.flags(moved)
    keys, single = _rows(moved)
    links = _links(keys, moved)
    order = np.argsort(np.concatenate([last.keys[stays], keys]), kind="stable")
    # Where each stands now: of those that stay, and after them of those read anew.
    stand = np.empty(len(order), np.int32)
    stand[order] = np.arange(len(order), dtype=np.int32)
    staying = np.cumsum(stays, dtype=np.int32) - 1
    linked = {}
    for facet, (places, having) in last.linked.items():
        kept = stays[places]
        again, values = links[facet]
        linked[facet] = (
            stand[np.concatenate([staying[places[kept]], again + stays.sum(dtype=np.int32)])],
            np.concatenate([having[kept], values]),
        )
    return Columns(
        seq,
        at,
        np.concatenate([last.keys[stays], keys])[order],
        {
            name: np.concatenate([column[stays], single[name]])[order]
            for name, column in last.single.items()
        },
        linked,
        last.codes if all(change[2] == Noun.PROPOSAL for change in news) else _codes(),
    )


def _rows(these: list[int] | None = None) -> tuple[Ints, dict[str, NDArray[np.int32]]]:
    parts = list(_parts(ROWS, "id", these, {name: list(codes) for name, codes in FIXED.items()}))
    table = np.concatenate(parts) if parts else np.empty((0, len(SINGLE) + 1), np.int64)
    table = table[np.argsort(table[:, 0])]
    return table[:, 0], {name: table[:, n].astype(np.int32) for n, name in enumerate(SINGLE, 1)}


def _links(
    keys: Ints, these: list[int] | None = None
) -> dict[str, tuple[NDArray[np.int32], NDArray[np.int32]]]:
    parts = list(_parts(LINKS, "proposal_id", these, {}))
    table = np.concatenate(parts) if parts else np.empty((0, 3), np.int64)
    table = table[np.isin(table[:, 1], keys)]
    places = np.searchsorted(keys, table[:, 1]).astype(np.int32)
    found = {}
    for number, facet in enumerate(LINKED):
        of_it = table[:, 0] == number
        found[facet] = (places[of_it], table[of_it, 2].astype(np.int32))
    return found


def _parts(
    sql: str, key: str, these: list[int] | None, params: dict[str, Any]
) -> Iterator[NDArray[np.int64]]:
    """What the query gives, some at a time: as objects of Python a million rows take a gigabyte."""
    some = "" if these is None else f"AND {key} = ANY(%(these)s)"
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        given = params | {"these": these, "year": Precision.YEAR.value}
        cursor.execute(sql.format(these=some), given)
        while rows := cursor.fetchmany(AT_ONCE):
            yield np.array(rows, np.int64)


def _codes() -> dict[str, Codes]:
    named: dict[str, dict[int, str]] = {name: {} for name in ("sector", "source", *LINKED)}
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        for facet, key, code in cursor:
            named[facet][key] = code
    fixed = {name: Codes(dict(enumerate(codes, 1))) for name, codes in FIXED.items()}
    return {
        **fixed,
        **{name: Codes(codes) for name, codes in named.items()},
        "proposed_month": Months({}),
    }
