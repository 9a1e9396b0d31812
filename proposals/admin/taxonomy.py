from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP
from proposals.admin.term_requests import AskedAdmin
from proposals.models import Body, Place, Sector
from proposals.tables.resources import BodyResource, PlaceResource, SectorResource


class EntryAdmin(AskedAdmin):
    key = "code"
    list_display = ["name_hant", "name_en", "code", "position", "proposals"]
    search_fields = ["name_hant", "name_hans", "name_en", "code"]
    ordering = ["position", "code", "pk"]
    autocomplete_fields = ["replaced_by"]
    # What only this list has, and which of it is text in Simplified Chinese.
    more: tuple[str, ...] = ()
    more_hans: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ["name_hant", "name_en", "code", "aliases_hant", "aliases_en", *self.more]
        hans = ["name_hans", "aliases_hans", *self.more_hans]
        folded = {"fields": hans, "classes": ["collapse"], "description": DERIVED_HELP}
        return [
            (None, {"fields": [*own, "position", "replaced_by", "opened"]}),
            (_("Simplified Chinese"), folded),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Where one is chosen, only those in use are offered."""
        found, repeated = super().get_search_results(request, queryset, search_term)
        chooses = request.path.endswith("/autocomplete/")
        return (found.filter(replaced_by=None) if chooses else found), repeated


@admin.register(Sector)
class SectorAdmin(EntryAdmin):
    more = ("panel_hant", "panel_en")
    more_hans = ("panel_hans",)
    shown_by = "sector"
    resource_classes = [SectorResource]


@admin.register(Body)
class BodyAdmin(EntryAdmin):
    more = ("kind", "parent")
    autocomplete_fields = ["parent", "replaced_by"]
    shown_by = "addressees__body"
    resource_classes = [BodyResource]


@admin.register(Place)
class PlaceAdmin(EntryAdmin):
    more = ("parent",)
    autocomplete_fields = ["parent", "replaced_by"]
    shown_by = "places"
    resource_classes = [PlaceResource]
