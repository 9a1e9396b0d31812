"""What belongs together without being the same ask."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from proposals.models.audited import audited
from proposals.models.localized import LocalizedModel
from proposals.models.visible import visible


class RelationQuerySet(models.QuerySet["Relation"]):
    def public(self) -> Self:
        """Those that the public may see: of two public proposals."""
        return self.filter(visible("proposal__"), visible("other__"))


@audited()
class Relation(LocalizedModel):
    """Two proposals that a reader of one will want to see the other of, and maybe why.

    It says the same from either end, and less than an idea: that both ask for the same. It is
    written through `proposals.editing.relating`.
    """

    LOCALIZED = ("reason",)

    proposal = models.ForeignKey(
        "Proposal", models.CASCADE, related_name="+", verbose_name=_("proposal")
    )
    other = models.ForeignKey(
        "Proposal", models.CASCADE, related_name="+", verbose_name=_("related proposal")
    )
    reason_hant = models.CharField(_("reason (Traditional Chinese)"), max_length=200, blank=True)
    reason_hans = models.CharField(_("reason (Simplified Chinese)"), max_length=200, blank=True)
    reason_en = models.CharField(_("reason (English)"), max_length=300, blank=True)
    merged_from = models.ForeignKey(
        "Proposal", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                Least("proposal", "other"),
                Greatest("proposal", "other"),
                name="relation_once",
                violation_error_message=_("These two are related already."),
            ),
            models.CheckConstraint(
                condition=~Q(proposal=F("other")),
                name="relation_of_two",
                violation_error_message=_("A proposal cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.other_id}"
