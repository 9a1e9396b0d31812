"""What moved: every step of policy, the latest first, by week or month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from proposals.choices import Precision
from proposals.counts.moves import by_body, by_sector
from proposals.dates import written_day
from proposals.finding.moves import MONTH, WEEK, MoveFilter, for_reading
from proposals.models import StatusUpdate
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

PAGE_SIZE = 30


@for_readers
@reads(MoveFilter.public, shows_faults=True)
def move_list(request: HttpRequest, query: Query[MoveFilter]) -> HttpResponse:
    shown = None
    if not query.faults:
        moves = query.found.moves()
        keys = (("effective_from", True), ("pk", True))
        shown = query.page(for_reading(moves), keys, name="moves", size=PAGE_SIZE)
    chosen = query.chosen()
    context = {
        "query": query.unpaged.urlencode(),
        "chosen": chosen,
        "clauses": chosen.clauses(),
        "remedies": chosen.remedies(),
    }
    if shown is not None:
        by_week = query.found.by_week
        context |= {
            "clocks": query.clocks,
            "periods": periods(shown.rows, by_week=by_week),
            "ways": _ways(query),
            "followed": _followed(query),
            "sectors": [
                (sector, _with(query, "sector", sector.code), number)
                for sector, number in by_sector(moves)
            ],
            "bodies": [
                (body, _with(query, "body", body.code), number) for body, number in by_body(moves)
            ],
            "next": query.page_at(shown.next),
            "previous": query.page_at(shown.previous),
        }
    status = 400 if query.faults else 200
    return render(request, "proposals/moves/list.html", context, status=status)


def periods(
    moves: Iterable[StatusUpdate], *, by_week: bool
) -> list[tuple[str, str, list[StatusUpdate]]]:
    """The steps of each month or week, with a name for readers and one for machines.

    A step of which only the month or the year is known stands under that alone.
    """
    found: dict[str, tuple[str, list[StatusUpdate]]] = {}
    for move in moves:
        # Only what was asked may be undated, and that is no step.
        name, code = _period(move.effective_from, move.effective_on_precision, by_week)
        found.setdefault(code, (name, []))[1].append(move)
    return [(code, name, rows) for code, (name, rows) in found.items()]


def _period(day: dt.date, precision: str, by_week: bool) -> tuple[str, str]:
    if precision == Precision.YEAR:
        return written_day(day, Precision.YEAR), f"{day:%Y}"
    if precision == Precision.MONTH or not by_week:
        return written_day(day, Precision.MONTH), f"{day:%Y-%m}"
    monday = day - dt.timedelta(days=day.weekday())
    return gettext("Week of %(day)s") % {"day": written_day(monday)}, f"{day:%G-W%V}"


def _ways(query: Query[MoveFilter]) -> list[tuple[str, str, bool]]:
    """By month or by week: the name, the address, and whether it is the one shown."""
    names = {MONTH: gettext("By month"), WEEK: gettext("By week")}
    by_week = query.found.by_week
    return [
        (name, _with(query, "by", code if code == WEEK else ""), (code == WEEK) == by_week)
        for code, name in names.items()
    ]


def _followed(query: Query[MoveFilter]) -> str:
    """The choice that a subscription can follow."""
    data = query.unpaged
    for name in ("by", "as_of", "known_at"):
        data.pop(name, None)
    return data.urlencode()


def _with(query: Query[MoveFilter], parameter: str, code: str) -> str:
    """The address with one value chosen instead of any other, or without the parameter."""
    data = query.unpaged
    if code:
        data[parameter] = code
    else:
        data.pop(parameter, None)
    return f"{query.path}?{data.urlencode()}" if data else query.path
