"""What is asked for, and of whom: the lists that editors curate, in their order."""

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.counted import AloneRow, Counted, CountedDetail, CountedList, CountedRow
from proposals.api.fields import ApiAddress, PageAddress, texts
from proposals.api.lists import LARGEST_PAGE
from proposals.api.openapi import described_list, described_row
from proposals.models import Body, Place, Sector


class SectorRow(CountedRow):
    """A field of public policy."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:sector-detail", key="code")
    html_url = PageAddress()
    name_hant, name_hans, name_en = texts("The name")


class SectorAlone(AloneRow, SectorRow):
    """A field of public policy."""


class BodyRow(CountedRow):
    """A bureau, department, regulator or other institution that proposals are put to."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:body-detail", key="code")
    html_url = PageAddress()
    name_hant, name_hans, name_en = texts("The name")


class BodyAlone(AloneRow, BodyRow):
    """A bureau, department, regulator or other institution that proposals are put to."""


class PlaceRow(CountedRow):
    """A place that proposals are about. It has no page of its own."""

    code = serializers.CharField(help_text="The permanent code, as in the filters.")
    url = ApiAddress("api:place-detail", key="code")
    name_hant, name_hans, name_en = texts("The name")


class PlaceAlone(AloneRow, PlaceRow):
    """A place that proposals are about. It has no page of its own."""


class TermList(CountedList):
    """A curated list is short: one page holds it, rows without any proposal included."""

    keys = (("position", False), ("pk", False))
    page_size = LARGEST_PAGE


class Sectors(Counted):
    row = SectorRow
    path = "sector"

    def rows(self) -> QuerySet[Sector]:
        return Sector.objects.all()


class Bodies(Counted):
    row = BodyRow
    path = "addressees__body"

    def rows(self) -> QuerySet[Body]:
        return Body.objects.all()


class Places(Counted):
    row = PlaceRow
    path = "place"

    def rows(self) -> QuerySet[Place]:
        return Place.objects.all()


@described_list("sectors", SectorRow, "Sectors, in the editors' order")
class SectorList(Sectors, TermList):
    pass


@described_row("sectors", SectorAlone, "One sector", key="code")
class SectorDetail(Sectors, CountedDetail):
    row = SectorAlone


@described_list("bodies", BodyRow, "Bodies that are asked, in the editors' order")
class BodyList(Bodies, TermList):
    pass


@described_row("bodies", BodyAlone, "One body", key="code")
class BodyDetail(Bodies, CountedDetail):
    row = BodyAlone


@described_list("places", PlaceRow, "Places, in the editors' order")
class PlaceList(Places, TermList):
    pass


@described_row("places", PlaceAlone, "One place", key="code")
class PlaceDetail(Places, CountedDetail):
    row = PlaceAlone
