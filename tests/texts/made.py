"""Files as people send them, made here."""

import io
import zlib

import docx
import pypdfium2
from docx.enum.text import WD_BREAK


def word() -> bytes:
    document = docx.Document()
    document.add_heading("談談樹木", 1)
    document.add_paragraph("陳大文 區議員")
    document.add_paragraph("政府應設立樹木基金，並公布紀錄。").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二頁：不妨試行新法。")
    table = document.add_table(rows=2, cols=2)
    for number, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = f"左{number}", f"右{number}"
    table.cell(1, 0).merge(table.cell(1, 1))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """Pages of Latin letters; one without any is empty."""
    drawn = []
    for text in pages:
        lines = " ".join(f"({line}) Tj T*" for line in text.splitlines())
        drawn.append(f"BT /F1 16 Tf 50 780 Td 24 TL {lines} ET".encode())
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return _pdf([(stream, font) for stream in drawn])


def scanned(text: str) -> bytes:
    """A PDF that holds a picture of such a page."""
    with pypdfium2.PdfDocument(pdf(text)) as document:
        bitmap = document[0].render(scale=200 / 72, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        gray = bytes(bitmap.buffer)
    packed = zlib.compress(b"".join(gray[y * stride : y * stride + width] for y in range(height)))
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 "
        f"/ColorSpace /DeviceGray /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    ).encode() + (packed + b"\nendstream")
    return _pdf([(b"595 0 0 842 0 0 cm /P Do", b"<< /XObject << /P 3 0 R >> >>")], picture)


def _pdf(pages: list[tuple[bytes, bytes]], *more: bytes) -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *more]
    kids = []
    for stream, resources in pages:
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources %s >>" % (number + 1, resources),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return written + head + table + end % (len(objects) + 1, len(written))
