"""Whether the link of a source still leads anywhere.

Links are typed by people, and this machine follows them, so it only ever connects to public
addresses: what is checked is the address connected to, not the name, and each redirect anew.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from django.db.models import Q
from django.utils import timezone
from httpcore import NetworkStream

from proposals.models import Source

CHECK_AGAIN_AFTER = dt.timedelta(days=7)
MOST_A_RUN = 500
MOST_REDIRECTS = 5
SECONDS = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}
# What stands in an address as it is; everything else is escaped, and once only.
SAFE = "/%:@!$&'()*+,;=~-._"
AGENT = b"PolicyProposalTracker/1 (link check)"

# Ranges that carry an IPv4 address inside, which may be a private one however global they look:
# IPv4-compatible, NAT64 (well known and local), 6to4, Teredo.
TUNNELS = [
    ipaddress.ip_network(n)
    for n in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


@dataclass(frozen=True)
class LinkAnswer:
    """What a link answered: an HTTP status and where it led, or the fault that stopped us."""

    status: int | None
    final_url: str
    error: str


class Forbidden(Exception):
    """An address that we do not connect to."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


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
        state = visit(url)
        # Only where the link is still the one visited: an editor may have mended it meanwhile.
        checked += Source.objects.filter(pk=pk, url=url).update(
            link_checked_at=timezone.now(),
            link_status=state.status,
            link_final_url=state.final_url[:2000],
            link_error=state.error[:300],
        )
    return checked


def visit(url: str, allowed: Callable[[str], bool] = is_public) -> LinkAnswer:
    """Ask for a page and read no more than its status. Never raises for what the net does."""
    try:
        with httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Guarded(allowed)
        ) as pool:
            for _hop in range(MOST_REDIRECTS + 1):
                if urlsplit(url).scheme not in {"http", "https"}:
                    return LinkAnswer(None, "", "Neither http nor https")
                with pool.stream(
                    "GET",
                    _ascii(url),
                    headers={b"User-Agent": AGENT, b"Accept": b"*/*"},
                    extensions={"timeout": SECONDS},
                ) as answer:
                    headers = {name.lower(): value for name, value in answer.headers}
                    where = headers.get(b"location")
                    if where is None or not 300 <= answer.status < 400:
                        return LinkAnswer(answer.status, url, "")
                    url = urljoin(url, quote(where, safe=SAFE + "?#[]"))
        return LinkAnswer(None, "", "Too many redirects")
    except Forbidden as fault:
        return LinkAnswer(None, "", f"Not a public address: {fault}")
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        OSError,
        ValueError,
    ) as fault:
        return LinkAnswer(None, "", f"{type(fault).__name__}: {fault}".removesuffix(": "))


class _Guarded(httpcore.SyncBackend):
    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self.allowed = allowed

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            raise httpcore.ConnectError(str(fault)) from fault
        addresses = [str(sockaddr[0]) for *_rest, sockaddr in found]
        for address in addresses:
            if not self.allowed(address):
                raise Forbidden(address)
        return super().connect_tcp(addresses[0], port, *args, **kwargs)


def _ascii(url: str) -> bytes:
    """The link as it goes over the wire: names in IDNA, everything else escaped once."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    if parts.port:
        host = f"{host}:{parts.port}"
    path = quote(parts.path or "/", safe=SAFE)
    query = quote(parts.query, safe=SAFE + "?")
    return f"{parts.scheme}://{host}{path}{'?' + query if query else ''}".encode("ascii")
