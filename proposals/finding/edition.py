"""What readers have in hand: all up to one change, in the form that this release gives it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from proposals.finding.kept_answers import KEPT
from proposals.models import Change, Checkpoint, Proposal

_FILES = [
    path
    for path in sorted(Path(__file__).parent.parent.rglob("*"))
    if path.suffix in {".py", ".html", ".txt", ".po", ".json", ".css", ".js", ".svg"}
]

# Which release this is, told by its own files. In the name of all that is kept, by us or by who
# reads us: another release may count otherwise, or write the same rows in another form.
RELEASE = hashlib.sha256(b"".join(path.read_bytes() for path in _FILES)).hexdigest()[:8]

# How long a cache that many share, or a browser, may show an answer before it has asked whether
# that still holds: never more than a minute after it was given; an hour where we do not answer.
SHARED = "public, max-age=0, s-maxage=15, stale-while-revalidate=45, stale-if-error=3600"

BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
# A parameter by which the answer of any address moves on with the day: which days are missed.
OF_THE_DAY = "target"


@dataclass(frozen=True)
class Edition:
    """All that was published up to the change of this number, as this release writes it.

    After a backup was read back the log goes on from an earlier number, and a number is given
    once more: the instant of the change tells the two apart.
    """

    seq: int
    at: dt.datetime | None
    # What else makes another answer of the same changes, such as its form.
    beside: tuple[str, ...] = ()
    # When the answer became another without a change, if it did since.
    later: dt.datetime | None = None

    @property
    def moved_at(self) -> dt.datetime | None:
        return max(self.at, self.later) if self.at and self.later else self.at

    @classmethod
    def newest(cls) -> Edition:
        """The edition of the whole record. One query."""
        return cls(*Change.objects.newest())

    @classmethod
    def signed(cls) -> Edition:
        """The edition of the whole record with the checkpoints that were made of it. One query."""
        newest = Checkpoint.objects.order_by("-seq")
        seq, at, day, made_at = (
            Change.objects.order_by("-seq")
            .values_list("seq", "at", *(Subquery(newest.values(c)[:1]) for c in ("day", "made_at")))
            .first()
        ) or (0, None, None, None)
        return cls(seq, at, (f"signed-{day}",), made_at)

    @classmethod
    def of(cls, proposal: Proposal) -> Edition:
        """The edition of one proposal, which has been published."""
        return cls(proposal.change_seq or 0, proposal.updated_at)

    def of_today(self) -> Edition:
        """The edition of an answer that moves on with the day, even if nothing is published."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        day = midnight.date().isoformat()
        if day in self.beside:
            return self
        later = max(self.later, midnight) if self.later else midnight
        return replace(self, later=later, beside=(*self.beside, day))

    def __str__(self) -> str:
        instant = f"{(self.at - BEGINNING) // MICROSECOND:x}" if self.at else "0"
        return "-".join([str(self.seq), instant, RELEASE, *self.beside])

    @property
    def etag(self) -> str:
        return f'"{self}"'

    def answer(
        self, request: HttpRequest, make: Callable[[], HttpResponseBase]
    ) -> HttpResponseBase:
        """304 to who has this edition already, 412 to who will have no other than theirs; else
        what `make` gives, with which edition it is of and how long it may be kept. It is kept
        here too, and is what others get who ask for the same, but for who is signed in.
        """
        if OF_THE_DAY in request.GET and self != self.of_today():
            return self.of_today().answer(request, make)
        moved_at = self.moved_at
        last_modified = int(moved_at.timestamp()) if moved_at else None
        response = None
        if moved_at and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            asked = (request.scheme, request.get_host(), request.get_full_path())
            make = partial(KEPT.answer, (str(self), moved_at, *asked), make)
        if request.headers.get("If-None-Match", "").strip() == "*":
            # Who has anything at all of this address has it: but is there anything?
            response = make()
        if response is None or response.status_code < HTTPStatus.BAD_REQUEST:
            since = request.headers.get("If-Modified-Since")
            if moved_at and since and since != http_date(moved_at.timestamp()):
                # Not “nothing later”: after a backup was read back the newest may be older.
                last_modified = None
            unmoved = get_conditional_response(request, etag=self.etag, last_modified=last_modified)
            response = unmoved or response or make()
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["Cache-Control"] = "no-cache"
            return response
        response.headers["ETag"] = self.etag
        if moved_at:
            response.headers["Last-Modified"] = http_date(moved_at.timestamp())
        response.headers["Cache-Control"] = SHARED
        return response


def unless_held(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """What only a release changes: 304 to who has these bytes already, 412 to who will have no
    other than theirs; else the response, which may be kept as long as an edition.
    """
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:16])
    answered = get_conditional_response(request, etag=etag) or response
    if answered.status_code >= HTTPStatus.BAD_REQUEST:
        answered.headers["Cache-Control"] = "no-cache"
        return answered
    answered.headers["ETag"] = etag
    answered.headers["Cache-Control"] = SHARED
    return answered


def epoch() -> str:
    """Which history of the database this is: another after it was restored from a backup.

    Of one server and its line of time, of the table as it was made there, and of what `restore`
    notes on it; a dump that is read back by other means makes the table anew. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws("
            "'-', system_identifier, timeline_id, 'proposals_change'::regclass::oid,"
            " obj_description('proposals_change'::regclass, 'pg_class'))"
            " FROM pg_control_system(), pg_control_checkpoint()"
        )
        (line,) = cursor.fetchone()
    return hashlib.sha256(line.encode()).hexdigest()[:16]
