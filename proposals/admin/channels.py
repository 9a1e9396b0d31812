"""Channels of official texts: registered, tried, and what came of each of their items."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from proposals import tasks
from proposals.admin.desk import EditorRequest
from proposals.admin.history import ReadOnly
from proposals.admin.shared import DeskAdmin, DeskForm
from proposals.channels.polling import MOST_A_POLL
from proposals.channels.trying import look
from proposals.choices import ItemState
from proposals.manners.faults import Busy, Unread
from proposals.models import Channel, ChannelItem
from proposals.models.channels import FAULTY_FOR, fault_said
from proposals.rights import CHANGE_CHANNEL

# What an editor changes of these says that another list is read from now on.
ANOTHER_LIST = {"kind", "url", "pattern", "since"}
# So many of what would be taken in are shown.
SHOWN = 100


class ChannelState(models.TextChoices):
    """How a channel is doing."""

    UNREAD = "unread", pgettext_lazy("channel", "Not read yet")
    ANSWERS = "answers", pgettext_lazy("channel", "Answers")
    FAILING = "failing", pgettext_lazy("channel", "Failing")
    FAULTY = "faulty", pgettext_lazy("channel", "Cannot be read")
    SILENT = "silent", pgettext_lazy("channel", "Silent")
    RESTS = "rests", pgettext_lazy("channel", "Not polled")


class ChannelStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("alarming", _("Cannot be read, or silent")),
            ("failing", ChannelState.FAILING.label),
            ("rests", ChannelState.RESTS.label),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "alarming":
            return queryset.alarming(timezone.now())
        if self.value() == "failing":
            return queryset.filter(is_active=True, failures__gt=0)
        return queryset.filter(is_active=False) if self.value() == "rests" else queryset


class ChannelForm(DeskForm):
    """What an editor says of a channel; that it can be read is tried, and not required."""

    class Meta:
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _(
                    "This address is registered already, with this pattern: open that channel."
                )
            }
        }


@admin.register(Channel)
class ChannelAdmin(DeskAdmin):
    form = ChannelForm
    change_form_template = "admin/proposals/channel/change_form.html"
    list_display = ["label", "state", "kind", "succeeded_at", "new_at", "waiting", "taken"]
    list_filter = [ChannelStateFilter, "kind"]
    search_fields = ["label", "url"]
    ordering = ["label", "pk"]
    actions = ["poll_now"]
    typed = [
        ("label", "is_active"),
        "kind",
        "url",
        "pattern",
        ("document_kind", "publisher"),
        ("since", "silent_after"),
    ]
    readonly_fields = [
        "state",
        "succeeded_at",
        "new_at",
        "left",
        "taken",
        "next_poll_at",
        "every",
        "failures",
        "failing_since",
        "fault_shown",
        "moved_to",
        "registered_by",
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        states = {"waiting_count": ItemState.WAITING, "taken_count": ItemState.TAKEN}
        counts = {name: Count("items", filter=Q(items__state=s)) for name, s in states.items()}
        return super().get_queryset(request).annotate(**counts)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        typed = (None, {"fields": self.typed})
        return [typed] if obj is None else [typed, (_("State"), {"fields": self.readonly_fields})]

    @admin.display(description=_("state"))
    def state(self, channel: Channel) -> str:
        state = _state(channel)
        return format_html('<span class="badge channel-{}">{}</span>', state.value, state.label)

    @admin.display(description=_("waiting"), ordering="waiting_count")
    def waiting(self, channel: Any) -> str:
        return _items(channel, ItemState.WAITING, channel.waiting_count)

    @admin.display(description=_("taken in"), ordering="taken_count")
    def taken(self, channel: Any) -> str:
        return _items(channel, ItemState.TAKEN, channel.taken_count)

    @admin.display(description=_("left to take in"))
    def left(self, channel: Any) -> str:
        waiting = self.waiting(channel)
        if not channel.succeeded_at or channel.content_hash:
            return waiting
        more = _("and what is not noted yet; each poll notes up to %(n)s.") % {"n": MOST_A_POLL}
        return format_html("{} {}", waiting, more)

    @admin.display(description=_("polled every"))
    def every(self, channel: Channel) -> str:
        minutes = round(channel.interval.total_seconds() / 60)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}

    @admin.display(description=_("last fault"))
    def fault_shown(self, channel: Channel) -> str:
        return channel.fault_said() or "—"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With the items, which may be many and which nobody deletes alone; documents stay."""
        objs = list(objs)
        items = ChannelItem.objects.filter(channel__in=objs).count()
        counts = {self.opts.verbose_name_plural: len(objs)}
        counts |= {ChannelItem._meta.verbose_name_plural: items} if items else {}
        return [str(obj) for obj in objs], counts, set(), []

    # --- Trying ---

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is tried is asked outside the admin's transaction, and nothing of it is saved."""
        if request.method == "POST" and "_try" in request.POST:
            return self._try(request, kwargs.get("object_id") or (args[0] if args else None))
        return super().changeform_view(request, *args, **kwargs)

    def _try(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        channel = self.get_object(request, object_id) if object_id else None
        if object_id and channel is None:
            raise PermissionDenied
        if not (
            self.has_change_permission(request, channel)
            if channel
            else self.has_add_permission(request)
        ):
            raise PermissionDenied
        form = self.get_form(request, channel, change=channel is not None)(
            request.POST, instance=channel
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("What would be taken in"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "shown": SHOWN,
        }
        if form.is_valid():
            try:
                context["found"] = found = look(form.instance)
                context["more"] = max(0, len(found.fresh) - SHOWN)
            except Busy as busy:
                context["busy_until"] = busy.until
            except Unread as unread:
                context["fault"] = fault_said(unread.fault, unread.detail, unread.told)
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/proposals/channel/tried.html", context)

    # --- Saving ---

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.registered_by = cast("EditorRequest", request).user
            obj.begin_anew()
            obj.save()
        else:
            # What the background writes meanwhile stays as it is.
            changed = [name for name in form.changed_data if name in form.fields]
            if ANOTHER_LIST.intersection(changed):
                changed += obj.begin_anew()
            obj.save(update_fields=changed)
        transaction.on_commit(tasks.ask_for_channels)

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, channels: models.QuerySet[Channel]) -> None:
        asked = channels.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
        count = Channel.objects.filter(pk__in=list(asked)).update(next_poll_at=timezone.now())
        transaction.on_commit(tasks.ask_for_channels)
        said = ngettext(
            "%(n)s channel is read now. Load this page again for what came of it.",
            "%(n)s channels are read now. Load this page again for what came of it.",
            count,
        )
        self.message_user(request, said % {"n": count}, messages.SUCCESS)

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
            context |= {
                "list_address": reverse("admin:proposals_channel_changelist"),
                "items_address": _items_address(obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _state(channel: Channel) -> ChannelState:
    now = timezone.now()
    if not channel.is_active:
        return ChannelState.RESTS
    if channel.failing_since:
        is_faulty = channel.failing_since <= now - FAULTY_FOR
        return ChannelState.FAULTY if is_faulty else ChannelState.FAILING
    if channel.is_silent(now):
        return ChannelState.SILENT
    return ChannelState.ANSWERS if channel.succeeded_at else ChannelState.UNREAD


def _items_address(channel: Channel) -> str:
    items = reverse("admin:proposals_channelitem_changelist")
    return f"{items}?channel__id__exact={channel.pk}"


def _items(channel: Channel, state: ItemState, count: int) -> str:
    if not count:
        return "0"
    address = f"{_items_address(channel)}&state__exact={state}"
    return format_html('<a href="{}">{}</a>', address, count)


@admin.register(ChannelItem)
class ChannelItemAdmin(ReadOnly, DeskAdmin):
    """What each channel has told of, and what became of it."""

    list_display = ["title_shown", "state_shown", "channel", "published_at", "found_at", "became"]
    list_filter = ["state", "channel"]
    list_select_related = ["channel", "document", "revises"]
    search_fields = ["title", "url"]
    ordering = ["-found_at", "-pk"]
    actions = ["try_again"]
    fields = [
        "channel",
        "title",
        "url",
        "published_at",
        "found_at",
        "state_shown",
        "became",
        "revises",
        "tries",
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("content", "document__text", "revises__text")

    @admin.display(description=_("title"), ordering="title")
    def title_shown(self, item: ChannelItem) -> str:
        return item.title or item.url or f"#{item.pk}"

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, item: ChannelItem) -> str:
        return format_html(
            '<span class="badge channel-item-{}">{}</span>', item.state, item.get_state_display()
        )

    @admin.display(description=_("what became of it"))
    def became(self, item: ChannelItem) -> str:
        if item.fault:
            return item.fault_said()
        if item.document is None:
            return "—"
        address = reverse("admin:proposals_document_change", args=[item.document_id])
        return format_html('<a href="{}">{}</a>', address, item.document)

    def has_try_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE_CHANNEL)

    @admin.action(description=_("Try again"), permissions=["try"])
    def try_again(self, request: HttpRequest, items: models.QuerySet[ChannelItem]) -> None:
        count = items.filter(state=ItemState.FAILED).update(
            state=ItemState.WAITING, tries=0, next_try_at=timezone.now(), fault="", fault_detail=""
        )
        transaction.on_commit(tasks.ask_for_channels)
        said = ngettext("%(n)s item is tried again.", "%(n)s items are tried again.", count)
        self.message_user(request, said % {"n": count}, messages.SUCCESS)
