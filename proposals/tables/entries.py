"""The lists that editors curate, as tables: entries, and the words of the field."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from proposals.editing.replacing import hand_over
from proposals.models import Body, Place, Proposal, Sector, Synonym, Term
from proposals.tables.cells import key, names, whole
from proposals.tables.incoming import Import, IncomingRow, TableRowResult
from proposals.tables.resource import TableResource


class EntryResource(TableResource):
    """A list that editors curate. A row may name another of the same file that stands before it:
    what it is a part of, or what replaces it."""

    title = "name_hant"
    alike: ClassVar[dict[str, Any]] = {"name_hant": str.strip}
    aliases_hant = names("aliases_hant")
    aliases_hans = names("aliases_hans")
    aliases_en = names("aliases_en")
    position = whole("position")

    class Meta(TableResource.Meta):
        import_id_fields = ("code",)
        fields: tuple[str, ...] = (
            "code",
            "name_hant",
            "name_hans",
            "name_en",
            "aliases_hant",
            "aliases_hans",
            "aliases_en",
            "position",
            "replaced_by",
        )

    @property
    def near(self) -> list[str]:
        """The columns that name another row of the same table."""
        return [name for name in ("parent", "replaced_by") if name in self.fields]

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related(*self.near)

    def take(self, row: IncomingRow, file: Import, told: TableRowResult) -> None:
        super().take(row, file, told)
        for name in self.near:
            now = row.would_be.replaced_by or row.would_be
            file.known.setdefault(name, {})[row.would_be.code] = now

    def save(self, row: IncomingRow) -> None:
        super().save(row)
        hand_over(row.would_be)

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        now = self._meta.model.objects.filter(replaces__in=written).values_list("pk", flat=True)
        return super().showing(written.union(now))


class SectorResource(EntryResource):
    shown_by = "sector"
    replaced_by = key("replaced_by", Sector, "code")

    class Meta(EntryResource.Meta):
        model = Sector
        fields = (*EntryResource.Meta.fields, "panel_hant", "panel_hans", "panel_en")
        export_order = fields


class BodyResource(EntryResource):
    shown_by = "bodies"
    parent = key("parent", Body, "code")
    replaced_by = key("replaced_by", Body, "code")

    class Meta(EntryResource.Meta):
        model = Body
        fields = (*EntryResource.Meta.fields, "kind", "parent")
        export_order = fields


class PlaceResource(EntryResource):
    shown_by = "places"
    parent = key("parent", Place, "code")
    replaced_by = key("replaced_by", Place, "code")

    class Meta(EntryResource.Meta):
        model = Place
        fields = (*EntryResource.Meta.fields, "parent")
        export_order = fields


class WordsResource(TableResource):
    """Words of the field, which no proposal shows."""

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        return Proposal.objects.none()


class SynonymResource(WordsResource):
    title = "words"

    class Meta(TableResource.Meta):
        model = Synonym
        import_id_fields = ("code",)
        fields = ("code", "words")


class TermResource(WordsResource):
    together = True
    title = "name_hant"
    aliases_hant = names("aliases_hant")
    aliases_hans = names("aliases_hans")
    aliases_en = names("aliases_en")

    class Meta(TableResource.Meta):
        model = Term
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "kind",
            "name_hant",
            "name_hans",
            "name_en",
            "aliases_hant",
            "aliases_hans",
            "aliases_en",
            "seen_hant",
            "seen_hans",
            "seen_en",
        )
        export_order = fields
