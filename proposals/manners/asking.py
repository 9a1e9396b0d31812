"""Other people's machines asked politely: one request at a time to each, as its robots.txt allows,
with a pause after it, and for as long in peace as it asks."""

from __future__ import annotations

import datetime as dt
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from proposals import outgoing
from proposals.choices import ChannelFault
from proposals.manners import robots
from proposals.manners.faults import Busy, Unread, of_status
from proposals.models.hosts import HOST_LEASE, LONGEST_ASKED_FOR, Host

AGENT = "PolicyProposalTracker"
# For all of one request, wherever it leads, and for a robots.txt.
SECONDS, ROBOTS_SECONDS = 30, 10
MOST_BYTES = 20_000_000
# A host is left alone between two requests, for longer where its robots.txt asks for that.
PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
# One that another worker asks is looked at again after so long, if that takes longer.
LOOK_AGAIN = dt.timedelta(seconds=30)
ROBOTS_KEPT = dt.timedelta(days=1)

Allowed = Callable[[str], bool] | None
_PERMANENT = frozenset({301, 308})
_GZIP = b"\x1f"
_PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True}


@dataclass(frozen=True)
class Answer:
    """What an address answered: nothing new, or what stands there, where, and in which encoding.

    `moved_to` is where it stands for good, if only redirects of that kind led there.
    """

    is_new: bool
    headers: dict[str, str]
    url: str
    content: bytes = b""
    encoding: str = ""
    moved_to: str = ""


def ask(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    seconds: float | None = None,
    allowed: Allowed = None,
) -> Answer:
    """All is over in so many seconds, or SECONDS. Raises Busy where its host cannot be asked now,
    and Unread.
    """
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip"} | _agent()
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    passed: list[int] = []
    ends_at = time.monotonic() + (seconds or SECONDS)
    with _Manners(allowed) as manners:
        with (
            _told(),
            outgoing.followed(
                url,
                headers=headers,
                ends_at=ends_at,
                allowed=allowed,
                before=manners.see_to,
                passed=passed,
            ) as (answer, said, final_url),
        ):
            moved_to = final_url if passed and _PERMANENT.issuperset(passed) else ""
            if answer.status == HTTPStatus.NOT_MODIFIED:
                return Answer(False, said, final_url, moved_to=moved_to)
            if answer.status != HTTPStatus.OK:
                now = timezone.now()
                asked_for = outgoing.waited(said.get("retry-after", ""), now, LONGEST_ASKED_FOR)
                manners.rest(final_url, asked_for)
                raise of_status(answer.status, asked_for)
            packing = said.get("content-encoding", "").strip().lower()
            if packing not in _PACKED:
                raise Unread(ChannelFault.PACKED, packing)
            content = _body(answer.iter_stream(), is_packed=_PACKED[packing])
        message = Message()
        message["Content-Type"] = said.get("content-type", "")
        encoding = message.get_content_charset() or ""
        return Answer(True, said, final_url, content, encoding, moved_to)


def _agent() -> dict[str, str]:
    return {"User-Agent": f"{AGENT}/1 (+{settings.SITE_URL})"}


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except outgoing.NoAnswer as fault:
        raise Unread(ChannelFault.NO_ANSWER, str(fault), is_passing=True) from fault


def _body(parts: Iterable[bytes], *, is_packed: bool) -> bytes:
    """Raises Unread where it is too large, packed or not."""
    content = bytearray()
    try:
        for part in _unpacked(parts) if is_packed else parts:
            content += part
            if len(content) > MOST_BYTES:
                raise Unread(ChannelFault.TOO_LARGE)
    except zlib.error as fault:
        raise Unread(ChannelFault.PACKED, is_passing=True) from fault
    return bytes(content)


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """What was packed by gzip, in one piece or in several that follow each other."""
    unpacker = _unpacker()
    for part in parts:
        left = part
        while left:
            if unpacker.eof:
                if not left.startswith(_GZIP):
                    # What fills it up.
                    return
                unpacker = _unpacker()
            yield unpacker.decompress(left, MOST_BYTES + 1)
            left = unpacker.unconsumed_tail or unpacker.unused_data
    if not unpacker.eof:
        raise Unread(ChannelFault.PACKED, is_passing=True)


def _unpacker() -> zlib._Decompress:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


class _Manners:
    """The hosts that one request leads to, each taken before it is asked, and let go with it."""

    def __init__(self, allowed: Allowed) -> None:
        self.allowed = allowed
        self.taken: dict[str, Host] = {}
        self.pauses: dict[str, dt.timedelta] = {}

    def __enter__(self) -> _Manners:
        return self

    def __exit__(self, *fault: object) -> None:
        for name, host in self.taken.items():
            host.release(self.pauses[name])

    def see_to(self, url: str) -> None:
        """Take the host of an address, and look whether it lets us in. Raises Busy and Unread."""
        if urlsplit(url).scheme not in {"http", "https"}:
            return
        host = Host.objects.of(url)
        if host.name not in self.taken:
            if not host.take():
                raise Busy(_again_at(host))
            self.taken[host.name], self.pauses[host.name] = host, PAUSE
        rules = self._rules(self.taken[host.name], url)
        if not rules.allow(url):
            raise Unread(ChannelFault.ROBOTS)
        delay = min(rules.delay, LONGEST_PAUSE.total_seconds())
        self.pauses[host.name] = max(PAUSE, dt.timedelta(seconds=delay))

    def rest(self, url: str, asked_for: dt.timedelta) -> None:
        """Leave the host of an address alone for as long as it asks."""
        name = Host.objects.of(url).name
        self.pauses[name] = max(self.pauses[name], asked_for)

    def _rules(self, host: Host, url: str) -> robots.Rules:
        now = timezone.now()
        if host.robots_read_at is None or host.robots_read_at < now - ROBOTS_KEPT:
            try:
                host.robots, host.robots_read_at = self._robots(url), now
                host.save(update_fields=["robots", "robots_read_at"])
            except Unread:
                # What it forbids is what it forbade; where that is not known, nothing is allowed.
                if host.robots_read_at is None:
                    raise
        return robots.rules_for(AGENT, host.robots)

    def _robots(self, url: str) -> str:
        """What robots.txt says; nothing where there is none. Raises Unread where nobody knows."""
        parts = urlsplit(url)
        ends_at = time.monotonic() + ROBOTS_SECONDS
        with (
            _told(),
            outgoing.followed(
                f"{parts.scheme}://{parts.netloc}/robots.txt",
                headers=_agent(),
                ends_at=ends_at,
                allowed=self.allowed,
            ) as (answer, _said, _url),
        ):
            if answer.status == HTTPStatus.OK:
                return _beginning(answer.iter_stream())
            if of_status(answer.status, dt.timedelta(0)).is_passing:
                raise Unread(ChannelFault.ROBOTS_AWAY, str(answer.status), is_passing=True)
            return ""


def _again_at(host: Host) -> dt.datetime:
    """When to ask at a host that is another's now: soon, unless it rests."""
    soon = timezone.now() + LOOK_AGAIN
    is_held = host.free_at < timezone.now() + HOST_LEASE
    return min(soon, host.free_at) if is_held else host.free_at


def _beginning(parts: Iterable[bytes]) -> str:
    content = bytearray()
    for part in parts:
        content += part
        if len(content) > robots.MOST_BYTES:
            break
    # PostgreSQL keeps no such character.
    return bytes(content[: robots.MOST_BYTES]).decode("utf-8-sig", "replace").replace("\0", "")
