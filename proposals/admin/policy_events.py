from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.policy_events import RecordEventPage, UndoEventPage
from proposals.admin.history import ReadOnly
from proposals.admin.shared import DeskAdmin
from proposals.dates import written_day
from proposals.models import PolicyEvent, StatusUpdate
from proposals.rights import RECORD


@admin.register(PolicyEvent)
class PolicyEventAdmin(ReadOnly, DeskAdmin):
    """What happened, and the proposals that it moved. Recorded once, never edited."""

    list_display = ["title", "evidence_class", "happened", "moved", "recorded_by", "recorded_at"]
    list_filter = ["evidence_class"]
    list_select_related = ["recorded_by"]
    search_fields = ["title", "publisher", "url", "updates__evidence__quote"]
    date_hierarchy = "happened_on"
    ordering = ["-happened_on", "-pk"]
    fields = ["title", "evidence_class", "publisher", "url", "happened", "recorded_by"]
    change_form_template = "admin/proposals/policyevent/event.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicyEvent]:
        return super().get_queryset(request).annotate(moved=Count("updates"))

    @admin.display(description=_("happened on"), ordering="happened_on")
    def happened(self, event: PolicyEvent) -> str:
        return written_day(event.happened_on, event.happened_on_precision)

    @admin.display(description=_("updates"), ordering="moved")
    def moved(self, event: Any) -> int:
        return event.moved

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(RECORD)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "add/", wrap(RecordEventPage.as_view(desk=self)), name="proposals_policyevent_add"
            ),
            path(
                "<int:pk>/undo/",
                wrap(UndoEventPage.as_view(desk=self)),
                name="proposals_policyevent_undo",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        pk = int(object_id) if object_id.isdecimal() else 0
        updates = (
            StatusUpdate.objects.filter(event=pk)
            .select_related("proposal", "voided_by", "confirmation")
            .prefetch_related("evidence")
            .order_by("pk")
        )
        context = {
            "updates": updates,
            "may_undo": request.user.has_perm(RECORD)
            and any(not hasattr(update, "voided_by") for update in updates),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))
