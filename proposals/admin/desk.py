"""The editors' desk: Django's admin, whose first page is the day's work.

It knows no other page of the admin but by name, so that the admin can be built upon it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from proposals.accounts.factors import lacks_second_factor
from proposals.dates import written_day, written_instant
from proposals.models import Proposal, Source, StatusUpdate, Suggestion
from proposals.rights import CHANGE_SOURCE, DECIDE, PUBLISH, RECORD

# So many rows of each list are shown; the rest is a click away.
SHOWN = 5
# What others did counts as fresh for so many days.
RECENT_DAYS = 7


class EditorRequest(HttpRequest):
    """A request that the desk has let in."""

    user: User


@dataclass(frozen=True)
class Task:
    """One thing to do: `address` is the form that clears it."""

    title: str
    note: str
    address: str


@dataclass(frozen=True)
class Work:
    """Things to do of one kind: the first of them, how many there are, and where all are."""

    code: str
    title: str | Promise
    hint: str | Promise
    count: int
    tasks: list[Task]
    all_address: str


class DeskSite(admin.AdminSite):
    # The name of the product, in both of the languages that editors work in.
    site_header = site_title = "建言追蹤 · Policy Proposal Tracker"
    index_title = _("Today")
    index_template = "admin/today.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(
            cast("User", request.user)
        )

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page to sign in on, which then leads to where one was going."""
        wanted = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("account_login"))
        if self.has_permission(request):
            return redirect("admin:index")
        if not super().has_permission(request):
            raise PermissionDenied
        said = _("Your role enters with a second factor only. Add one here, then go on.")
        messages.warning(request, said)
        return redirect("mfa_index")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """On the page that tells the account by mail too."""
        return redirect("account_change_password")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        work = list(todays_work(cast("User", request.user), timezone.localdate()))
        context = {"work": work, "is_clear": not any(part.count for part in work)}
        return super().index(request, context | (extra_context or {}))


def recent(today: dt.date) -> dt.datetime:
    """The instant since which what others did is fresh."""
    day = today - dt.timedelta(days=RECENT_DAYS - 1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def todays_work(user: User, today: dt.date) -> Iterator[Work]:
    """What this editor can do now, most pressing first. Two queries for each kind."""
    public = Proposal.objects.public()
    if user.has_perm(RECORD):
        yield _work(
            "waiting",
            _("Awaiting my confirmation"),
            _("Recorded by another editor; it holds only once you have looked."),
            StatusUpdate.objects.public()
            .awaiting_confirmation()
            .by_others(user)
            .select_related("proposal", "recorded_by")
            .order_by("recorded_at", "pk"),
            _to_confirm,
            "statusupdate_changelist",
            "waits=me",
        )
    if user.has_perm(DECIDE):
        yield _work(
            "told",
            _("Hints of readers"),
            _("Look for the evidence; then take it up, or decline it with a reason."),
            Suggestion.objects.waiting()
            .select_related("proposal__merged_into")
            .order_by("created_at", "pk"),
            _to_decide,
            "suggestion_changelist",
            "state__exact=waiting",
        )
    if user.has_perm(RECORD):
        yield _work(
            "stale",
            _("Not checked for a long time"),
            _("Late by more than a whole interval of the status."),
            public.stale(today).order_by("next_check_on", "pk"),
            _to_check,
            "proposal_changelist",
            "due=stale",
        )
        yield _work(
            "overdue",
            _("Check overdue"),
            _("Look for news; if there is none, record that you looked."),
            public.overdue(today)
            .exclude(pk__in=public.stale(today).values("pk"))
            .order_by("next_check_on", "pk"),
            _to_check,
            "proposal_changelist",
            "due=overdue",
        )
    if user.has_perm(PUBLISH):
        yield _work(
            "ready",
            _("Drafts ready"),
            _("Complete, and not yet published."),
            Proposal.objects.ready_drafts().order_by("-edited_at", "-pk"),
            _to_publish,
            "proposal_changelist",
            "due=ready",
        )
    if user.has_perm(CHANGE_SOURCE):
        yield _work(
            "links",
            _("Dead links"),
            _("Sources whose link did not answer when last looked at."),
            Source.objects.with_dead_link().order_by("-link_checked_at", "pk"),
            _to_mend,
            "source_changelist",
            "link=faulty",
        )
    if user.has_perm(RECORD):
        yield _work(
            "others",
            _("Recorded by others"),
            _("In the last seven days."),
            StatusUpdate.objects.public()
            .by_others(user)
            .filter(recorded_at__gte=recent(today))
            .select_related("proposal", "recorded_by", "void_of", "confirms")
            .order_by("-recorded_at", "-pk"),
            _to_read,
            "statusupdate_changelist",
            "fresh=others",
        )


def _work(
    code: str,
    title: Promise,
    hint: Promise,
    rows: QuerySet[Any],
    task: Any,
    changelist: str,
    query: str,
) -> Work:
    return Work(
        code=code,
        title=title,
        hint=hint,
        count=rows.count(),
        tasks=[task(row) for row in rows[:SHOWN]],
        all_address=f"{_page(changelist)}?{query}",
    )


def _page(name: str, *args: int) -> str:
    return reverse(f"admin:proposals_{name}", args=args)


def _to_confirm(update: StatusUpdate) -> Task:
    day = written_day(update.effective_on, update.effective_on_precision)
    note = f"{update.get_status_display()} · {day} · {update.recorded_by}"
    address = _page("proposal_confirm", update.proposal_id, update.pk)
    return Task(str(update.proposal), note, address)


def _to_decide(told: Suggestion) -> Task:
    note = f"{told.get_kind_display()} · {written_instant(told.created_at)}"
    title = Truncator(" ".join(told.said.split())).chars(80)
    return Task(str(told.about or title), note, _page("suggestion_change", told.pk))


def _to_check(proposal: Proposal) -> Task:
    due = gettext("due %(day)s") % {"day": proposal.next_check_on}
    note = f"{proposal.get_status_display()} · {due}"
    return Task(str(proposal), note, _page("proposal_check", proposal.pk))


def _to_publish(proposal: Proposal) -> Task:
    note = written_instant(proposal.edited_at)
    return Task(str(proposal), note, _page("proposal_publish", proposal.pk))


def _to_mend(source: Source) -> Task:
    note = str(source.link_status or source.link_error)
    return Task(str(source), note, _page("source_change", source.pk))


def _to_read(update: StatusUpdate) -> Task:
    note = f"{update.said()} · {update.recorded_by} · {written_instant(update.recorded_at)}"
    return Task(str(update.proposal), note, _page("proposal_change", update.proposal_id))
