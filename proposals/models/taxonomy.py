from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import BodyKind, Noun
from proposals.models.audited import audited
from proposals.models.localized import CODE
from proposals.models.shared import SharedModel, SharedQuerySet

Row = TypeVar("Row", bound=models.Model)


class EntryQuerySet(SharedQuerySet[Row]):
    def public(self) -> Self:
        """Those in use: what another has replaced leads to that one, and is shown no more."""
        return self.filter(replaced_by=None)

    def with_is_seen(self) -> Self:
        near = [f.name for f in self.model._meta.fields if f.related_model is self.model]
        return super().with_is_seen().select_related(*near)

    def in_use(self, codes: Iterable[str]) -> dict[str, str]:
        """The codes that are known, each with the one that stands for it now. One query."""
        rows = self.filter(code__in=set(codes)).values_list("code", "replaced_by__code")
        return {code: now or code for code, now in rows}


def names_column(label: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=100, blank=True),
        verbose_name=label,
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Other names and abbreviations, one a line."),
    )


def drop_empty(row: Any) -> None:
    """Other names without those that are blank."""
    for suffix in ("hant", "hans", "en"):
        name = f"aliases_{suffix}"
        setattr(row, name, [alias for alias in getattr(row, name) if alias])


class Entry(SharedModel):
    """One entry of a list that editors curate, known to the public by its code."""

    KEY = "code"
    LOCALIZED: tuple[str, ...] = ("name", "aliases")
    replaced_by_id: int | None

    code = models.SlugField(
        _("code"),
        max_length=50,
        unique=True,
        validators=[CODE],
        help_text=_("Stands in public addresses; never change it once used."),
    )
    name_hant = models.CharField(_("name (Traditional Chinese)"), max_length=100)
    name_hans = models.CharField(_("name (Simplified Chinese)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150)
    aliases_hant = names_column(_("other names (Traditional Chinese)"))
    aliases_hans = names_column(_("other names (Simplified Chinese)"))
    aliases_en = names_column(_("other names (English)"))
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers are listed first.")
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("Its proposals go there, and its code goes on leading there."),
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.localized("name")

    def clean(self) -> None:
        drop_empty(self)
        if self.replaced_by and (self.replaced_by == self or self.replaced_by.replaced_by_id):
            raise ValidationError({"replaced_by": _("Choose another one, which is in use.")})


class NestedEntry(Entry):
    """An entry that may be a part of another."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        seen, whole = [self], self.parent
        while whole is not None:
            if whole in seen:
                raise ValidationError({"parent": _("Nothing is a part of its own part.")})
            seen.append(whole)
            whole = whole.parent


@audited()
class Sector(Entry):
    """A field of public policy, such as ageing or transport, and who in the legislature sees to it.

    A panel is a committee of the Legislative Council.
    """

    NOUN = Noun.SECTOR
    LOCALIZED: tuple[str, ...] = (*Entry.LOCALIZED, "panel")

    panel_hant = models.CharField(
        _("panel of the Legislative Council (Traditional Chinese)"), max_length=100, blank=True
    )
    panel_hans = models.CharField(
        _("panel of the Legislative Council (Simplified Chinese)"), max_length=100, blank=True
    )
    panel_en = models.CharField(
        _("panel of the Legislative Council (English)"), max_length=150, blank=True
    )

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def get_absolute_url(self) -> str:
        return reverse("sector-detail", args=[self.code])


@audited()
class Body(NestedEntry):
    """A bureau, department, regulator or other institution that proposals are put to."""

    NOUN = Noun.BODY

    kind = models.CharField(
        _("kind"), max_length=20, choices=BodyKind, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *BodyKind.values]), name="body_kind_known"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("body-detail", args=[self.code])


@audited()
class Place(NestedEntry):
    """A place that a proposal is about, such as the Northern Metropolis or Central Asia."""

    NOUN = Noun.PLACE

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")


class Enclosure(models.Model):
    """A place, and one that it lies in; each lies in itself. It follows from the parents."""

    pk = models.CompositePrimaryKey("place_id", "outer_id")
    place = models.ForeignKey(Place, models.DO_NOTHING, related_name="lies_in")
    outer = models.ForeignKey(Place, models.DO_NOTHING, related_name="encloses")

    class Meta:
        managed = False
        db_table = "proposals_enclosure"
        default_permissions = ()
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")

    def __str__(self) -> str:
        return f"{self.place_id} in {self.outer_id}"
