import datetime as dt
from itertools import count

from django.utils import timezone

from proposals.alerts import following
from proposals.choices import Cadence, MailKind
from proposals.models import Delivery, Subscription

_numbers = count(1)


def unconfirmed(**fields):
    """A subscription that its mailbox has not confirmed."""
    fields.setdefault("email", f"reader-{next(_numbers)}@example.com")
    fields.setdefault("language", "en")
    fields.setdefault("cadence", Cadence.IMMEDIATE)
    return Subscription.objects.create(**fields)


def confirmed(*, now=None, **fields):
    """One that is told of what changes from now on."""
    subscription = unconfirmed(**fields)
    following.confirm(subscription, now or timezone.now())
    return subscription


def digest(subscription=None, **fields):
    """A mail that waits to be handed over."""
    fields = {"after_seq": 0, "upto_seq": 1, "proposal_ids": [1], "total": 1} | fields
    return Delivery.objects.create(
        subscription=subscription or confirmed(), kind=MailKind.DIGEST, **fields
    )


def later(**much):
    return timezone.now() + dt.timedelta(**much)
