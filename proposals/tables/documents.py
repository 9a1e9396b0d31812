"""Official documents as a table: what they are, without their texts."""

from __future__ import annotations

from typing import Any, ClassVar

from proposals.addresses import same_page
from proposals.models import Body, Document
from proposals.tables.cells import date, key, link
from proposals.tables.entries import WordsResource
from proposals.tables.resource import TableResource


class DocumentResource(WordsResource):
    title = "title_hant"
    alike: ClassVar[dict[str, Any]] = {"title_hant": str.strip, "url": same_page}
    publisher = key("publisher", Body, "code")
    published_on = date("published_on")
    url = link("url")

    class Meta(TableResource.Meta):
        model = Document
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "kind",
            "title_hant",
            "title_hans",
            "title_en",
            "publisher",
            "published_on",
            "published_on_precision",
            "url",
        )
        export_order = fields
