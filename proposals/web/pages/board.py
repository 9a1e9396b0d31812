"""A list as a board: a column for each status, with the proposals that came to it last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from proposals.choices import Status
from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import DEFAULT_ORDERING, in_order, keys_of
from proposals.models import Proposal

TALLEST = 8


@dataclass(frozen=True)
class BoardColumn:
    """The proposals that stand at a status: how many, the newest, and where all are listed."""

    status: Status
    number: int
    rows: list[Proposal]
    address: str


def board(
    found: ProposalFilter, counts: Mapping[str, int], address: Callable[[str], str]
) -> list[BoardColumn]:
    """A column for each status that has a proposal or is asked for, in the order of statuses.

    `counts` are those of the facet; the whole filter finds something. Five queries.
    """
    choice = found.form.cleaned_data["status"] or {"wanted": [], "unwanted": []}
    statuses = [
        status
        for status in Status
        if status in choice["wanted"]
        or (not choice["wanted"] and status not in choice["unwanted"] and counts.get(status))
    ]
    qs = found.qs
    newest = keys_of(qs, DEFAULT_ORDERING)
    first, *rest = (
        in_order(qs.filter(**{qs.status_column: status}), newest).values_list("pk")[:TALLEST]
        for status in statuses
    )
    pks = [pk for (pk,) in first.union(*rest, all=True)]
    rows = in_order(qs.for_cards().filter(pk__in=pks), newest)
    columns: dict[str, list[Proposal]] = {status: [] for status in statuses}
    for row in rows:
        # One may have moved since, to where no column is.
        if row.shown_status in columns:
            columns[row.shown_status].append(row)
    return [
        BoardColumn(status, counts.get(status, 0), columns[status], address(status))
        for status in statuses
    ]
