"""The text of a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from proposals.texts.faults import Unreadable

# A small file may unfold into one that fills the memory.
_MOST_UNFOLDED = 100_000_000
_MAIN = "word/document.xml"


def read(content: bytes) -> str:
    """Its paragraphs and the rows of its tables as they follow; headings have marks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {entry.filename: entry.file_size for entry in packed.infolist()}
    except zipfile.BadZipFile:
        raise Unreadable("file_damaged") from None
    if _MAIN not in names:
        raise Unreadable("word_other_packed")
    if sum(names.values()) > _MOST_UNFOLDED:
        raise Unreadable("word_too_large")
    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_lines(document.iter_inner_content()))
    except (KeyError, ValueError, LxmlError, zipfile.BadZipFile, OSError):
        raise Unreadable("file_damaged") from None


def _lines(parts: Iterator[Paragraph | Table]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Table):
            for row in part.rows:
                # A cell that spans others is given once for each.
                cells = {cell._tc: " ".join(cell.text.split()) for cell in row.cells}
                yield "\t".join(cells.values())
        else:
            yield _heading(part) + part.text
            breaks = part._p.xpath(".//w:br[@w:type='page'] | .//w:lastRenderedPageBreak")
            if breaks:
                yield "\f"


def _heading(paragraph: Paragraph) -> str:
    style = (paragraph.style.name or "") if paragraph.style else ""
    if not paragraph.text.strip() or not style.startswith(("Heading", "Title")):
        return ""
    level = style.rpartition(" ")[2]
    return "#" * (int(level) if level.isdigit() and level in "123456" else 1) + " "
