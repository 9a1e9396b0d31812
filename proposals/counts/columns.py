"""What proposals are chosen by, held by this process column by column, and moved with each change.

Whatever is counted under any choice then takes milliseconds. Before each count the change log is
asked what has moved since: so it is never older than the last commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from threading import Lock
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection
from django.db.models.sql.where import AND
from numpy.typing import NDArray

from proposals.choices import Instrument, Noun, Precision, Specificity, Status
from proposals.models import Change, Proposal
from proposals.models.chosen import BOUNDED, UNDATED
from proposals.models.proposals import ProposalQuerySet

Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]
Flags = NDArray[np.bool_]

FIXED: dict[str, tuple[str, ...]] = {
    "status": tuple(Status.values),
    "instrument": tuple(Instrument.values),
    "specificity": tuple(Specificity.values),
}
SINGLE = (*FIXED, "sector", "source", "proposed_month")
LINKED = ("author", "body", "place", "idea")

# Beside those, whether it was ever checked, and days: 1 is the first of the calendar, which stands
# for what is not dated, and 0 for none, as is since when a status stands of which the year alone is
# known.
COUNTED = ("checked", "status_since", "proposed_on", "proposed_from")


def _place(facet: str) -> str:
    codes = ", ".join(f"'{code}'" for code in FIXED[facet])
    return f"array_position(ARRAY[{codes}], {facet}::text)"


def _day(column: str) -> str:
    return f"coalesce({column} - date '0001-01-01' + 1, 0)"


# All numbers here are ours. Each row is of integers that are never null.
ROWS = f"""
SELECT id::int, {_place("status")}, {_place("instrument")}, {_place("specificity")},
    sector_id::int, source_id::int,
    CASE WHEN proposed_on IS NULL THEN
        (coalesce(proposed_not_before, proposed_not_after) IS NOT NULL)::int
        WHEN proposed_on_precision = '{Precision.YEAR.value}'
        THEN extract(year FROM proposed_on) * 100
        ELSE extract(year FROM proposed_on) * 100 + extract(month FROM proposed_on) END::int,
    (checked_on IS NOT NULL)::int,
    CASE WHEN status_since_precision = '{Precision.YEAR.value}' THEN 0
        ELSE {_day("status_since")} END,
    {_day("proposed_on")},
    {_day("proposed_from")}
FROM proposals_proposal
WHERE publication_state = 'published' AND merged_into_id IS NULL {{these}}
"""  # noqa: S608 - ours
# Each with the place of its facet in LINKED. A place counts for all that it lies in, once.
LINKS = """
SELECT proposal_id::int, 0, author_id::int FROM proposals_attribution WHERE true {these}
UNION ALL SELECT proposal_id::int, 1, body_id::int FROM proposals_addressee WHERE true {these}
UNION ALL SELECT DISTINCT l.proposal_id::int, 2, e.outer_id::int FROM proposals_proposal_places l
    JOIN proposals_enclosure e ON e.place_id = l.place_id WHERE true {these}
UNION ALL SELECT proposal_id::int, 3, idea_id::int FROM proposals_proposal_ideas WHERE true {these}
"""
# What held as we know it now.
SPANS = f"""
SELECT proposal_id::int, {_place("status")}, (since IS NOT NULL)::int, {_day("effective_from")},
    {_day("effective_to")}
FROM proposals_statusspan WHERE recorded_to = '9999-12-31 00:00:00+00' {{these}}
"""  # noqa: S608 - ours
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
# Of a table in the binary form of COPY: a signature of 11 bytes and two numbers.
HEADING = 19
# More that has moved is read like all.
MOST_MOVED = 5_000
# All is read once in the life of a process, and on a busy machine that takes longer than any page
# may; who asks meanwhile waits no longer than for a page.
READING_LIMIT = "5min"
WAIT_SECONDS = 30
# Of so many sets, those asked for last, it is remembered which proposals are in them.
MOST_SETS = 8


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

    APART = (UNDATED, BOUNDED)

    def code(self, key: int) -> str:
        if key < len(self.APART):
            return self.APART[key]
        year, month = divmod(key, 100)
        return f"{year}-{month:02}" if month else str(year)

    def key(self, code: str) -> int | None:
        if code in self.APART:
            return self.APART.index(code)
        year, _hyphen, month = code.partition("-")
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
class Spans:
    """Which status certainly held from a day to another, which is left out, and whether it is
    known since when; `places` are those of the proposals in the columns."""

    places: Shorts
    status: NDArray[np.int8]
    is_dated: Flags
    begins: Shorts
    ends: Shorts

    def of(self, among: Flags) -> Spans:
        """Those of some of the proposals."""
        if among.all():
            return self
        meant = among[self.places]
        return Spans(*(part[meant] for part in _told(self)))

    def at(self, statuses: Iterable[Status]) -> Flags:
        wanted = np.zeros(len(FIXED["status"]) + 1, np.bool_)
        wanted[[FIXED["status"].index(status) + 1 for status in statuses]] = True
        return wanted[self.status]


@dataclass(frozen=True)
class Columns:
    """All public proposals up to one change, in the order of their keys."""

    seq: int
    at: dt.datetime | None
    keys: Ints
    single: dict[str, Shorts]
    # Of each facet the place of a proposal in `keys`, and the key of a value that it has.
    linked: dict[str, tuple[Shorts, Shorts]]
    spans: Spans
    codes: dict[str, Codes]
    sets: dict[str, Flags] = field(default_factory=dict)
    # What was worked out from them alone, for who asks again.
    worked_out: dict[Any, Any] = field(default_factory=dict)

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

    def having(self, facet: str, among: Flags) -> tuple[Ints, Shorts]:
        """The places of these proposals, once for each value that they have, and the values."""
        if facet in SINGLE:
            return np.flatnonzero(among), self.single[facet][among]
        places, having = self.linked[facet]
        meant = among[places]
        return places[meant].astype(np.int64), having[meant]

    def numbers(self, facet: str, among: Flags) -> Numbers:
        return Numbers(self.codes[facet], np.bincount(self.having(facet, among)[1]))


_lock = Lock()
_held: list[Columns] = []


def columns() -> Columns:
    """As of the newest change. One query where nothing has moved, and two more where some has."""
    if not _lock.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("another thread is still reading the columns")
    try:
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
    finally:
        _lock.release()


def among(proposals: ProposalQuerySet) -> tuple[Columns, Flags] | None:
    """The columns of now, and which of their proposals are in a set of public ones; None where it
    is of the past, or does not say of itself that it is of the public alone. A query for the set,
    unless it is of all."""
    if proposals.clocks or not _is_public(proposals):
        return None
    held = columns()
    try:
        sql, params = _keys_of(proposals)
    except EmptyResultSet:
        return held, np.zeros(len(held.keys), np.bool_)
    if (sql, params) == _keys_of(Proposal.objects.public()):
        return held, np.ones(len(held.keys), np.bool_)
    asked = repr((sql, params))
    if (found := held.sets.get(asked)) is None:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            keys = np.unique(np.array(cursor.fetchall(), np.int64))
        found = held.flags(keys)
        if found.sum() != len(keys):
            return None
        with _lock:
            while len(held.sets) >= MOST_SETS:
                held.sets.pop(next(iter(held.sets)))
            held.sets[asked] = found
    return held, found


def _is_public(proposals: ProposalQuerySet) -> bool:
    """Whether the query of a set asks, beside whatever else, what is asked of all public ones: what
    is joined to such a set by “or” does not, nor does a union."""
    asked, public = proposals.query, Proposal.objects.public().query.where.children
    return (
        asked.combinator is None
        and asked.where.connector == AND
        and not asked.where.negated
        and all(condition in asked.where.children for condition in public)
    )


def _keys_of(proposals: ProposalQuerySet) -> tuple[str, tuple[Any, ...]]:
    return proposals.order_by().values_list("pk").query.sql_with_params()


def _read() -> Columns:
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.transaction():
        connection.connection.execute(f"SET LOCAL statement_timeout = '{READING_LIMIT}'")
        # The newest change first: what comes while the rest is read is read again.
        seq, at = Change.objects.newest()
        keys, single = _rows()
        return Columns(seq, at, keys, single, _links(keys), _spans(keys), _codes())


def _moved(last: Columns, news: list[tuple[Any, ...]]) -> Columns:
    """With what has moved read anew, in a copy: others may be counting in the last one."""
    seq, at = news[-1][:2]
    moved = sorted({key for change in news for key in change[3:] if key is not None})
    if len(moved) > MOST_MOVED or any(change[2] == Noun.PLACE for change in news):
        return _read()
    stays = ~last.flags(moved)
    keys, single = _rows(moved)
    links, spans = _links(keys, moved), _spans(keys, moved)
    order = np.argsort(np.concatenate([last.keys[stays], keys]), kind="stable")
    # Where each stands now: of those that stay, and after them of those read anew.
    stand = np.empty(len(order), np.int32)
    stand[order] = np.arange(len(order), dtype=np.int32)
    staying = np.cumsum(stays, dtype=np.int32) - 1

    def joined(before: tuple[Any, ...], again: tuple[Any, ...]) -> tuple[Any, ...]:
        """Places, and what else is told of each."""
        kept = stays[before[0]]
        places = [staying[before[0][kept]], again[0] + stays.sum(dtype=np.int32)]
        more = zip(before[1:], again[1:], strict=True)
        return stand[np.concatenate(places)], *(np.concatenate([a[kept], b]) for a, b in more)

    return Columns(
        seq,
        at,
        np.concatenate([last.keys[stays], keys])[order],
        {
            name: np.concatenate([column[stays], single[name]])[order]
            for name, column in last.single.items()
        },
        {facet: joined(pairs, links[facet]) for facet, pairs in last.linked.items()},
        Spans(*joined(_told(last.spans), _told(spans))),
        last.codes if all(change[2] == Noun.PROPOSAL for change in news) else _codes(),
    )


def _told(spans: Spans) -> tuple[Any, ...]:
    return spans.places, spans.status, spans.is_dated, spans.begins, spans.ends


def _rows(these: list[int] | None = None) -> tuple[Ints, dict[str, Shorts]]:
    keys, *columns = _table(ROWS, 1 + len(SINGLE) + len(COUNTED), "id", these)
    order = np.argsort(keys)
    names = (*SINGLE, *COUNTED)
    return keys[order].astype(np.int64), {n: c[order] for n, c in zip(names, columns, strict=True)}


def _links(keys: Ints, these: list[int] | None = None) -> dict[str, tuple[Shorts, Shorts]]:
    places, facets, having = _placed(keys, _table(LINKS, 3, "proposal_id", these))
    of_each = [facets == number for number in range(len(LINKED))]
    return {
        facet: (places[of_it], having[of_it]) for facet, of_it in zip(LINKED, of_each, strict=True)
    }


def _spans(keys: Ints, these: list[int] | None = None) -> Spans:
    places, status, is_dated, begins, ends = _placed(keys, _table(SPANS, 5, "proposal_id", these))
    return Spans(places, status.astype(np.int8), is_dated.astype(np.bool_), begins, ends)


def _placed(keys: Ints, table: list[Shorts]) -> list[Shorts]:
    """With the place of each proposal for its key, and without those that are not held."""
    places = np.searchsorted(keys, table[0]).astype(np.int32)
    held = np.zeros(len(places), np.bool_)
    if len(keys):
        held = keys[np.minimum(places, len(keys) - 1)] == table[0]
    return [places[held], *(column[held] for column in table[1:])]


def _table(sql: str, width: int, key: str, these: list[int] | None) -> list[Shorts]:
    """What the query gives, column by column, without an object of Python for each number: of a
    million proposals those would take gigabytes, and many times as long."""
    some = "" if these is None else f"AND {key} IN ({', '.join(map(str, these)) or 'NULL'})"
    told = bytearray()
    with (
        # What a copy is refused, such as more time, Django tells of like any other query.
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql.format(these=some)}) TO STDOUT (FORMAT BINARY)") as copy,
    ):
        for part in copy:
            told += part
    # After a heading each row is the number of its columns, and of each its length and itself.
    row = np.dtype([("width", ">i2"), ("columns", [("length", ">i4"), ("value", ">i4")], width)])
    rows = (len(told) - HEADING) // row.itemsize
    table = np.frombuffer(told, row, count=rows, offset=HEADING)
    return [table["columns"]["value"][:, n].astype(np.int32) for n in range(width)]


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
