"""What hangs on an entry of a curated list goes to the one that has replaced it."""

from __future__ import annotations

from typing import Any

from proposals.models import Addressee, Body, Proposal, ProposalPlace, Sector
from proposals.models.taxonomy import Entry


def hand_over(entry: Entry) -> list[Proposal]:
    """Give the proposals and parts of a replaced entry to its successor, and what it had replaced
    itself. Returns the proposals that moved; settle them. Must run inside a transaction.
    """
    if entry.replaced_by is None:
        return []
    model, now = type(entry), entry.replaced_by
    for column in ("replaced_by", "parent"):
        if hasattr(entry, column):
            near = model._default_manager.filter(**{column: entry}).exclude(pk=now.pk)
            near.update(**{column: now})
    if isinstance(entry, Sector):
        rows = Proposal.objects.filter(sector=entry)
        moved = list(rows.locked())
        rows.update(sector=now)
        return moved
    is_body = isinstance(entry, Body)
    links: Any = Addressee.objects if is_body else ProposalPlace.objects
    column = "body" if is_body else "place"
    rows = Proposal.objects.filter(pk__in=links.filter(**{column: entry}).values("proposal"))
    moved = list(rows.locked())
    has_both = links.filter(**{column: now}).values("proposal")
    links.filter(**{column: entry}, proposal__in=has_both).delete()
    links.filter(**{column: entry}).update(**{column: now})
    return moved
