from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP, SharedForm, WordsAdmin
from proposals.admin.term_requests import AskedAdmin
from proposals.models import Term
from proposals.tables.resources import TermResource


class TermForm(SharedForm):
    SLUG_FROM = ("name_en", "name_hant")


@admin.register(Term)
class TermAdmin(AskedAdmin, WordsAdmin):
    form = TermForm
    list_display = ["name_hant", "name_en", "kind", "seen_hant", "slug"]
    list_filter = ["kind"]
    search_fields = ["name_hant", "name_hans", "name_en", "slug", "seen_hant", "seen_en"]
    ordering = ["slug", "pk"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {"fields": ["kind", "name_hant", "name_en", "slug", "aliases_hant", "aliases_en"]},
        ),
        (_("Where it was seen"), {"fields": ["seen_hant", "seen_en"]}),
        (
            _("Simplified Chinese"),
            {
                "fields": ["name_hans", "aliases_hans", "seen_hans"],
                "classes": ["collapse"],
                "description": DERIVED_HELP,
            },
        ),
    ]
    resource_classes = [TermResource]
