"""A file on its way in: its text as it stands, or what is wrong with it and the remedy."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a Chinese text has plenty of, if it was decoded as it was written.
_COMMON = set("的，。、一是在有和及與为為於不會会政府香港我們们將将")
_PLAIN = {"\t", "\n", "\r", "\f", "\v", "\x1a", "\ufeff", "\x85"}


class Unreadable(Exception):
    """A file that holds no text, with what to do about it."""


def text_of(data: bytes) -> str:
    """The text of a file with every line end and mark that it has. Raises Unreadable."""
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise Unreadable("The file is empty. Give a file with the text of the document.")
    if data.lstrip()[:5] == b"%PDF-":
        raise Unreadable(
            "This is a PDF. Give its text (pdftotext keeps the pages); "
            "one that was scanned must be read by character recognition first."
        )
    if data[:4] in (b"PK\3\4", b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a Word, Excel or packed file. Save its text as plain text.")
    text = _decoded(data)
    unseen = sum(not (c.isprintable() or c.isspace() or c in _PLAIN) for c in text)
    if "\0" in text or unseen > len(text) // 50:
        raise Unreadable("This is no text but a binary file. Give the text of the document.")
    if text.lstrip("\ufeff \t\r\n")[:200].lower().startswith(("<!doctype html", "<html")):
        raise Unreadable("This is a web page with its marks. Save its text as plain text.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding) or _refuse()
    if (text := _strict(data, "utf-8")) is not None:
        return text
    guesses = [_strict(data, encoding) for encoding in ("big5hkscs", "gb18030")]
    likely = max((text for text in guesses if text), key=_likelihood, default="")
    return likely if _likelihood(likely) > 0.02 else _refuse()


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likelihood(text: str) -> float:
    return sum(c in _COMMON for c in text) / len(text) if text else 0.0


def _refuse() -> str:
    raise Unreadable(
        "This is no text in UTF-8, UTF-16, Big5 or GB 18030. Save it as text in UTF-8."
    )
