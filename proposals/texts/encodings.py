"""The text that bytes of a file stand for, where that is certain."""

from __future__ import annotations

import codecs
from functools import cache

from django.utils.translation import gettext as _

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_TRIED = (("big5hkscs", "Big5-HKSCS"), ("gb18030", "GB18030"))

# Of a text in the right encoding nearly all characters are common ones. Read in the other one
# it decodes as well, into rare ones.
_LIKELY, _AHEAD = 0.75, 0.2
# A few characters may be common in both.
_FEW, _FAR_AHEAD = 6, 0.4


class UnknownEncoding(Exception):
    """Bytes that may be one text or another; the message says what to do."""


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. Raises UnknownEncoding."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, codec), name
    for codec, name in (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")):
        if _is_wide(data, 1 if codec == "utf-16-le" else 0):
            return _decoded(data, codec), name
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _tried(data)


def _is_wide(data: bytes, empty: int) -> bool:
    """Whether every other byte at the beginning is empty, as the names of columns have it."""
    begin = data[:64]
    return len(begin) > 3 and not any(begin[empty::2]) and all(begin[1 - empty :: 2])


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        raise _unknown(data[: fault.start].count(b"\n") + 1) from None


def _tried(data: bytes) -> tuple[str, str]:
    read = []
    for codec, name in _TRIED:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        read.append((_likelihood(text), text, name))
    read.sort(reverse=True)
    if read and read[0][0] >= _LIKELY:
        other = read[1][0] if len(read) > 1 else 0.0
        text = read[0][1]
        few = sum(not letter.isascii() for letter in text) < _FEW
        if read[0][0] - other >= (_FAR_AHEAD if few else _AHEAD):
            return text, read[0][2]
    row = next(n for n, line in enumerate(data.split(b"\n"), 1) if not line.isascii())
    raise _unknown(row)


def _unknown(row: int) -> UnknownEncoding:
    return UnknownEncoding(
        _(
            "From row %(row)d on it cannot be told for certain in which encoding the text is. "
            "Save the file as “CSV UTF-8”, or as XLSX, and send it again."
        )
        % {"row": row}
    )


def _likelihood(text: str) -> float:
    """The share of common characters among those beyond ASCII."""
    beyond = [letter for letter in text if not letter.isascii()]
    if any("\ue000" <= letter <= "\uf8ff" for letter in beyond):
        # For private use: nobody has written them.
        return 0.0
    common = _common()
    return sum(letter in common for letter in beyond) / len(beyond) if beyond else 0.0


@cache
def _common() -> frozenset[str]:
    """The characters that the makers of Big5 and of GB 2312 found common, and punctuation."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    # Up to C67E: behind that are kana and the like.
    pairs = ((a, b) for a in range(0xA4, 0xC7) for b in trails)
    traditional = (bytes(pair) for pair in pairs if pair <= (0xC6, 0x7E))
    simplified = (bytes([a, b]) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    letters = "".join(pair.decode("big5", "ignore") for pair in traditional)
    letters += "".join(pair.decode("gb2312", "ignore") for pair in simplified)
    # Hong Kong writes these each day; they came to Big5 later, or are rare elsewhere.
    letters += "嘅喺啲嘢咗嚟冇咁嗰哋唔佢啱揾瞓畀噉攞埗邨滙峯着裏鰂涌𨋢粵氹圳嘥鎅孭嗌"
    spans = ((0x2010, 0x2030), (0x3000, 0x3020), (0xFF01, 0xFF5F))
    return frozenset(letters).union(chr(n) for first, end in spans for n in range(first, end))
