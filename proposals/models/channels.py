"""Where official texts appear, and what is read there in the background. For editors only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from proposals.choices import ChannelFault, ChannelKind, DocumentKind, ItemState
from proposals.models.dated import NO_SLIP
from proposals.models.documents import Document
from proposals.models.hosts import Host
from proposals.models.readable import web_address
from proposals.models.taxonomy import Body
from proposals.texts.faults import said

# Longer than one address takes to be asked; each scanned page that is read renews it.
LEASE = dt.timedelta(minutes=10)

# How often a channel is read: oftener after something new, more rarely after nothing.
SHORTEST, FIRST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(days=1)
# After a fault it is left in peace, twice as long each time.
FIRST_REST, LONGEST_REST = dt.timedelta(minutes=5), dt.timedelta(days=1)
# A channel that cannot be read is told of after so long: most are back before.
FAULTY_FOR = dt.timedelta(days=1)
# An item is tried so often, over some ten hours.
MOST_TRIES = 8

LONGEST_SAID = 300


def rest(times: int) -> dt.timedelta:
    """How long a host is left in peace that has failed so often in a row."""
    return min(LONGEST_REST, FIRST_REST * 2 ** min(times - 1, 20))


def fault_said(fault: str, detail: str, told: Mapping[str, Any]) -> str:
    """Why there was nothing to be read, in the language of who looks."""
    label = str(ChannelFault(fault).label) if fault else ""
    return pgettext("kind and name", ": ").join(filter(None, [label, said(detail, told)]))


class ChannelQuerySet(models.QuerySet["Channel"]):
    def due(self, now: dt.datetime) -> Self:
        return self.filter(is_active=True, next_poll_at__lte=now)

    def claim(self) -> Channel | None:
        """The next that is due, at a host that nobody asks. No other worker gets it until its
        lease has run out."""
        now = timezone.now()
        with transaction.atomic():
            channel = (
                self.due(now)
                .filter(host__free_at__lte=now)
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("next_poll_at", "pk")
                .first()
            )
            if channel is not None:
                channel.next_poll_at = now + LEASE
                channel.save(update_fields=["next_poll_at"])
        return channel

    def faulty(self, now: dt.datetime) -> Self:
        """Those that have not been read for too long."""
        return self.filter(is_active=True, failing_since__lte=now - FAULTY_FOR)

    def silent(self, now: dt.datetime) -> Self:
        """Those where nothing new has stood for longer than the editors expect."""
        day = models.Value(dt.timedelta(days=1), models.DurationField())
        patience = models.ExpressionWrapper(F("silent_after") * day, models.DurationField())
        last = models.ExpressionWrapper(
            Coalesce("new_at", "created_at") + patience, models.DateTimeField()
        )
        return self.filter(is_active=True).alias(told_at=last).filter(told_at__lte=now)

    def alarming(self, now: dt.datetime) -> Self:
        return self.filter(
            Q(pk__in=self.faulty(now).values("pk")) | Q(pk__in=self.silent(now).values("pk"))
        )


class Faulty(models.Model):
    """What could not be read, and why."""

    fault = models.CharField(
        _("fault"), max_length=12, choices=ChannelFault, blank=True, editable=False
    )
    # What the other side said; of a text the code of its fault, which tells of more.
    fault_detail = models.CharField(max_length=LONGEST_SAID, blank=True, editable=False)
    fault_told = models.JSONField(default=dict, db_default={}, editable=False)

    class Meta:
        abstract = True

    def fault_said(self) -> str:
        return fault_said(self.fault, self.fault_detail, self.fault_told)


class Channel(Faulty):
    """A feed, or a page with links, at which official texts appear.

    It is polled in the background, and the texts that are new there are taken in as official
    documents. Its owner may have said that it stands elsewhere for good (`moved_to`).
    """

    label = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=4, choices=ChannelKind, default=ChannelKind.FEED)
    url = models.URLField(_("address"), max_length=500, validators=[web_address])
    pattern = models.CharField(
        _("pattern of links"),
        max_length=300,
        blank=True,
        help_text=_(
            "Only links that fit are taken in; * stands for anything, as in "
            "https://www.info.gov.hk/gia/general/*.htm. A page with links needs one."
        ),
    )
    document_kind = models.CharField(
        _("kind of documents"),
        max_length=20,
        choices=DocumentKind,
        default=DocumentKind.PRESS_RELEASE,
        help_text=_("What is taken in there. It may be corrected on each document."),
    )
    publisher = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    since = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        validators=[NO_SLIP],
        help_text=_("What bears an earlier day is left alone. Left empty, all that stands there."),
    )
    silent_after = models.PositiveSmallIntegerField(
        _("silent after (days)"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("You are told when nothing new has stood there for so long."),
    )
    is_active = models.BooleanField(_("is polled"), default=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("registered by"),
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", editable=False)
    moved_to = models.CharField(_("moved to"), max_length=2000, blank=True, editable=False)
    # What the other side knows by whether there is anything new, and we by what it sent.
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    interval = models.DurationField(_("polled every"), default=FIRST, editable=False)
    next_poll_at = models.DateTimeField(_("next poll at"), db_default=Now(), editable=False)
    succeeded_at = models.DateTimeField(_("last read at"), null=True, editable=False)
    new_at = models.DateTimeField(_("something new at"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel of official texts")
        verbose_name_plural = _("channels of official texts")
        constraints = [
            # One page may list texts of several kinds.
            models.UniqueConstraint(fields=["url", "pattern"], name="channel_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ChannelKind.values), name="channel_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChannelKind.PAGE) | ~Q(pattern=""),
                name="channel_page_has_pattern",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None, fault="")
                | (Q(failures__gt=0, failing_since__isnull=False) & ~Q(fault="")),
                name="channel_failing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def address(self) -> str:
        """Where it is read."""
        return self.moved_to or self.url

    def clean(self) -> None:
        if self.kind == ChannelKind.PAGE and not self.pattern:
            said = _("Say which links of the page are taken in, such as https://example.org/*.htm.")
            raise ValidationError({"pattern": said})

    def is_silent(self, now: dt.datetime) -> bool:
        """Whether nothing new has stood there for longer than the editors expect."""
        return (self.new_at or self.created_at) + dt.timedelta(days=self.silent_after) <= now

    def begin_anew(self) -> list[str]:
        """It stands at another address, or shows what it shows by another pattern: whatever was
        known of the one before says nothing of it. Returns the columns to be saved."""
        self.moved_to = self.etag = self.last_modified = self.content_hash = ""
        self.fault = self.fault_detail = ""
        self.failures, self.failing_since = 0, None
        self.host = Host.objects.of(self.url)
        self.interval, self.next_poll_at = FIRST, timezone.now()
        return [
            *("moved_to", "etag", "last_modified", "content_hash", "fault", "fault_detail"),
            *("failures", "failing_since", "host", "interval", "next_poll_at"),
        ]

    def held(self) -> ChannelQuerySet:
        """This channel, as long as this worker has it and nobody has sent it elsewhere."""
        return Channel.objects.filter(pk=self.pk, next_poll_at=self.next_poll_at)

    def postpone(self, until: dt.datetime) -> None:
        """Its host is asked by another: that is no fault."""
        self.held().update(next_poll_at=until)

    def note_fault(
        self, fault: ChannelFault, detail: str, told: dict[str, Any], asked_for: dt.timedelta
    ) -> None:
        """It could not be read: try again later, and not before the time that it asked for."""
        now = timezone.now()
        failures = self.failures + 1
        self.held().update(
            fault=fault,
            fault_detail=detail[:LONGEST_SAID],
            fault_told=told,
            failures=failures,
            failing_since=self.failing_since or now,
            next_poll_at=now + max(rest(failures), asked_for),
        )

    def note_read(self, *, is_new: bool, is_whole: bool = True, **kept: str) -> bool:
        """It was read, to its end or in part; `kept` is what the next poll begins with. False
        where the channel is this worker's no more."""
        now = timezone.now()
        interval = max(SHORTEST, self.interval / 2) if is_new else self.interval * 1.5
        interval = min(LONGEST, interval)
        return bool(
            self.held().update(
                **kept,
                interval=interval,
                succeeded_at=now,
                new_at=now if is_new else self.new_at,
                next_poll_at=now + (interval if is_whole else SHORTEST),
                failures=0,
                failing_since=None,
                fault="",
                fault_detail="",
            )
        )


class ItemQuerySet(models.QuerySet["ChannelItem"]):
    def waiting(self) -> Self:
        return self.filter(state=ItemState.WAITING, channel__is_active=True)

    def due(self, now: dt.datetime) -> Self:
        return self.waiting().filter(next_try_at__lte=now)

    def claim(self) -> ChannelItem | None:
        """The next that is due, at a host that nobody asks. No other worker gets it until its
        lease has run out."""
        now = timezone.now()
        with transaction.atomic():
            item = (
                self.due(now)
                .filter(Q(host=None) | Q(host__free_at__lte=now))
                .select_related("channel")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("next_try_at", "pk")
                .first()
            )
            if item is not None:
                item.next_try_at = now + LEASE
                item.tries += 1
                item.save(update_fields=["next_try_at", "tries"])
        return item


class ChannelItem(Faulty):
    """One text that a channel tells of, and what became of it.

    It is known by what the channel calls it and by its address, so that it is taken in once. Where
    the channel tells of it otherwise than before, it is read again: another text is another
    document, and `revises` is the one before.
    """

    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="items", verbose_name=_("channel of official texts")
    )
    key = models.CharField(max_length=64)
    # Of what the channel says of it.
    fingerprint = models.CharField(max_length=64)
    url = models.CharField(_("address"), max_length=2000, blank=True)
    host = models.ForeignKey(Host, models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    # The text itself, where no address is told.
    content = models.TextField(blank=True)
    found_at = models.DateTimeField(_("found at"), db_default=Now())

    state = models.CharField(_("state"), max_length=8, choices=ItemState, default=ItemState.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("official document"),
    )
    revises = models.ForeignKey(
        Document, models.SET_NULL, null=True, related_name="+", verbose_name=_("before it changed")
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a channel")
        verbose_name_plural = _("items of channels")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="channel_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values), name="channel_item_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.FAILED) | ~Q(fault=""),
                name="channel_item_failed_says_why",
            ),
        ]
        indexes = [
            # What `due` looks for: a few among all that were ever found.
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=ItemState.WAITING),
                name="channel_item_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    def held(self) -> ItemQuerySet:
        """This item, as long as this worker has it."""
        return ChannelItem.objects.filter(
            pk=self.pk, state=ItemState.WAITING, next_try_at=self.next_try_at
        )

    def renew(self) -> None:
        """Keep it for longer, unless another has it by now."""
        until = timezone.now() + LEASE
        if self.held().update(next_try_at=until):
            self.next_try_at = until

    def postpone(self, until: dt.datetime) -> None:
        """Its host is asked by another: that is no try."""
        self.held().update(next_try_at=until, tries=self.tries - 1)

    def note_fault(
        self,
        fault: ChannelFault,
        detail: str,
        told: dict[str, Any],
        asked_for: dt.timedelta,
        *,
        is_passing: bool,
    ) -> None:
        """It could not be read: try again later, or give it up."""
        is_over = not is_passing or self.tries >= MOST_TRIES
        self.held().update(
            fault=fault,
            fault_detail=detail[:LONGEST_SAID],
            fault_told=told,
            state=ItemState.FAILED if is_over else ItemState.WAITING,
            next_try_at=timezone.now() + max(rest(self.tries), asked_for),
        )

    def note_read(self, state: ItemState, document: Document, **more: Any) -> bool:
        """Its text is that of this document. False where the item is this worker's no more."""
        return bool(
            self.held().update(
                state=state, document=document, fault="", fault_detail="", content="", **more
            )
        )
