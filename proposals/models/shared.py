"""What many proposals share, and the public knows by a key: authors, sources, terms, ideas."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef

from proposals.choices import Noun
from proposals.digests import digest
from proposals.models.localized import LocalizedModel

Row = TypeVar("Row", bound=models.Model)


class SharedQuerySet(models.QuerySet[Row]):
    def public(self) -> Self:
        """Rows that the public may see: all, of a list that editors curate."""
        return self.all()

    def where_one_is(self, rows: models.QuerySet[Any]) -> Self:
        """Rows for which there is one of these, which refer to them. One is looked for: whether
        there are any, PostgreSQL would tell by reading all that there are for all."""
        return self.alias(one=models.Subquery(rows.values("pk")[:1])).filter(one__isnull=False)

    def with_is_seen(self) -> Self:
        """Annotate `is_seen`: whether the public may see it."""
        public = type(self)(self.model).public().filter(pk=OuterRef("pk"))
        return self.annotate(is_seen=Exists(public)).order_by("pk")


class SharedModel(LocalizedModel):
    """A row that many proposals show. It is published with the first of them."""

    NOUN: ClassVar[Noun]
    KEY: ClassVar[str] = "slug"
    is_seen: bool  # annotated by with_is_seen

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """What addresses, files and the change log know it by, for good."""
        return getattr(self, self.KEY)

    def content(self) -> dict[str, str]:
        """What editors wrote of it, by column."""
        written = {}
        for field in self._meta.concrete_fields:
            if field.editable and not field.primary_key:
                value = getattr(self, field.name)
                written[field.name] = value.key if isinstance(value, SharedModel) else value
        return {name: "" if value is None else str(value) for name, value in written.items()}

    def digest(self) -> str:
        """A fingerprint of it as JSON, columns by name."""
        return digest(self.content())
