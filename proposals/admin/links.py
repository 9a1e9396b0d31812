"""What hangs on proposals, as tables in and out; and which proposals are related."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP, DeskAdmin
from proposals.admin.tables import TablesMixin
from proposals.editing import relating
from proposals.models import Addressee, Attribution, Criterion, Relation
from proposals.tables.resources import (
    AddresseeResource,
    AttributionResource,
    CriterionResource,
    RelationResource,
)


class LinkAdmin(TablesMixin, DeskAdmin):
    """What hangs on proposals, as a table in and out. It is written on the proposal's page."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Attribution)
class AttributionAdmin(LinkAdmin):
    resource_classes = [AttributionResource]
    list_display = ["proposal", "author", "capacity_hant", "capacity_en"]
    list_select_related = ["proposal", "author"]
    search_fields = ["author__name_hant", "author__name_en", "capacity_hant", "proposal__slug"]
    ordering = ["proposal", "position", "pk"]


@admin.register(Addressee)
class AddresseeAdmin(LinkAdmin):
    resource_classes = [AddresseeResource]
    list_display = ["proposal", "body", "basis"]
    list_filter = ["body", "basis"]
    list_select_related = ["proposal", "body"]
    search_fields = ["body__name_hant", "body__name_en", "proposal__slug"]
    ordering = ["proposal", "pk"]


@admin.register(Criterion)
class CriterionAdmin(LinkAdmin):
    resource_classes = [CriterionResource]
    list_display = ["proposal", "position", "text_hant", "text_en"]
    list_select_related = ["proposal"]
    search_fields = ["text_hant", "text_en", "proposal__slug"]
    ordering = ["proposal", "position", "pk"]


@admin.register(Relation)
class RelationAdmin(TablesMixin, DeskAdmin):
    """Two proposals that belong together, written here for both."""

    resource_classes = [RelationResource]
    list_display = ["proposal", "other", "reason_hant", "reason_en"]
    list_select_related = ["proposal", "other"]
    search_fields = ["proposal__slug", "other__slug", "reason_hant", "reason_en"]
    ordering = ["proposal", "other", "pk"]
    autocomplete_fields = ["proposal", "other"]
    fieldsets = [
        (None, {"fields": ["proposal", "other", "reason_hant", "reason_en"]}),
        (
            _("Simplified Chinese"),
            {"fields": ["reason_hans"], "classes": ["collapse"], "description": DERIVED_HELP},
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Relation, form: Any, change: bool) -> None:
        relating.relate(obj)

    def delete_model(self, request: HttpRequest, obj: Relation) -> None:
        relating.part(obj)
