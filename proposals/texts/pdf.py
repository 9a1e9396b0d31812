"""The text of a PDF; pages that are pictures are read as scans."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pypdfium2 as pdfium

from proposals.texts import scans
from proposals.texts.faults import Unreadable

MOST_PAGES = 500
# Fewer letters than this are a number or a stamp on a picture.
_FEWEST = 15
_DPI = 300

# The library is not safe in threads.
_one_at_a_time = threading.Lock()


def read(content: bytes, on_page: Callable[[int, int], None] | None = None) -> str:
    with _one_at_a_time:
        try:
            with pdfium.PdfDocument(content) as document:
                if len(document) > MOST_PAGES:
                    raise Unreadable("pdf_too_long", most=MOST_PAGES)
                return "\n\f".join(_pages(document, on_page))
        except pdfium.PdfiumError:
            raise Unreadable("pdf_damaged") from None


def _pages(document: pdfium.PdfDocument, on_page: Callable[[int, int], None] | None) -> list[str]:
    pages = [_text(page) for page in document]
    pictures = [number for number, text in enumerate(pages) if len(text.strip()) < _FEWEST]
    if len(pictures) == len(pages):
        scans.must_be_readable()
    if scans.are_readable():
        scans.must_be_few(len(pictures))
        for count, number in enumerate(pictures):
            if on_page is not None:
                on_page(count, len(pictures))
            pages[number] = scans.read(_drawn(document[number])) or pages[number]
    return pages


def _text(page: pdfium.PdfPage) -> str:
    text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n")
    # So it marks where a word was cut at the end of a line.
    return text.replace("\ufffe", "").replace("\x02", "").replace("\0", "")


def _drawn(page: pdfium.PdfPage) -> bytes:
    """A picture in the plainest format there is."""
    bitmap = page.render(scale=_DPI / 72, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    rows = bytes(bitmap.buffer)
    if stride != width:
        rows = b"".join(rows[y * stride : y * stride + width] for y in range(height))
    return f"P5 {width} {height} 255\n".encode() + rows
