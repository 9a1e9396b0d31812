from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import Noun
from proposals.models.audited import audited
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.visible import visible


class IdeaQuerySet(SharedQuerySet["Idea"]):
    def public(self) -> Self:
        """Ideas with a proposal that the public may see."""
        asked = self.model.proposal_set.through._default_manager.filter(
            visible("proposal__"), idea=models.OuterRef("pk")
        )
        return self.where_one_is(asked)


@audited()
class Idea(SharedModel):
    """One ask that several authors make, each in a proposal of their own."""

    NOUN = Noun.IDEA
    LOCALIZED = ("title", "summary")

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Left empty, it is made from the name. It stands in addresses for good."),
    )
    title_hant = models.CharField(
        _("title (Traditional Chinese)"),
        max_length=200,
        help_text=_("What several authors ask for, in one line."),
    )
    title_hans = models.CharField(_("title (Simplified Chinese)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=300)
    summary_hant = models.TextField(_("summary (Traditional Chinese)"), blank=True)
    summary_hans = models.TextField(_("summary (Simplified Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")

    def __str__(self) -> str:
        return self.localized("title")

    def get_absolute_url(self) -> str:
        return reverse("idea-detail", args=[self.slug])
