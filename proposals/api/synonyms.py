"""Words that mean one thing, each found by the others of its group."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.lists import LARGEST_PAGE, ListView
from proposals.api.openapi import described_list
from proposals.models import Synonym


class SynonymRow(serializers.Serializer[Synonym]):
    """Words that mean one thing: a search for one of them finds all."""

    code = serializers.CharField(help_text="The permanent name of the group.")
    words = serializers.ListField(
        child=serializers.CharField(), source="listed", help_text="The words, in any language."
    )


@described_list("synonyms", SynonymRow, "Synonyms, by code")
class SynonymList(ListView[Any]):
    row = SynonymRow
    keys = (("code", False), ("pk", False))
    page_size = LARGEST_PAGE

    def rows(self) -> QuerySet[Synonym]:
        return Synonym.objects.all()
