"""Ideas: to state that several authors make one ask."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from proposals.editing.naming import offered_slug
from proposals.editing.writing import settle
from proposals.models import Idea, Proposal


def join(proposal: Proposal, other: Proposal, *, idea: Idea | None = None) -> Idea:
    """State that two proposals ask for the same: both belong to one idea, a new one if none is
    given, which takes its title from the one that was asked first.
    """
    with transaction.atomic():
        if idea is None:
            first = min(proposal, other, key=_asked)
            idea = Idea(
                slug=offered_slug(Idea, first.title_en) or offered_slug(Idea, "idea"),
                title_hant=first.title_hant[:200],
                title_en=first.title_en[:300],
            )
            idea.fill_hans()
            idea.full_clean()
            idea.save()
        for row in (proposal, other):
            row.ideas.add(idea)
        settle([proposal, other])
    return idea


def _asked(proposal: Proposal) -> tuple[dt.date, int]:
    """When it was asked, to compare; what is not dated cannot be said to be the first."""
    return proposal.proposed_on or dt.date.max, proposal.pk
