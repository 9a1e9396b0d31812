"""Who follows what by e-mail, for administrators: to look up, and to end for who asks for it.

Consent is given by the mailbox alone, so nothing is added or changed here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proposals.admin.shared import DeskAdmin
from proposals.choices import EndedBy
from proposals.models import Subscription
from proposals.rights import END_SUBSCRIPTION


class SubscriptionStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [
            ("live", _("Confirmed")),
            ("asked", _("Not confirmed yet")),
            ("ended", _("Ended")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Subscription]) -> Any:
        conditions: dict[str | None, dict[str, Any]] = {
            "live": {"confirmed_at__isnull": False, "ended_at": None},
            "asked": {"confirmed_at": None, "ended_at": None},
            "ended": {"ended_at__isnull": False},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Subscription)
class SubscriptionAdmin(DeskAdmin):
    list_display = ["email", "followed", "cadence", "language", "confirmed_at", "ended_at"]
    list_display_links = ["email"]
    list_filter = [SubscriptionStateFilter, "cadence", "language"]
    list_select_related = ["proposal"]
    search_fields = ["email"]
    ordering = ["-created_at", "-pk"]
    actions = ["end_selected"]
    fields = [
        "email",
        "followed",
        "query",
        "cadence",
        "language",
        "created_at",
        "confirmed_at",
        "next_due_at",
        "ended_at",
        "ended_by",
    ]

    @admin.display(description=_("follows"))
    def followed(self, subscription: Subscription) -> str:
        if subscription.proposal is not None:
            return str(subscription.proposal)
        return subscription.sentence or str(_("all proposals"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(END_SUBSCRIPTION)

    @admin.action(description=_("End the selected subscriptions"), permissions=["end"])
    def end_selected(
        self, request: HttpRequest, subscriptions: models.QuerySet[Subscription]
    ) -> None:
        ended = 0
        for subscription in subscriptions:
            if subscription.end(EndedBy.OPERATOR):
                ended += 1
                self.log_change(request, subscription, str(_("Ended.")))
        said = ngettext(
            "%(number)d subscription ended; it gets no more mails.",
            "%(number)d subscriptions ended; they get no more mails.",
            ended,
        )
        self.message_user(request, said % {"number": ended}, messages.SUCCESS)
