"""Ideas: one ask each, made by several authors."""

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.counted import AloneRow, Counted, CountedDetail, CountedList, CountedRow
from proposals.api.fields import ApiAddress, PageAddress, texts
from proposals.api.openapi import described_list, described_row
from proposals.models import Idea


class IdeaRow(CountedRow):
    """An ask that several proposals share."""

    slug = serializers.CharField(help_text="The permanent name in addresses and filters.")
    url = ApiAddress("api:idea-detail")
    html_url = PageAddress()
    title_hant, title_hans, title_en = texts("The ask in a line")
    summary_hant, summary_hans, summary_en = texts("The ask in our words")


class IdeaAlone(AloneRow, IdeaRow):
    """An ask that several proposals share."""


class Ideas(Counted):
    row = IdeaRow
    path = "ideas"
    facet = "idea"

    def rows(self) -> QuerySet[Idea]:
        return Idea.objects.public()


@described_list("ideas", IdeaRow, "Ideas, by slug")
class IdeaList(Ideas, CountedList):
    pass


@described_row("ideas", IdeaAlone, "One idea")
class IdeaDetail(Ideas, CountedDetail):
    row = IdeaAlone
