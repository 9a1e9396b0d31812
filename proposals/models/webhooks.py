from __future__ import annotations

import base64
import datetime as dt
import random
import secrets
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import StoppedBy
from proposals.models.changes import Change
from proposals.models.readable import web_address

SECRET_BEGINNING = "whsec_"  # noqa: S105 - how Standard Webhooks marks one
# After a new secret is drawn, messages bear the signature of the one before it for so long too.
FORMER_SECRET_KEPT = dt.timedelta(days=1)

# Longer than one call can take: 15 seconds, and the time that a name takes to be looked up.
LEASE = dt.timedelta(minutes=5)
# A message that is refused is tried again for so long.
TRIED_FOR = dt.timedelta(days=3)
# It waits at random, up to twice as long after each time.
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=12)
# After any fault the webhook as a whole is left in peace, too, but is looked at more often.
FIRST_REST, LONGEST_REST = dt.timedelta(seconds=15), dt.timedelta(hours=1)
# It may ask for more peace than that, but not for so much that nobody notices.
LONGEST_ASKED_FOR = dt.timedelta(days=1)
# Stopped where all that was sent for TRIED_FOR failed, and no less than this.
FAILURES_BEFORE_STOP = 10

MESSAGES_KEPT = STOPPED_KEPT = dt.timedelta(days=30)
LONGEST_ERROR = 300


def new_secret() -> str:
    return SECRET_BEGINNING + base64.b64encode(secrets.token_bytes(32)).decode()


def new_message_id() -> str:
    return f"msg_{secrets.token_hex(16)}"


def jittered(first: dt.timedelta, longest: dt.timedelta, times: int) -> dt.timedelta:
    """A wait at random, up to one that doubles each time: who failed together comes back apart."""
    return min(longest, first * 2 ** min(times, 30)) * random.random()  # noqa: S311 - no secret


def can_be_called(url: str) -> None:
    """Signed or not, what is called goes over a line that nobody listens to."""
    if not url.lower().startswith("https:"):
        raise ValidationError(_("Write an address that begins with https://."))
    web_address(url)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def live(self) -> Self:
        return self.filter(stopped_at=None)

    def behind(self, newest: int) -> Self:
        """Those to which something may be new."""
        return self.live().filter(seen_seq__lt=newest)

    def to_forget(self, now: dt.datetime) -> Self:
        return self.filter(stopped_at__lt=now - STOPPED_KEPT)


class Webhook(models.Model):
    """An address of somebody's program that is told of what we publish, under a filter.

    `seen_seq` is the last change that a message was written for or that did not concern it.
    The secret stands here as it is, for every message is signed with it: see docs/adr/0017.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="webhooks",
        verbose_name=_("account"),
        help_text=_("Who is written to when it is stopped."),
    )
    label = models.CharField(
        _("label"), max_length=100, blank=True, help_text=_("Which program it belongs to.")
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        validators=[can_be_called],
        help_text=_("Begins with https://. Messages are sent there by POST."),
    )
    query = models.TextField(
        _("filter"),
        blank=True,
        help_text=_(
            "As in the address of a list: choose there, and copy the address here. Left empty, "
            "all that is published is told, authors and terms too."
        ),
    )
    # In which the owner registered it, and is written to.
    language = models.CharField(max_length=7, editable=False)
    secret = models.CharField(max_length=60, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=60, blank=True, editable=False)
    former_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    seen_seq = models.BigIntegerField(editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    rests_until = models.DateTimeField(_("not asked before"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)
    stopped_by = models.CharField(
        _("stopped by"), max_length=8, choices=StoppedBy, blank=True, editable=False
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        default_permissions = ("view", "add", "change")
        permissions = [("manage_webhook", "Can see and change the webhooks of all accounts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(secret__startswith=SECRET_BEGINNING), name="webhook_can_sign"
            ),
            models.CheckConstraint(
                condition=Q(former_secret="", former_secret_until=None)
                | (~Q(former_secret="") & Q(former_secret_until__isnull=False)),
                name="webhook_former_secret_ends",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="webhook_failing_iff_failures",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by="")
                | Q(stopped_at__isnull=False, stopped_by__in=StoppedBy.values),
                name="webhook_stopped_iff_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.label or self.url}"

    @property
    def secrets(self) -> list[str]:
        """What a message is signed with now, the newest first."""
        until = self.former_secret_until
        former = [self.former_secret] if until and until > timezone.now() else []
        return [self.secret, *former]

    def draw_secret(self) -> str:
        """A new secret; the one before it goes on signing beside it for a while."""
        self.former_secret = self.secret
        self.former_secret_until = timezone.now() + FORMER_SECRET_KEPT
        self.secret = new_secret()
        self.save(update_fields=["secret", "former_secret", "former_secret_until"])
        return self.secret

    def stop(self, by: StoppedBy) -> bool:
        """From now on it is told nothing, and what waits for it is given up. False if that was
        so already."""
        with transaction.atomic():
            live = type(self).objects.live().filter(pk=self.pk)
            stopped = bool(live.update(stopped_at=timezone.now(), stopped_by=by))
            if stopped:
                self.messages.open().update(failed_at=timezone.now())
        self.refresh_from_db()
        return stopped

    def resume(self) -> bool:
        """It is told what changes from now on. False if it was not stopped."""
        stopped = type(self).objects.filter(pk=self.pk, stopped_at__isnull=False)
        resumed = bool(
            stopped.update(
                stopped_at=None,
                stopped_by="",
                failures=0,
                failing_since=None,
                rests_until=None,
                seen_seq=Change.objects.newest()[0],
            )
        )
        self.refresh_from_db()
        return resumed

    def note_answered(self) -> None:
        """It took a message, so it is well."""
        type(self).objects.filter(pk=self.pk, failures__gt=0).update(
            failures=0, failing_since=None, rests_until=None
        )

    def note_fault(self, now: dt.datetime, asked_for: dt.timedelta) -> bool:
        """It did not take a message. Whether that has gone on for too long."""
        self.failures += 1
        self.failing_since = self.failing_since or now
        rest = jittered(FIRST_REST, LONGEST_REST, self.failures - 1)
        self.rests_until = now + max(rest, asked_for)
        self.save(update_fields=["failures", "failing_since", "rests_until"])
        return self.failures >= FAILURES_BEFORE_STOP and self.failing_since <= now - TRIED_FOR


class WebhookMessageQuerySet(models.QuerySet["WebhookMessage"]):
    def open(self) -> Self:
        """Messages still to be delivered."""
        return self.filter(delivered_at=None, failed_at=None)

    def due(self, now: dt.datetime) -> Self:
        """Those to be delivered now. A test is not held up by what has befallen others."""
        awake = Q(webhook__rests_until=None) | Q(webhook__rests_until__lte=now)
        return self.open().filter(awake | Q(change=None), next_try_at__lte=now)

    def claim(self) -> WebhookMessage | None:
        """The next that is due. No other worker gets it until its lease has run out."""
        now = timezone.now()
        with transaction.atomic():
            message = (
                self.due(now)
                .select_related("webhook", "change__proposal")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("next_try_at", "pk")
                .first()
            )
            if message is not None:
                message.next_try_at = now + LEASE
                message.save(update_fields=["next_try_at"])
        return message

    def to_forget(self, now: dt.datetime) -> Self:
        return self.exclude(delivered_at=None, failed_at=None).filter(
            created_at__lt=now - MESSAGES_KEPT
        )


class WebhookMessage(models.Model):
    """One message to a webhook: that a change was published, or, without one, a test.

    It is sent at or after `next_try_at`, each time under the same `message_id`; from its first
    fault on until `tried_until`. Open messages outlive whatever is killed.
    """

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="messages", verbose_name=_("webhook")
    )
    change = models.ForeignKey(
        Change,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("change"),
    )
    message_id = models.CharField(
        _("message ID"), max_length=36, unique=True, default=new_message_id
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    next_try_at = models.DateTimeField(_("next try at"), db_default=Now())
    tried_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    status = models.PositiveSmallIntegerField(_("last answer"), default=0)
    error = models.CharField(_("last error"), max_length=LONGEST_ERROR, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)

    objects = WebhookMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        default_permissions = ("view",)
        constraints = [
            # A change is told once, however many workers prepare it.
            models.UniqueConstraint(fields=["webhook", "change"], name="webhook_told_once"),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(failed_at=None),
                name="webhook_message_delivered_or_failed",
            ),
        ]
        indexes = [
            # What `due` looks for: a few open ones among all that were ever sent.
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(delivered_at=None, failed_at=None),
                name="webhook_message_open",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.message_id}"

    def note_delivered(self, status: int) -> None:
        """The other side has taken it, even if it was given up meanwhile."""
        type(self).objects.filter(pk=self.pk).update(
            delivered_at=timezone.now(),
            failed_at=None,
            status=status,
            error="",
            tries=F("tries") + 1,
        )
        if self.change_id is not None:
            self.webhook.note_answered()

    def note_fault(
        self, status: int, error: str, asked_for: dt.timedelta = dt.timedelta(0)
    ) -> bool:
        """The other side did not take it: try again later, and not before the time that it
        `asked_for`, or give up. Whether the webhook has failed for too long.

        A test is tried once and says nothing of the webhook.
        """
        now = timezone.now()
        asked_for = min(asked_for, LONGEST_ASKED_FOR)
        with transaction.atomic():
            webhook = Webhook.objects.select_for_update().get(pk=self.webhook_id)
            message = type(self).objects.select_for_update().get(pk=self.pk)
            if message.delivered_at is not None:
                # By another worker, who took it up while this one slept through its lease.
                return False
            wait = max(jittered(FIRST_WAIT, LONGEST_WAIT, message.tries), asked_for)
            message.tries += 1
            message.status, message.error = status, error[:LONGEST_ERROR]
            message.tried_until = message.tried_until or now + TRIED_FOR
            message.next_try_at = min(now + wait, max(message.tried_until, now + asked_for))
            if message.change_id is None or now >= message.tried_until:
                message.failed_at = message.failed_at or now
            message.save(
                update_fields=[
                    "tries",
                    "status",
                    "error",
                    "tried_until",
                    "next_try_at",
                    "failed_at",
                ]
            )
            return message.change_id is not None and webhook.note_fault(now, asked_for)
