"""Who sees to what: single proposals, and all that is put to a body."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DeskAdmin
from proposals.models import Assignment


@admin.register(Assignment)
class AssignmentAdmin(DeskAdmin):
    list_display = ["what", "editor", "given_at"]
    list_filter = [("editor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["proposal", "body", "editor"]
    search_fields = ["proposal__title_hant", "proposal__slug", "body__name_hant", "body__name_en"]
    autocomplete_fields = ["proposal", "body"]
    fields = ["editor", "body", "proposal"]
    ordering = ["-given_at", "-pk"]

    @admin.display(description=_("proposal or body"))
    def what(self, assignment: Assignment) -> str:
        return str(assignment.proposal or assignment.body)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "editor":
            kwargs.setdefault("initial", request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
