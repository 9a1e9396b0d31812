from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import Noun
from proposals.models.audited import audited
from proposals.models.localized import CODE
from proposals.models.shared import SharedModel, SharedQuerySet


class Term(SharedModel):
    """One entry of a list that editors curate, known to the public by its code."""

    KEY = "code"
    LOCALIZED = ("name",)

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
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers are listed first.")
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.localized("name")


@audited()
class Sector(Term):
    """A field of public policy, such as ageing or transport."""

    NOUN = Noun.SECTOR

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def get_absolute_url(self) -> str:
        return reverse("sector-detail", args=[self.code])


@audited()
class Body(Term):
    """A bureau, department, regulator or other institution that proposals are put to."""

    NOUN = Noun.BODY

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def get_absolute_url(self) -> str:
        return reverse("body-detail", args=[self.code])


@audited()
class Place(Term):
    """A place that a proposal is about, such as the Northern Metropolis or Central Asia."""

    NOUN = Noun.PLACE

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
