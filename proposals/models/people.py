from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import AuthorKind, Noun
from proposals.languages import name_to_hans, to_hans
from proposals.models.audited import audited
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.visible import visible


class AuthorQuerySet(SharedQuerySet["Author"]):
    def public(self) -> Self:
        """Authors with a proposal that the public may see."""
        asked = self.model.attributions.rel.related_model._default_manager.filter(
            visible("proposal__"), author=models.OuterRef("pk")
        )
        return self.where_one_is(asked)


@audited()
class Author(SharedModel):
    """A person or an organisation that put a proposal forward in public."""

    NOUN = Noun.AUTHOR
    LOCALIZED = ("name",)

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Left empty, it is made from the name. It stands in addresses for good."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AuthorKind, default=AuthorKind.PERSON)
    name_hant = models.CharField(_("name (Traditional Chinese)"), max_length=100)
    name_hans = models.CharField(_("name (Simplified Chinese)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    note_hant = models.TextField(
        _("note (Traditional Chinese)"), blank=True, help_text=_("Readers see it.")
    )
    note_en = models.TextField(_("note (English)"), blank=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AuthorKind.values), name="author_kind_known"
            ),
        ]

    def derived(self, text: str) -> str:
        return name_to_hans(text) if self.kind == AuthorKind.PERSON else to_hans(text)

    def __str__(self) -> str:
        return self.localized("name")

    def get_absolute_url(self) -> str:
        return reverse("author-detail", args=[self.slug])
