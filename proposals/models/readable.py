"""Texts without characters that nobody sees, and links that a reader can follow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.checked import CheckedModel
from proposals.outgoing import leads_inside

# Control characters, and marks by which a text would run the other way.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
UNSEEN_SAID = _("A character stands here that nobody sees: U+%(code)s.")
UNSEEN_REMEDY = _("Delete it, or type the text anew.")


def unseen_in(row: models.Model) -> Iterator[tuple[str, str]]:
    """Each written text of a row that holds such a character, by its column, with the code."""
    for field in row._meta.concrete_fields:
        # What is generated, or not read, is not there.
        value = vars(row).get(field.attname)
        if field.editable and isinstance(value, str) and (found := UNSEEN.search(value)):
            yield field.name, f"{ord(found[0]):04X}"


class ReadableModel(CheckedModel):
    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        faults: dict[str, Any] = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as fault:
            faults = fault.error_dict
        for name, code in unseen_in(self):
            if name not in (exclude or ()) and name not in faults:
                said = f"{UNSEEN_SAID % {'code': code}} {UNSEEN_REMEDY}"
                faults[name] = ValidationError(said, code="unseen")
        if faults:
            raise ValidationError(faults)


def web_address(url: str) -> None:
    """What a browser opens, and sends no password to."""
    try:
        parts = urlsplit(url)
        # Read, because only that judges it.
        parts.port  # noqa: B018
    except ValueError:
        raise ValidationError(URLValidator.message) from None
    if parts.scheme not in {"http", "https"}:
        raise ValidationError(_("Write an address that begins with https:// or http://."))
    if "@" in parts.netloc:
        raise ValidationError(_("Write the address without an account and a password."))
    if leads_inside(parts.hostname or ""):
        raise ValidationError(
            _(
                "Nobody else can open this address: it is one of this machine or of a private "
                "network. Write one of the open web."
            )
        )
