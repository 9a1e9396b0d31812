"""What stood at the link of evidence or of a source, kept, and what has become of the page."""

from __future__ import annotations

import datetime as dt
from typing import Self, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import CopyOrigin, Noun, PageState
from proposals.models.audited import audited
from proposals.models.chosen import ChosenQuerySet
from proposals.models.dated import NO_SLIP, clean_whole_day
from proposals.models.history import Evidence
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.models.readable import web_address
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.sources import Source
from proposals.models.visible import visible

# Longer than a page takes to come and to be read; each scanned page of a file renews it.
LEASE = dt.timedelta(minutes=10)
# A page that so many workers died of is left alone until its next turn.
MOST_TRIES = 3
# What a page says of itself; one that is cut would match nothing.
LONGEST_ETAG, LONGEST_DATE = 500, 100
# So many rows are begun at once.
AT_ONCE = 500

TROUBLES = (PageState.CHANGED, PageState.QUOTE_GONE, PageState.DEAD)


class KeptCopyQuerySet(SharedQuerySet["KeptCopy"]):
    def public(self) -> Self:
        """Those of what the public may see, once there is something to tell."""
        shown = visible("evidence__update__proposal__")
        shown |= Q(source__in=Source.objects.public().values("pk"))
        return self.filter(shown).exclude(sha256="", state="", archived_url="")

    def to_see(self) -> Self:
        """Those whose page, quote or keeping is in trouble, until an editor has taken note.

        Dead links of sources are told with the sources; what has become of the page of a source
        is told of the source, and not of each ask that cites it.
        """
        told_there = Q(source__isnull=False, state=PageState.DEAD)
        of_the_quote = Q(state=PageState.QUOTE_GONE) | Q(quote_found=False)
        told_of_source = Q(evidence__source__url=F("evidence__url")) & ~of_the_quote
        trouble = Q(state__in=TROUBLES) | Q(quote_found=False) | (Q(sha256="") & ~Q(fault=""))
        unseen = Q(noted_at=None) | Q(noted_at__lt=F("state_at"))
        waiting = self.filter(trouble & unseen, evidence__update__voided_by=None)
        return waiting.exclude(told_there).exclude(told_of_source)

    def with_link(self) -> Self:
        """Annotate `address`: where the page is."""
        return self.annotate(address=Coalesce("evidence__url", "source__url"))

    def for_listing(self) -> Self:
        """With what it is a copy for. One query."""
        long = (f"evidence__update__proposal__{name}" for name in SEARCH_COLUMNS)
        rows = self.with_link().select_related("evidence__update__proposal", "source")
        return rows.defer(*long)

    def begin(self) -> None:
        """Have the pages of new links looked at, and of links that were mended."""
        now = timezone.now()
        evidence = Evidence.objects.exclude(url="").filter(kept_copy=None).order_by("pk")
        sources = Source.objects.exclude(url="").filter(kept_copy=None).order_by("pk")
        rows = [
            KeptCopy(slug=slug_of(row), evidence=row, next_look_at=now)
            for row in evidence.only("pk")[:AT_ONCE]
        ]
        rows += [
            KeptCopy(slug=slug_of(row), source=row, next_look_at=now)
            for row in sources.only("pk", "slug")[:AT_ONCE]
        ]
        # Another worker may be at it too.
        self.bulk_create(rows, ignore_conflicts=True)
        at_rest = Q(next_look_at=None) | Q(next_look_at__gt=now + LEASE)
        mended = self.filter(at_rest, source__isnull=False).exclude(source__url=F("link"))
        mended.update(next_look_at=now, tries=0, failures=0)

    def claim(self) -> list[KeptCopy]:
        """The next that are due, all of one address: it is asked for once. No other worker gets
        them until the lease has run out.
        """
        with transaction.atomic():
            due = (
                self.filter(next_look_at__lte=timezone.now())
                .with_link()
                .select_for_update(of=("self",), skip_locked=True)
            )
            first = due.order_by("next_look_at", "pk").first()
            if first is None:
                return []
            rows = list(due.filter(Q(address=first.address)).order_by("pk")[:AT_ONCE])
            until = timezone.now() + LEASE
            for row in rows:
                row.next_look_at, row.tries = until, row.tries + 1
            self.bulk_update(rows, ["next_look_at", "tries"])
        return rows

    any_of = ChosenQuerySet.any_of

    def for_proposals(self, wanted: list[str], unwanted: list[str]) -> Self:
        """Those of the evidence of some proposals, or of none of them, by slug."""
        slugs = "evidence__update__proposal__slug__in"
        chosen = self.filter(**{slugs: wanted}) if wanted else self
        return chosen.exclude(**{slugs: unwanted}) if unwanted else chosen


@audited(
    exclude=[
        *("page_digest", "etag", "last_modified", "link", "looked_at", "next_look_at"),
        *("failures", "tries", "fault"),
    ]
)
class KeptCopy(SharedModel):
    """The file that an editor could show if the link of evidence, or of a source, were to fail.

    The file is for editors only; its fingerprint and its day are public. So is what has become
    of the page, and whether the words quoted stand in the copy. `proposals.copies.keeping` is the
    only writer, but for the archived address.
    """

    NOUN = Noun.COPY
    address: str  # annotated by with_link

    slug = models.SlugField(_("slug"), max_length=100, unique=True, editable=False)
    evidence = models.OneToOneField(
        Evidence,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="kept_copy",
        verbose_name=_("evidence"),
    )
    source = models.OneToOneField(
        Source,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="kept_copy",
        verbose_name=_("source"),
    )

    origin = models.CharField(
        _("came by"), max_length=10, choices=CopyOrigin, blank=True, editable=False
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, blank=True, editable=False)
    kept_at = models.DateTimeField(_("kept at"), null=True, editable=False)
    kept_from = models.URLField(_("kept from"), max_length=2000, blank=True, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    # None where nothing is quoted, or the copy is no text that can be read for certain.
    quote_found = models.BooleanField(_("quote found in the copy"), null=True, editable=False)

    state = models.CharField(
        _("state of the page"), max_length=10, choices=PageState, blank=True, editable=False
    )
    # Since when it stands so, or the quote was missed, or there is a fault.
    state_at = models.DateTimeField(_("since"), null=True, editable=False)
    noted_at = models.DateTimeField(_("noted at"), null=True, editable=False)
    # Of what the page said when it was first seen.
    page_digest = models.CharField(max_length=64, blank=True, editable=False)
    # By which the other side knows whether it has moved since it was last compared.
    etag = models.CharField(
        max_length=LONGEST_ETAG, blank=True, default="", db_default="", editable=False
    )
    last_modified = models.CharField(
        max_length=LONGEST_DATE, blank=True, default="", db_default="", editable=False
    )

    archived_url = models.URLField(
        _("archived copy"),
        max_length=1000,
        blank=True,
        default="",
        validators=[web_address],
        help_text=_("The address of a copy that an archive keeps, should the link fail."),
    )
    archived_on = models.DateField(
        _("day of the archived copy"), null=True, blank=True, validators=[NO_SLIP]
    )

    # The link as last looked at, and what came of it.
    link = models.CharField(max_length=500, blank=True, editable=False)
    looked_at = models.DateTimeField(_("looked at"), null=True, editable=False)
    fault = models.CharField(_("fault"), max_length=300, blank=True, editable=False)
    # In a row.
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    # None where there is no page to look at.
    next_look_at = models.DateTimeField(_("next look at"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = KeptCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept copy")
        verbose_name_plural = _("kept copies")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence=None, source__isnull=False)
                | Q(evidence__isnull=False, source=None),
                name="keptcopy_of_evidence_or_source",
            ),
            models.CheckConstraint(
                condition=Q(sha256="", kept_at=None, origin="")
                | (~Q(sha256="") & Q(kept_at__isnull=False, origin__in=CopyOrigin.values)),
                name="keptcopy_kept_iff_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *PageState.values]), name="keptcopy_state_known"
            ),
            models.CheckConstraint(
                condition=Q(archived_on=None) | ~Q(archived_url=""),
                name="keptcopy_archived_on_of_a_copy",
                violation_error_message=_("Give the address of the archived copy too."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_look_at", "id"],
                condition=Q(next_look_at__isnull=False),
                name="keptcopy_by_next_look",
            )
        ]

    def __str__(self) -> str:
        return str(self.of)

    def clean(self) -> None:
        clean_whole_day(self, "archived_on")

    def get_absolute_url(self) -> str:
        if isinstance(self.of, Source):
            return reverse("source-detail", args=[self.of.slug])
        update = self.of.update
        return f"{update.proposal.get_absolute_url()}#update-{update.number}"

    @property
    def of(self) -> Evidence | Source:
        """What the copy is kept for."""
        return cast("Evidence | Source", self.evidence or self.source)

    @property
    def quote(self) -> str:
        """The words that the copy is kept for, if any."""
        return self.evidence.quote if self.evidence else ""

    @property
    def kept_on(self) -> dt.date | None:
        return timezone.localdate(self.kept_at) if self.kept_at else None

    @property
    def state_on(self) -> dt.date | None:
        return timezone.localdate(self.state_at) if self.state and self.state_at else None

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell of it."""
        return bool(self.sha256 or self.state or self.archived_url)

    def is_settled(self) -> bool:
        """Whether the page that is cited was compared when it was last looked at."""
        return bool(self.page_digest) and self.link == self.address and self.state != PageState.DEAD

    def postpone(self, until: dt.datetime) -> None:
        """Its host is asked by another: that is no try."""
        self.held().update(next_look_at=until, tries=F("tries") - 1)

    def held(self) -> KeptCopyQuerySet:
        """This row, as long as the worker that claimed it has it."""
        return KeptCopy.objects.filter(pk=self.pk, next_look_at=self.next_look_at)

    def content(self) -> dict[str, str]:
        """What the public reads of it."""
        said = {
            **{name: getattr(self, name) for name in ("slug", "origin", "sha256", "content_type")},
            "size": self.size,
            "kept_on": self.kept_on,
            "quote_found": self.quote_found,
            "state": self.state,
            "state_on": self.state_on,
            "archived_url": self.archived_url,
            "archived_on": self.archived_on,
        }
        return {name: "" if value is None else str(value) for name, value in said.items()}


def slug_of(row: Evidence | Source) -> str:
    """What the kept copy of evidence, or of a source, is known by, be there one or not."""
    return f"source-{row.slug}" if isinstance(row, Source) else f"evidence-{row.pk}"
