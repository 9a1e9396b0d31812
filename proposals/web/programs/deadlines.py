"""The calendar of any filtered list: when each is due to be looked at, by when government says
that it will be done, and what happened when."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, vText
from icalendar.parser import Contentline

from proposals.choices import Precision, Status
from proposals.dates import written_day
from proposals.finding.filters import ProposalFilter
from proposals.languages import SUFFIXES
from proposals.models import Proposal, StatusUpdate
from proposals.models.proposals import ProposalQuerySet
from proposals.web.programs.answering import faultless, for_programs
from proposals.web.programs.feeds import absolute, address, title_of, writable

# A calendar holds this many looks that are due first, and as many of the latest steps.
MOST = 1_000
# What is told of each, for a row with all its columns takes three times as long.
TITLES, REASONS = (
    tuple(f"{name}{suffix}" for suffix in SUFFIXES.values()) for name in ("title", "reason")
)
TOLD = (
    *("slug", "status", "next_check_on", "target_on", "target_on_precision", "target_to"),
    *("target_title", "target_url", "updated_at", "change_seq", *TITLES),
)
TOLD_OF_STEPS = ("number", "status", "effective_on", "proposal", *REASONS)
# A line of so many bytes goes on in the next.
LONG = 75
ASK_AGAIN = dt.timedelta(hours=12)


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
    told = found.only(*TOLD)
    looks = told.filter(next_check_on__isnull=False)
    events = [
        _event(
            proposal,
            name=f"{proposal.slug}/check",
            on=proposal.next_check_on,
            summary=gettext("Due to be looked at again: %(title)s")
            % {"title": proposal.localized("title")},
            description=str(Status(proposal.shown_status).label),
        )
        for proposal in looks.order_by("next_check_on", "pk")[:MOST]
    ]
    targets = told.filter(target_on__isnull=False)
    events += [
        _event(
            proposal,
            name=f"{proposal.slug}/target",
            # Of a month or a year, its last day.
            on=proposal.target_to,
            summary=gettext("Target day of government (%(day)s): %(title)s")
            % {
                "day": written_day(proposal.target_on, proposal.target_on_precision),
                "title": proposal.localized("title"),
            },
            description=f"{proposal.target_title}\n{proposal.target_url}",
        )
        for proposal in targets.order_by("target_to", "pk")[:MOST]
    ]
    steps = (
        steps_by(found)
        .select_related("proposal")
        .only(*TOLD_OF_STEPS, *(f"proposal__{column}" for column in TOLD))
    )
    events += [
        _event(
            update.proposal,
            name=f"{update.proposal.slug}/{update.number}",
            on=update.effective_on,
            summary=gettext("%(name)s: %(value)s")
            % {
                "name": str(Status(update.status).label),
                "value": update.proposal.localized("title"),
            },
            description=update.localized("reason"),
        )
        for update in steps.order_by("-effective_on", "-pk")[:MOST]
    ]
    head, end, _rest = calendar.to_ical().partition(b"END:VCALENDAR")
    text = head + b"".join(events) + end + b"\r\n"
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


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


def _event(
    proposal: Proposal, *, name: str, on: dt.date | None, summary: str, description: str
) -> bytes:
    """A whole day, without a clock or a zone, so that it is the same day everywhere. Written here:
    what the library gathers of each event before it writes it takes ten times as long."""
    moved_at = (proposal.updated_at or timezone.now()).astimezone(dt.UTC)
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(summary)}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTSTAMP:{moved_at:%Y%m%dT%H%M%SZ}",
        f"UID:{_text(f'{name}@{_host()}')}",
        f"SEQUENCE:{proposal.change_seq}",
        f"DESCRIPTION:{_text(description)}",
        f"LAST-MODIFIED:{moved_at:%Y%m%dT%H%M%SZ}",
        "TRANSP:TRANSPARENT",
        f"URL:{absolute(proposal.get_absolute_url())}",
        "END:VEVENT",
    )
    return b"\r\n".join([*map(_folded, lines), b""])


def _folded(line: str) -> bytes:
    written = line.encode()
    return written if len(written) < LONG else Contentline(line).to_ical()


def _text(text: str) -> str:
    return vText(writable(text)).to_ical().decode()


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
