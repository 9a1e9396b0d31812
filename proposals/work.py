"""What waits for an editor, by kind, most pressing first: for the desk and for mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.models import (
    Assignment,
    Channel,
    Document,
    IntakePage,
    KeptCopy,
    Proposal,
    Source,
    StatusUpdate,
    Suggestion,
    TermRequest,
)
from proposals.models.proposals import ProposalQuerySet
from proposals.rights import (
    ASK_FOR_TERMS,
    CHANGE_CHANNEL,
    CHANGE_SOURCE,
    DECIDE,
    KEEP_LISTS,
    LOADER,
    PUBLISH,
    RECORD,
    REVIEW,
)

# What others did counts as fresh for so many days.
RECENT_DAYS = 7


@dataclass(frozen=True)
class Waiting:
    """Things to do of one kind, and the list at the desk that holds all of them."""

    code: str
    title: str | Promise
    hint: str | Promise
    rows: QuerySet[Any]
    changelist: str
    query: str


def recent(today: dt.date) -> dt.datetime:
    """The instant since which what others did is fresh."""
    day = today - dt.timedelta(days=RECENT_DAYS - 1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def mine(user: User) -> ProposalQuerySet:
    """What readers see and this editor sees to."""
    return Assignment.objects.proposals_of(user).public()


def recorded_by_others(user: User, today: dt.date) -> QuerySet[StatusUpdate]:
    """What people have recorded of late, and no package."""
    fresh = StatusUpdate.objects.public().by_others(user).filter(recorded_at__gte=recent(today))
    return fresh.exclude(recorded_by__username=LOADER)


def watched(user: User, today: dt.date) -> QuerySet[StatusUpdate]:
    return recorded_by_others(user, today).filter(proposal__watches__editor=user)


def waiting_for(user: User, today: dt.date) -> Iterator[Waiting]:
    """What this editor can do now. Nothing is read before the rows are."""
    public = Proposal.objects.public()

    def first_mine(rows: QuerySet[Any], proposal: str, *order: str) -> QuerySet[Any]:
        own = Assignment.objects.proposals_of(user).filter(pk=OuterRef(proposal))
        return rows.annotate(is_mine=Exists(own)).order_by("-is_mine", *order)

    if user.has_perm(RECORD):
        yield Waiting(
            "mine",
            _("Mine"),
            _("Assigned to you, or put to a body of yours. What is due first stands first."),
            mine(user).order_by("next_check_on", "pk"),
            "proposal_changelist",
            "due=mine",
        )
        yield Waiting(
            "waiting",
            _("Awaiting my confirmation"),
            _("Recorded by another editor; it holds only once you have looked."),
            first_mine(
                StatusUpdate.objects.public()
                .awaiting_confirmation()
                .by_others(user)
                .select_related("proposal", "recorded_by"),
                "proposal",
                "recorded_at",
                "pk",
            ),
            "statusupdate_changelist",
            "waits=me",
        )
    if user.has_perm(DECIDE):
        yield Waiting(
            "told",
            _("Hints of readers"),
            _("Look for the evidence; then take it up, or decline it with a reason."),
            first_mine(
                Suggestion.objects.waiting().select_related("proposal__merged_into"),
                "proposal",
                "created_at",
                "pk",
            ),
            "suggestion_changelist",
            "state__exact=waiting",
        )
    if user.has_perm(KEEP_LISTS):
        yield Waiting(
            "terms",
            _("Terms asked for"),
            _("Add each to its list, or decline it with a reason."),
            TermRequest.objects.waiting().select_related("asked_by").order_by("asked_at", "pk"),
            "termrequest_changelist",
            "due=waiting",
        )
    if user.has_perm(RECORD):
        yield Waiting(
            "matches",
            _("Official words to decide on"),
            _("Passages of official documents that may answer a proposal."),
            Document.objects.to_decide().defer("text").order_by("-published_on", "-pk"),
            "document_changelist",
            "matches=open",
        )
        yield Waiting(
            "stale",
            _("Not checked for a long time"),
            _("Late by more than a whole interval of the status."),
            first_mine(public.stale(today), "pk", "next_check_on", "pk"),
            "proposal_changelist",
            "due=stale",
        )
        yield Waiting(
            "overdue",
            _("Check overdue"),
            _("Look for news; if there is none, record that you looked."),
            first_mine(
                public.overdue(today).exclude(pk__in=public.stale(today).values("pk")),
                "pk",
                "next_check_on",
                "pk",
            ),
            "proposal_changelist",
            "due=overdue",
        )
        yield Waiting(
            "target",
            _("Target day missed"),
            _("The day that government gave itself is over. See what became of it."),
            first_mine(public.past_target(today), "pk", "target_to", "pk"),
            "proposal_changelist",
            "due=target",
        )
    if user.has_perm(PUBLISH):
        yield Waiting(
            "ready",
            _("Drafts ready"),
            _("Complete, and not yet published."),
            first_mine(Proposal.objects.ready_drafts(), "pk", "-edited_at", "-pk"),
            "proposal_changelist",
            "due=ready",
        )
    if user.has_perm(REVIEW):
        yield Waiting(
            "intake",
            _("Candidates to decide on"),
            _("Passages that may be proposals, found in texts taken in."),
            IntakePage.objects.to_review().defer("text", "content").order_by("taken_in_at", "pk"),
            "intakepage_changelist",
            "intake=open",
        )
    yield from _of_other_machines(user)
    yield from _of_late(user, today)


def _of_late(user: User, today: dt.date) -> Iterator[Waiting]:
    """What others did in the last days that this editor wants to know."""
    if user.has_perm(ASK_FOR_TERMS):
        yield Waiting(
            "answered",
            _("Terms that you asked for"),
            _("Decided in the last seven days."),
            TermRequest.objects.answered(user, recent(today)).order_by("-decided_at", "-pk"),
            "termrequest_changelist",
            "due=answered",
        )
    if user.has_perm(RECORD):
        yield Waiting(
            "copies",
            _("Pages cited that have moved"),
            _("Changed, without the words quoted, dead, or not kept. Look, and give a copy."),
            KeptCopy.objects.to_see().for_listing().order_by("-state_at", "pk"),
            "keptcopy_changelist",
            "waits=yes",
        )
        for code, title, rows in (
            ("watched", _("Moved, and watched by you"), watched(user, today)),
            ("others", _("Recorded by others"), recorded_by_others(user, today)),
        ):
            yield Waiting(
                code,
                title,
                _("In the last seven days."),
                rows.select_related("proposal", "recorded_by", "void_of", "confirms").order_by(
                    "-recorded_at", "-pk"
                ),
                "statusupdate_changelist",
                f"fresh={code}",
            )


def _of_other_machines(user: User) -> Iterator[Waiting]:
    """What has stopped answering."""
    if user.has_perm(CHANGE_SOURCE):
        yield Waiting(
            "links",
            _("Dead links"),
            _("Sources whose link did not answer when last looked at."),
            Source.objects.with_dead_link().order_by("-link_checked_at", "pk"),
            "source_changelist",
            "link=faulty",
        )
    if user.has_perm(CHANGE_CHANNEL):
        yield Waiting(
            "channels",
            _("Channels that have fallen silent"),
            _("They cannot be read, or nothing new has stood there for longer than you expect."),
            Channel.objects.alarming(timezone.now()).order_by("failing_since", "pk"),
            "channel_changelist",
            "state=alarming",
        )
