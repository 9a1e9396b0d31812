"""The editors' desk: Django's admin, whose first page is the day's work.

It knows no other page of the admin but by name, so that the admin can be built upon it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from proposals.accounts.factors import lacks_second_factor
from proposals.accounts.words import OF_SCRIPTS
from proposals.admin import figures
from proposals.admin.reminders import ReminderForm
from proposals.admin.told import ToldPages
from proposals.admin.typed import KeptForms
from proposals.dates import written_day, written_instant
from proposals.models import (
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
from proposals.models.copies import TROUBLES
from proposals.rights import OPERATE, RECORD
from proposals.standing import standing
from proposals.work import waiting_for

# As they are listed, by the names of their models; the others follow.
NOUNS = [
    *("Proposal", "IntakePage", "Source", "Author", "Publication", "Idea"),
    *("PolicyEvent", "Document", "Uptake", "Channel", "ChannelItem", "Suggestion"),
    *("Assignment", "Attribution", "Addressee", "Criterion", "Relation"),
    *("Sector", "Body", "Place", "Term", "TermRequest", "Synonym"),
    *("StatusUpdate", "Evidence", "KeptCopy", "Check", "Change", "Subscription"),
    *("Webhook", "WebhookMessage", "ApiToken"),
]

# So many rows of each list are shown; the rest is a click away.
SHOWN = 5


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


class Words(JavaScriptCatalog):
    """What Django's scripts say, but for what we say otherwise."""

    def get_catalog(self) -> dict[str, Any]:
        ours = {
            text: [said, said] if "%(" in text else said
            for text in OF_SCRIPTS
            if (said := gettext(text)) != text
        }
        return super().get_catalog() | ours


class DeskSite(ToldPages, KeptForms):
    # The name of the product, in both of the languages that editors work in.
    site_header = site_title = "建言追蹤 · Policy Proposal Tracker"
    index_title = _("Today")
    index_template = "admin/today.html"
    # It would take a third of a tablet, and a tab for each noun before the first field.
    enable_nav_sidebar = False

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

    def get_urls(self) -> list[Any]:
        return [
            path("figures/", self.admin_view(self.figures), name="figures"),
            path("standing/", self.admin_view(require_safe(self.standing)), name="standing"),
            path("reminders/", self.admin_view(self.reminders), name="reminders"),
            *super().get_urls(),
        ]

    def figures(self, request: HttpRequest) -> HttpResponse:
        """What the desk has done week by week, and how long its oldest work has waited."""
        user = cast("User", request.user)
        if not user.has_perm(RECORD):
            raise PermissionDenied
        today = timezone.localdate()
        context = {
            **self.each_context(request),
            "title": _("Figures of the desk"),
            "weeks": figures.weeks(today),
            "oldest": figures.oldest(today),
        }
        return TemplateResponse(request, "admin/figures.html", context)

    def reminders(self, request: HttpRequest) -> HttpResponse:
        """Who wants to be told by mail what waits for them, how often, and in which language."""
        user = cast("User", request.user)
        form = ReminderForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            return redirect("admin:index")
        context = {
            **self.each_context(request),
            "title": _("Mail about what waits for you"),
            "form": form,
        }
        return TemplateResponse(request, "admin/reminders.html", context)

    def standing(self, request: HttpRequest) -> TemplateResponse:
        """How the tracker itself stands, for who keeps it running."""
        if not cast("User", request.user).has_perm(OPERATE):
            raise PermissionDenied
        context = self.each_context(request) | {
            "title": _("State of the system"),
            "standing": standing(),
        }
        return TemplateResponse(request, "admin/standing.html", context)

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return Words.as_view(packages=["django.contrib.admin"])(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Nouns that editors write first, in the order of their work; what is only read last.
        Django asks for them on each page: they are gathered where one shows them."""
        gathered = super().get_app_list

        def in_order() -> list[Any]:
            apps = gathered(request, app_label)
            places = {noun: place for place, noun in enumerate(NOUNS)}
            for app in apps:
                app["models"].sort(key=lambda noun: places.get(noun["object_name"], len(places)))
            return sorted(apps, key=lambda app: app["app_label"] != "proposals")

        return SimpleLazyObject(in_order)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        work = list(todays_work(cast("User", request.user), timezone.localdate()))
        user = cast("User", request.user)
        context = {
            "work": work,
            "is_clear": not any(part.count for part in work),
            "is_new_here": not LogEntry.objects.filter(user=user).exists(),
            "sees_figures": user.has_perm(RECORD),
            "may_operate": user.has_perm(OPERATE),
        }
        return super().index(request, context | (extra_context or {}))


def todays_work(user: User, today: dt.date) -> Iterator[Work]:
    """What this editor can do now, most pressing first. Two queries for each kind."""
    for part in waiting_for(user, today):
        yield Work(
            code=part.code,
            title=part.title,
            hint=part.hint,
            count=part.rows.count(),
            tasks=[_TASKS[part.code](row) for row in part.rows[:SHOWN]],
            all_address=f"{_page(part.changelist)}?{part.query}",
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
    due = gettext("due %(day)s") % {"day": written_day(proposal.next_check_on)}
    note = f"{proposal.get_status_display()} · {due}"
    return Task(str(proposal), note, _page("proposal_check", proposal.pk))


def _to_record(proposal: Proposal) -> Task:
    day = written_day(proposal.target_on, proposal.target_on_precision)
    note = f"{proposal.get_status_display()} · {day}"
    return Task(str(proposal), note, _page("proposal_record", proposal.pk))


def _to_see_to(proposal: Proposal) -> Task:
    """A check where one is due, else the page of the proposal."""
    due = proposal.next_check_on
    if due is None:
        note = proposal.get_status_display()
        return Task(str(proposal), note, _page("proposal_change", proposal.pk))
    task = _to_check(proposal)
    if due >= timezone.localdate():
        return replace(task, address=_page("proposal_change", proposal.pk))
    return task


def _to_publish(proposal: Proposal) -> Task:
    note = written_instant(proposal.edited_at)
    return Task(str(proposal), note, _page("proposal_publish", proposal.pk))


def _to_review(page: IntakePage) -> Task:
    note = written_instant(page.taken_in_at)
    return Task(page.name, note, _page("intakepage_review", page.pk))


def _to_match(document: Document) -> Task:
    day = written_day(document.published_on, document.published_on_precision)
    note = f"{document.get_kind_display()} · {day}"
    return Task(str(document), note, _page("document_decide", document.pk))


def _to_mend(source: Source) -> Task:
    note = str(source.link_status or gettext(source.link_error))
    return Task(str(source), note, _page("source_change", source.pk))


def _to_hear(channel: Channel) -> Task:
    heard = channel.new_at or channel.created_at
    silent = gettext("nothing new since %(day)s") % {"day": written_instant(heard)}
    note = channel.fault_said() if channel.fault else silent
    return Task(str(channel), note, _page("channel_change", channel.pk))


def _to_look_at(copy: KeptCopy) -> Task:
    said = [copy.get_state_display()] if copy.state in TROUBLES else []
    if copy.quote_found is False:
        said.append(gettext("Quote not in the copy"))
    if not (said or copy.sha256):
        said.append(gettext("Not kept: %(fault)s") % {"fault": gettext(copy.fault)})
    day = [written_instant(copy.state_at)] if copy.state_at else []
    return Task(str(copy), " · ".join(said + day), _page("keptcopy_change", copy.pk))


def _to_add(asked: TermRequest) -> Task:
    note = f"{asked.get_kind_display()} · {asked.asked_by}"
    return Task(asked.name_hant, note, _page("termrequest_change", asked.pk))


def _answered(asked: TermRequest) -> Task:
    note = f"{asked.get_state_display()} · {Truncator(asked.answer).chars(80)}"
    return Task(asked.name_hant, note, _page("termrequest_change", asked.pk))


def _to_read(update: StatusUpdate) -> Task:
    note = f"{update.said()} · {update.recorded_by} · {written_instant(update.recorded_at)}"
    return Task(str(update.proposal), note, _page("proposal_change", update.proposal_id))


# The form that clears a row, by the kind of work.
_TASKS: dict[str, Callable[[Any], Task]] = {
    "mine": _to_see_to,
    "waiting": _to_confirm,
    "told": _to_decide,
    "matches": _to_match,
    "terms": _to_add,
    "stale": _to_check,
    "overdue": _to_check,
    "target": _to_record,
    "ready": _to_publish,
    "intake": _to_review,
    "links": _to_mend,
    "channels": _to_hear,
    "copies": _to_look_at,
    "answered": _answered,
    "watched": _to_read,
    "others": _to_read,
}
