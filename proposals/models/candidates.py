"""Texts that editors take in, and what they hold that may be asks. For editors only."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import (
    Decision,
    Finder,
    Instrument,
    IntakeOrigin,
    IntakeState,
    Precision,
    RejectedFor,
    Specificity,
)
from proposals.models.audited import audited
from proposals.models.dated import NO_SLIP, clean_date
from proposals.models.proposals import Proposal
from proposals.models.readable import web_address
from proposals.models.sources import Publication, Source
from proposals.models.taxonomy import Sector
from proposals.texts.faults import said

# Longer than any one step of the reading takes; each step renews it.
LEASE = dt.timedelta(minutes=5)
# Whatever stops its reader so often stops every one.
MOST_TRIES = 3


class IntakePageQuerySet(models.QuerySet["IntakePage"]):
    def waiting(self, now: dt.datetime) -> Self:
        """Those to be read: nobody is at it, or whoever was has died."""
        died = Q(state=IntakeState.READING, leased_until__lt=now)
        return self.filter(Q(state=IntakeState.QUEUED) | died)

    def claim(self) -> IntakePage | None:
        """The next to be read. No other worker gets it until its lease has run out."""
        now = timezone.now()
        with transaction.atomic():
            page = (
                self.waiting(now)
                .filter(tries__lt=MOST_TRIES)
                .select_for_update(skip_locked=True)
                .order_by("taken_in_at", "pk")
                .first()
            )
            if page is not None:
                page.state, page.leased_until, page.done = IntakeState.READING, now + LEASE, 0
                page.tries += 1
                page.save(update_fields=["state", "leased_until", "tries", "done"])
        return page

    def given_up(self, now: dt.datetime) -> Self:
        """Those whose readers have died too often."""
        return self.waiting(now).filter(tries__gte=MOST_TRIES)

    def to_review(self) -> Self:
        """Read, and with a candidate that nobody has decided on."""
        return self.filter(pk__in=Candidate.objects.open().values("page"), state=IntakeState.READ)


@audited(
    exclude=["content", "text", "digest", "leased_until", "tries", "done", "total", "left_out"]
)
class IntakePage(models.Model):
    """A text that an editor took in: a page of a newspaper, a paper, what stands at an address.

    Its text is for editors only; readers get the citation and the locator. `content` is a file
    until it has been read.
    """

    origin = models.CharField(_("came in as"), max_length=10, choices=IntakeOrigin)
    name = models.CharField(_("name"), max_length=300, blank=True)
    # Of what came in; empty while an address has not been fetched.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)

    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, verbose_name=_("publication")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, validators=[NO_SLIP])
    # With a date of an earlier release empty: those were days.
    published_on_precision = models.CharField(
        _("precision of the date"),
        max_length=5,
        choices=Precision,
        blank=True,
        default="",
        db_default="",
    )
    printed_page = models.CharField(
        _("page"), max_length=20, blank=True, help_text=_("As printed, such as A12.")
    )
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=IntakeState,
        default=IntakeState.QUEUED,
        editable=False,
    )
    # By its code, with what it tells of; see proposals/texts/faults.py.
    fault = models.CharField(_("fault"), max_length=500, blank=True, editable=False)
    fault_told = models.JSONField(default=dict, db_default={}, editable=False)
    done = models.PositiveSmallIntegerField(default=0, editable=False)
    total = models.PositiveSmallIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Passages that were rejected before, and so not offered again.
    left_out = models.PositiveIntegerField(_("rejected before"), default=0, editable=False)

    # What was spent on a model for this page, and what it did not give.
    model_tokens = models.PositiveIntegerField(_("tokens of the model"), default=0, editable=False)
    model_cost = models.DecimalField(
        _("cost of the model"), max_digits=10, decimal_places=6, default=0, editable=False
    )
    model_fault = models.CharField(
        _("fault of the model"), max_length=300, blank=True, editable=False
    )
    model_fault_told = models.JSONField(default=dict, db_default={}, editable=False)

    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("taken in by"),
        editable=False,
    )
    taken_in_at = models.DateTimeField(_("taken in at"), db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, editable=False)

    objects = IntakePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page taken in")
        verbose_name_plural = _("pages taken in")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="intake_taken_in_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IntakeState.values), name="intake_state_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=IntakeOrigin.values), name="intake_origin_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.FAILED) | ~Q(fault=""), name="intake_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=IntakeState.READ, read_at__isnull=False)
                | (~Q(state=IntakeState.READ) & Q(read_at=None)),
                name="intake_read_iff_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["taken_in_at"],
                condition=Q(state__in=[IntakeState.QUEUED, IntakeState.READING]),
                name="intake_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    def clean(self) -> None:
        clean_date(self, "published_on")

    def fault_said(self) -> str:
        """Why it could not be read, in the language of who looks."""
        return said(self.fault, self.fault_told)

    def model_fault_said(self) -> str:
        return said(self.model_fault, self.model_fault_told)

    def held(self) -> IntakePageQuerySet:
        """This page, as long as this reader has it and nobody has cancelled it."""
        return IntakePage.objects.filter(
            pk=self.pk, state=IntakeState.READING, leased_until=self.leased_until
        )

    def renew(self, done: int, total: int) -> bool:
        """Tell how far the reading is. False where the page is this reader's no more."""
        until = timezone.now() + LEASE
        is_held = bool(self.held().update(leased_until=until, done=done, total=total))
        self.leased_until = until
        return is_held

    def cancel(self) -> bool:
        """Read no further. False where there was nothing to cancel."""
        going = [IntakeState.QUEUED, IntakeState.READING]
        rows = IntakePage.objects.filter(pk=self.pk, state__in=going)
        return bool(rows.update(state=IntakeState.CANCELLED, leased_until=None))

    def queue_again(self) -> bool:
        """Read it anew, after a fault or because it had been cancelled."""
        stopped = [IntakeState.FAILED, IntakeState.CANCELLED]
        rows = IntakePage.objects.filter(pk=self.pk, state__in=stopped)
        return bool(
            rows.update(state=IntakeState.QUEUED, fault="", fault_told={}, tries=0, done=0, total=0)
        )


@audited()
class IntakeArticle(models.Model):
    """An article of a page taken in, by its place in the text; its source once there is one."""

    page = models.ForeignKey(IntakePage, models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField()
    headline = models.CharField(_("headline as printed"), max_length=300, blank=True)
    # Each with `name` and `capacity`.
    authors = models.JSONField(default=list)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("article taken in")
        verbose_name_plural = _("articles taken in")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="intake_article_once"),
        ]

    def __str__(self) -> str:
        return self.headline or f"#{self.number + 1}"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def open(self) -> Self:
        """Those that nobody has decided on."""
        return self.filter(decision="")

    def locked(self) -> Self:
        """Held for whoever decides until the transaction ends."""
        return self.order_by("pk").select_for_update(of=("self",))


@audited()
class Candidate(models.Model):
    """A passage that may be an ask, as it is offered to an editor, and what the editor made of it.

    `key` is a fingerprint of the passage in its sentence, by which one that was rejected is known
    when it comes in again. What is suggested is the editor's to change until it is decided on.
    """

    page = models.ForeignKey(IntakePage, models.CASCADE, related_name="candidates")
    article = models.ForeignKey(IntakeArticle, models.CASCADE, related_name="candidates")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    passage = models.TextField(_("passage"))
    key = models.CharField(max_length=64)
    found_by = ArrayField(models.CharField(max_length=10, choices=Finder))
    score = models.FloatField(_("score"), null=True)
    rules = ArrayField(models.CharField(max_length=30), default=list)

    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    # Each with `name` and `capacity`.
    authors = models.JSONField(default=list)
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, verbose_name=_("sector"))
    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument)
    specificity = models.CharField(_("specificity"), max_length=10, choices=Specificity)
    bodies = ArrayField(models.CharField(max_length=40), default=list)
    places = ArrayField(models.CharField(max_length=40), default=list)
    figures = models.CharField(_("figures and deadlines"), max_length=300, blank=True)
    # Which of these texts a model has drafted, until an editor saves them.
    drafted = ArrayField(models.CharField(max_length=20), default=list)
    # Known proposals that probably ask for the same, the likest first.
    like = ArrayField(models.BigIntegerField(), default=list)

    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    rejected_for = models.CharField(
        _("rejected because"), max_length=15, choices=RejectedFor, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    proposal = models.OneToOneField(
        Proposal, models.SET_NULL, null=True, related_name="+", verbose_name=_("proposal")
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=models.F("end")), name="candidate_has_a_passage"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", *Decision.values]), name="candidate_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="candidate_decided_iff_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.REJECTED, rejected_for__in=RejectedFor.values)
                | (~Q(decision=Decision.REJECTED) & Q(rejected_for="")),
                name="candidate_rejected_iff_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.ACCEPTED) | Q(proposal=None),
                name="candidate_proposal_only_if_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "start"], name="candidate_by_place"),
            models.Index(
                fields=["key"], condition=Q(decision=Decision.REJECTED), name="candidate_rejected"
            ),
            models.Index(fields=["decided_at"], name="candidate_by_decided_at"),
        ]

    def __str__(self) -> str:
        return self.title
