from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.choices import (
    CHECK_INTERVAL_DAYS,
    Freshness,
    Instrument,
    Precision,
    PublicationState,
    Specificity,
    Status,
)
from proposals.dates import Dating, last_possible
from proposals.models.audited import audited
from proposals.models.chosen import ChosenQuerySet
from proposals.models.dated import (
    DATING,
    NO_SLIP,
    clean_date,
    clean_dating,
    dated,
    dating_constraints,
    dating_of,
    earliest,
    last_day_of,
    latest,
)
from proposals.models.ideas import Idea
from proposals.models.listed import ListedQuerySet
from proposals.models.localized import LocalizedModel
from proposals.models.parties import Attribution
from proposals.models.people import Author
from proposals.models.readable import web_address
from proposals.models.relations import Relation
from proposals.models.searched import SearchedQuerySet, likest
from proposals.models.sources import Source
from proposals.models.taxonomy import Body, Place, Sector
from proposals.models.triggers import STATUS_VARIABLES, status_by_log
from proposals.models.visible import visible


class ProposalQuerySet(  # type: ignore[override]  # the plugin gives each base its own manager
    ChosenQuerySet["Proposal"], ListedQuerySet["Proposal"], SearchedQuerySet["Proposal"]
):
    """Sets of proposals. `objects` is everything, drafts too: public doors start at `public`."""

    def public(self) -> Self:
        """Proposals that the public may see: published, and not merged into another."""
        return self.filter(visible())

    def ever_published(self) -> Self:
        """Proposals that the public knows of, withdrawn and merged ones among them: no drafts."""
        return self.exclude(publication_state=PublicationState.DRAFT)

    def open(self) -> Self:
        """Proposals whose log may go on: neither withdrawn nor merged into another."""
        withdrawn = Q(publication_state=PublicationState.WITHDRAWN)
        return self.filter(merged_into=None).exclude(withdrawn)

    def related_to(self, *proposals: Proposal) -> Self:
        """Those with a relation to one of these, whether the public sees them or not."""
        ends = {proposal.pk for proposal in proposals}
        return self.filter(
            Q(pk__in=Relation.objects.filter(proposal__in=ends).values("other"))
            | Q(pk__in=Relation.objects.filter(other__in=ends).values("proposal"))
        )

    def locked(self, *, skip_locked: bool = False) -> Self:
        """Held for the writer until the transaction ends, each in the order of the keys; all, or
        those that nobody else holds.

        Who writes on several takes them all at once, and the change log last: then no two
        writers wait for each other. Others may still point at them: a record that names its
        successor does not wait for who writes on that one.
        """
        return self.order_by("pk").select_for_update(no_key=True, skip_locked=skip_locked)

    def lock(self) -> None:
        """Hold them like `locked`, and read nothing of them yet."""
        list(self.locked().values_list("pk", flat=True))

    def overdue(self, today: dt.date) -> Self:
        """Proposals whose next check should have been made before today."""
        return self.filter(next_check_on__lt=today)

    def stale(self, today: dt.date) -> Self:
        """Proposals whose check is late by more than a whole interval of their status."""
        late = Q()
        for status, days in CHECK_INTERVAL_DAYS.items():
            late |= Q(status=status, next_check_on__lt=today - dt.timedelta(days=days))
        return self.filter(late)

    def similar_to(self, proposal: Proposal, most: int = 5) -> list[Proposal]:
        """Proposals that probably ask for what this one asks, the likest first. Five queries."""
        pks = proposal.likest(most)
        rows = {row.pk: row for row in self.for_cards().filter(pk__in=pks)}
        return [rows[pk] for pk in pks if pk in rows]

    def past_target(self, today: dt.date) -> Self:
        """Proposals whose target day is over, and which have come to no end."""
        ended = {f"{self.status_column}__in": ENDED}
        return self.filter(target_to__lt=today).exclude(**ended)

    def before_target(self, today: dt.date) -> Self:
        """Proposals whose target day may still come, and which have come to no end."""
        return self.filter(target_to__gte=today).exclude(status__in=ENDED)

    def ready_drafts(self) -> Self:
        """Complete, and only waiting to be published: see `editing.publishing.publish`."""
        written = self.filter(publication_state=PublicationState.DRAFT)
        for column in PUBLIC_TEXTS:
            written = written.filter(**{f"{column}__regex": r"\S"})
        written = written.filter(sector__isnull=False, source__isnull=False)
        written = written.exclude(instrument="").exclude(specificity="")
        return written.filter(Exists(Attribution.objects.filter(proposal=OuterRef("pk"))))


# A draft may lack them; what is public has them.
PUBLIC_TEXTS = ("title_hant", "title_en", "summary_hant", "summary_en")
PUBLIC_CHOICES = ("sector", "source", "instrument", "specificity")

# Where a target day is of no more concern.
ENDED = (Status.DELIVERED, Status.DECLINED, Status.SUPERSEDED)

# Long, and of use to the search alone.
SEARCH_COLUMNS = ("search_title", "search_names", "search_text", "search_tags")

# What follows from an edit, the log or the change log, and has a writer of its own.
NOT_BY_HAND = (
    "version",
    "created_at",
    "edited_at",
    "content_digest",
    "status",
    "status_since",
    "status_since_precision",
    "checked_on",
    "next_check_on",
    "update_count",
    "first_published_at",
    "updated_at",
    "change_seq",
    *SEARCH_COLUMNS,
    "status_from",
    "proposed_from",
    "proposed_to",
    "target_to",
)


@audited(exclude=NOT_BY_HAND)
class Proposal(LocalizedModel):
    """One ask: an author wants somebody to do something that could later be checked.

    What is written by hand is written through `proposals.editing.writing`, where it stands by
    `proposals.tracking` alone, and what readers were told of it by `Change.objects.append`.
    """

    LOCALIZED = ("title", "summary", "scheme", "proposed_basis", "withdrawn_reason")

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("Stands in the public address for good."),
    )
    title_hant = models.CharField(
        _("title (Traditional Chinese)"),
        max_length=300,
        help_text=_("What is asked, in one line: a verb and what it is about."),
    )
    title_hans = models.CharField(_("title (Simplified Chinese)"), max_length=300, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    summary_hant = models.TextField(
        _("summary (Traditional Chinese)"),
        blank=True,
        help_text=_("In our words: who is to do what, for whom, with which sum and by when."),
    )
    summary_hans = models.TextField(_("summary (Simplified Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    scheme_hant = models.CharField(
        _("scheme name (Traditional Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("The name of the scheme, fund or body asked for, where it has one."),
    )
    scheme_hans = models.CharField(
        _("scheme name (Simplified Chinese)"), max_length=200, blank=True
    )
    scheme_en = models.CharField(_("scheme name (English)"), max_length=200, blank=True)
    figures = models.CharField(
        _("figures and deadlines"),
        max_length=300,
        blank=True,
        help_text=_("Amounts and deadlines as the source states them."),
    )
    figures_en = models.CharField(
        _("figures and deadlines (English)"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("The editors' translation of them, for readers of English."),
    )

    # A draft may lack these four; readers of what is public rely on them.
    sector: models.ForeignKey[Sector, Sector] = models.ForeignKey(  # type: ignore[misc]
        Sector, models.PROTECT, null=True, blank=True, verbose_name=_("sector")
    )
    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument, blank=True)
    specificity = models.CharField(
        _("specificity"),
        max_length=10,
        choices=Specificity,
        blank=True,
        help_text=_(
            "Firm, where one can look whether it was done; soft, where it asks to study, to "
            "promote or to strengthen."
        ),
    )
    source: models.ForeignKey[Source, Source] = models.ForeignKey(  # type: ignore[misc]
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("source"),
    )
    locator = models.CharField(
        _("locator"),
        max_length=100,
        blank=True,
        help_text=_("A phrase exactly as printed, by which a reader finds the passage."),
    )
    position = models.PositiveSmallIntegerField(
        _("place among the asks of its source"),
        default=0,
        db_default=0,
        help_text=_("Smaller numbers are listed first."),
    )
    # Without a date of its own an ask has that of its source; see `fill_date`.
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True, validators=[NO_SLIP])
    proposed_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True
    )
    proposed_not_before = models.DateField(
        _("proposed not before"), null=True, blank=True, validators=[NO_SLIP]
    )
    proposed_not_after = models.DateField(
        _("proposed not after"), null=True, blank=True, validators=[NO_SLIP]
    )
    proposed_basis_hant = models.TextField(
        _("inferred from (Traditional Chinese)"),
        blank=True,
        help_text=_("Only of a date that is not printed: what shows it."),
    )
    proposed_basis_hans = models.TextField(_("inferred from (Simplified Chinese)"), blank=True)
    proposed_basis_en = models.TextField(_("inferred from (English)"), blank=True)
    # A deadline that government itself gave, with the document that gives it.
    target_on = models.DateField(
        _("target day"),
        null=True,
        blank=True,
        validators=[NO_SLIP],
        help_text=_("The day by which government itself says that it will be done."),
    )
    target_on_precision = models.CharField(
        _("precision of the date"),
        max_length=5,
        choices=Precision,
        blank=True,
        default="",
        db_default="",
    )
    target_title = models.CharField(
        _("document that gives the target day"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("Its title as printed."),
    )
    target_url = models.URLField(
        _("link to that document"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[web_address],
    )
    authors = models.ManyToManyField(
        Author,
        through="Attribution",
        through_fields=("proposal", "author"),
        verbose_name=_("authors"),
    )
    bodies = models.ManyToManyField(
        Body,
        through="Addressee",
        through_fields=("proposal", "body"),
        verbose_name=_("bodies"),
    )
    places = models.ManyToManyField(Place, blank=True, verbose_name=_("places"))
    ideas = models.ManyToManyField(
        Idea,
        blank=True,
        verbose_name=_("ideas"),
        help_text=_("Where other authors have asked for the same."),
    )

    publication_state = models.CharField(
        pgettext_lazy("state", "publication"),
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
        editable=False,
    )
    withdrawn_reason_hant = models.TextField(blank=True, editable=False)
    withdrawn_reason_hans = models.TextField(blank=True, editable=False)
    withdrawn_reason_en = models.TextField(blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged_from"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    edited_at = models.DateTimeField(_("edited at"), db_default=Now(), editable=False)
    content_digest = models.CharField(max_length=64, editable=False, default="")

    # The projection of the log; proposals.tracking is the only writer.
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PROPOSED, editable=False
    )
    status_since = models.DateField(_("status since"), null=True, editable=False)
    status_since_precision = models.CharField(
        max_length=5, choices=Precision, default="", editable=False
    )
    checked_on = models.DateField(_("last checked on"), null=True, editable=False)
    next_check_on = models.DateField(_("next check on"), null=True, editable=False)
    update_count = models.PositiveIntegerField(default=0, editable=False)

    # What the public was told; Change.objects.append is the only writer.
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    updated_at = models.DateTimeField(_("public content changed at"), null=True, editable=False)
    change_seq = models.BigIntegerField(null=True, editable=False)

    # Search columns; proposals.editing.index.index is the only writer.
    search_title = models.TextField(editable=False, default="")
    search_names = models.TextField(editable=False, default="", db_default="")
    search_tags = models.TextField(editable=False, default="", db_default="")
    search_text = models.TextField(editable=False, default="")

    # Where the day of the status is not known, the first one on which it can have been asked:
    # nothing stands anywhere before. What is not dated at all sorts before everything that is.
    status_from = models.GeneratedField(
        expression=Coalesce("status_since", earliest("proposed")),
        output_field=models.DateField(),
        db_persist=True,
    )
    proposed_from = models.GeneratedField(
        expression=earliest("proposed"), output_field=models.DateField(), db_persist=True
    )
    proposed_to = models.GeneratedField(
        expression=latest("proposed"), output_field=models.DateField(), db_persist=True
    )

    target_to = models.GeneratedField(
        expression=last_day_of("target_on", "target_on_precision"),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        triggers = [
            pgtrigger.Trigger(
                name="status_is_logged",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                timing=pgtrigger.Deferred,
                declare=STATUS_VARIABLES,
                func=status_by_log("NEW.id"),
            )
        ]
        permissions = [
            ("publish_proposal", "Can publish and withdraw proposals"),
            ("merge_proposal", "Can merge proposals"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=dated("target_on", "target_on_precision"),
                name="proposal_target_on_matches_precision",
            ),
            models.CheckConstraint(
                condition=Q(target_on=None, target_title="", target_url="")
                | (Q(target_on__isnull=False) & ~Q(target_title="") & ~Q(target_url="")),
                name="proposal_target_with_document",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=["", *Instrument.values]),
                name="proposal_instrument_known",
            ),
            models.CheckConstraint(
                condition=Q(specificity__in=["", *Specificity.values]),
                name="proposal_specificity_known",
            ),
            models.CheckConstraint(
                condition=Q(publication_state=PublicationState.DRAFT)
                | (
                    Q(sector__isnull=False, source__isnull=False)
                    & ~Q(instrument="")
                    & ~Q(specificity="")
                ),
                name="proposal_public_is_placed",
            ),
            models.CheckConstraint(
                condition=Q(publication_state=PublicationState.DRAFT, first_published_at=None)
                | (
                    Q(publication_state__in=["published", "withdrawn"])
                    & Q(first_published_at__isnull=False)
                ),
                name="proposal_draft_iff_never_published",
            ),
            models.CheckConstraint(
                condition=(
                    Q(publication_state=PublicationState.WITHDRAWN)
                    & ~Q(withdrawn_reason_hant="")
                    & ~Q(withdrawn_reason_en="")
                )
                | (
                    ~Q(publication_state=PublicationState.WITHDRAWN)
                    & Q(withdrawn_reason_hant="", withdrawn_reason_en="")
                ),
                name="proposal_withdrawn_iff_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | (Q(publication_state=PublicationState.PUBLISHED) & ~Q(merged_into=F("pk"))),
                name="proposal_merged_only_when_published_and_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(first_published_at=None, updated_at=None, change_seq=None)
                | Q(
                    first_published_at__isnull=False,
                    updated_at__isnull=False,
                    change_seq__isnull=False,
                ),
                name="proposal_published_iff_in_change_log",
            ),
            *dating_constraints("proposal", "proposed"),
            models.CheckConstraint(
                condition=dated("status_since", "status_since_precision"),
                name="proposal_status_since_matches_precision",
            ),
        ]
        indexes = [
            # The list pages, in each order that a reader can choose.
            models.Index(fields=["status_from", "id"], name="proposal_by_status_from"),
            # The one that most readers get.
            models.Index(
                fields=["-status_from", "specificity", "source", "position", "id"],
                name="proposal_by_default",
            ),
            # And in the same order those of one sector, status or instrument, whatever else is
            # chosen: what meets both is found by walking one, or by both at once.
            *(
                models.Index(
                    fields=[column, "-status_from", "specificity", "source", "position", "id"],
                    condition=visible(),
                    name=f"proposal_by_{column}",
                )
                for column in ("sector", "status", "instrument")
            ),
            models.Index(fields=["proposed_from", "id"], name="proposal_by_proposed_from"),
            models.Index(fields=["title_hant", "id"], name="proposal_by_title"),
            # The editors' worklist.
            models.Index(fields=["next_check_on"], name="proposal_by_next_check"),
            models.Index(fields=["updated_at"], name="proposal_by_updated_at"),
            # The few that government gave a day.
            models.Index(
                fields=["target_to"],
                condition=Q(target_on__isnull=False),
                name="proposal_by_target",
            ),
        ]

    def __str__(self) -> str:
        return self.localized("title")

    def get_absolute_url(self) -> str:
        return reverse("proposal-detail", args=[self.slug])

    def clean(self) -> None:
        # All at once: of what was not reached, the database would tell by its own names.
        faults: dict[str, Any] = {}
        for rule in (
            partial(clean_dating, self, "proposed"),
            self._clean_target,
            self._clean_public,
        ):
            try:
                rule()
            except ValidationError as fault:
                faults = fault.update_error_dict(faults)
        if faults:
            raise ValidationError(faults)

    def _clean_public(self) -> None:
        if self.publication_state != PublicationState.DRAFT:
            empty = ValidationError(_("What is public needs it."), code="blank")
            if wrong := dict.fromkeys(self.lacking(), empty):
                raise ValidationError(wrong)

    def _clean_target(self) -> None:
        """A target day stands with the document that gives it, and neither without the other."""
        clean_date(self, "target_on")
        document = {"target_title": self.target_title, "target_url": self.target_url}
        if self.target_on is None and any(document.values()):
            raise ValidationError({"target_on": _("Give the day that the document names.")})
        if self.target_on is not None:
            missing = _("Name the document in which government gave the day, and link to it.")
            if wrong := {name: missing for name, value in document.items() if not value.strip()}:
                raise ValidationError(wrong)

    def lacking(self) -> list[str]:
        """The columns that it needs to be public and does not have."""
        return [
            *(name for name in PUBLIC_TEXTS if not getattr(self, name).strip()),
            *(name for name in PUBLIC_CHOICES if not self.serializable_value(name)),
        ]

    @property
    def proposed(self) -> Dating:
        """When it was asked, as far as we know."""
        return dating_of(self, "proposed")

    def fill_date(self) -> None:
        """Take the date of the source, where the ask states none."""
        said = ("on", "on_precision", "not_before", "not_after")
        if self.source and not any(getattr(self, f"proposed_{ending}") for ending in said):
            for ending in DATING:
                setattr(self, f"proposed_{ending}", getattr(self.source, f"published_{ending}"))

    @property
    def is_public(self) -> bool:
        return self.publication_state == PublicationState.PUBLISHED and self.merged_into_id is None

    @property
    def ever_published(self) -> bool:
        return self.first_published_at is not None

    @property
    def shown_status(self) -> str:
        """The status at the time the set was read for: then, if it is of the past."""
        return getattr(self, "stood_status", self.status)

    @property
    def shown_since(self) -> dt.date | None:
        return getattr(self, "stood_since", self.status_since)

    @property
    def shown_since_precision(self) -> str:
        return getattr(self, "stood_since_precision", self.status_since_precision)

    def first_place(self) -> Place | None:
        """The first of the places that it is about, in the order of their list, if any."""
        return next(iter(self.places.all()), None)

    def likest(self, most: int) -> list[int]:
        """The ids of those that probably ask for the same, the likest first, drafts among them."""
        texts = [
            getattr(self, f"{name}_{suffix}")
            for name in ("title", "scheme", "summary")
            for suffix in ("hant", "en")
        ]
        return likest(self.pk, self.source_id, texts, most)

    def is_past_target(self, today: dt.date) -> bool:
        """Whether the whole of what government gave as its target day is over, without an end."""
        if self.target_on is None or self.shown_status in ENDED:
            return False
        return last_possible(self.target_on, self.target_on_precision) < today

    def freshness(self, today: dt.date) -> Freshness:
        """How recently somebody looked: stale is a whole interval past the day it was due."""
        if self.next_check_on is None or self.next_check_on >= today:
            return Freshness.FRESH
        late = (today - self.next_check_on).days
        return Freshness.STALE if late > CHECK_INTERVAL_DAYS[self.status] else Freshness.OVERDUE


@audited()
class ProposalPlace(Proposal.places.through):  # type: ignore[name-defined]  # made by Django
    """A proposal as one of those that are about a place."""

    class Meta:
        proxy = True
        verbose_name = _("place")


@audited()
class ProposalIdea(Proposal.ideas.through):  # type: ignore[name-defined]  # made by Django
    """A proposal as one of those that make an idea."""

    class Meta:
        proxy = True
        verbose_name = _("idea")
