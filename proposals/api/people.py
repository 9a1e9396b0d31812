"""Who asks."""

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.counted import AloneRow, Counted, CountedDetail, CountedList, CountedRow
from proposals.api.fields import ApiAddress, CodeField, PageAddress, texts
from proposals.api.openapi import described_list, described_row
from proposals.choices import AuthorKind
from proposals.models import Author


class AuthorRow(CountedRow):
    """A person or an organisation that put a public proposal forward."""

    slug = serializers.CharField(help_text="The permanent name in addresses and filters.")
    url = ApiAddress("api:author-detail")
    html_url = PageAddress()
    kind = CodeField(AuthorKind.choices, help_text="A person or an organisation.")
    name_hant, name_hans, name_en = texts("The name")


class AuthorAlone(AloneRow, AuthorRow):
    """A person or an organisation that put a public proposal forward."""


class Authors(Counted):
    row = AuthorRow
    path = "attributions__author"
    facet = "author"

    def rows(self) -> QuerySet[Author]:
        return Author.objects.public()


@described_list("authors", AuthorRow, "Authors, by slug")
class AuthorList(Authors, CountedList):
    pass


@described_row("authors", AuthorAlone, "One author")
class AuthorDetail(Authors, CountedDetail):
    row = AuthorAlone
