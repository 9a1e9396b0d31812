"""Pure: the text of a file, with each character where the file has it."""

import re

from django.utils.translation import gettext as _

MAX_BYTES = 5_000_000
_MARKUP = re.compile(
    r"(?is)<(script|style|head|nav|footer|aside|noscript|svg|form)\b.*?</\1\s*>|<!--.*?-->|<[^<>]{0,2000}>"
)
_HEADING = re.compile(r"(?i)<h([1-6])\b")
_BLOCK = re.compile(
    r"(?i)</?(?:p|div|br|h[1-6]|li|ul|ol|tr|table|section|article|header|figure|figcaption|blockquote|main|td)\b"
)
_ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&mdash;": "—",
    "&hellip;": "…",
}
_LOOKS_LIKE_HTML = re.compile(
    r"(?i)^\s*(?:<!doctype html|<html|<head|<body|<article|<div|<p[ >]|<h[1-6])"
)
# What files of other kinds begin with.
_SIGNATURES = {
    b"%PDF": "PDF", b"PK\x03\x04": "docx, xlsx, zip", b"\xd0\xcf\x11\xe0": "doc, xls", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF", b"\x1f\x8b": "gzip", b"{\\rtf": "RTF", b"\x7fELF": "ELF",
}  # fmt: skip
_COMMON = set(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "这为个国时来们产种对发动会过说经后学"
)


class Unreadable(Exception):
    """A file that holds no text that we can read, and what to do about it."""


def text_of(content: bytes) -> str:
    """The text of a file as its encoding has it; nothing is taken away, so that places hold."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Cut it into pages."))
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise Unreadable(
                _("This is a file of another kind (%(kind)s). Copy its text into a text file.")
                % {"kind": kind}
            )
    text = _decoded(content)
    if not text.strip("\ufeff \t\r\n"):
        raise Unreadable(_("The file holds no text."))
    if _share_of_controls(text) > 0.01:
        raise Unreadable(_("The file is no text. Give a text file in UTF-8."))
    return text


def shown_text(text: str) -> str:
    """The text that a page in HTML shows, each character in the same place as in the page."""
    if not _LOOKS_LIKE_HTML.match(text[:500].lstrip("\ufeff")):
        return text
    blank = _MARKUP.sub(_blanked, text)
    for entity, character in _ENTITIES.items():
        blank = blank.replace(entity, character.ljust(len(entity)))
    return blank


def _blanked(found: re.Match[str]) -> str:
    tag = found[0]
    heading = _HEADING.match(tag)
    if heading and len(tag) > int(heading[1]) + 2:
        marks = "\n" + "#" * min(int(heading[1]), len(tag) - 2)
        return marks + " " * (len(tag) - len(marks))
    if _BLOCK.match(tag):
        return "\n\n".ljust(len(tag)) if len(tag) > 1 else "\n"
    return " " * len(tag)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if content.count(b"\0") * 4 > len(content):
            return content.decode("utf-16-le", errors="replace")
        # Cut in the middle of a character, or with a few bytes gone wrong.
        loose = content.decode("utf-8", errors="replace")
        if loose.count("\ufffd") * 50 < len(loose) and fault.start:
            return loose
    candidates = []
    for encoding in ("big5hkscs", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = content.decode(encoding, errors="replace")
        if text.count("\ufffd") * 50 < len(text):
            candidates.append(text)
    if not candidates:
        raise Unreadable(_("The encoding of the file is not known. Save it as UTF-8."))
    return max(candidates, key=_plausible)


def _plausible(text: str) -> float:
    sample = text[:20_000]
    return sum(character in _COMMON for character in sample) / max(len(sample), 1)


def _share_of_controls(text: str) -> float:
    controls = sum(
        text.count(chr(code))
        for code in range(32)
        if chr(code) not in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85"
    )
    return (controls + text.count("\ufffd") / 4) / max(len(text), 1)
