"""What a feed or a page tells of: each text once, with its address. Pure."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
import io
import json
import re
from calendar import timegm
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.utils import timezone
from lxml import etree, html

from proposals.addresses import same_page
from proposals.choices import ChannelFault
from proposals.manners.faults import Unread
from proposals.models.readable import UNSEEN
from proposals.texts.faults import Unreadable
from proposals.texts.reading import decoded

LONGEST_URL, LONGEST_TITLE = 2000, 500
# What is small may unfold to more than there is memory for.
MOST_ENTRIES, MOST_MARKS = 50_000, 1_000_000
# Where a file says in which encoding it is.
_HEAD = 400
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.IGNORECASE)
_DECLARED = re.compile(r"""(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["']([\w-]+)["']""")
_ENDED = re.compile(r"</(?:rss|feed|rdf:RDF)\s*>")
# What says another day than one of these says none: one such as the year 1, where a program has put
# nothing, is a day that Python and the database do not agree on.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Entry:
    """One text that is told of. `content` is the text itself, which may be all there is."""

    name: str
    url: str
    title: str
    published_at: dt.datetime | None = None
    content: str = ""
    told: str = ""

    @property
    def key(self) -> str:
        """What is the same text, whatever else is said of it."""
        if not self.name and not self.url:
            return _digest("", "", self.title, self.content)
        return _digest(self.name, same_page(self.url) or self.url)

    @property
    def fingerprint(self) -> str:
        return _digest(self.title, self.told, self.content)


def entries_of_feed(content: bytes, declared: str, url: str) -> list[Entry]:
    """As the feed lists them, each once. Raises Unread where it is none."""
    text = _text(content, declared)
    found = _of_json(text, url) if text.lstrip().startswith("{") else _of_xml(text, url)
    newest: dict[str, Entry] = {}
    for entry in found:
        if not entry.url and not entry.content:
            continue
        before = newest.get(entry.key)
        # What a feed repeats stands first as it is now, or says which is later.
        if before is None or entry.told > before.told:
            newest[entry.key] = entry
    return list(newest.values())


def entries_of_page(content: bytes, declared: str, url: str) -> list[Entry]:
    """Its links, each address once. Raises Unread where it is no page."""
    text = _text(content, declared)
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, etree.ParserError) as fault:
        raise Unread(ChannelFault.NO_LINKS) from fault
    base = page.find(".//base[@href]")
    with suppress(ValueError):
        url = urljoin(url, base.get("href")) if base is not None else url
    links = page.findall(".//a[@href]")
    if len(links) > MOST_ENTRIES:
        raise Unread(ChannelFault.TOO_LARGE)
    found: dict[str, Entry] = {}
    for link in links:
        address = _address(url, link.get("href"))
        entry = Entry("", address, _line(link.text_content()))
        if address and same_page(address) != same_page(url):
            # Of two links to one page the picture says nothing.
            known = found.get(entry.key)
            if known is None or (entry.title and not known.title):
                found[entry.key] = entry
    return list(found.values())


def fitting(entries: Iterable[Entry], pattern: str, since: dt.date | None) -> list[Entry]:
    """Those whose link fits a pattern, and that are not of an earlier day."""
    if pattern:
        fits = re.compile(fnmatch.translate(pattern)).match
        entries = [entry for entry in entries if fits(entry.url)]
    return [
        entry
        for entry in entries
        if since is None
        or entry.published_at is None
        or timezone.localdate(entry.published_at) >= since
    ]


def _text(content: bytes, declared: str) -> str:
    try:
        found = _DECLARED.search(content[:_HEAD].decode("latin-1"))
        text = decoded(content, declared or (found[2] if found else ""))
    except Unreadable as fault:
        raise Unread(ChannelFault.UNREADABLE, fault.code, told=fault.told) from fault
    if sum(map(text.count, "<{[")) > MOST_MARKS or len(_ENTRY.findall(text)) > MOST_ENTRIES:
        raise Unread(ChannelFault.TOO_LARGE)
    return text


def _of_xml(text: str, url: str) -> list[Entry]:
    import feedparser  # noqa: PLC0415 - heavy, and few processes read feeds

    # The text is decoded already, whatever it says of itself.
    content = (_DECLARED.sub(r"\1", text[:_HEAD], count=1) + text[_HEAD:]).encode()
    feed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
    )
    if not feed.get("version") and not feed.entries:
        raise Unread(ChannelFault.NO_FEED)
    rows = feed.entries
    if (
        feed.bozo
        and rows
        and not _ENDED.search(text, max(0, text.rfind("<item"), text.rfind("<entry")))
    ):
        # It breaks off: of the last one nobody knows whether it is whole.
        rows = rows[:-1]
    return [_of_row(row, url) for row in rows]


def _of_row(row: Any, url: str) -> Entry:
    content = "\n".join(part.get("value", "") for part in row.get("content", ()))
    content = content or row.get("summary", "")
    # Asked for as if it were always there, the library would give the day of publication.
    changed = _instant(row["updated_parsed"]) if "updated_parsed" in row else None
    name, link = row.get("id", ""), row.get("link", "")
    if link == name and not name.startswith(("http", "/")):
        # A name and no address, whatever the feed says of it.
        link = ""
    return Entry(
        name=name,
        url=_address(url, link),
        title=_line(row.get("title", "")),
        published_at=_instant(row.get("published_parsed")) or changed,
        content=_legible(content),
        told=changed.isoformat() if changed else "",
    )


def _of_json(text: str, url: str) -> list[Entry]:
    try:
        feed = json.loads(text)
        rows = feed["items"]
        if not str(feed["version"]).startswith("https://jsonfeed.org/version/"):
            raise Unread(ChannelFault.NO_FEED)
        if len(rows) > MOST_ENTRIES:
            raise Unread(ChannelFault.TOO_LARGE)
        return [_of_object(row, url) for row in rows if isinstance(row, dict)]
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Unread(ChannelFault.NO_FEED) from fault


def _of_object(row: dict[str, Any], url: str) -> Entry:
    def said(*names: str) -> str:
        return next((str(row[name]) for name in names if row.get(name)), "")

    return Entry(
        name=said("id"),
        url=_address(url, said("url", "external_url")),
        title=_line(said("title")),
        published_at=_moment(said("date_published", "date_modified")),
        content=_legible(said("content_html") or escape(said("content_text", "summary"))),
        told=said("date_modified"),
    )


def _address(base: str, link: str) -> str:
    """What a link leads to; empty where it is no page of the web."""
    if not link.strip():
        return ""
    with suppress(ValueError):
        address = urldefrag(urljoin(base, link.strip())).url
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and len(address) <= LONGEST_URL:
            return _legible(address)
    return ""


def _line(text: str) -> str:
    return " ".join(_legible(text).split())[:LONGEST_TITLE]


def _legible(text: str) -> str:
    """Without what nobody sees, and without halves of characters, which no database keeps."""
    return UNSEEN.sub("", text).encode(errors="replace").decode()


def _instant(parsed: Any) -> dt.datetime | None:
    """Of a date in UTC, as it was read from the feed."""
    with suppress(TypeError, ValueError, OverflowError):
        return _likely(dt.datetime.fromtimestamp(timegm(parsed), tz=dt.UTC))
    return None


def _moment(written: str) -> dt.datetime | None:
    with suppress(ValueError, OverflowError):
        read = dt.datetime.fromisoformat(written)
        aware = read if read.tzinfo else timezone.make_aware(read)
        return _likely(aware.astimezone(dt.UTC))
    return None


def _likely(instant: dt.datetime) -> dt.datetime | None:
    return instant if FIRST_YEAR <= instant.year <= LAST_YEAR else None


def _digest(*said: str) -> str:
    return hashlib.sha256("\0".join(said).encode(errors="replace")).hexdigest()
