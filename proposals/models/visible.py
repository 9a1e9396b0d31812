from __future__ import annotations

from django.db.models import Q

from proposals.choices import PublicationState


def visible(path: str = "") -> Q:
    """What the public may see: proposals published, and not merged into another.

    `path` leads to the proposal from a row that is not one, such as `proposal__`.
    """
    return Q(**{f"{path}publication_state": PublicationState.PUBLISHED, f"{path}merged_into": None})
