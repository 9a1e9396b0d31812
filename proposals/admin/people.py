from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP, SharedAdmin, SharedForm
from proposals.models import Author
from proposals.tables.resources import AuthorResource


class AuthorForm(SharedForm):
    SLUG_FROM = ("name_en", "name_hant")


@admin.register(Author)
class AuthorAdmin(SharedAdmin):
    form = AuthorForm
    shown_by = "attributions__author"
    resource_classes = [AuthorResource]
    list_display = ["name_hant", "name_en", "kind", "proposals", "slug"]
    list_filter = ["kind"]
    search_fields = ["name_hant", "name_hans", "name_en", "slug"]
    ordering = ["name_hant", "pk"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": ["kind", "name_hant", "name_en", "slug", "note_hant", "note_en"]}),
        (
            _("Simplified Chinese"),
            {"fields": ["name_hans"], "classes": ["collapse"], "description": DERIVED_HELP},
        ),
    ]
