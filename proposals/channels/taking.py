"""An item of a channel is fetched and taken in as an official document, which waits for an editor.

Nothing of it is public until an editor decides what it answers.
"""

from __future__ import annotations

import datetime as dt
import logging
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from proposals.choices import ChannelFault, ItemState, Precision
from proposals.editing.naming import offered_slug
from proposals.manners.asking import Allowed, ask
from proposals.manners.faults import Busy, Unread
from proposals.models import ChannelItem, Document
from proposals.models.channels import MOST_TRIES
from proposals.texts.faults import Unreadable
from proposals.texts.reading import Text
from proposals.texts.reading import read as read_file
from proposals.tracking.rules import Refusal
from proposals.uptake.taking import TakenBefore, take_in

logger = logging.getLogger(__name__)

_CHINESE = re.compile("[\u3400-\u9fff]")


class Lost(Exception):
    """The item is this worker's no more."""


def take(item: ChannelItem, allowed: Allowed = None) -> bool:
    """Take in the text of an item. Whether it is done with: as a document, or known already."""
    with override(settings.LANGUAGE_CODE):
        try:
            if item.tries > MOST_TRIES:
                # Whoever had it died of it, each time.
                raise Unread(ChannelFault.UNREADABLE, _("Reading it failed too often."))
            return _take(item, allowed)
        except Busy as busy:
            item.postpone(busy.until)
        except Unread as unread:
            logger.warning("item %s could not be read: %s", item.pk, unread)
            item.note_fault(
                unread.fault,
                unread.detail,
                unread.told,
                unread.asked_for,
                is_passing=unread.is_passing,
            )
        except Lost:
            logger.info("item %s is read by another", item.pk)
        except Exception as fault:
            # Whatever a stranger sends, the others are read.
            logger.exception("item %s could not be read", item.pk)
            said = type(fault).__name__
            item.note_fault(ChannelFault.UNREADABLE, said, {}, dt.timedelta(0), is_passing=True)
    return False


def _take(item: ChannelItem, allowed: Allowed) -> bool:
    try:
        text, url = _text(item, allowed)
        with transaction.atomic():
            document = _document(item, text, url)
            take_in(document, text.text)
            if not item.note_read(ItemState.TAKEN, document):
                raise Lost
    except TakenBefore as before:
        # As it was before it was told of again, or as somebody else has brought it.
        if before.document == item.revises:
            item.note_read(ItemState.TAKEN, before.document, revises=None)
        else:
            item.note_read(ItemState.KNOWN, before.document)
    except Unreadable as fault:
        raise Unread(ChannelFault.UNREADABLE, fault.code, told=fault.told) from fault
    except Refusal as refusal:
        raise Unread(ChannelFault.UNREADABLE, str(refusal)) from refusal
    except ValidationError as fault:
        # Such as a slug that somebody else took meanwhile.
        said = " ".join(fault.messages)
        raise Unread(ChannelFault.UNREADABLE, said, is_passing=True) from fault
    return True


def _text(item: ChannelItem, allowed: Allowed) -> tuple[Text, str]:
    """The text of an item, and where it stands. Raises Busy, Unread and Unreadable."""
    if not item.url:
        page = f"<!doctype html><html><body><article>{item.content}</article></body></html>"
        return read_file(page.encode()), ""
    answer = ask(item.url, allowed=allowed)
    return read_file(answer.content, answer.encoding, lambda _done, _of: item.renew()), answer.url


def _document(item: ChannelItem, text: Text, url: str) -> Document:
    """A new document with what is known of it; where no day is told, that on which it was found."""
    channel, found_on = item.channel, timezone.localdate(item.found_at)
    told_on = timezone.localdate(item.published_at) if item.published_at else text.published_on
    title = item.title or text.title or channel.label
    hant = en = title
    if _CHINESE.search(title):
        en = ""
    if item.revises is not None:
        hant = _marked(hant, "（{day} 修訂）", 200)
        en = en and _marked(en, " (revised {day})", 250)
    return Document(
        slug=offered_slug(Document, en, hant) or f"channel-item-{item.pk}",
        kind=channel.document_kind,
        title_hant=hant[:200],
        title_en=en[:250],
        publisher=channel.publisher,
        published_on=min(told_on or found_on, timezone.localdate()),
        published_on_precision=Precision.DAY,
        url=_link(url),
    )


def _link(url: str) -> str:
    """An address as a document may have it; empty where it may not."""
    try:
        Document._meta.get_field("url").run_validators(url)
    except ValidationError:
        return ""
    return url


def _marked(title: str, mark: str, length: int) -> str:
    said = mark.format(day=dt.date.isoformat(timezone.localdate()))
    return title[: length - len(said)] + said
