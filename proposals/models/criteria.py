"""What would count as delivered, part by part, and what the log says of each part."""

from __future__ import annotations

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import CriterionState
from proposals.models.audited import audited
from proposals.models.clocks import PRESENT, Moment
from proposals.models.localized import LocalizedModel
from proposals.models.triggers import APPEND_ONLY, NEVER_EMPTIED


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def standing(self) -> Self:
        """Those that are a part of their ask: what a merge brought is none once that is undone."""
        return self.filter(Q(merged_from=None) | Q(merged_from__merged_into=F("proposal")))

    def with_state(self, moment: Moment = PRESENT) -> Self:
        """Those that were listed by then, each with its `state` and the id of the record that
        says so, `stated_in`, or None.
        """
        updates: Any = Assessment._meta.get_field("update").related_model._default_manager
        held = updates.told_at(moment).live(moment).placed(moment)
        newest = held.filter(assessments__criterion=OuterRef("pk")).order_by("-place", "-pk")
        listed = self
        if moment.known_at is not None:
            listed = self.filter(added_at__lte=moment.known_at)
        return listed.annotate(
            state=Coalesce(
                Subquery(newest.values("assessments__state")[:1]), Value(CriterionState.UNKNOWN)
            ),
            stated_in=Subquery(newest.values("pk")[:1]),
        )


@audited()
class Criterion(LocalizedModel):
    """A part of an ask that one can look at and say whether it was met.

    Its position is what files and programs know it by. Which state it is in follows from the
    log: see `Assessment`.
    """

    LOCALIZED = ("text",)
    state: str  # annotated by with_state

    proposal = models.ForeignKey(
        "Proposal", models.CASCADE, related_name="criteria", verbose_name=_("proposal")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text_hant = models.CharField(
        _("text (Traditional Chinese)"),
        max_length=300,
        help_text=_("One part of the ask that can be ticked off: a sum granted, a law passed."),
    )
    text_hans = models.CharField(_("text (Simplified Chinese)"), max_length=300, blank=True)
    text_en = models.CharField(_("text (English)"), max_length=300)
    # What was recorded before it was listed did not have to say anything of it.
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    merged_from = models.ForeignKey(
        "Proposal", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="criterion_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="criterion_position_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.localized('text')}"


class Assessment(models.Model):
    """What one record says of one criterion. Never edited, and voided with its record."""

    update = models.ForeignKey("StatusUpdate", models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="assessments")
    state = models.CharField(_("state"), max_length=10, choices=CriterionState)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        default_permissions = ()
        triggers = [
            APPEND_ONLY,
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="of_its_proposal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF (SELECT proposal_id FROM proposals_criterion WHERE id = NEW.criterion_id)
                    <> (SELECT proposal_id FROM proposals_statusupdate WHERE id = NEW.update_id)
                    THEN RAISE EXCEPTION 'criterion % is of another proposal', NEW.criterion_id
                        USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'assessment_of_its_proposal';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["update", "criterion"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(state__in=CriterionState.values), name="assessment_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update_id} {self.criterion_id} {self.state}"
