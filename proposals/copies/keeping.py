"""Pages are kept and looked at again: the one writer of kept copies.

Each address is asked for by one worker, under a lease; what a killed worker had in hand is taken
up by another. The first copy stays until an editor asks for another or gives one.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from proposals.choices import ChannelFault, CopyOrigin, PageState
from proposals.copies import quotes, storing
from proposals.intake import links
from proposals.manners.asking import Allowed, ask
from proposals.manners.faults import Busy, Unread
from proposals.models import Change, Evidence, KeptCopy, Source
from proposals.models.copies import LEASE, LONGEST_DATE, LONGEST_ETAG, MOST_TRIES, slug_of

logger = logging.getLogger(__name__)

# A run hands over to the next after this many seconds.
RUN_FOR = 50
# For all that one link leads to.
SECONDS = 60
# A host that is free so soon is waited for.
LONGEST_WAIT = dt.timedelta(seconds=5)
# A link is dead once it has failed so often, a day apart.
DEAD_AFTER = 2
FAILED_AGAIN_AFTER = dt.timedelta(days=1)
# As often as links are checked.
LOOK_AGAIN_AFTER = links.CHECK_AGAIN_AFTER

# Whoever answers so lets no program in; a reader may well see the page.
CLOSED = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
}

# Faults are stored in English, and shown in the language of who reads them.
TOO_LARGE = gettext_noop("It is larger than 20 MB.")
EMPTY = gettext_noop("The page is empty.")
PACKED = gettext_noop("It is compressed in a way that cannot be read.")
ROBOTS_AWAY = gettext_noop("Its robots.txt cannot be read.")
ROBOTS = gettext_noop("Its robots.txt lets no program in. Save the page and give it by hand.")
KILLED = gettext_noop("Looking at it failed three times.")


@dataclass
class Seen:
    """What a link gave, or why it gave nothing that can be kept."""

    link: str
    status: int | None = None
    url: str = ""
    content: bytes = b""
    content_type: str = ""
    encoding: str = ""
    etag: str = ""
    last_modified: str = ""
    # Whether it said that nothing has moved.
    is_same: bool = False
    fault: str = ""
    # Whether a reader would have found nothing either.
    is_dead: bool = False
    # Told while a picture of a page is read, which takes long.
    on_picture: Callable[[], None] = field(default=lambda: None)

    @cached_property
    def sha256(self) -> str:
        return storing.put(self.content)

    @cached_property
    def ending(self) -> str:
        return storing.ending(self.content)

    @cached_property
    def texts(self) -> list[str]:
        return quotes.texts_of(self.content, self.encoding, self._note_picture)

    @cached_property
    def page_digest(self) -> str:
        return quotes.fingerprint(self.content, self.texts)

    def has(self, quote: str) -> bool | None:
        """Whether words stand in it; None where none are quoted, or nobody can say: letters are
        read off a picture with faults."""
        if not quote.strip() or not self.texts:
            return None
        if quotes.stands_in(quote, self.texts):
            return True
        return None if self._pictures or self.ending in storing.PICTURES else False

    _pictures: int = 0

    def _note_picture(self, _done: int, _total: int) -> None:
        self._pictures += 1
        self.on_picture()


def look_at_due(allowed: Allowed = None) -> int:
    """Keep what is new, and look again at what was kept long enough ago. Returns at how many
    addresses it looked. Safe to repeat and to run twice at once.
    """
    KeptCopy.objects.begin()
    looked, ends_at = 0, time.monotonic() + RUN_FOR
    while time.monotonic() < ends_at and (claimed := KeptCopy.objects.claim()):
        if fresh := [row for row in claimed if row.tries <= MOST_TRIES]:
            try:
                seen = _seen(fresh, allowed)
                seen.on_picture = _renewing(claimed)
                for row in fresh:
                    _note(row, seen)
                looked += 1
            except Busy as busy:
                for row in fresh:
                    row.postpone(busy.until)
            except Exception:
                logger.exception("kept copy %s was not looked at", fresh[0].slug)
        for row in claimed:
            if row.tries > MOST_TRIES:
                logger.error("kept copy %s cannot be looked at", row.slug)
                _note(row, Seen(row.address, fault=KILLED))
    return looked


def _seen(rows: list[KeptCopy], allowed: Allowed) -> Seen:
    """What stands at the one address of these rows. Raises Busy."""
    first = rows[0]
    # Who sees it for the first time needs all of it.
    known = {(row.etag, row.last_modified) if row.is_settled() else ("", "") for row in rows}
    etag, last_modified = known.pop() if len(known) == 1 else ("", "")
    try:
        return look(first.address, allowed, etag=etag, last_modified=last_modified)
    except Busy as busy:
        wait = busy.until - timezone.now()
        if wait > LONGEST_WAIT:
            raise
        time.sleep(max(0.05, wait.total_seconds()))
        return look(first.address, allowed, etag=etag, last_modified=last_modified)


def look(url: str, allowed: Allowed = None, *, etag: str = "", last_modified: str = "") -> Seen:
    """Ask for what stands at a link. Raises Busy, and nothing else for what the net does."""
    if not url:
        return Seen(url)
    try:
        answer = ask(url, etag=etag, last_modified=last_modified, seconds=SECONDS, allowed=allowed)
    except Unread as unread:
        return _unread(url, unread)
    seen = Seen(url, HTTPStatus.OK, answer.url, is_same=not answer.is_new)
    if seen.is_same:
        return seen
    said = answer.headers
    seen.content, seen.encoding = answer.content, answer.encoding
    seen.content_type = said.get("content-type", "").partition(";")[0].strip().lower()[:100]
    etag, last_modified = said.get("etag", ""), said.get("last-modified", "")
    seen.etag = etag if len(etag) <= LONGEST_ETAG else ""
    seen.last_modified = last_modified if len(last_modified) <= LONGEST_DATE else ""
    if not seen.content:
        seen.fault = EMPTY
    return seen


def _unread(url: str, unread: Unread) -> Seen:
    match unread.fault:
        case ChannelFault.STATUS:
            status = int(unread.detail)
            is_dead = status not in CLOSED
            return Seen(url, status, url, fault=f"HTTP {status}", is_dead=is_dead)
        case ChannelFault.TOO_LARGE:
            return Seen(url, HTTPStatus.OK, url, fault=TOO_LARGE)
        case ChannelFault.PACKED:
            return Seen(url, HTTPStatus.OK, url, fault=PACKED)
        case ChannelFault.ROBOTS:
            return Seen(url, fault=ROBOTS)
        case ChannelFault.ROBOTS_AWAY:
            return Seen(url, fault=ROBOTS_AWAY)
    return Seen(url, fault=unread.detail[:300], is_dead=True)


def keep_given(row: Evidence | Source, content: bytes, content_type: str, *, by: User) -> KeptCopy:
    """Keep a file that an editor has of evidence or of a source, in the place of what was kept."""
    seen = Seen("", content=content, content_type=content_type[:100])
    quote = row.quote if isinstance(row, Evidence) else ""
    found, sha256 = seen.has(quote), seen.sha256
    of = {"source": row} if isinstance(row, Source) else {"evidence": row}
    with transaction.atomic():
        started = {"slug": slug_of(row), "next_look_at": timezone.now() if row.url else None}
        copy, _is_new = KeptCopy.objects.get_or_create(**of, defaults=started)
        copy = KeptCopy.objects.select_for_update().get(pk=copy.pk)
        before = _trouble(copy)
        copy.origin, copy.sha256, copy.size = CopyOrigin.GIVEN, sha256, len(content)
        copy.content_type, copy.kept_from = seen.content_type, ""
        copy.kept_at, copy.kept_by_id, copy.quote_found = timezone.now(), by.pk, found
        # The page is compared with it anew.
        copy.etag = copy.last_modified = ""
        _settle(copy, before)
    return copy


def look_soon(pks: Sequence[int], *, anew: bool = False) -> None:
    """Have pages looked at now. With `anew` they are taken as they are: kept in the place of what
    was fetched before, while what an editor gave stays.
    """
    rows = KeptCopy.objects.filter(pk__in=pks).exclude(next_look_at=None)
    again = {"page_digest": ""} if anew else {}
    rows.update(next_look_at=timezone.now(), tries=0, **again)


def archive(copy: KeptCopy, url: str, day: dt.date | None) -> None:
    """Say where an archive keeps another copy, since when."""
    with transaction.atomic():
        KeptCopy.objects.filter(pk=copy.pk).update(archived_url=url, archived_on=day)
        _tell(copy)


def note(copy: KeptCopy) -> None:
    """An editor has seen how the page stands; it waits for nobody until it moves again."""
    KeptCopy.objects.filter(pk=copy.pk).update(noted_at=timezone.now())


def _renewing(claimed: list[KeptCopy]) -> Callable[[], None]:
    def renew() -> None:
        until = timezone.now() + LEASE
        for row in claimed:
            if row.held().update(next_look_at=until):
                row.next_look_at = until

    return renew


def _note(claimed: KeptCopy, seen: Seen) -> None:
    """Write down what was seen, where the row is still this worker's."""
    if not seen.fault and not seen.is_same and seen.link:
        # Before the row is held: it may take long.
        seen.has(claimed.quote)
        _ = seen.page_digest
    with transaction.atomic():
        copy = claimed.held().with_link().select_for_update(of=("self",)).first()
        if copy is None:
            logger.info("kept copy %s went to another worker", claimed.slug)
            return
        now, before = timezone.now(), _trouble(copy)
        if copy.address != seen.link:
            # Mended meanwhile.
            copy.next_look_at = now
            copy.save(update_fields=["next_look_at"])
            return
        is_other = copy.link != seen.link
        copy.link, copy.looked_at, copy.tries = seen.link, now, 0
        copy.fault = seen.fault
        copy.failures = copy.failures + 1 if seen.is_dead else 0
        waits = FAILED_AGAIN_AFTER if 0 < copy.failures < DEAD_AFTER else LOOK_AGAIN_AFTER
        copy.next_look_at = now + waits if seen.link else None
        if not seen.link:
            copy.state = ""
        elif seen.is_same:
            pass
        elif not seen.fault:
            _compare(copy, seen, is_other)
            copy.etag, copy.last_modified = seen.etag, seen.last_modified
        elif copy.failures >= DEAD_AFTER:
            copy.state = PageState.DEAD
        _settle(copy, before)
    if claimed.source_id and seen.link and seen.fault not in {ROBOTS, ROBOTS_AWAY}:
        links.note(
            claimed.source_id,
            seen.link,
            links.LinkAnswer(seen.status, seen.url, "" if seen.status else seen.fault),
        )


def _compare(copy: KeptCopy, seen: Seen, is_other: bool) -> None:
    """A page that answers, with what was kept of it."""
    is_given = copy.origin == CopyOrigin.GIVEN
    if not copy.page_digest or is_other:
        copy.page_digest = seen.page_digest
        if not is_given:
            copy.origin, copy.sha256, copy.size = CopyOrigin.FETCHED, seen.sha256, len(seen.content)
            copy.content_type, copy.kept_from = seen.content_type, seen.url[:2000]
            copy.kept_at, copy.quote_found = timezone.now(), seen.has(copy.quote)
            copy.state = PageState.UNCHANGED
            return
    if copy.quote_found and seen.has(copy.quote) is False:
        copy.state = PageState.QUOTE_GONE
    elif seen.page_digest == copy.page_digest:
        copy.state = PageState.UNCHANGED
    else:
        copy.state = PageState.CHANGED


def _trouble(copy: KeptCopy) -> tuple[object, ...]:
    return copy.state, copy.quote_found, copy.fault if not copy.sha256 else ""


def _settle(copy: KeptCopy, before: tuple[object, ...]) -> None:
    """Save the row, and tell the public what it sees of it."""
    if _trouble(copy) != before or copy.state_at is None:
        copy.state_at = timezone.now()
    copy.save()
    _tell(copy)


def _tell(copy: KeptCopy) -> None:
    Change.objects.catch_up(KeptCopy.objects.filter(pk=copy.pk).with_is_seen())
