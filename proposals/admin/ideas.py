from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP, SharedAdmin, SharedForm
from proposals.models import Idea
from proposals.tables.resources import IdeaResource


class IdeaForm(SharedForm):
    SLUG_FROM = ("title_en", "title_hant")


@admin.register(Idea)
class IdeaAdmin(SharedAdmin):
    form = IdeaForm
    shown_by = "ideas"
    resource_classes = [IdeaResource]
    list_display = ["title_hant", "title_en", "proposals", "slug"]
    search_fields = ["title_hant", "title_hans", "title_en", "slug"]
    ordering = ["title_hant", "pk"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (None, {"fields": ["title_hant", "title_en", "slug", "summary_hant", "summary_en"]}),
        (
            _("Simplified Chinese"),
            {
                "fields": ["title_hans", "summary_hans"],
                "classes": ["collapse"],
                "description": DERIVED_HELP,
            },
        ),
    ]
