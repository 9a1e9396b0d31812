"""Public names in Chinese and English, and where the editors saw them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.fields import CodeField, PageAddress, lists, texts
from proposals.api.lists import LARGEST_PAGE, ListView
from proposals.api.openapi import described_list
from proposals.choices import TermKind
from proposals.models import Term


class TermRow(serializers.Serializer[Term]):
    """A public name in Chinese and English, and where the editors saw that it is called so."""

    slug = serializers.CharField(help_text="The permanent name.")
    html_url = PageAddress()
    kind = CodeField(TermKind.choices, help_text="What it names.")
    name_hant, name_hans, name_en = texts("The name")
    aliases_hant, aliases_hans, aliases_en = lists("Other names and abbreviations")
    seen_hant, seen_hans, seen_en = texts("Where it was seen, or that it was not checked,")


@described_list("glossary", TermRow, "Names in Chinese and English, by slug")
class TermList(ListView[Any]):
    row = TermRow
    page_size = LARGEST_PAGE

    def rows(self) -> QuerySet[Term]:
        return Term.objects.public()
