from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from proposals.choices import Precision, Status
from proposals.models.clocks import FOREVER
from proposals.models.proposals import Proposal


class StatusSpanQuerySet(models.QuerySet["StatusSpan"]):
    def first_of(self, proposal: Proposal) -> StatusSpan | None:
        """From when on a proposal has stood anywhere, by what we know now."""
        known = self.filter(proposal=proposal, recorded_to=FOREVER)
        return known.order_by("effective_from", "pk").first()


class StatusSpan(models.Model):
    """A status of a proposal that certainly held from one day to another, as we knew it from one
    instant to another. Both ends are left out.

    Derived from the log, so that the past can be listed as fast as the present:
    for any day and instant a proposal has one span at most. `proposals.tracking` is the only
    writer, and `check_integrity` compares it with a replay of the log.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="spans")
    status = models.CharField(_("status"), max_length=20, choices=Status)
    since = models.DateField(_("since"), null=True)
    since_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    # What is not dated sorts before everything that is.
    since_from = models.GeneratedField(
        expression=Coalesce("since", models.Value(dt.date.min)),
        output_field=models.DateField(),
        db_persist=True,
    )
    effective_from = models.DateField()
    effective_to = models.DateField()
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField()

    objects = StatusSpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("status span")
        verbose_name_plural = _("status spans")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_from__lt=F("effective_to")), name="span_effective_order"
            ),
            models.CheckConstraint(
                condition=Q(recorded_from__lt=F("recorded_to")), name="span_recorded_order"
            ),
        ]
        # A page of the past walks one of these from its day back. What tells which spans are
        # meant is among the keys, and what is shown is included, so no row is fetched in vain.
        indexes = [
            models.Index(
                fields=[
                    "since_from",
                    "proposal",
                    "effective_from",
                    "effective_to",
                    "recorded_from",
                    "recorded_to",
                ],
                include=["status", "since", "since_precision"],
                name="span_by_since_from",
            ),
            models.Index(
                fields=[
                    "status",
                    "since_from",
                    "proposal",
                    "effective_from",
                    "effective_to",
                    "recorded_from",
                    "recorded_to",
                ],
                include=["since", "since_precision"],
                name="span_by_status",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.proposal_id} {self.status} {self.effective_from}"

    @property
    def content(self) -> tuple[Any, ...]:
        """What it says of the world, whenever it was known."""
        return (
            self.status,
            self.since,
            self.since_precision,
            self.effective_from,
            self.effective_to,
        )
