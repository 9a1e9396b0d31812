"""How the tracker itself stands, for those who keep it running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from proposals import replicas
from proposals.models import Change, Delivery, Routine, Webhook, WebhookMessage
from proposals.package import archive

# What failed longer ago is no news.
RECENT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Outgoing:
    """What goes out to others one by one: mails, or messages to webhooks."""

    waiting: int
    # Since when the one waits that has waited longest.
    since: dt.datetime | None
    failed: int


@dataclass(frozen=True)
class Replica:
    """A copy of the database, and how many changes it is behind; None where it is away."""

    name: str
    behind: int | None


@dataclass(frozen=True)
class Standing:
    """What an operator looks at first."""

    # Messages that no worker has taken; None while the broker is away.
    queue: int | None
    routines: list[Routine]
    mails: Outgoing
    messages: Outgoing
    stopped_webhooks: int
    package_made_at: dt.datetime | None
    newest_change: tuple[int, dt.datetime | None]
    replicas: list[Replica]


def standing() -> Standing:
    """Six queries, and one question to the broker."""
    made, newest = archive.newest(), Change.objects.newest()
    return Standing(
        queue=_queue(),
        routines=_routines(),
        mails=_outgoing(Delivery.objects.open(), Delivery.objects.all()),
        messages=_outgoing(WebhookMessage.objects.open(), WebhookMessage.objects.all()),
        stopped_webhooks=Webhook.objects.filter(stopped_at__isnull=False).count(),
        package_made_at=made.generated_at if made else None,
        newest_change=newest,
        replicas=[_replica(name, newest[0]) for name in settings.REPLICAS],
    )


def _queue() -> int | None:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
            declared = broker.default_channel.queue_declare(current_app.conf.task_default_queue)
            return int(declared.message_count)
    except (OperationalError, OSError):
        return None


def _replica(name: str, newest: int) -> Replica:
    replayed = replicas.newest(name)
    # It may have replayed a change that came after the newest was read.
    return Replica(name, None if replayed is None else max(0, newest - replayed))


def _routines() -> list[Routine]:
    """One for each task of the schedule, whether it ever ran or not."""
    kept = {routine.task: routine for routine in Routine.objects.all()}
    names = sorted(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())
    return [kept.get(name) or Routine(task=name) for name in names]


def _outgoing(waiting: QuerySet[Any], all_: QuerySet[Any]) -> Outgoing:
    now = waiting.aggregate(count=Count("pk"), since=Min("created_at"))
    failed = all_.filter(failed_at__gte=timezone.now() - RECENT).count()
    return Outgoing(now["count"], now["since"], failed)


class Gauges(Collector):
    """The same as numbers, at the moment when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now, stands = timezone.now(), standing()
        for name, what, value in (
            ("queue", "Messages that no worker has taken.", stands.queue),
            ("mails_waiting", "Mails to be handed over.", stands.mails.waiting),
            ("mails_failed", "Mails given up in a day.", stands.mails.failed),
            ("webhook_messages_waiting", "Messages to webhooks.", stands.messages.waiting),
            ("webhook_messages_failed", "Those given up in a day.", stands.messages.failed),
            ("webhooks_stopped", "Webhooks to which all failed.", stands.stopped_webhooks),
            ("newest_change", "The number of the newest change.", stands.newest_change[0]),
            ("package_age_seconds", "Age of the public package.", _age(stands.package_made_at)),
        ):
            # What is not known is left out, and can be alerted on by absent().
            if value is not None:
                yield GaugeMetricFamily(f"tracker_{name}", what, value)
        behind = GaugeMetricFamily(
            "tracker_replica_changes_behind", "Changes it has not replayed.", labels=["replica"]
        )
        for replica in stands.replicas:
            if replica.behind is not None:
                behind.add_metric([replica.name], replica.behind)
        yield behind
        for name, what in (
            ("sent", "When the task was last sent to a worker."),
            ("succeeded", "When it last ended well."),
            ("failed", "When it last failed."),
        ):
            gauge = GaugeMetricFamily(f"tracker_task_{name}_seconds_ago", what, labels=["task"])
            for routine in stands.routines:
                if at := getattr(routine, f"{name}_at"):
                    gauge.add_metric([routine.name], (now - at).total_seconds())
            yield gauge


def _age(at: dt.datetime | None) -> float | None:
    return (timezone.now() - at).total_seconds() if at else None
