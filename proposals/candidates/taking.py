"""Texts taken in: each once, however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from proposals.choices import IntakeOrigin
from proposals.models import IntakePage
from proposals.texts.faults import Unreadable
from proposals.texts.reading import MOST_BYTES, MOST_TEXT
from proposals.tracking.rules import Refusal

LONGEST_NAME = 60


def take_text(
    text: str, *, by: User, origin: IntakeOrigin = IntakeOrigin.PASTED, **facts: Any
) -> tuple[IntakePage, bool]:
    """A text as it was pasted or sent; and whether it is new. Raises Refusal."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if not text.strip():
        raise Refusal("text_missing", "text", _("There is no text."), _("Paste the text."))
    if len(text.encode(errors="replace")) > MOST_TEXT:
        raise Refusal(
            "text_too_long",
            "text",
            _("The text is longer than 5 MB."),
            _("Cut it into pages, and take in each."),
        )
    name = next(line for line in text.splitlines() if line.strip()).strip("#＃ \t■●◆*")
    return _take(
        text.encode(errors="replace"),
        {"origin": origin, "text": text, "name": name[:LONGEST_NAME], **facts},
        by,
    )


def take_file(content: bytes, name: str, *, by: User, **facts: Any) -> tuple[IntakePage, bool]:
    """A file, to be read in the background. Raises Refusal."""
    if not content:
        raise Refusal("file_empty", "file", _("The file is empty."), _("Choose another."))
    if len(content) > MOST_BYTES:
        raise Refusal(
            "file_too_large", "file", _("The file is larger than 20 MB."), _("Divide it.")
        )
    return _take(
        content,
        {"origin": IntakeOrigin.FILE, "content": content, "name": name[-300:], **facts},
        by,
    )


def take_address(url: str, *, by: User, **facts: Any) -> tuple[IntakePage, bool]:
    """What stands at an address, to be fetched in the background; the same address again only
    once what was fetched has been read."""
    facts = {"origin": IntakeOrigin.ADDRESS, "name": url[:300], "url": url, **facts}
    known = IntakePage.objects.filter(url=url, origin=IntakeOrigin.ADDRESS, digest="").first()
    if known is not None:
        known.queue_again()
        known.refresh_from_db()
        return known, False
    page = _clean(IntakePage(taken_in_by=by, **facts))
    page.save()
    return page, True


def _clean(page: IntakePage) -> IntakePage:
    """Raises Refusal for the first fact of it that cannot be."""
    try:
        page.clean_fields(exclude=["taken_in_by"])
        page.clean()
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Refusal("fact_faulty", field, " ".join(messages), _("Correct it.")) from fault
    return page


def _take(content: bytes, facts: Mapping[str, Any], by: User) -> tuple[IntakePage, bool]:
    """What is known by its content. One that had failed or was cancelled is read again."""
    digest = digest_of(content)
    page = _clean(IntakePage(digest=digest, taken_in_by=by, **facts))
    try:
        with transaction.atomic():
            page.save()
        return page, True
    except IntegrityError:
        page = IntakePage.objects.get(digest=digest)
    page.queue_again()
    page.refresh_from_db()
    return page, False


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def claim_digest(page: IntakePage, content: bytes) -> None:
    """What an address gave is known by its content too. Raises Unreadable where it is known."""
    known = IntakePage.objects.filter(digest=digest_of(content)).exclude(pk=page.pk).first()
    if known is not None:
        raise Unreadable("taken_before", page=str(known))
    IntakePage.objects.filter(pk=page.pk).update(digest=digest_of(content))
