"""Asking other machines, at addresses that people typed.

This machine follows them, so it only ever connects to public addresses: what is checked is the
address connected to, not the name. And it waits for no answer longer than it was told to, however
slowly that comes.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from django.utils.translation import gettext_noop
from httpcore import NetworkStream

# What stands in an address as it is; everything else is escaped, and once only.
SAFE = "/%:@!$&'()*+,;=~-._"
MOST_REDIRECTS = 5
# How long the other side may be silent.
SECONDS = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}

# Ranges that carry an IPv4 address inside, which may be a private one however global they look:
# IPv4-compatible, NAT64 (well known and local), 6to4, Teredo.
TUNNELS = [
    ipaddress.ip_network(n)
    for n in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


NOT_PUBLIC = gettext_noop("Not a public address")
OTHER_SCHEME = gettext_noop("Neither http nor https")
LEADS_ON = gettext_noop("Too many redirects")
NO_ADDRESS = gettext_noop("Not an address that can be asked")
NO_NAME = gettext_noop("No machine of this name is known")
TOO_SLOW = gettext_noop("It took too long")
NOT_TRUSTED = gettext_noop("Its certificate is not valid")
NOT_SECURE = gettext_noop("No secure connection could be made")
NOT_REACHED = gettext_noop("It cannot be reached")
BROKEN_OFF = gettext_noop("The answer broke off, or is none of the web")


# Names that no machine of the open internet has.
INSIDE = (".localhost", ".local", ".internal", ".home.arpa")


class NoAnswer(Exception):
    """Why another machine gave no answer: one of the reasons above. It is kept as it is, and said
    by `gettext` in the language of who reads it."""


class OtherScheme(NoAnswer):
    """An address that is neither in http nor in https."""


class TooManyRedirects(NoAnswer):
    """An address that leads from one to another."""


class Forbidden(Exception):
    """An address that we do not connect to."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip.is_site_local or any(ip in network for network in TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def leads_inside(host: str) -> bool:
    """Whether a host is one of this machine or of a private network, as far as its name tells."""
    name = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    with suppress(OSError, ValueError):
        # As browsers read numbers: 127.1, 0x7f000001.
        return not is_public(socket.inet_ntoa(socket.inet_aton(name)))
    with suppress(ValueError):
        return not is_public(name)
    return "." not in name or name.endswith(INSIDE)


# By what was raised: the first that fits.
_REASONS: list[tuple[type[Exception], str]] = [
    (socket.gaierror, NO_NAME),
    (UnicodeError, NO_NAME),
    (ssl.SSLCertVerificationError, NOT_TRUSTED),
    (ssl.SSLError, NOT_SECURE),
    (httpcore.TimeoutException, TOO_SLOW),
    (httpcore.UnsupportedProtocol, NO_ADDRESS),
    (ValueError, NO_ADDRESS),
    (httpcore.ConnectError, NOT_REACHED),
    (Exception, BROKEN_OFF),
]


@contextmanager
def answer(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    ends_at: float,
    content: bytes = b"",
    allowed: Callable[[str], bool] | None = None,
    silent: float = SECONDS["read"],
) -> Iterator[httpcore.Response]:
    """What an address answers, its body still to be read; a redirect is an answer like others.
    `silent` is for how many seconds nothing need come.

    All is over by `ends_at` of the monotonic clock, but for the time that a name takes to be
    looked up. Raises NoAnswer for whatever the net does, while the body is read too.
    """
    try:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise OtherScheme(OTHER_SCHEME)
        backend = _Guarded(allowed or is_public, ends_at)
        with (
            httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend) as pool,
            pool.stream(
                method,
                _ascii(url),
                headers={name.encode(): value.encode() for name, value in headers.items()},
                content=content,
                extensions={"timeout": {**SECONDS, "read": silent}},
            ) as answered,
        ):
            yield answered
    except Forbidden as fault:
        raise NoAnswer(NOT_PUBLIC) from fault
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        OSError,
        ValueError,
    ) as fault:
        raise NoAnswer(_reason(fault)) from fault


def _reason(fault: Exception) -> str:
    # The library hides what it met behind `from None`.
    told = (fault.__context__, fault)
    return next(said for kind, said in _REASONS if any(isinstance(each, kind) for each in told))


@contextmanager
def followed(
    url: str,
    *,
    headers: dict[str, str],
    ends_at: float,
    allowed: Callable[[str], bool] | None = None,
    before: Callable[[str], None] | None = None,
    passed: list[int] | None = None,
) -> Iterator[tuple[httpcore.Response, dict[str, str], str]]:
    """What an address answers wherever redirects lead, each stop judged like the first; with its
    headers by their names in lower case, and where it stood in the end. Raises NoAnswer.

    `before` is told each address that is to be asked; what each redirect said is added to `passed`.
    """
    leads_to = ""
    for _hop in range(MOST_REDIRECTS + 1):
        try:
            url = urljoin(url, leads_to)
            # Read, because only that judges it.
            urlsplit(url).port  # noqa: B018
        except ValueError as fault:
            raise NoAnswer(NO_ADDRESS) from fault
        if before is not None:
            before(url)
        with answer("GET", url, headers=headers, ends_at=ends_at, allowed=allowed) as answered:
            said = {name.lower().decode("latin-1"): value for name, value in answered.headers}
            where = said.get("location")
            if where is None or not 300 <= answered.status < 400:
                told = {name: value.decode("latin-1") for name, value in said.items()}
                yield answered, told, url
                return
            leads_to = quote(where, safe=SAFE + "?#[]")
            if passed is not None:
                passed.append(answered.status)
    raise TooManyRedirects(LEADS_ON)


def waited(retry_after: str, now: dt.datetime, most: dt.timedelta) -> dt.timedelta:
    """How long the header asks to wait, in seconds or by a date; 0 where it says neither."""
    with suppress(ValueError, OverflowError):
        if retry_after.strip().isdigit():
            return min(dt.timedelta(seconds=int(retry_after)), most)
        until = parsedate_to_datetime(retry_after)
        until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
        return min(max(dt.timedelta(0), until - now), most)
    return dt.timedelta(0)


class _Guarded(httpcore.SyncBackend):
    def __init__(self, allowed: Callable[[str], bool], ends_at: float) -> None:
        self.allowed, self.ends_at = allowed, ends_at

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **kwargs: Any
    ) -> NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            raise httpcore.ConnectError(str(fault)) from fault
        addresses = [str(sockaddr[0]) for *_rest, sockaddr in found]
        for address in addresses:
            if not self.allowed(address):
                raise Forbidden(address)
        wait = _left(self.ends_at, timeout)
        stream = super().connect_tcp(addresses[0], port, wait, *args, **kwargs)
        return _Hurried(stream, self.ends_at)


class _Hurried(NetworkStream):
    """A connection that is of no more use after a given time, however much trickles in."""

    def __init__(self, stream: NetworkStream, ends_at: float) -> None:
        self.stream, self.ends_at = stream, ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.ends_at, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.ends_at, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        wait = _left(self.ends_at, timeout)
        return _Hurried(self.stream.start_tls(ssl_context, server_hostname, wait), self.ends_at)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(ends_at: float, timeout: float | None) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout(TOO_SLOW)
    return left if timeout is None else min(left, timeout)


def _ascii(url: str) -> bytes:
    """The address as it goes over the wire: names in IDNA, everything else escaped once."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    if parts.port:
        host = f"{host}:{parts.port}"
    path = quote(parts.path or "/", safe=SAFE)
    query = quote(parts.query, safe=SAFE + "?")
    return f"{parts.scheme}://{host}{path}{'?' + query if query else ''}".encode("ascii")
