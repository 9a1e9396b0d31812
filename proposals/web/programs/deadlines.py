"""The calendar of any filtered list: when each is due to be looked at, by when government says
that it will be done, and what happened when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, vText
from icalendar.parser import Contentline

from proposals.choices import Precision, Status
from proposals.dates import written_day
from proposals.finding.filters import ProposalFilter
from proposals.models import StatusUpdate
from proposals.models.localized import in_language
from proposals.models.proposals import ProposalQuerySet
from proposals.web.programs.answering import faultless, for_programs
from proposals.web.programs.feeds import absolute, address, title_of, writable

# A calendar holds this many looks that are due first, and as many of the latest steps.
MOST = 1_000
# A line of so many bytes goes on in the next.
LONG = 75
ASK_AGAIN = dt.timedelta(hours=12)


class Event(NamedTuple):
    """A whole day of a proposal, of which is told its slug, when it moved and by which change."""

    told: list[Any]
    name: str
    on: dt.date
    summary: str
    description: str


@for_programs
def deadlines(request: HttpRequest) -> HttpResponse:
    query = faultless(request, ProposalFilter.public)
    found = query.found.qs
    calendar = Calendar.new(
        name=title_of(query),
        description=gettext(
            "The %(most)s checks due first, and the %(most)s latest steps with a day."
        )
        % {"most": f"{MOST:,}"},
        prodid=f"-//{_host()}//Policy Proposal Tracker//EN",
        refresh_interval=ASK_AGAIN,
        url=absolute(reverse("proposal-list")),
        uid=address(query.path, query.data),
    )
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    head, end, _rest = calendar.to_ical().partition(b"END:VCALENDAR")
    events = _written([*_looks(found), *_targets(found), *_steps(found)])
    text = head + events + end + b"\r\n"
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


# Read as values: made into rows of the models, the same columns take three times as long.
def _told(of: str = "") -> tuple[str | Coalesce, ...]:
    return f"{of}slug", f"{of}updated_at", f"{of}change_seq", in_language(f"{of}title")


def _looks(found: ProposalQuerySet) -> Iterator[Event]:
    summary, labels = gettext("Due to be looked at again: %(title)s"), _labels()
    looks = found.filter(next_check_on__isnull=False).order_by("next_check_on", "pk")
    stated = ("next_check_on", F(found.status_column))
    for *told, title, on, status in looks.values_list(*_told(), *stated)[:MOST]:
        yield Event(told, "check", on, summary % {"title": title}, labels[status])


def _targets(found: ProposalQuerySet) -> Iterator[Event]:
    summary = gettext("Target day of government (%(day)s): %(title)s")
    targets = found.filter(target_on__isnull=False).order_by("target_to", "pk")
    # Of a month or a year, its last day.
    stated = ("target_to", "target_on", "target_on_precision", "target_title", "target_url")
    rows = targets.values_list(*_told(), *stated)[:MOST]
    for *told, title, last, on, precision, source, url in rows:
        named = {"day": written_day(on, precision), "title": title}
        yield Event(told, "target", last, summary % named, f"{source}\n{url}")


def _steps(found: ProposalQuerySet) -> Iterator[Event]:
    summary, labels = gettext("%(name)s: %(value)s"), _labels()
    steps = steps_by(found).order_by("-effective_on", "-pk")
    stated = ("number", "effective_on", "status", in_language("reason"))
    rows = steps.values_list(*_told("proposal__"), *stated)[:MOST]
    for *told, title, number, on, status, reason in rows:
        named = {"name": labels[status], "value": title}
        yield Event(told, str(number), on, summary % named, reason)


def _labels() -> dict[str, str]:
    return {code: str(label) for code, label in Status.choices}


def steps_by(proposals: ProposalQuerySet) -> QuerySet[StatusUpdate]:
    """The steps of a set with a day, that had happened by its day and were recorded by its
    instant."""
    # Asked of each step in turn, the latest first: the whole set would be made before the first.
    found = proposals.filter(pk=OuterRef("proposal")).order_by()
    steps = StatusUpdate.objects.live().filter(Exists(found), effective_on_precision=Precision.DAY)
    if as_of := proposals.clocks.get("as_of"):
        steps = steps.filter(effective_on__lte=as_of)
    if known_at := proposals.clocks.get("known_at"):
        steps = steps.filter(recorded_at__lte=known_at)
    return steps


def _written(events: list[Event]) -> bytes:
    """Each without a clock or a zone, so that it is the same day everywhere. Written here: what
    the library gathers of each event before it writes it takes ten times as long."""
    host, now = _host(), timezone.now()
    before, after = absolute(reverse("proposal-detail", args=["-"])).rsplit("-", 1)
    lines: list[str] = []
    for event in events:
        slug, updated_at, change_seq = event.told
        moved_at = f"{(updated_at or now).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        lines += (
            "BEGIN:VEVENT",
            f"SUMMARY:{_text(event.summary)}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTSTAMP:{moved_at}",
            f"UID:{slug}/{event.name}@{host}",
            f"SEQUENCE:{change_seq}",
            f"DESCRIPTION:{_text(event.description)}",
            f"LAST-MODIFIED:{moved_at}",
            "TRANSP:TRANSPARENT",
            f"URL:{before}{slug}{after}",
            "END:VEVENT",
        )
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line: str) -> bytes:
    written = line.encode()
    return written if len(written) < LONG else Contentline(line).to_ical()


def _text(text: str) -> str:
    return vText(writable(text)).to_ical().decode()


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
