from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.choices import NEEDS_CONFIRMATION, EvidenceClass, Precision, Status
from proposals.dates import last_possible
from proposals.digests import digest
from proposals.languages import SUFFIXES
from proposals.models.clocks import Moment
from proposals.models.dated import NO_SLIP, clean_date, dated, last_day_of
from proposals.models.localized import LocalizedModel
from proposals.models.logged import LoggedQuerySet
from proposals.models.proposals import Proposal
from proposals.models.readable import ReadableModel, web_address
from proposals.models.sources import Source
from proposals.models.triggers import APPEND_ONLY, NEVER_EMPTIED, STATUS_VARIABLES, status_by_log

# The words of a record, and of a check.
SAID = [f"{name}{suffix}" for name in ("reason", "override_reason") for suffix in SUFFIXES.values()]
NOTED = [f"note{suffix}" for suffix in SUFFIXES.values()]


class StatusUpdateQuerySet(LoggedQuerySet["StatusUpdate"]):
    """A set of records."""


class PolicyEvent(ReadableModel):
    """Something that happened to policy, recorded once and applied to many proposals: a
    paragraph of the Policy Address, a Budget measure, a reply in the Legislative Council.

    It becomes evidence on each update made from it. Append-only, like all that is evidence.
    """

    title = models.CharField(_("title"), max_length=300)
    evidence_class = models.CharField(_("class"), max_length=20, choices=EvidenceClass)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])
    happened_on = models.DateField(_("happened on"), validators=[NO_SLIP])
    happened_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True, default=""
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("policy event")
        verbose_name_plural = _("policy events")
        triggers = [APPEND_ONLY, NEVER_EMPTIED]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="policyevent_has_title"),
            models.CheckConstraint(
                condition=Q(evidence_class__in=EvidenceClass.values),
                name="policyevent_class_known",
            ),
            models.CheckConstraint(
                condition=dated("happened_on", "happened_on_precision"),
                name="policyevent_happened_on_matches_precision",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        clean_date(self, "happened_on")


class StatusUpdate(LocalizedModel):
    """A dated, evidenced statement of where a proposal stands. Never edited, never deleted.

    Two clocks: `effective_on` says when it happened in the world, `recorded_at` when we
    recorded it. A mistake is voided by a later record, which has `void_of` and no status; what
    a second editor must confirm, by one which has `confirms` and no status.
    `number` counts the records of one proposal from 1, in the order recorded.
    `proposals.tracking` is the only writer.
    """

    LOCALIZED = ("reason", "override_reason")

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="updates", verbose_name=_("proposal")
    )
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    effective_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True
    )
    # Of an ask without a date, the last day on which it can have been made, where that is known.
    effective_not_after = models.DateField(_("effective not after"), null=True, blank=True)
    effective_from = models.GeneratedField(
        expression=Coalesce("effective_on", models.Value(dt.date.min)),
        output_field=models.DateField(),
        db_persist=True,
    )
    # The last day on which it can have happened: by its date, and since it was recorded then.
    effective_by = models.GeneratedField(
        expression=Least(
            last_day_of("effective_on", "effective_on_precision"),
            "effective_not_after",
            Func("recorded_at", template="(%(expressions)s AT TIME ZONE 'Asia/Hong_Kong')::date"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    reason_hant = models.TextField(_("reason (Traditional Chinese)"), blank=True)
    reason_hans = models.TextField(_("reason (Simplified Chinese)"), blank=True)
    reason_en = models.TextField(_("reason (English)"), blank=True)
    override_reason_hant = models.TextField(
        _("reason for the override (Traditional Chinese)"), blank=True
    )
    override_reason_hans = models.TextField(
        _("reason for the override (Simplified Chinese)"), blank=True
    )
    override_reason_en = models.TextField(_("reason for the override (English)"), blank=True)
    superseded_by = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("replaced by"),
    )
    void_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voided_by",
        verbose_name=_("voids"),
    )
    confirms = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmation",
        verbose_name=_("confirms"),
    )
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("taken over from"),
    )
    event = models.ForeignKey(
        PolicyEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("policy event"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="status_updates",
        verbose_name=_("recorded by"),
    )
    # The public name of the editor when it was recorded: like the rest of a record it stays.
    recorded_as = models.CharField(max_length=301, db_default="", default="", editable=False)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        permissions = [
            ("record_statusupdate", "Can record and void status updates and checks"),
            ("override_statusupdate", "Can override the rules for status updates"),
        ]
        triggers = [
            APPEND_ONLY,
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="status_follows",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=STATUS_VARIABLES,
                func=status_by_log("NEW.proposal_id"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="statusupdate_number_once"),
            models.CheckConstraint(
                condition=Q(void_of=None, confirms=None, status__in=Status.values)
                | Q(void_of__isnull=False, confirms=None, status="", effective_on=None)
                | Q(void_of=None, confirms__isnull=False, status="", effective_on=None),
                name="statusupdate_states_or_voids_or_confirms",
            ),
            models.CheckConstraint(
                condition=dated("effective_on", "effective_on_precision"),
                name="statusupdate_effective_on_matches_precision",
            ),
            models.CheckConstraint(
                # Only the ask itself may be undated: some sources do not show their day.
                condition=Q(effective_on__isnull=False) | Q(status__in=[Status.PROPOSED, ""]),
                name="statusupdate_undated_only_when_proposed",
            ),
            models.CheckConstraint(
                condition=Q(effective_not_after=None)
                | Q(effective_on=None, status=Status.PROPOSED),
                name="statusupdate_bounded_only_when_undated",
            ),
            models.CheckConstraint(
                condition=~Q(reason_hant="") | Q(confirms__isnull=False),
                name="statusupdate_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposal", "effective_from", "id"], name="statusupdate_in_effect_order"
            ),
            models.Index(fields=["recorded_at", "id"], name="statusupdate_by_recorded_at"),
            # What moved, the latest first.
            models.Index(
                fields=["effective_from", "id"],
                condition=~Q(status__in=["", Status.PROPOSED]),
                name="statusupdate_steps",
            ),
            # What the calendar says happened, the latest first.
            models.Index(
                fields=["-effective_on", "-id"],
                condition=Q(effective_on_precision=Precision.DAY),
                name="statusupdate_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.said()}"

    def digest(self) -> str:
        """A fingerprint of the record and its evidence, as the public reads them."""
        evidence = self.evidence.order_by("pk")
        assessed = self.assessments.order_by("criterion__position")
        states = [list(row) for row in assessed.values_list("criterion__position", "state")]
        bound = self.effective_not_after
        return digest(
            {
                "proposal": self.proposal.slug,
                "number": self.number,
                "status": self.status,
                **_dated(self, "effective_on"),
                **({"effective_not_after": bound.isoformat()} if bound else {}),
                **{name: getattr(self, name) for name in SAID},
                "superseded_by": self.superseded_by.slug if self.superseded_by else "",
                "void_of": self.void_of.number if self.void_of else 0,
                "confirms": self.confirms.number if self.confirms else 0,
                "recorded_at": self.recorded_at.astimezone(dt.UTC).isoformat(),
                "evidence": [document.content() for document in evidence],
                **({"criteria": states} if states else {}),
            }
        )

    @property
    def is_override(self) -> bool:
        return bool(self.override_reason_hant)

    @property
    def latest(self) -> dt.date:
        """What `effective_by` says, before the record is stored."""
        recorded_on = timezone.localdate(self.recorded_at)
        if self.effective_on is None:
            return min(recorded_on, self.effective_not_after or recorded_on)
        return min(recorded_on, last_possible(self.effective_on, self.effective_on_precision))

    def said(self) -> str:
        """What the record states. Select `void_of` and `confirms`."""
        if self.void_of is not None:
            return gettext("Voids record %(number)d") % {"number": self.void_of.number}
        if self.confirms is not None:
            return gettext("Confirms record %(number)d") % {"number": self.confirms.number}
        return self.get_status_display()

    def holds(self) -> bool:
        """Whether it is one of those by which the proposal stands where it does: see `live`.
        Select `confirmation` and `voided_by`.
        """
        return (
            bool(self.status) and not hasattr(self, "voided_by") and not self.awaits_confirmation()
        )

    def awaits_confirmation(self) -> bool:
        """Whether only a second editor can make it hold. Select `confirmation` and `voided_by`."""
        return self.status in NEEDS_CONFIRMATION and not (
            hasattr(self, "confirmation") or hasattr(self, "voided_by")
        )


class Evidence(ReadableModel):
    """A document that supports a status update, kept with it for good."""

    update = models.ForeignKey(
        StatusUpdate, models.PROTECT, related_name="evidence", verbose_name=_("record")
    )
    evidence_class = models.CharField(_("class"), max_length=20, choices=EvidenceClass)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])
    published_on = models.DateField(_("published on"), null=True, blank=True, validators=[NO_SLIP])
    published_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True
    )
    quote = models.TextField(_("passage quoted"), blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Where the document is one of our sources."),
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        triggers = [APPEND_ONLY, NEVER_EMPTIED]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence_class__in=EvidenceClass.values),
                name="evidence_class_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_title"),
            models.CheckConstraint(
                condition=dated("published_on", "published_on_precision"),
                name="evidence_published_on_matches_precision",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        clean_date(self, "published_on")

    @property
    def opens(self) -> str:
        """Where it can be opened: at its link, or where its source or a copy of that is kept."""
        kept = [self.source.url, self.source.archived_url] if self.source else []
        return next(filter(None, [self.url, *kept]), "")

    def content(self) -> dict[str, str]:
        """What it says, by column."""
        said = ("evidence_class", "title", "publisher", "url", "quote")
        return {name: getattr(self, name) for name in said} | _dated(self, "published_on")


class CheckQuerySet(models.QuerySet["Check"]):
    def told_at(self, moment: Moment) -> Self:
        """Checks made by a moment, as far as they had been recorded by it."""
        told = self
        if moment.known_at is not None:
            told = told.filter(recorded_at__lte=moment.known_at)
        if moment.as_of is not None:
            told = told.filter(checked_on__lte=moment.as_of)
        return told


class Check(LocalizedModel):
    """An editor looked for news of a proposal and found none."""

    LOCALIZED = ("note",)

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="checks", verbose_name=_("proposal")
    )
    checked_on = models.DateField(_("checked on"))
    next_check_on = models.DateField(_("next check on"))
    note_hant = models.TextField(_("note (Traditional Chinese)"), blank=True)
    note_hans = models.TextField(_("note (Simplified Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="checks",
        verbose_name=_("recorded by"),
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        triggers = [APPEND_ONLY, NEVER_EMPTIED]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_check_on__gt=models.F("checked_on")),
                name="check_next_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.proposal_id} {self.checked_on}"

    def digest(self) -> str:
        """A fingerprint of the check, as the public reads it."""
        return digest(
            {
                "proposal": self.proposal.slug,
                "checked_on": self.checked_on.isoformat(),
                "next_check_on": self.next_check_on.isoformat(),
                **{name: getattr(self, name) for name in NOTED},
                "recorded_at": self.recorded_at.astimezone(dt.UTC).isoformat(),
            }
        )


def _dated(row: models.Model, name: str) -> dict[str, str]:
    """A day and how exactly it is known, by column; both empty where it is not."""
    day, precision = getattr(row, name), f"{name}_precision"
    return {name: day.isoformat() if day else "", precision: getattr(row, precision)}
