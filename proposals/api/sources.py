"""Where the asks were made."""

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.counted import AloneRow, Counted, CountedDetail, CountedList, CountedRow
from proposals.api.fields import (
    ApiAddress,
    CodeField,
    CopyKey,
    LinkField,
    PageAddress,
    dating,
    precision,
    texts,
)
from proposals.api.openapi import described_list, described_row
from proposals.choices import SourceKind, SourceLanguage
from proposals.models import Publication, Source


class PublicationRow(serializers.Serializer[Publication]):
    """A newspaper, journal or site in which sources appear."""

    slug = serializers.CharField(help_text="The permanent name.")
    name_hant, name_hans, name_en = texts("The name")
    original_url = LinkField(
        source="url", allow_null=True, help_text="Its own site; null if unknown."
    )


class SourceRow(CountedRow):
    """An article, report, speech or paper that was read for asks. Some hold none."""

    slug = serializers.CharField(help_text="The permanent name in addresses and filters.")
    url = ApiAddress("api:source-detail")
    html_url = PageAddress()
    kind = CodeField(SourceKind.choices, help_text="What kind of text it is.")
    headline = serializers.CharField(help_text="As printed.")
    byline = serializers.CharField(help_text="As printed, or empty.")
    publication = serializers.CharField(
        source="publication.slug",
        allow_null=True,
        help_text="The permanent name of the newspaper, journal or site; null if unknown.",
    )
    publication_name_hant, publication_name_hans, publication_name_en = texts(
        "The name of the publication", of="publication.name"
    )
    section = serializers.CharField(help_text="Page section or column as printed, or empty.")
    language = CodeField(SourceLanguage.choices, help_text="The language it is written in.")
    published_on = serializers.DateField(
        allow_null=True, help_text="The day it was published; null where it states none."
    )
    published_on_precision = precision()
    published_not_before, published_not_after, published_basis = dating("published")
    published_basis_hant, published_basis_hans, published_basis_en = texts(
        "From what the editors inferred the date"
    )
    original_url = LinkField(
        source="url", allow_null=True, help_text="Where the text itself is read; null if unknown."
    )
    note_hant, note_hans, note_en = texts("What the editors note about it")
    page = serializers.CharField(help_text="The page as printed, such as A12, or empty.")
    archived_url = LinkField(
        allow_null=True, help_text="A copy that an archive keeps; null if none is known."
    )
    archived_on = serializers.DateField(
        allow_null=True, help_text="The day of that copy; null if not known."
    )
    headline_en = serializers.CharField(
        help_text="The editors' translation of the headline, or empty."
    )
    copy = CopyKey()


class SourceAlone(AloneRow, SourceRow):
    """An article, report, speech or paper that was read for asks. Some hold none."""


class Sources(Counted):
    row = SourceRow
    path = "source"
    facet = "source"

    def rows(self) -> QuerySet[Source]:
        return Source.objects.public().select_related("publication")


@described_list("sources", SourceRow, "Sources, by slug")
class SourceList(Sources, CountedList):
    pass


@described_row("sources", SourceAlone, "One source")
class SourceDetail(Sources, CountedDetail):
    row = SourceAlone
