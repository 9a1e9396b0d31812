from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import Noun, Precision, SourceKind, SourceLanguage
from proposals.dates import Dating
from proposals.models.audited import audited
from proposals.models.dated import (
    NO_SLIP,
    clean_dating,
    clean_whole_day,
    dating_constraints,
    dating_of,
    earliest,
)
from proposals.models.readable import web_address
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.visible import visible


class PublicationQuerySet(SharedQuerySet["Publication"]):
    def public(self) -> Self:
        """Publications with a source that the public may see."""
        return self.filter(pk__in=Source.objects.public().values("publication"))


@audited()
class Publication(SharedModel):
    """A newspaper, journal or site in which sources appear."""

    NOUN = Noun.PUBLICATION
    LOCALIZED = ("name",)

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Left empty, it is made from the name. It stands in addresses for good."),
    )
    name_hant = models.CharField(_("name (Traditional Chinese)"), max_length=100)
    name_hans = models.CharField(_("name (Simplified Chinese)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    url = models.URLField(_("website"), blank=True, validators=[web_address])

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return self.localized("name")


# From here on an HTTP status tells of a fault.
FAULTY_FROM = 400


class SourceQuerySet(SharedQuerySet["Source"]):
    def with_dead_link(self) -> Self:
        """Sources whose link did not answer, or with a fault, when it was last followed."""
        return self.exclude(url="").filter(
            models.Q(link_status__gte=FAULTY_FROM)
            | models.Q(link_status=None, link_checked_at__isnull=False)
        )

    def public(self) -> Self:
        """Sources with a public proposal, and those in which an editor says there is no ask."""
        proposals = self.model.proposals.rel.related_model._default_manager
        asks = proposals.filter(visible(), source=models.OuterRef("pk"))
        return self.filter(models.Q(holds_no_ask=True) | models.Exists(asks))


@audited(exclude=["link_checked_at", "link_status", "link_final_url", "link_error"])
class Source(SharedModel):
    """An article, report, speech or paper in which asks were made.

    Headline, byline and section are kept as printed, in the language of the source. A source
    without any proposal is kept too, and shown once an editor says that it was read for nothing.
    """

    NOUN = Noun.SOURCE
    LOCALIZED = ("note", "published_basis")

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Left empty, it is made from the name. It stands in addresses for good."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind, default=SourceKind.OP_ED)
    headline = models.CharField(_("headline as printed"), max_length=300)
    headline_en = models.CharField(
        _("headline (English)"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("The editors' translation, for readers of English; the printed one stays."),
    )
    byline = models.CharField(
        _("byline as printed"),
        max_length=300,
        blank=True,
        help_text=_("The names of the authors with their titles, as the page has them."),
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, verbose_name=_("publication")
    )
    section = models.CharField(_("page section or column"), max_length=100, blank=True)
    page = models.CharField(
        _("page"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("As printed, such as A12."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=SourceLanguage, default=SourceLanguage.HANT
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, validators=[NO_SLIP])
    published_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True
    )
    published_not_before = models.DateField(
        _("published not before"), null=True, blank=True, validators=[NO_SLIP]
    )
    published_not_after = models.DateField(
        _("published not after"), null=True, blank=True, validators=[NO_SLIP]
    )
    published_basis_hant = models.TextField(
        _("inferred from (Traditional Chinese)"),
        blank=True,
        help_text=_("Only of a date that is not printed: what shows it."),
    )
    published_basis_hans = models.TextField(_("inferred from (Simplified Chinese)"), blank=True)
    published_basis_en = models.TextField(_("inferred from (English)"), blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])
    archived_url = models.URLField(
        _("archived copy"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        validators=[web_address],
        help_text=_("The address of a copy that an archive keeps, should the link fail."),
    )
    archived_on = models.DateField(
        _("day of the archived copy"), null=True, blank=True, validators=[NO_SLIP]
    )
    note_hant = models.TextField(
        _("note (Traditional Chinese)"), blank=True, help_text=_("Readers see it.")
    )
    note_hans = models.TextField(_("note (Simplified Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    holds_no_ask = models.BooleanField(
        _("holds no ask"),
        default=False,
        db_default=False,
        help_text=_("It was read, and is shown to the public without any proposal."),
    )

    # What the link checker last saw; `proposals.intake.links` is the only writer.
    link_checked_at = models.DateTimeField(_("link checked at"), null=True, editable=False)
    link_status = models.PositiveSmallIntegerField(
        _("link answer"), null=True, editable=False, help_text=_("HTTP status code")
    )
    link_final_url = models.URLField(
        _("link leads to"), max_length=2000, blank=True, editable=False
    )
    link_error = models.CharField(_("link fault"), max_length=300, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [
            # The register, the newest first.
            models.Index(
                earliest("published").desc(), "slug", "id", name="source_by_published_from"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_known"
            ),
            *dating_constraints("source", "published"),
            models.CheckConstraint(
                condition=models.Q(archived_on=None) | ~models.Q(archived_url=""),
                name="source_archived_on_of_a_copy",
                violation_error_message=_("Give the address of the archived copy too."),
            ),
            models.CheckConstraint(
                # An answer or a fault, never both, and only from a check that took place.
                condition=models.Q(
                    link_checked_at__isnull=True, link_status__isnull=True, link_error=""
                )
                | models.Q(link_checked_at__isnull=False, link_status__isnull=False, link_error="")
                | (
                    models.Q(link_checked_at__isnull=False, link_status__isnull=True)
                    & ~models.Q(link_error="")
                ),
                name="source_link_answer_or_fault",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("source-detail", args=[self.slug])

    def clean(self) -> None:
        clean_dating(self, "published")
        clean_whole_day(self, "archived_on")

    @property
    def published(self) -> Dating:
        """When it was published, as far as we know."""
        return dating_of(self, "published")
