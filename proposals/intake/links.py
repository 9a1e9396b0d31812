"""Whether the link of a source still leads anywhere."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from proposals import outgoing
from proposals.models import Source

CHECK_AGAIN_AFTER = dt.timedelta(days=7)
MOST_A_RUN = 500
# For all that one link leads to.
SECONDS = 30
HEADERS = {"User-Agent": "PolicyProposalTracker/1 (link check)", "Accept": "*/*"}


@dataclass(frozen=True)
class LinkAnswer:
    """What a link answered: an HTTP status and where it led, or the fault that stopped us."""

    status: int | None
    final_url: str
    error: str


def check_links(source_ids: Iterable[int] | None = None) -> int:
    """Check the links of these sources, or of those that are due; returns how many.

    Each result is written as it comes, so an interrupted run loses only the link under way.
    """
    due = Q(link_checked_at=None) | Q(link_checked_at__lt=timezone.now() - CHECK_AGAIN_AFTER)
    chosen = due if source_ids is None else Q(pk__in=source_ids)
    sources = Source.objects.filter(chosen).exclude(url="")
    links = sources.order_by("link_checked_at", "pk").values_list("pk", "url")[:MOST_A_RUN]
    checked = 0
    for pk, url in links:
        checked += note(pk, url, visit(url))
    return checked


def note(source_id: int, url: str, answer: LinkAnswer) -> int:
    """Keep what the link of a source answered, where it is still the one that was visited: an
    editor may have mended it meanwhile. Returns whether it was, as a number."""
    return Source.objects.filter(pk=source_id, url=url).update(
        link_checked_at=timezone.now(),
        link_status=answer.status,
        link_final_url=answer.final_url[:2000],
        link_error=answer.error[:300],
    )


def visit(url: str, allowed: Callable[[str], bool] | None = None) -> LinkAnswer:
    """Ask for a page and read no more than its status. Never raises for what the net does."""
    ends_at = time.monotonic() + SECONDS
    try:
        with outgoing.followed(url, headers=HEADERS, ends_at=ends_at, allowed=allowed) as found:
            answer, _headers, final_url = found
            return LinkAnswer(answer.status, final_url, "")
    except outgoing.NoAnswer as fault:
        return LinkAnswer(None, "", str(fault))
