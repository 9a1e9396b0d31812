from __future__ import annotations

import datetime as dt
import secrets
from email.utils import make_msgid
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import MD5, Coalesce, Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import Cadence, EndedBy, MailKind
from proposals.languages import EN, HANS, HANT
from proposals.models.proposals import Proposal
from proposals.models.webhooks import Webhook

LANGUAGES = [(HANT, "繁體中文"), (HANS, "简体中文"), (EN, "English")]

MORNING = dt.time(8)
MONDAY = 0

UNCONFIRMED_KEPT = dt.timedelta(days=7)
ENDED_KEPT = dt.timedelta(days=30)
MAILS_KEPT = dt.timedelta(days=90)
# Where a sign-up came from is only of use while sign-ups are counted.
ORIGIN_KEPT = dt.timedelta(days=1)

# Longer than handing over one mail can take: see alerts/smtp.py.
LEASE = dt.timedelta(minutes=20)
# How long a mail waits after each time that the server put it off; past the last it has failed.
DELAYS = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480, 720, 1440, 1440)]

REFUSALS_BEFORE_END = 3
REFUSED_AT_LEAST_FOR = dt.timedelta(days=2)


def new_key() -> str:
    return secrets.token_urlsafe(32)


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


def next_morning(cadence: str, now: dt.datetime) -> dt.datetime | None:
    """When a digest falls due next, by the clock of Hong Kong; None for one sent as it happens."""
    if cadence == Cadence.IMMEDIATE:
        return None
    local = timezone.localtime(now)
    day = local.date() + dt.timedelta(days=local.time() >= MORNING)
    if cadence == Cadence.WEEKLY:
        day += dt.timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(dt.datetime.combine(day, MORNING))


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)

    def due(self, now: dt.datetime, newest: int) -> Self:
        """Subscriptions to be looked at now: their morning has come, or the log has grown."""
        return self.live().filter(
            Q(next_due_at__lte=now)
            | Q(confirmed_at__isnull=False, next_due_at=None, seen_seq__lt=newest)
        )

    def of_mailbox(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def to_forget(self, now: dt.datetime) -> Self:
        """Subscriptions whose address there is no reason left to keep."""
        return self.filter(
            Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
            | Q(ended_at__lt=now - ENDED_KEPT)
        )


class Subscription(models.Model):
    """A reader follows a filtered list, or one proposal, by e-mail.

    It begins when the mailbox has confirmed it. `seen_seq` is the last change that the reader
    was told of or that did not concern them; `query` is the filter as in an address, and
    `sentence` the same in the words in which the reader chose it. Who knows the `key` can
    change and end it: it stands in the links of each mail.
    """

    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"))
    query = models.TextField(_("filter"), blank=True)
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("proposal"),
    )
    sentence = models.TextField(blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[(HANT, "繁體中文"), (HANS, "简体中文"), (EN, "English")],
    )
    cadence = models.CharField(_("how often"), max_length=9, choices=Cadence)
    asked_from = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=8, choices=EndedBy, blank=True)
    seen_seq = models.BigIntegerField(null=True)
    next_due_at = models.DateTimeField(_("next due at"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ("view",)
        permissions = [("end_subscription", "Can end subscriptions of readers")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                # A query may be longer than an index entry.
                MD5("query"),
                Coalesce("proposal", 0),
                condition=Q(ended_at=None),
                name="subscription_live_once",
            ),
            models.CheckConstraint(
                condition=Q(email__contains="@") & ~Q(key=""), name="subscription_can_be_reached"
            ),
            models.CheckConstraint(
                condition=Q(proposal=None) | Q(query=""),
                name="subscription_to_filter_or_proposal",
            ),
            models.CheckConstraint(
                condition=Q(cadence__in=Cadence.values, language__in=[HANT, HANS, EN]),
                name="subscription_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, seen_seq=None, next_due_at=None)
                | Q(
                    Q(cadence=Cadence.IMMEDIATE, next_due_at=None)
                    | Q(~Q(cadence=Cadence.IMMEDIATE), next_due_at__isnull=False),
                    confirmed_at__isnull=False,
                    seen_seq__isnull=False,
                ),
                name="subscription_reads_iff_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=EndedBy.values),
                name="subscription_ended_iff_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.email}"

    @property
    def is_live(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    def end(self, by: EndedBy) -> bool:
        """From now on it gets no mail. False if that was so already."""
        held = type(self).objects.filter(pk=self.pk, ended_at=None)
        ended = bool(held.update(ended_at=timezone.now(), ended_by=by))
        self.refresh_from_db()
        return ended

    def change_cadence(self, cadence: str) -> None:
        """What is new since the last mail waits for the new time."""
        self.cadence = cadence
        self.next_due_at = next_morning(cadence, timezone.now()) if self.confirmed_at else None
        self.save(update_fields=["cadence", "next_due_at"])

    def end_if_refused(self) -> bool:
        """End it where the mailbox has refused one digest after the other, for days."""
        last = list(
            self.deliveries.filter(kind=MailKind.DIGEST)
            .exclude(sent_at=None, failed_at=None)
            .order_by("-pk")[:REFUSALS_BEFORE_END]
        )
        failed = [delivery.failed_at for delivery in last if delivery.failed_at]
        if len(failed) < REFUSALS_BEFORE_END:
            return False
        if min(failed) > timezone.now() - REFUSED_AT_LEAST_FOR:
            return False
        return self.end(EndedBy.BOUNCED)


# Who a mail is for: the column that leads to them, by what it is for.
RECIPIENTS = {
    MailKind.CONFIRMATION: "subscription",
    MailKind.DIGEST: "subscription",
    MailKind.STOPPED: "webhook",
    MailKind.SUGGESTED: "suggestion",
    MailKind.DECIDED: "suggestion",
    MailKind.REMINDER: "editor",
}


def to_one_recipient() -> Q:
    """What holds of a mail that goes to whom its kind is for, and to nobody else."""
    columns = sorted(set(RECIPIENTS.values()))
    held = Q()
    for kind, recipient in RECIPIENTS.items():
        held |= Q(kind=kind, **{f"{column}__isnull": column != recipient for column in columns})
    return held


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> Self:
        """Mails still to be handed over."""
        return self.filter(sent_at=None, failed_at=None, subscription__ended_at=None)

    def due(self) -> Self:
        return self.open().filter(next_try_at__lte=timezone.now())

    def claim(self) -> Delivery | None:
        """The next that is due. No other worker gets it until its lease has run out."""
        with transaction.atomic():
            delivery = (
                self.due()
                .select_related(
                    "subscription__proposal",
                    "suggestion__proposal__merged_into",
                    "webhook__owner",
                    "editor__reminder",
                )
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("next_try_at", "pk")
                .first()
            )
            if delivery is not None:
                delivery.next_try_at = timezone.now() + LEASE
                delivery.save(update_fields=["next_try_at"])
        return delivery

    def to_forget(self, now: dt.datetime) -> Self:
        return self.exclude(sent_at=None, failed_at=None).filter(created_at__lt=now - MAILS_KEPT)


class Delivery(models.Model):
    """One mail: to a subscriber the question to confirm, or the digest of a range of changes;
    to the owner of a webhook that it was stopped; to who sent a hint the question whether it was
    them, and what became of it; to an editor what waits for them.

    A digest tells the changes after `after_seq` up to `upto_seq`, of the proposals in
    `proposal_ids` and of `total` in all. It is handed over at or after `next_try_at`, each
    time under the same Message-ID.
    """

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, null=True, related_name="deliveries"
    )
    webhook = models.ForeignKey(Webhook, models.CASCADE, null=True, related_name="mails")
    suggestion = models.ForeignKey(
        "proposals.Suggestion", models.CASCADE, null=True, related_name="mails"
    )
    editor = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=MailKind)
    after_seq = models.BigIntegerField(null=True)
    upto_seq = models.BigIntegerField(null=True)
    proposal_ids = ArrayField(models.BigIntegerField(), default=list)
    total = models.PositiveIntegerField(default=0)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    next_try_at = models.DateTimeField(_("next try at"), db_default=Now())
    refusals = models.PositiveSmallIntegerField(_("times put off"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ()
        constraints = [
            # A range is told once, however many workers prepare it.
            models.UniqueConstraint(fields=["subscription", "after_seq"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(~Q(kind=MailKind.DIGEST), after_seq=None, upto_seq=None, total=0)
                | Q(
                    kind=MailKind.DIGEST,
                    after_seq__isnull=False,
                    upto_seq__isnull=False,
                    after_seq__lt=F("upto_seq"),
                    total__gt=0,
                ),
                name="delivery_digest_iff_range",
            ),
            models.CheckConstraint(
                condition=to_one_recipient(), name="delivery_to_whom_its_kind_is_for"
            ),
            # What became of a hint is told once.
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(kind=MailKind.DECIDED),
                name="delivery_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="delivery_sent_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None) | ~Q(last_error=""), name="delivery_failed_with_error"
            ),
        ]
        indexes = [
            # What `due` looks for: a few open ones among all that were ever sent.
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(sent_at=None, failed_at=None),
                name="delivery_open",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.message_id}"

    def note_sent(self) -> None:
        """The server has accepted it. One statement: see docs/adr/0014."""
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now())

    def put_off(self, error: str) -> bool:
        """Try again later, or give up. False if it has been given up."""
        self.last_error = error
        if self.refusals >= len(DELAYS):
            self.fail(error)
            return False
        self.next_try_at = timezone.now() + DELAYS[self.refusals]
        self.refusals += 1
        self.save(update_fields=["next_try_at", "refusals", "last_error"])
        return True

    def fail(self, error: str) -> None:
        """The server will not take it, now or later."""
        self.failed_at, self.last_error = timezone.now(), error
        self.save(update_fields=["failed_at", "last_error"])
        if self.subscription is not None:
            self.subscription.end_if_refused()
