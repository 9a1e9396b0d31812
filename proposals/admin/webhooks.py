"""Webhooks: whose programs are told of what, what they answered, and how to stop that.

Editors see their own, administrators all. A secret is shown once, on the page that answers the
form which drew it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from proposals import tasks
from proposals.admin.shared import DeskAdmin
from proposals.alerts.following import followable
from proposals.choices import StoppedBy
from proposals.models import Change, Webhook, WebhookMessage
from proposals.rights import MANAGE_WEBHOOKS


class WebhookState(models.TextChoices):
    """How a webhook is doing."""

    LIVE = "live", pgettext_lazy("webhook", "Answers")
    FAILING = "failing", pgettext_lazy("webhook", "Failing")
    STOPPED = "stopped", pgettext_lazy("webhook", "Stopped")


class MessageState(models.TextChoices):
    """What has come of a message."""

    OPEN = "open", pgettext_lazy("message", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    FAILED = "failed", pgettext_lazy("message", "Given up")


def badge(state: models.TextChoices) -> str:
    return format_html('<span class="badge webhook-{}">{}</span>', state.value, state.label)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    conditions: dict[str | None, dict[str, Any]]
    choices_of: type[models.TextChoices]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.choices_of.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        return queryset.filter(**self.conditions.get(self.value(), {}))


class WebhookStateFilter(StateFilter):
    choices_of = WebhookState
    conditions = {
        WebhookState.LIVE: {"stopped_at": None, "failures": 0},
        WebhookState.FAILING: {"stopped_at": None, "failures__gt": 0},
        WebhookState.STOPPED: {"stopped_at__isnull": False},
    }


class MessageStateFilter(StateFilter):
    choices_of = MessageState
    conditions = {
        MessageState.OPEN: {"delivered_at": None, "failed_at": None},
        MessageState.DELIVERED: {"delivered_at__isnull": False},
        MessageState.FAILED: {"failed_at__isnull": False},
    }


class WebhookForm(forms.ModelForm):
    def clean_query(self) -> str:
        """What stands after the question mark, as those who follow by e-mail have it."""
        typed = self.cleaned_data["query"].strip().partition("#")[0]
        query, faults = followable(QueryDict(typed.partition("?")[2] if "?" in typed else typed))
        if faults:
            raise ValidationError([_written(fault) for fault in faults])
        return query


def _written(fault: Any) -> str:
    said = f"{fault.parameter}: {fault.message}" if fault.parameter else fault.message
    if not fault.allowed:
        return said
    return f"{said} " + _("Allowed: %(values)s") % {"values": ", ".join(fault.allowed)}


class OwnAdmin(DeskAdmin):
    """Who may not manage those of all accounts sees their own."""

    owner: str

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.has_perm(MANAGE_WEBHOOKS):
            return rows
        return rows.filter(**{self.owner: request.user})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Webhook)
class WebhookAdmin(OwnAdmin):
    owner = "owner"
    form = WebhookForm
    change_form_template = "admin/proposals/webhook/change_form.html"
    list_display = ["named", "state", "url", "owner"]
    list_filter = [WebhookStateFilter]
    list_select_related = ["owner"]
    search_fields = ["label", "url", "owner__username"]
    ordering = ["-created_at", "-pk"]
    actions = ["send_test", "draw_secret", "stop_selected", "resume_selected"]
    readonly_fields = [
        "state",
        "created_at",
        "failures",
        "failing_since",
        "rests_until",
        "stopped_at",
        "stopped_by",
    ]

    @admin.display(description=_("label"))
    def named(self, webhook: Webhook) -> str:
        return webhook.label or f"#{webhook.pk}"

    @admin.display(description=_("state"))
    def state(self, webhook: Webhook) -> str:
        if webhook.stopped_at:
            return badge(WebhookState.STOPPED)
        return badge(WebhookState.FAILING if webhook.failures else WebhookState.LIVE)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        typed = ["label", "url", "query"]
        if request.user.has_perm(MANAGE_WEBHOOKS):
            typed = ["owner", *typed]
        return typed if obj is None else [*typed, *self.readonly_fields]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("initial", request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # The next page shows the secret and nothing else.
        only_save = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().add_view(request, form_url, (extra_context or {}) | only_save)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            done = "stop_selected" if obj.stopped_at else "resume_selected"
            context |= {
                "acts": [
                    (name, description)
                    for _function, name, description in self.get_actions(request).values()
                    if name != done
                ],
                "list_address": reverse("admin:proposals_webhook_changelist"),
                "log_address": _log_address(obj.pk),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.language = translation.get_language()
            obj.seen_seq = Change.objects.newest()[0]
            if not request.user.has_perm(MANAGE_WEBHOOKS):
                obj.owner = request.user
            obj.save()
        else:
            # What the background writes meanwhile stays as it is.
            obj.save(update_fields=form.changed_data)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        return self._show_secret(request, obj)

    def _show_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        """The one page that shows the secret: no message and no session ever holds it."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Secret of the webhook"),
            "opts": self.opts,
            "webhook": webhook,
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/proposals/webhook/secret.html", context)

    @admin.action(description=_("Send a test"), permissions=["change"])
    def send_test(
        self, request: HttpRequest, webhooks: models.QuerySet[Webhook]
    ) -> HttpResponse | None:
        sent = WebhookMessage.objects.bulk_create(WebhookMessage(webhook=w) for w in webhooks)
        if not sent:
            return None
        tasks.ask_for_webhooks()
        said = _("The test is on its way. Load this list again for what it was answered.")
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(_log_address(sent[0].webhook_id))

    @admin.action(description=_("New secret"), permissions=["change"])
    def draw_secret(
        self, request: HttpRequest, webhooks: models.QuerySet[Webhook]
    ) -> HttpResponse | None:
        if len(webhooks) != 1:
            self.message_user(request, _("Select one webhook at a time."), messages.ERROR)
            return None
        [webhook] = webhooks
        webhook.draw_secret()
        self.log_change(request, webhook, str(_("New secret.")))
        return self._show_secret(request, webhook)

    @admin.action(description=_("Stop"), permissions=["change"])
    def stop_selected(self, request: HttpRequest, webhooks: models.QuerySet[Webhook]) -> None:
        stopped = [webhook for webhook in webhooks if webhook.stop(StoppedBy.HAND)]
        for webhook in stopped:
            self.log_change(request, webhook, str(_("Stopped.")))
        said = ngettext(
            "%(number)d webhook stopped; it is told nothing any more.",
            "%(number)d webhooks stopped; they are told nothing any more.",
            len(stopped),
        )
        self.message_user(request, said % {"number": len(stopped)}, messages.SUCCESS)

    @admin.action(description=_("Resume"), permissions=["change"])
    def resume_selected(self, request: HttpRequest, webhooks: models.QuerySet[Webhook]) -> None:
        resumed = [webhook for webhook in webhooks if webhook.resume()]
        for webhook in resumed:
            self.log_change(request, webhook, str(_("Resumed.")))
        said = ngettext(
            "%(number)d webhook resumed; it is told what changes from now on.",
            "%(number)d webhooks resumed; they are told what changes from now on.",
            len(resumed),
        )
        self.message_user(request, said % {"number": len(resumed)}, messages.SUCCESS)


def _log_address(webhook_id: Any) -> str:
    log = reverse("admin:proposals_webhookmessage_changelist")
    return f"{log}?webhook__id__exact={webhook_id}"


@admin.register(WebhookMessage)
class WebhookMessageAdmin(OwnAdmin):
    """The log of what was sent, and what was answered."""

    owner = "webhook__owner"
    led_by = ("webhook",)
    list_display = ["created_at", "state", "told", "answered", "tries", "hook"]
    list_filter = [MessageStateFilter]
    list_select_related = ["webhook", "change"]
    search_fields = ["message_id", "change__key"]
    ordering = ["-pk"]
    actions = None
    fields = [
        "hook",
        "told",
        "message_id",
        "created_at",
        "state",
        "tries",
        "answered",
        "next",
        "delivered_at",
        "failed_at",
    ]

    @admin.display(description=_("webhook"))
    def hook(self, message: WebhookMessage) -> str:
        address = reverse("admin:proposals_webhook_change", args=[message.webhook_id])
        named = message.webhook.label or message.webhook.url
        return format_html('<a href="{}">{}</a>', address, named)

    @admin.display(description=_("told"))
    def told(self, message: WebhookMessage) -> str:
        if message.change is None:
            return str(pgettext_lazy("webhook", "Test"))
        return f"{message.change_id} · {message.change.get_kind_display()} · {message.change.key}"

    @admin.display(description=_("state"))
    def state(self, message: WebhookMessage) -> str:
        if message.delivered_at:
            return badge(MessageState.DELIVERED)
        return badge(MessageState.FAILED if message.failed_at else MessageState.OPEN)

    @admin.display(description=_("last answer"))
    def answered(self, message: WebhookMessage) -> str:
        return gettext(message.error) or str(message.status or "—")

    @admin.display(description=_("next try at"))
    def next(self, message: WebhookMessage) -> Any:
        return None if message.delivered_at or message.failed_at else message.next_try_at

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
