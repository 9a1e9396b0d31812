"""Who asks, and who is asked: a row for each on a proposal."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.choices import Basis
from proposals.models.audited import audited
from proposals.models.localized import LocalizedModel
from proposals.models.people import Author
from proposals.models.taxonomy import Body


@audited()
class Attribution(LocalizedModel):
    """An author on a proposal, in the capacity that the source stated then."""

    LOCALIZED = ("capacity",)

    proposal = models.ForeignKey(
        "Proposal", models.CASCADE, related_name="attributions", verbose_name=_("proposal")
    )
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="attributions", verbose_name=_("author")
    )
    capacity_hant = models.CharField(
        _("capacity (Traditional Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("As the source states it at the time, such as a member of a council."),
    )
    capacity_hans = models.CharField(_("capacity (Simplified Chinese)"), max_length=200, blank=True)
    capacity_en = models.CharField(_("capacity (English)"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers are listed first.")
    )
    merged_from = models.ForeignKey(
        "Proposal", models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "author"], name="attribution_once"),
        ]
        indexes = [
            # In which capacity an author asked last: the register of authors.
            models.Index(
                fields=["author", "-id"],
                condition=~Q(capacity_hant=""),
                name="attribution_stated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.localized('capacity')}"


@audited()
class Addressee(models.Model):
    """A body that a proposal is put to, and whether the source names it."""

    proposal = models.ForeignKey(
        "Proposal", models.CASCADE, related_name="addressees", verbose_name=_("proposal")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="addressees", verbose_name=_("body")
    )
    basis = models.CharField(
        _("basis"),
        max_length=10,
        choices=Basis,
        default=Basis.STATED,
        help_text=_("Whether the source names the body, or the editors infer it."),
    )
    merged_from = models.ForeignKey(
        "Proposal", models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("body asked")
        verbose_name_plural = _("bodies asked")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "body"], name="addressee_once"),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="addressee_basis_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_basis_display()}"
