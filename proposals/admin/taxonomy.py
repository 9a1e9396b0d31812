from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DERIVED_HELP, SharedAdmin
from proposals.models import Body, Place, Sector
from proposals.tables.resources import BodyResource, PlaceResource, SectorResource


class TermAdmin(SharedAdmin):
    key = "code"
    list_display = ["name_hant", "name_en", "code", "position", "proposals"]
    search_fields = ["name_hant", "name_hans", "name_en", "code"]
    ordering = ["position", "code", "pk"]
    fieldsets = [
        (None, {"fields": ["name_hant", "name_en", "code", "position"]}),
        (
            _("Simplified Chinese"),
            {"fields": ["name_hans"], "classes": ["collapse"], "description": DERIVED_HELP},
        ),
    ]


@admin.register(Sector)
class SectorAdmin(TermAdmin):
    shown_by = "sector"
    resource_classes = [SectorResource]


@admin.register(Body)
class BodyAdmin(TermAdmin):
    shown_by = "addressees__body"
    resource_classes = [BodyResource]


@admin.register(Place)
class PlaceAdmin(TermAdmin):
    shown_by = "place"
    resource_classes = [PlaceResource]
