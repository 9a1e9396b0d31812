from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.choices import EvidenceClass, MatchDecision, Noun, Status, UptakeRelation
from proposals.models.audited import audited
from proposals.models.chosen import ChosenQuerySet
from proposals.models.clocks import Moment
from proposals.models.documents import Document, Located, Passage
from proposals.models.history import StatusUpdate
from proposals.models.proposals import SEARCH_COLUMNS, Proposal
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.visible import visible


class MatchQuerySet(models.QuerySet["Match"]):
    def undecided(self) -> Self:
        return self.filter(decision="")

    def in_order(self) -> Self:
        """As one reads the document, the surest of a passage first."""
        return self.order_by("passage__position", "-score", "pk")


class Match(models.Model):
    """An ask that a passage may answer, as matching suggests it, and what an editor made of it.

    What is decided stays, however often the document is matched again.
    """

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="matches")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="matches")
    # Where in the document the words stand that answer it.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    score = models.FloatField(_("score"))
    relation = models.CharField(_("relation"), max_length=10, choices=UptakeRelation)
    status = models.CharField(_("status"), max_length=20, choices=Status)
    evidence_class = models.CharField(_("class"), max_length=20, choices=EvidenceClass)
    terms = ArrayField(models.TextField(), default=list)
    # The words that speak for the status.
    cues = ArrayField(models.TextField(), default=list, db_default=[])
    decision = models.CharField(_("decision"), max_length=10, choices=MatchDecision, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested match")
        verbose_name_plural = _("suggested matches")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["passage", "proposal"], name="match_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | Q(
                    decision__in=MatchDecision.values,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="match_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.passage_id} {self.proposal_id}"


class UptakeQuerySet(SharedQuerySet["Uptake"]):
    def public(self) -> Self:
        """Those of public proposals; what was voided stays to be seen."""
        return self.filter(visible("proposal__"))

    def holding(self, known_at: dt.datetime | None = None) -> Self:
        """Those that were not voided, by an instant where one is given."""
        unvoided = Q(voided_at=None)
        return self.filter(unvoided | Q(voided_at__gt=known_at) if known_at else unvoided)

    def told_at(self, moment: Moment) -> Self:
        """Those of documents published by a day, as far as they were recorded by an instant."""
        told = self
        if moment.known_at is not None:
            told = told.filter(recorded_at__lte=moment.known_at)
        if moment.as_of is not None:
            told = told.filter(document__published_on__lte=moment.as_of)
        return told

    any_of = ChosenQuerySet.any_of

    def for_listing(self) -> Self:
        """With all that a row shows, in the order of the documents. One query."""
        return (
            self.select_related("document", "proposal", "update__voided_by", "update__confirmation")
            .defer("document__text", *(f"proposal__{name}" for name in SEARCH_COLUMNS))
            .order_by("document__published_on", "document__slug", "position", "pk")
        )


@audited()
class Uptake(Located, SharedModel):
    """A passage of an official document that answers a proposal, and in what relation.

    It says what the words answer, not that the ask was their cause. Never edited: a mistake is
    voided with a reason and stays to be seen. `proposals.uptake.deciding` is the only writer;
    a merge moves it to the proposal that is left.
    """

    NOUN = Noun.UPTAKE
    LOCALIZED = ("void_reason",)

    slug = models.SlugField(_("slug"), max_length=90, unique=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="uptakes", verbose_name=_("official document")
    )
    # Not there where the link came without the text, in a data package.
    passage = models.ForeignKey(
        Passage,
        models.PROTECT,
        null=True,
        related_name="uptakes",
        editable=False,
        verbose_name=_("passage"),
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="uptakes", verbose_name=_("proposal")
    )
    merged_from = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("merged from"),
    )
    relation = models.CharField(_("relation"), max_length=10, choices=UptakeRelation)
    quote = models.TextField(_("passage quoted"))
    # The record of the proposal that it led to.
    update = models.OneToOneField(
        StatusUpdate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uptake",
        verbose_name=_("record"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    void_reason_hant = models.TextField(_("reason (Traditional Chinese)"), blank=True)
    void_reason_hans = models.TextField(_("reason (Simplified Chinese)"), blank=True)
    void_reason_en = models.TextField(_("reason (English)"), blank=True)

    objects = UptakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("response link")
        verbose_name_plural = _("response links")
        default_permissions = ("view",)
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="as_recorded",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=[
                        *("proposal", "merged_from", "update", "passage"),
                        *("voided_at", "voided_by"),
                        *("void_reason_hant", "void_reason_hans", "void_reason_en"),
                    ]
                ),
            ),
            pgtrigger.Protect(
                name="void_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__voided_at__isnull=False, old__voided_at__df=pgtrigger.F("new__voided_at")
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position", "proposal"],
                condition=Q(voided_at=None),
                name="uptake_once",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=UptakeRelation.values), name="uptake_relation_known"
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="uptake_has_quote"),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None, void_reason_hant="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason_hant="")),
                name="uptake_voided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"{reverse('document-detail', args=[self.document.slug])}#{self.slug}"

    def content(self) -> dict[str, str]:
        """What the public reads of it."""
        said = ("slug", "relation", "quote", "locator", "paragraph", "void_reason_hant")
        return {
            **{name: getattr(self, name) for name in said},
            "document": self.document.slug,
            "proposal": self.proposal.slug,
            "page": str(self.page or ""),
            "update": str(self.update.number) if self.update else "",
            "recorded_at": self.recorded_at.astimezone(dt.UTC).isoformat(),
            "voided_at": self.voided_at.astimezone(dt.UTC).isoformat() if self.voided_at else "",
            "void_reason_en": self.void_reason_en,
        }
