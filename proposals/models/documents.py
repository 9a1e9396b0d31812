from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.choices import DocumentKind, Noun, PassageKind, Precision
from proposals.models.audited import audited
from proposals.models.dated import NO_SLIP, clean_date, dated
from proposals.models.readable import web_address
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.taxonomy import Body
from proposals.models.visible import visible

# A worker that matches a document has it for so long; whoever dies leaves it to another then.
LEASE = dt.timedelta(minutes=5)
# A document that so many workers died of is not tried again.
MOST_TRIES = 3


class DocumentQuerySet(SharedQuerySet["Document"]):
    def public(self) -> Self:
        """Documents that answer a public proposal."""
        answering = type(self)(self.model).filter(visible("uptakes__proposal__"))
        return self.filter(pk__in=answering.values("pk"))

    def to_decide(self) -> Self:
        """Documents with a suggested match that nobody has decided on."""
        suggested = Passage.objects.filter(matches__decision="")
        return self.filter(pk__in=suggested.values("document"))


@audited(exclude=["text"])
class Document(SharedModel):
    """An official text: a Policy Address, a Budget, a reply in the legislature, a notice.

    Its text is for the editors; the public reads the words that answer a proposal, and where they
    stand. `proposals.uptake.taking` writes the text and cuts it.
    """

    NOUN = Noun.DOCUMENT
    LOCALIZED = ("title",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    title_hant = models.CharField(_("title (Traditional Chinese)"), max_length=200)
    title_hans = models.CharField(_("title (Simplified Chinese)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    publisher = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_on = models.DateField(_("published on"), validators=[NO_SLIP])
    published_on_precision = models.CharField(
        _("precision of the date"), max_length=5, choices=Precision, blank=True
    )
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])
    text = models.TextField(_("text"), blank=True, editable=False)
    # Of the text without what only sets it, so that a text that is taken in twice is one.
    text_hash = models.CharField(  # noqa: DJ001
        _("fingerprint of the text"), max_length=64, null=True, unique=True, editable=False
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="document_kind_known"
            ),
            models.CheckConstraint(
                condition=dated("published_on", "published_on_precision"),
                name="document_published_on_matches_precision",
            ),
            models.CheckConstraint(
                condition=Q(text="", text_hash=None) | (~Q(text="") & Q(text_hash__isnull=False)),
                name="document_text_iff_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.localized("title")

    def get_absolute_url(self) -> str:
        return reverse("document-detail", args=[self.slug])

    def clean(self) -> None:
        clean_date(self, "published_on")
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": _("This day lies in the future.")})


class Located(models.Model):
    """What stands at one place of a document, for good."""

    # Its place among the passages, from 1.
    position = models.PositiveIntegerField(_("position"))
    # The number printed with it, "" where it has none or another has the same.
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def locator(self) -> str:
        """As programs read it: `paragraph 12, page 3`."""
        named = f"paragraph {self.paragraph}" if self.paragraph else f"passage {self.position}"
        return f"{named}, page {self.page}" if self.page else named

    def where(self) -> str:
        """As a reader cites it."""
        if self.paragraph:
            said = gettext("paragraph %(number)s") % {"number": self.paragraph}
        else:
            said = gettext("passage %(number)s") % {"number": self.position}
        if self.page:
            said = gettext("%(passage)s, page %(page)s") % {"passage": said, "page": self.page}
        return said


class Passage(Located):
    """A part of an official document that it is cited by. Never changed once it is cut."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="passages")
    kind = models.CharField(_("kind"), max_length=10, choices=PassageKind)
    heading = models.TextField(_("heading"), blank=True)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        default_permissions = ()
        triggers = [pgtrigger.Protect(name="as_cut", operation=pgtrigger.Update)]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="passage_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PassageKind.values), name="passage_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.where()}"


class MatchingQuerySet(models.QuerySet["Matching"]):
    def due(self) -> Self:
        """Those to be made that no worker has in hand."""
        return self.filter(done_at=None, failed_at=None, next_try_at__lte=timezone.now())

    def claim(self) -> Matching | None:
        """The next that is due. No other worker gets it until its lease has run out."""
        with transaction.atomic():
            matching = (
                self.due()
                .select_related("document")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("next_try_at", "pk")
                .first()
            )
            if matching is not None:
                matching.next_try_at = timezone.now() + LEASE
                matching.tries += 1
                matching.save(update_fields=["next_try_at", "tries"])
        return matching


class Matching(models.Model):
    """The matching of a document with the open asks: wanted, under way, done or given up."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="matching")
    wanted_at = models.DateTimeField(_("wanted at"), default=timezone.now)
    next_try_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(_("done at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)

    objects = MatchingQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching")
        verbose_name_plural = _("matchings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(failed_at=None), name="matching_done_or_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.document_id}"

    def note_done(self) -> None:
        self.done_at = timezone.now()
        self.save(update_fields=["done_at"])

    def give_up(self) -> None:
        self.failed_at = timezone.now()
        self.save(update_fields=["failed_at"])
