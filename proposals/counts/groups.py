"""How many proposals have which traits, one trait or two at a time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from proposals.counts.kept import kept
from proposals.models.proposals import ProposalQuerySet

# Where the code of each trait is, seen from a proposal. Of bodies, authors and
# places it may have several.
TRAITS = {
    "status": "status",
    "sector": "sector__code",
    "instrument": "instrument",
    "body": "addressees__body__code",
    "author": "attributions__author__slug",
    "place": "places__code",
    "specificity": "specificity",
    "proposed_month": "proposed_month",
}

# So many are told apart at once.
MOST_TRAITS = 2

# A table has so many rows at the most: it is made as a whole before any of it is sent.
MOST_ROWS = 10_000

# The codes of one group, in the order asked for; None where it has none.
Key = tuple[str | None, ...]


@kept
def numbers(proposals: ProposalQuerySet, names: Sequence[str]) -> list[tuple[Key, int]] | None:
    """How many have each combination of these traits; None where there are too many."""
    if not names:
        return [((), proposals.count())]
    codes = [proposals.status_column if name == "status" else TRAITS[name] for name in names]
    rows = proposals.with_month().order_by().values_list(*codes).annotate(Count("pk"))
    found = [(tuple(key), number) for *key, number in rows[: MOST_ROWS + 1]]
    return found if len(found) <= MOST_ROWS else None


@kept
def number(proposals: ProposalQuerySet) -> int:
    """How many there are, each counted once."""
    return proposals.count()
