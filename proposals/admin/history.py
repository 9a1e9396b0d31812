"""The log, to be read: nobody adds to it, changes it or takes from it here."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DeskAdmin, kept_copy_of
from proposals.dates import written_day
from proposals.models import Change, Check, Evidence, StatusUpdate
from proposals.work import recorded_by_others, watched


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EvidenceInline(ReadOnly, admin.StackedInline):
    model = Evidence
    formfield_overrides = DeskAdmin.formfield_overrides
    fk_name = "update"
    extra = 0


class WaitsFilter(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("me", _("Awaiting my confirmation")), ("any", _("Awaiting confirmation"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        waiting = queryset.public().awaiting_confirmation()
        return waiting.by_others(request.user) if self.value() == "me" else waiting


class FreshFilter(admin.SimpleListFilter):
    title = _("recent")
    parameter_name = "fresh"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("others", _("By others, in the last seven days")),
            ("watched", _("Of what I watch, in the last seven days")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        rows_of = {"others": recorded_by_others, "watched": watched}.get(self.value() or "")
        if rows_of is None:
            return queryset
        rows = rows_of(cast("User", request.user), timezone.localdate())
        return queryset.filter(pk__in=rows.values("pk"))


@admin.register(StatusUpdate)
class StatusUpdateAdmin(ReadOnly, DeskAdmin):
    list_display = ["proposal", "number", "stated", "effective", "recorded_at", "recorded_by"]
    list_filter = [
        WaitsFilter,
        FreshFilter,
        "status",
        ("void_of", admin.EmptyFieldListFilter),
        "recorded_by",
    ]
    list_select_related = ["proposal", "recorded_by", "void_of", "confirms"]
    search_fields = ["reason_hant", "reason_en", "proposal__slug", "proposal__title_hant"]
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at", "-pk"]
    inlines = [EvidenceInline]

    @admin.display(description=_("status"), ordering="status")
    def stated(self, update: StatusUpdate) -> str:
        return update.said()

    @admin.display(description=_("effective on"), ordering="effective_from")
    def effective(self, update: StatusUpdate) -> str:
        if not update.status:
            return ""
        return written_day(update.effective_on, update.effective_on_precision)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly, DeskAdmin):
    list_display = ["title", "evidence_class", "publisher", "published_on", "proposal"]
    list_filter = ["evidence_class"]
    list_select_related = ["update__proposal"]
    search_fields = ["title", "publisher", "url"]
    ordering = ["-pk"]
    readonly_fields = ["kept"]

    @admin.display(description=_("kept copy"))
    def kept(self, evidence: Evidence) -> str:
        return kept_copy_of(evidence)

    @admin.display(description=_("proposal"))
    def proposal(self, evidence: Evidence) -> str:
        return str(evidence.update.proposal)


@admin.register(Check)
class CheckAdmin(ReadOnly, DeskAdmin):
    list_display = ["proposal", "checked_on", "next_check_on", "recorded_by", "recorded_at"]
    list_filter = ["recorded_by"]
    list_select_related = ["proposal", "recorded_by"]
    search_fields = ["note_hant", "note_en", "proposal__slug", "proposal__title_hant"]
    date_hierarchy = "checked_on"
    ordering = ["-recorded_at", "-pk"]


@admin.register(Change)
class ChangeAdmin(ReadOnly, DeskAdmin):
    list_display = ["seq", "at", "kind", "noun", "key"]
    list_filter = ["kind", "noun"]
    search_fields = ["key", "proposal__title_hant"]
    date_hierarchy = "at"
    ordering = ["-seq"]
