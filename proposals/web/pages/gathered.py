"""The proposals, of now or as they stood, that belong to one author, sector, body or source."""

from typing import Any

from django.db.models import Count

from proposals.choices import Status
from proposals.finding.paging import DEFAULT_ORDERING, in_order, keys_of
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.pictures import stacked

# A page about something else shows this many proposals, and leads to the list for the rest.
SHOWN = 20


def by_status(proposals: ProposalQuerySet) -> list[tuple[Status, int]]:
    """How many stand where, in the order of the statuses, those without any left out."""
    counts = dict(proposals.order_by().values_list(proposals.status_column).annotate(Count("pk")))
    return [(status, counts[status]) for status in Status if status in counts]


def gathered(proposals: ProposalQuerySet, parameter: str, code: str) -> dict[str, Any]:
    """What the page of that one shows of them; `code` chooses the same ones in the list."""
    counts = by_status(proposals)
    listed = in_order(proposals.for_cards(), keys_of(proposals, DEFAULT_ORDERING))
    count = sum(number for _status, number in counts)
    return {
        "counts": counts,
        "bar": stacked(dict(counts), [status for status, _number in counts], count),
        "count": count,
        "proposals": listed[:SHOWN],
        "shown": SHOWN,
        "parameter": parameter,
        "code": code,
    }
