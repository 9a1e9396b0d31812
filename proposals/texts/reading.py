"""One door for every text that comes in: what a file says, whatever kind of file it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from proposals.texts import scans
from proposals.texts.encodings import UnknownEncoding, decode
from proposals.texts.faults import Unreadable

# Of a file, pictures and all; and of its text.
MOST_BYTES = 20_000_000
MOST_TEXT = 5_000_000

PAGE_BREAK = "\f"

_ZIP, _PDF, _MARK = b"PK\x03\x04", b"%PDF-", "\ufeff"
# A PDF may have a few bytes of something else before it.
_PDF_WITHIN = 1024
_SCANS = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
# What files of kinds that nobody reads here begin with.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "doc, xls",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"\x7fELF": "ELF",
}
_WEB_PAGE = re.compile(
    r"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?"
    r"<(?:!doctype html|html|head|body|article|div|p[ >]|h[1-6])",
    re.DOTALL,
)
_DECLARED = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{3,20})""")
# By their usual names these say less than is meant by them.
_MEANT = {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}
_SEEN = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85")
_LOST = "\ufffd"


@dataclass(frozen=True)
class Text:
    """What a file says, with a form feed between pages, and what a web page says of itself."""

    text: str
    title: str = ""
    author: str = ""
    published_on: dt.date | None = None


# Told before each picture of a page is read: which, of how many.
OnPage = Callable[[int, int], None]


def read(content: bytes, declared: str = "", on_page: OnPage | None = None) -> Text:
    """The words of a file; of a web page those of its article. `declared` is the encoding that
    whoever sent it names. Raises Unreadable."""
    text = text_of(content, declared, on_page)
    if not is_web_page(text):
        return Text(text.removeprefix(_MARK).replace("\0", " "))
    from proposals.texts import web  # noqa: PLC0415 - heavy, and few processes read web pages

    page = web.read(text.removeprefix(_MARK))
    if not page.text.strip():
        raise Unreadable("web_page_no_article")
    return Text(page.text, page.title, page.author, page.published_on)


def text_of(content: bytes, declared: str = "", on_page: OnPage | None = None) -> str:
    """The text of a file; one that is text stays as it is, its marks too, so that places hold.
    Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("file_too_large")
    if not content.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise Unreadable("file_empty")
    text = _words(content, on_page)
    if text is None:
        text = decoded(content, declared)
        if _share_unseen(text) > 0.01:
            raise Unreadable("file_no_text")
    if len(text.encode(errors="replace")) > MOST_TEXT:
        raise Unreadable("text_too_long")
    if not text.strip(_MARK + " \t\r\n\f"):
        raise Unreadable("file_empty")
    return text


def is_web_page(text: str) -> bool:
    return _WEB_PAGE.match(text.removeprefix(_MARK)[:1000]) is not None


def _words(content: bytes, on_page: OnPage | None) -> str | None:
    """Of a file that is no text itself."""
    if content.startswith(_ZIP):
        from proposals.texts import word  # noqa: PLC0415 - heavy, as web is

        return word.read(content)
    if _PDF in content[:_PDF_WITHIN]:
        from proposals.texts import pdf  # noqa: PLC0415 - heavy, as web is

        return pdf.read(content, on_page)
    if content.startswith(_SCANS):
        return scans.read(content)
    for beginning, kind in _OTHERS.items():
        if content.startswith(beginning):
            raise Unreadable("file_other_kind", kind=kind)
    return None


def decoded(content: bytes, declared: str) -> str:
    """The text that bytes stand for, whatever they say of their encoding. Raises Unreadable."""
    with suppress(UnicodeDecodeError):
        return content.decode()
    found = _DECLARED.search(content[:4000])
    for name in (declared, found[1].decode() if found else ""):
        codec = _MEANT.get(name.strip().lower(), name.strip().lower())
        # Each of these would make a text of anything.
        with suppress(LookupError, UnicodeError):
            if codec and not codec.startswith(("utf", "iso-8859")):
                return content.decode(codec)
    try:
        text, _name = decode(content)
    except UnknownEncoding:
        text = _nearly(content)
    # Where a mark says the encoding it is a character of the text.
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return _MARK + text if is_marked and not text.startswith(_MARK) else text


def _nearly(content: bytes) -> str:
    """One cut in the middle of a character, or with a few bytes gone wrong."""
    for codec in ("utf-8", "utf-16" if b"\0" in content[:64] else "big5hkscs", "gb18030"):
        text = content.decode(codec, errors="replace")
        if text.count(_LOST) * 50 < len(text) and _is_likely(text):
            return text
    raise Unreadable("encoding_unknown")


def _is_likely(text: str) -> bool:
    """Whether it has what every Chinese or English text has plenty of."""
    common = sum(letter in "的一是在不有和，。、 eatoins" for letter in text[:20_000])
    return common * 25 > min(len(text), 20_000)


def _share_unseen(text: str) -> float:
    unseen = sum(text.count(chr(code)) for code in range(32) if chr(code) not in _SEEN)
    return (unseen + text.count(_LOST) / 4) / max(len(text), 1)
