"""What runs in the background: ids in, one call out. All are safe to repeat.

Extra keywords are swallowed, so that a queue filled by another release can be worked off.
"""

from collections.abc import Sequence
from typing import Any

from celery import shared_task
from celery.utils.log import get_task_logger
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError

from proposals.alerts import following, reminding, sending, suggesting
from proposals.channels import polling
from proposals.copies import keeping
from proposals.editing import index
from proposals.intake import links
from proposals.models import Checkpoint, IdempotencyKey
from proposals.package import archive
from proposals.tracking import integrity
from proposals.uptake import offering
from proposals.webhooks import calling, preparing

logger = get_task_logger(__name__)


@shared_task
def check_source_links(*, source_ids: Sequence[int] | None = None, **kwargs: Any) -> None:
    checked = links.check_links(source_ids)
    logger.info("%s links checked", checked)


@shared_task
def verify_search_columns(**kwargs: Any) -> None:
    verified, mended = index.verify_index()
    if mended:
        logger.error("search columns had drifted on %s of %s proposals", len(mended), verified)
    else:
        logger.info("search columns hold on %s proposals", verified)


@shared_task
def forget_idempotency_keys(**kwargs: Any) -> None:
    forgotten, _by_model = IdempotencyKey.objects.expired().delete()
    logger.info("%s idempotency keys forgotten", forgotten)


@shared_task
def check_integrity(**kwargs: Any) -> None:
    """Each drift is an error of its own, so that whoever watches the log sees them all."""
    drifted = False
    for drift in integrity.check():
        drifted = True
        logger.error("%s", drift)
    if not drifted:
        logger.info("every proposal stands where its log says")


@shared_task
def make_checkpoint(**kwargs: Any) -> None:
    if made := Checkpoint.objects.make(timezone.localdate()):
        logger.info("checkpoint %s", made)


@shared_task
def send_alerts(**kwargs: Any) -> None:
    prepared = following.prepare(timezone.now()) + reminding.prepare(timezone.now())
    accepted = sending.deliver()
    if prepared or accepted:
        logger.info("%s mails prepared, %s accepted", prepared, accepted)
    if accepted and settings.EMAIL_FILE_PATH:
        logger.info("no mail server is set, so mails are files in %s", settings.EMAIL_FILE_PATH)


@shared_task
def forget_subscriptions(**kwargs: Any) -> None:
    forgotten = following.forget(timezone.now())
    logger.info("%s subscriptions forgotten", forgotten)
    forgotten = suggesting.forget(timezone.now())
    logger.info("%s hints or their senders forgotten", forgotten)


@shared_task
def send_webhooks(**kwargs: Any) -> None:
    prepared = preparing.prepare()
    taken = calling.deliver()
    if prepared or taken:
        logger.info("%s messages to webhooks prepared, %s taken", prepared, taken)


@shared_task
def forget_webhooks(**kwargs: Any) -> None:
    forgotten = calling.forget(timezone.now())
    logger.info("%s messages to webhooks forgotten", forgotten)


@shared_task
def read_intake(**kwargs: Any) -> None:
    from proposals.candidates import reading  # noqa: PLC0415 - its patterns, compiled, are heavy

    if taken := reading.read_waiting():
        logger.info("%s pages taken in were read", taken)


@shared_task
def match_documents(**kwargs: Any) -> None:
    if matched := offering.deliver():
        logger.info("%s documents matched", matched)


@shared_task
def poll_channels(**kwargs: Any) -> None:
    channels, items = polling.poll()
    if channels or items:
        logger.info("%s channels read, %s of their items done with", channels, items)
    if items:
        ask_for_matching()


@shared_task
def keep_copies(**kwargs: Any) -> None:
    # What is cited in a demonstration is invented.
    if settings.DEMONSTRATION or not settings.KEEP_COPIES:
        return
    if looked := keeping.look_at_due():
        logger.info("%s pages that are cited were looked at", looked)


@shared_task
def build_package(**kwargs: Any) -> None:
    if made := archive.build():
        logger.info("the package is %s, %s bytes", made.path.name, made.bytes)
    else:
        logger.info("the package is being made already")


def ask_for_webhooks() -> None:
    """Have what waits for webhooks sent now, and not at the next minute."""
    try:
        send_webhooks.delay()
    except OperationalError:
        logger.warning("the broker is away: webhooks are called when it is back")


def ask_for_intake() -> None:
    """Have what was taken in read now, and not at the next minute."""
    try:
        read_intake.delay()
    except OperationalError:
        logger.warning("the broker is away: pages are read when it is back")


def ask_for_matching() -> None:
    """Have what waits to be matched matched now, and not at the next minute."""
    try:
        match_documents.delay()
    except OperationalError:
        logger.warning("the broker is away: documents are matched when it is back")


def ask_for_channels() -> None:
    """Have the channels that are due read now, and not at the next minute."""
    try:
        poll_channels.delay()
    except OperationalError:
        logger.warning("the broker is away: channels are read when it is back")


def ask_for_copies() -> None:
    """Have pages that are due looked at now, and not at the next minute."""
    try:
        keep_copies.delay()
    except OperationalError:
        logger.warning("the broker is away: pages are looked at when it is back")


def ask_for_package() -> None:
    """Have the package made, unless that was asked for within a minute."""
    if cache.add("package-asked-for", True, 60):
        try:
            build_package.delay()
        except OperationalError:
            logger.warning("the broker is away: the package is made tonight")
