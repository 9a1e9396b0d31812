from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.choices import Status
from proposals.models.proposals import Proposal


class Elsewhere(models.Model):
    """What a list of somebody else says of a proposal, in the words of that list. The status that
    it states never moves ours, and the public sees nothing of it."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="elsewhere", verbose_name=_("proposal")
    )
    # The list, and what it knows the proposal by.
    origin = models.SlugField(_("list"), max_length=40)
    external_id = models.CharField(_("number in the list"), max_length=200)
    stated_words = models.TextField(_("status in the words of the list"), blank=True)
    stated_status = models.CharField(_("stated status"), max_length=20, choices=Status, blank=True)
    # Every other column that is kept, as it stands there.
    kept = models.JSONField(_("other columns"), default=dict)

    class Meta:
        verbose_name = _("record elsewhere")
        verbose_name_plural = _("records elsewhere")
        constraints = [
            models.UniqueConstraint(fields=["origin", "external_id"], name="elsewhere_once"),
            models.CheckConstraint(
                condition=Q(stated_status__in=["", *Status.values]),
                name="elsewhere_stated_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.origin} {self.external_id}"
