"""An official document on its way in: its text kept once, and cut into passages."""

from __future__ import annotations

import hashlib

from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals.editing.writing import save_shared
from proposals.models import Document, Matching, Passage
from proposals.models.readable import UNSEEN
from proposals.tracking.rules import Refusal
from proposals.uptake import passages

# Characters: more than any Policy Address has, and less than a worker takes minutes for.
LONGEST = 1_000_000
# One text at a time, so that it is one document however many take it in.
LOCK = 0x646F63756D656E74


class TakenBefore(Refusal):
    """The text is that of a document which is there already."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            "document_taken_before",
            "text",
            format_lazy(_("This text was taken in before, as “{document}”."), document=document),
            _("Open that document; give it another date or link there."),
        )
        self.document = document


def take_in(document: Document, text: str) -> None:
    """Keep a new document with its text in passages, and have it matched. Raises Refusal, and
    ValidationError where a column is faulty.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cut = judge(text)
        document.text = _legible(text)
        document.text_hash = _hash(document.text)
        save_shared(document, ())
        Passage.objects.bulk_create(
            Passage(
                document=document,
                position=place,
                kind=passage.kind.value,
                paragraph=passage.number if passage.locator.startswith("paragraph ") else "",
                page=passage.page,
                heading=passage.heading,
                start=passage.start,
                end=passage.end,
                text=passage.text,
            )
            for place, passage in enumerate(cut, 1)
        )
        Matching.objects.create(document=document)


def judge(text: str) -> list[passages.Passage]:
    """The passages of a text that is to be taken in. Raises Refusal."""
    text = _legible(text)
    _require_length(text)
    found = passages.cut(text)
    if not found:
        raise Refusal(
            "document_without_passages",
            "text",
            _("There is no paragraph in this text."),
            _("Paste the text of the document with its sentences; a scan must be read first."),
        )
    if known := Document.objects.filter(text_hash=_hash(text)).first():
        raise TakenBefore(known)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _legible(text: str) -> str:
    """The text without what nobody sees; a form feed ends a page."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return "\f".join(UNSEEN.sub("", page) for page in pages).strip("\ufeff \n")


def _require_length(text: str) -> None:
    if len(text) > LONGEST:
        raise Refusal(
            "document_too_long",
            "text",
            format_lazy(
                _("The text has {length} characters; {most} are the most."),
                length=len(text),
                most=LONGEST,
            ),
            _("Take it in by its parts, each with a title of its own."),
        )
