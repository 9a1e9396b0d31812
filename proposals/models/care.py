"""Who sees to what at the desk, what editors note for each other, and what they are reminded of.

Nothing of it is public, by any door.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from proposals.choices import Cadence
from proposals.languages import EN, HANS, HANT
from proposals.models.parties import Addressee
from proposals.models.proposals import Proposal, ProposalQuerySet
from proposals.models.readable import ReadableModel
from proposals.models.subscriptions import LANGUAGES
from proposals.models.taxonomy import Body

REMINDED = [Cadence.DAILY, Cadence.WEEKLY]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def proposals_of(self, user: User) -> ProposalQuerySet:
        """Those that somebody has given to this editor; of those given to nobody, the ones put
        to a body that they see to."""
        given = Assignment.objects.filter(proposal=OuterRef("pk"))
        asked = Addressee.objects.filter(
            proposal=OuterRef("pk"), body__in=self.filter(editor=user).values("body")
        )
        return Proposal.objects.filter(
            Exists(given.filter(editor=user)) | (~Exists(given) & Exists(asked))
        )


class Assignment(models.Model):
    """A proposal, or all that is put to a body, as what one editor sees to."""

    editor = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="assignments",
        limit_choices_to={"is_active": True, "is_staff": True},
        verbose_name=_("editor"),
    )
    proposal = models.OneToOneField(
        Proposal,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignment",
        verbose_name=_("proposal"),
    )
    body = models.OneToOneField(
        Body,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignment",
        verbose_name=_("body"),
        help_text=_("All that is put to it, unless somebody else sees to the proposal."),
    )
    given_at = models.DateTimeField(_("given at"), db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal=None, body__isnull=False)
                | Q(proposal__isnull=False, body=None),
                name="assignment_of_proposal_or_body",
                violation_error_message=_("Choose a proposal or a body, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.editor}: {self.proposal or self.body or '—'}"


class Note(ReadableModel):
    """What an editor leaves for the others on a proposal. Readers never see it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    text = models.TextField(_("private note"))
    written_at = models.DateTimeField(_("written at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.by}"


class Watch(models.Model):
    """An editor who wants to know what others record of a proposal."""

    editor = models.ForeignKey(User, models.CASCADE, related_name="watches")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="watches")

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["editor", "proposal"], name="watch_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.editor_id} {self.proposal_id}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, now: dt.datetime) -> Self:
        """Of those who can still sign in and be written to."""
        reachable = self.filter(editor__is_active=True).exclude(editor__email="")
        return reachable.filter(next_due_at__lte=now)


class Reminder(models.Model):
    """An editor who is told by mail what waits for them. Nobody is unless they chose so."""

    editor = models.OneToOneField(User, models.CASCADE, related_name="reminder")
    cadence = models.CharField(_("how often"), max_length=9, choices=Cadence)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGES)
    next_due_at = models.DateTimeField(_("next due at"))

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(cadence__in=REMINDED, language__in=[HANT, HANS, EN]),
                name="reminder_codes_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.editor}"
