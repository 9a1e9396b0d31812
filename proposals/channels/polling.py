"""Channels are read when they are due, and their items after them, each by one worker at a time.

No transaction is open while another machine is asked: a claim is one, and short; what came of it is
another. What a killed worker had in hand is taken up again when its lease has run out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Greatest
from django.utils import timezone

from proposals.channels import taking
from proposals.channels.listing import Entry, entries_of_feed, entries_of_page, fitting
from proposals.choices import ChannelFault, ChannelKind, ItemState
from proposals.manners.asking import Allowed, Answer, ask
from proposals.manners.faults import Busy, Unread
from proposals.models import Channel, ChannelItem
from proposals.models.hosts import Host
from proposals.turns import turn

logger = logging.getLogger(__name__)

# A run hands over to the next after this many seconds.
RUN_FOR = 50
# So many are at it at once: hosts that hang must not keep every worker from other work.
POLLERS = 2
POLLERS_LOCK = 0x6368616E
# So many texts are noted at one poll; what is left stands at the next ones.
MOST_A_POLL = 1000
# A host that is free so soon is waited for.
LONGEST_WAIT = 5


def poll(allowed: Allowed = None) -> tuple[int, int]:
    """Read what is due. Returns how many channels were read, and how many items were done with."""
    channels = items = 0
    ends_at = time.monotonic() + RUN_FOR
    with turn(POLLERS_LOCK, POLLERS) as has_turn:
        while has_turn and time.monotonic() < ends_at:
            if channel := Channel.objects.claim():
                channels += read(channel, allowed)
            elif item := ChannelItem.objects.claim():
                items += taking.take(item, allowed)
            elif not _wait():
                break
    return channels, items


def _wait() -> bool:
    """Whether a host became free meanwhile, at which something is due."""
    now = timezone.now()
    waiting = [
        rows.aggregate(at=Min(Greatest("host__free_at", due)))["at"]
        for rows, due in (
            (Channel.objects.due(now), "next_poll_at"),
            (ChannelItem.objects.due(now), "next_try_at"),
        )
    ]
    seconds = min(((at - now).total_seconds() for at in waiting if at), default=LONGEST_WAIT + 1)
    if seconds > LONGEST_WAIT:
        return False
    time.sleep(max(0.05, seconds))
    return True


def read(channel: Channel, allowed: Allowed = None) -> bool:
    """See what is new at a channel, and note it. Whether it could be read."""
    try:
        answer = ask(
            channel.address,
            etag=channel.etag,
            last_modified=channel.last_modified,
            allowed=allowed,
        )
        entries = listed(channel, answer) if answer.is_new else []
        return _note_all(channel, answer, entries)
    except Busy as busy:
        channel.postpone(busy.until)
    except Unread as unread:
        logger.warning("channel %s could not be read: %s", channel.pk, unread)
        channel.note_fault(unread.fault, unread.detail, unread.told, unread.asked_for)
    except Exception as fault:
        # Whatever a stranger sends, the others are read.
        logger.exception("channel %s could not be read", channel.pk)
        said = type(fault).__name__
        channel.note_fault(ChannelFault.UNREADABLE, said, {}, dt.timedelta(0))
    return False


def _note_all(channel: Channel, answer: Answer, entries: list[Entry]) -> bool:
    """Write down what was read. Whether the channel was still this worker's."""
    with transaction.atomic():
        # An editor may have sent it elsewhere meanwhile, or another worker have taken it up.
        if not channel.held().select_for_update().exists():
            return False
        fresh, left = _note(channel, entries)
        kept = _kept(channel, answer) if answer.is_new and not left else {}
        if answer.moved_to and answer.moved_to != channel.address:
            kept["moved_to"] = answer.moved_to
        channel.note_read(is_new=fresh > 0, is_whole=not left, **kept)
        if "moved_to" in kept:
            Channel.objects.filter(pk=channel.pk).update(host=Host.objects.of(answer.moved_to))
    return True


def listed(channel: Channel, answer: Answer) -> list[Entry]:
    """The texts that a channel tells of, without those that are none of ours. Raises Unread."""
    if channel.content_hash and channel.content_hash == _hash(answer.content):
        return []
    if channel.kind == ChannelKind.FEED:
        found = entries_of_feed(answer.content, answer.encoding, answer.url)
        return fitting(found, channel.pattern, channel.since)
    found = entries_of_page(answer.content, answer.encoding, answer.url)
    found = fitting(found, channel.pattern, channel.since)
    if not found:
        raise Unread(ChannelFault.NO_LINKS)
    return found


def known(channel: Channel, entries: Iterable[Entry]) -> dict[str, ChannelItem]:
    """The items that are known already, by their keys."""
    rows = ChannelItem.objects.filter(channel=channel.pk, key__in=[e.key for e in entries])
    return {item.key: item for item in rows}


def _note(channel: Channel, entries: list[Entry]) -> tuple[int, int]:
    """Note what is new or told otherwise. Returns how many, and how many are left for later."""
    items = known(channel, entries)
    moved = [
        entry
        for entry in entries
        if entry.key not in items or items[entry.key].fingerprint != entry.fingerprint
    ]
    taken, now = moved[:MOST_A_POLL], timezone.now()
    hosts: dict[str, Host] = {}
    for entry in taken:
        item = items.get(entry.key) or ChannelItem(channel=channel, key=entry.key)
        _write(item, entry, now)
        if entry.url:
            name = entry.url.split("/")[2]
            hosts[name] = item.host = hosts.get(name) or Host.objects.of(entry.url)
        if item.pk:
            item.save()
        else:
            items[entry.key] = item
    ChannelItem.objects.bulk_create(item for item in items.values() if item.pk is None)
    return len(taken), len(moved) - len(taken)


def _write(item: ChannelItem, entry: Entry, now: dt.datetime) -> None:
    """What is told of an item, which is to be read, or to be read again."""
    item.fingerprint, item.url, item.title = entry.fingerprint, entry.url, entry.title
    item.published_at = entry.published_at
    item.content = "" if entry.url else entry.content
    item.revises_id = item.document_id or item.revises_id
    item.state, item.tries, item.next_try_at = ItemState.WAITING, 0, now
    item.fault, item.fault_detail, item.fault_told = "", "", {}


def _kept(channel: Channel, answer: Answer) -> dict[str, str]:
    """What the next poll begins with. An ETag that is cut would match nothing."""
    etag, last_modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return {
        "etag": etag if len(etag) <= 500 else "",
        "last_modified": last_modified if len(last_modified) <= 100 else "",
        "content_hash": _hash(answer.content),
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
