"""Pure: whether words that are quoted stand in a file.

Both are compared folded (one script, one width, one case, variants of a character as one), without
white space and without quotation marks of any kind. Where the quote leaves something out, as
three dots say, its parts stand in the file in that order. Anything else must be the same.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from contextlib import suppress

from proposals.folding import fold
from proposals.intake.markup import shown_text
from proposals.texts.faults import Unreadable
from proposals.texts.reading import OnPage, is_web_page, read, text_of

_LEFT_OUT = re.compile(r"[\[(（［〔]?(?:…+|⋯+|\.{3,}|。{3,})[\])）］〕]?")
_APART = re.compile(r"[\s\"'“”„‟‘’‚‛「」『』«»‹›〝〞〟﹁﹂﹃﹄]+")


def texts_of(content: bytes, declared: str = "", on_page: OnPage | None = None) -> list[str]:
    """What a file says, as quotes are compared with it: of a web page its article, and then all
    that it shows. Nothing, where no text can be read."""
    try:
        whole = text_of(content, declared, on_page)
    except Unreadable:
        return []
    if not is_web_page(whole):
        return [plain(whole)]
    texts = [html.unescape(shown_text(whole))]
    with suppress(Unreadable):
        texts.insert(0, read(content, declared).text)
    return [plain(text) for text in texts]


def stands_in(quote: str, texts: Sequence[str]) -> bool:
    """Whether the words quoted stand in one of the plain texts."""
    parts = [part for part in map(plain, _LEFT_OUT.split(quote)) if part]
    return any(_in_order(parts, text) for text in texts)


def fingerprint(content: bytes, texts: Sequence[str]) -> str:
    """Of what a page says; of its bytes, where that is no text."""
    said = texts[0].encode(errors="replace") if texts else content
    return hashlib.sha256(said).hexdigest()


def plain(text: str) -> str:
    """A text as quotes are compared with it."""
    return _APART.sub("", fold(text))


def _in_order(parts: Sequence[str], text: str) -> bool:
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True
