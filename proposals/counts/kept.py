"""Counts that are made once and hold until the next change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet

from proposals.finding.edition import RELEASE
from proposals.models import Change
from proposals.models.proposals import ProposalQuerySet

# They are let go after a day that brings no change.
KEPT_SECONDS = 24 * 3600

P = ParamSpec("P")
R = TypeVar("R")


def keep(asked: tuple[Any, ...], count: Callable[[], R]) -> R:
    """The count of what is asked, made unless one is kept since the newest change.

    Costs a query, that for the newest change. `asked` names all else that the count depends on.
    """
    newest = Change.objects.newest()
    key = f"kept-{sha256(repr((RELEASE, newest, asked)).encode()).hexdigest()}"
    # In a tuple, so that None can be kept too.
    found: tuple[R] | None = cache.get(key)
    if found is None:
        found = (count(),)
        cache.set(key, found, KEPT_SECONDS)
    return found[0]


def kept(
    count: Callable[Concatenate[ProposalQuerySet, P], R],
) -> Callable[Concatenate[ProposalQuerySet, P], R]:
    """Make a count of a set once, for the set and the other arguments, until the next change."""

    @wraps(count)
    def counted(proposals: ProposalQuerySet, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            # Not the query as text: words of a reader in it could make two sets look alike.
            rows = proposals.query.sql_with_params()
        except EmptyResultSet:
            return count(proposals, *args, **kwargs)
        asked = (count.__module__, count.__qualname__, rows, args, sorted(kwargs.items()))
        return keep(asked, lambda: count(proposals, *args, **kwargs))

    return counted
