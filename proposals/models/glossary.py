from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import Noun, TermKind
from proposals.models.audited import audited
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.taxonomy import drop_empty, names_column


@audited()
class Term(SharedModel):
    """A public name in Chinese and English, and where the editors saw that it is called so."""

    NOUN = Noun.TERM
    LOCALIZED = ("name", "aliases", "seen")

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Left empty, it is made from the name. It stands in addresses for good."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TermKind)
    name_hant = models.CharField(_("name (Traditional Chinese)"), max_length=100)
    name_hans = models.CharField(_("name (Simplified Chinese)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150)
    aliases_hant = names_column(_("other names (Traditional Chinese)"))
    aliases_hans = names_column(_("other names (Simplified Chinese)"))
    aliases_en = names_column(_("other names (English)"))
    seen_hant = models.CharField(
        _("where it was seen (Traditional Chinese)"),
        max_length=300,
        help_text=_("The official text that calls it so, with its date."),
    )
    seen_hans = models.CharField(
        _("where it was seen (Simplified Chinese)"), max_length=300, blank=True
    )
    seen_en = models.CharField(_("where it was seen (English)"), max_length=300)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=TermKind.values), name="term_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(seen_hant="") & ~models.Q(seen_en=""), name="term_seen"
            ),
        ]

    def __str__(self) -> str:
        return self.localized("name")

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    def clean(self) -> None:
        drop_empty(self)
