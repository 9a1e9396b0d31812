"""A channel looked at as it is typed: what would be taken in there, without taking it."""

from __future__ import annotations

from dataclasses import dataclass

from proposals.channels.listing import Entry
from proposals.channels.polling import MOST_A_POLL, known, listed
from proposals.manners.asking import Allowed, ask
from proposals.models import Channel

# Somebody waits for it.
SECONDS = 10


@dataclass(frozen=True)
class Found:
    """What stands at a channel: what would be taken in, and how many are known already."""

    fresh: list[Entry]
    known: int
    moved_to: str

    @property
    def polls(self) -> int:
        """How many polls it takes until all of it is noted."""
        return -(-len(self.fresh) // MOST_A_POLL)


def look(channel: Channel, allowed: Allowed = None) -> Found:
    """Nothing is written but that its host was asked. Raises Busy and Unread."""
    answer = ask(channel.url, seconds=SECONDS, allowed=allowed)
    channel.content_hash = ""
    entries = listed(channel, answer)
    items = known(channel, entries)
    fresh = [
        entry
        for entry in entries
        if entry.key not in items or items[entry.key].fingerprint != entry.fingerprint
    ]
    return Found(fresh, len(entries) - len(fresh), answer.moved_to)
