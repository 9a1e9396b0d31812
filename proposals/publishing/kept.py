"""Counts of a set that are made once and hold until the next change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet

from proposals.models import Change
from proposals.models.proposals import ProposalQuerySet

# They are let go after a day that brings no change.
KEPT_SECONDS = 24 * 3600

P = ParamSpec("P")
R = TypeVar("R")


def kept(
    count: Callable[Concatenate[ProposalQuerySet, P], R],
) -> Callable[Concatenate[ProposalQuerySet, P], R]:
    """The same count, kept for the set, the other arguments and the newest change.

    Costs a query, that for the newest change, beside those of a count that is not kept yet.
    """

    @wraps(count)
    def counted(proposals: ProposalQuerySet, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            asked = str(proposals.query)
        except EmptyResultSet:
            return count(proposals, *args, **kwargs)
        newest = Change.objects.order_by("-pk").values_list("pk", "at").first()
        known = repr((count.__qualname__, newest, asked, args, sorted(kwargs.items())))
        key = f"kept-{sha256(known.encode()).hexdigest()}"
        # In a tuple, so that None can be kept too.
        found: tuple[R] | None = cache.get(key)
        if found is None:
            found = (count(proposals, *args, **kwargs),)
            cache.set(key, found, KEPT_SECONDS)
        return found[0]

    return counted
