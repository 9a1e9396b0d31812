"""What is asked for, and of whom: the lists that editors curate, in their order."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from proposals.api.counted import AloneRow, Counted, CountedDetail, CountedList, CountedRow
from proposals.api.errors import MovedPermanently
from proposals.api.fields import ApiAddress, CodeField, PageAddress, WholeField, lists, texts
from proposals.api.lists import LARGEST_PAGE
from proposals.api.openapi import described_list, described_row
from proposals.api.proposals import MOVED
from proposals.choices import BodyKind
from proposals.models import Body, Place, Sector


class SectorRow(CountedRow):
    """A field of public policy."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:sector-detail", key="code")
    html_url = PageAddress()
    name_hant, name_hans, name_en = texts("The name")
    aliases_hant, aliases_hans, aliases_en = lists("Other names and abbreviations")
    panel_hant, panel_hans, panel_en = texts("The panel of the Legislative Council, if any,")


class SectorAlone(AloneRow, SectorRow):
    """A field of public policy."""


class BodyRow(CountedRow):
    """A bureau, department, regulator or other institution that proposals are put to."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:body-detail", key="code")
    html_url = PageAddress()
    name_hant, name_hans, name_en = texts("The name")
    aliases_hant, aliases_hans, aliases_en = lists("Other names and abbreviations")
    kind = CodeField(BodyKind.choices, allow_null=True, help_text="What it is; null if not said.")
    parent = WholeField(  # type: ignore[assignment]  # a field, not the serializer above
        help_text="Code of the body that it is a part of; null if of none."
    )


class BodyAlone(AloneRow, BodyRow):
    """A bureau, department, regulator or other institution that proposals are put to."""


class PlaceRow(CountedRow):
    """A place that proposals are about. It has no page of its own."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:place-detail", key="code")
    name_hant, name_hans, name_en = texts("The name")
    aliases_hant, aliases_hans, aliases_en = lists("Other names and abbreviations")
    parent = WholeField(  # type: ignore[assignment]  # a field, not the serializer above
        help_text="Code of the place that it lies in; null if in none of the list."
    )


class PlaceAlone(AloneRow, PlaceRow):
    """A place that proposals are about. It has no page of its own."""


class EntryList(CountedList):
    """A curated list is short: one page holds it, rows without any proposal included."""

    keys = (("position", False), ("pk", False))
    page_size = LARGEST_PAGE


REPLACED: Any = {
    301: OpenApiResponse(description="Another code stands for it now: that of the row in Location.")
}


class EntryDetail(CountedDetail):
    """One entry; a code that another has replaced leads to that one."""

    page: ClassVar[str]

    def find(self, **key: str) -> Model:
        try:
            return super().find(**key)
        except Http404:
            if now := self.rows().model._default_manager.in_use(key.values()):
                raise MovedPermanently(reverse(f"api:{self.page}", args=now.values())) from None
            raise


class Sectors(Counted):
    row = SectorRow
    path = "sector"
    facet = "sector"

    def rows(self) -> QuerySet[Sector]:
        return Sector.objects.public()


class Bodies(Counted):
    row = BodyRow
    path = "addressees__body"
    facet = "body"

    def rows(self) -> QuerySet[Body]:
        return Body.objects.public().select_related("parent")


class Places(Counted):
    row = PlaceRow
    path = "places__lies_in__outer"
    facet = "place"

    def rows(self) -> QuerySet[Place]:
        return Place.objects.public().select_related("parent")


@described_list("sectors", SectorRow, "Sectors, in the editors' order")
class SectorList(Sectors, EntryList):
    pass


@described_row("sectors", SectorAlone, "One sector", [MOVED], key="code", more=REPLACED)
class SectorDetail(Sectors, EntryDetail):
    row = SectorAlone
    page = "sector-detail"


@described_list("bodies", BodyRow, "Bodies that are asked, in the editors' order")
class BodyList(Bodies, EntryList):
    pass


@described_row("bodies", BodyAlone, "One body", [MOVED], key="code", more=REPLACED)
class BodyDetail(Bodies, EntryDetail):
    row = BodyAlone
    page = "body-detail"


@described_list("places", PlaceRow, "Places, in the editors' order")
class PlaceList(Places, EntryList):
    pass


@described_row("places", PlaceAlone, "One place", [MOVED], key="code", more=REPLACED)
class PlaceDetail(Places, EntryDetail):
    row = PlaceAlone
    page = "place-detail"
