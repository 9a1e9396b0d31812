"""What is wrong with a cell, in the words of who wrote it: never those of a library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

# So many codes are listed; of longer lists only what is near.
_LISTED = 60

# What nobody sees in a cell: control characters, marks of direction, halves of characters, and
# what stands for one that was lost.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffd\ufffe\uffff]"
)
# So texts are marked in scripts whose letters join.
LOST = "\ufffd"


def unseen(cell: str) -> str:
    """What is wrong with the characters of a cell, or nothing."""
    found = _UNSEEN.search(cell)
    if found is None:
        return ""
    if found[0] == LOST:
        return _(
            "At character %(place)d a letter was lost when the file was saved in another encoding "
            "(%(text)s). Write it anew."
        ) % {"place": found.start() + 1, "text": _around(cell, found.start())}
    return _(
        "At character %(place)d stands one that nobody sees, U+%(code)s (%(text)s). Delete it, or "
        "type the cell anew."
    ) % {
        "place": found.start() + 1,
        "code": f"{ord(found[0]):04X}",
        "text": _around(cell, found.start()),
    }


def _around(cell: str, place: int) -> str:
    return _UNSEEN.sub("□", cell[max(0, place - 6) : place + 7])


def listed(codes: Iterable[tuple[str, Any]], wrong: str = "") -> str:
    """Codes with what they mean; of many those that are like the wrong one."""
    known = list(codes)
    if len(known) > _LISTED:
        near = set(get_close_matches(wrong, [code for code, _label in known], 5, 0.5))
        known = [(code, label) for code, label in known if code in near]
        if not known:
            return _("Nothing like it is known. Import its own table first.")
        return _("Like it are: %(codes)s.") % {"codes": _joined(known)}
    if not known:
        return _("There is none yet. Import its own table first.")
    return _("Known are: %(codes)s.") % {"codes": _joined(known)}


def _joined(codes: Iterable[tuple[str, Any]]) -> str:
    return _(", ").join(_("%(code)s (%(label)s)") % {"code": c, "label": n} for c, n in codes)


def in_words(model: type[models.Model], name: str, error: ValidationError, cell: str) -> str:
    """What a rule of the column refuses, and what it takes instead."""
    field = next((f for f in model._meta.fields if f.name == name), None)
    choices = [(code, label) for code, label in getattr(field, "choices", None) or () if code]
    said = " ".join(error.messages)
    match error.code:
        case "invalid_choice":
            said = _("“%(value)s” is not one of the codes.") % {"value": cell}
            said = f"{said} {listed(choices, cell)}"
        case "blank" | "null":
            said = _("It is empty.") + " " + (listed(choices) if choices else _("Fill it in."))
        case "max_length":
            counts = {"length": len(cell), "most": getattr(field, "max_length", 0) or 0}
            said = _("It has %(length)d characters; there is room for %(most)d.") % counts
        case "item_invalid":
            said = _("One of the names is too long; there is room for 100 characters.")
        case "min_value" | "max_value" if isinstance(field, models.IntegerField):
            said = _("“%(value)s” is not a whole number from 0 to 32,767.") % {"value": cell}
        case "invalid" if isinstance(field, models.URLField):
            said = _("“%(value)s” is not an address. Write it whole: https://www.example.hk/page")
            said %= {"value": cell}
        case "invalid" if name == "code":
            said = _("A code is lower-case letters, digits and underscores.")
        case "invalid" if isinstance(field, models.SlugField):
            said = _("Write a slug: lower-case letters, digits and hyphens.")
    return said
