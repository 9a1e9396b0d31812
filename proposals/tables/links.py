"""What hangs on proposals, as tables: each row known by both of its ends."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from import_export.fields import Field

from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Criterion,
    Proposal,
    Relation,
)
from proposals.tables.cells import InstantWidget, key, whole
from proposals.tables.incoming import Import, IncomingRow, RowLoader
from proposals.tables.reading import Table
from proposals.tables.resource import TableResource


class LinkResource(TableResource):
    """A row that hangs on a proposal, known by both ends. What a merge brought is shown, and
    set only where the merge itself comes along."""

    proposal = key("proposal", Proposal)
    merged_from = key("merged_from", Proposal, readonly=True)

    together = True
    follows = ("merged_from",)
    # Columns that only a package sets.
    of_package: tuple[str, ...] = ("merged_from",)

    def writable(self, file: Import) -> list[Field]:
        more = [self.fields[name] for name in self.of_package] if file.is_part else []
        return super().writable(file) + more

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related(*self._meta.import_id_fields, "merged_from")

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        rows = self._meta.model.objects.filter(pk__in=written)
        return Proposal.objects.filter(pk__in=rows.values("proposal"))


class AttributionResource(LinkResource):
    author = key("author", Author)
    position = whole("position")

    class Meta(TableResource.Meta):
        model = Attribution
        import_id_fields = ("proposal", "author")
        fields = (
            "proposal",
            "author",
            "capacity_hant",
            "capacity_hans",
            "capacity_en",
            "position",
            "merged_from",
        )


class AddresseeResource(LinkResource):
    body = key("body", Body, "code")

    class Meta(TableResource.Meta):
        model = Addressee
        import_id_fields = ("proposal", "body")
        fields = ("proposal", "body", "basis", "merged_from")


class CriterionResource(LinkResource):
    of_package = ("merged_from", "added_at")
    position = whole("position")
    added_at = Field("added_at", "added_at", readonly=True, widget=InstantWidget())

    class Meta(TableResource.Meta):
        model = Criterion
        import_id_fields = ("proposal", "position")
        fields = (
            "proposal",
            "position",
            "text_hant",
            "text_hans",
            "text_en",
            "added_at",
            "merged_from",
        )

    def get_queryset(self) -> models.QuerySet[Any]:
        return super(LinkResource, self).get_queryset().select_related("proposal", "merged_from")

    def read(self, row: IncomingRow, file: Import) -> dict[str, Any]:
        if not row.cells.get("added_at"):
            row.cells = {name: cell for name, cell in row.cells.items() if name != "added_at"}
        return super().read(row, file)


class PairLoader(RowLoader):
    def _read(self, start: int) -> None:
        """Also where the two stand the other way round, as when a draft was given another slug."""
        super()._read(start)
        cells = self.table.header.index("proposal")
        slugs = {row[cells] for row in self.table.rows[start : self.read_to]}
        for row in self.resource.get_queryset().filter(other__slug__in=slugs):
            self.found.setdefault((row.other.slug, row.proposal.slug), row)


class RelationResource(LinkResource):
    """A pair stands once, under the slug that comes first in the alphabet."""

    other = key("other", Proposal)

    class Meta(TableResource.Meta):
        model = Relation
        instance_loader_class = PairLoader
        import_id_fields = ("proposal", "other")
        fields = ("proposal", "other", "reason_hant", "reason_hans", "reason_en", "merged_from")

    def before_bringing(self, table: Table, file: Import) -> None:
        super().before_bringing(table, file)
        places = [table.header.index(end) for end in ("proposal", "other")]
        for row in table.rows:
            ends = sorted(row[place].strip() for place in places)
            for place, end in zip(places, ends, strict=True):
                row[place] = end

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        rows = self._meta.model.objects.filter(pk__in=written)
        ends = Q(pk__in=rows.values("proposal")) | Q(pk__in=rows.values("other"))
        return Proposal.objects.filter(ends)
