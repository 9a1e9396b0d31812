"""Lists of the desk, whose addresses anybody may write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# How a filter or a date above a list asks.
ASKED_BY = frozenset(
    {"", "exact", "id__exact", "in", "isnull", "isempty", "gt", "gte", "lt", "lte"}
    | {"year", "month", "day"}
)
UNREAD = (
    *(IncorrectLookupParameters, DisallowedModelAdminLookup),
    *(DataError, OverflowError, ValueError),
)


class DeskList(ChangeList):
    """Says where a filter asks for what there cannot be, such as a day that no calendar has.
    Django finds that out of some values, and the database of others."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(request, *args, **kwargs)
        except UNREAD as fault:
            said = _("A filter in the address of this list cannot be read. All rows are shown.")
            messages.error(request, said)
            raise IncorrectLookupParameters from fault


class Lists(admin.ModelAdmin):
    # Columns by which other pages lead here, beside those of the filters.
    led_by: tuple[str, ...] = ()

    class Media:
        css = {"all": ["proposals/admin.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What the list offers. By any column, as Django has it, one could ask for a secret
        letter by letter."""
        name, _sign, how = lookup.partition("__")
        filters = (f[0] if isinstance(f, tuple) else f for f in self.get_list_filter(request))
        offered = {getattr(f, "parameter_name", f) for f in filters}
        return (
            name in offered | {self.date_hierarchy, *self.led_by}
            and how in ASKED_BY
            and super().lookup_allowed(lookup, value, request)
        )
