"""What comes in as a file is read as it stands, or refused with the remedy."""

import datetime as dt
import io
import zipfile

import pytest

from proposals.texts import reading, scans
from proposals.texts.faults import Unreadable
from proposals.texts.reading import MOST_BYTES, MOST_TEXT, read, text_of
from tests.texts import made

TEXT = "談談本港的樹木\r\n\r\n陳大文 區議員\r\n\r\n政府應設立樹木基金，並公布紀錄。"
SIMPLIFIED = "谈谈本港的树木，政府应设立树木基金，这是大家的意见。"
PAGE = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>談談樹木 - 某報</title>'
    '<meta property="article:published_time" content="2026-05-20T08:00:00+08:00">'
    "<script>var name = '政府應改名';</script></head><body><nav><a href='/'>主頁</a> <a href='/b'>"
    "評論</a></nav><article><h1>談談樹木</h1><p class='byline'>陳大文 區議員</p><p>本港的樹木管理"
    "一直未如理想，每年都有塌樹的意外，市民十分擔心。</p><h2>設立基金</h2><p>政府應設立<b>樹木基金"
    "</b>，並公布紀錄。</p></article><footer>版權所有 不得轉載</footer></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "big5hkscs"])
def test_a_text_is_read_in_the_encoding_that_it_has(encoding):
    content = TEXT.encode(encoding)
    assert text_of(content).removeprefix("\ufeff") == TEXT
    assert read(content).text == TEXT


def test_simplified_text_in_the_encoding_of_the_mainland():
    assert text_of(SIMPLIFIED.encode("gb18030")) == SIMPLIFIED


def test_a_byte_order_mark_stays_so_that_places_hold():
    assert text_of(b"\xef\xbb\xbf" + TEXT.encode()) == "\ufeff" + TEXT
    assert text_of(b"\xff\xfe" + TEXT.encode("utf-16-le")) == "\ufeff" + TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5hkscs", "utf-16"])
def test_a_text_cut_in_the_middle_of_a_character_is_read(encoding):
    assert text_of((TEXT * 20).encode(encoding)[:-1]).lstrip("\ufeff").startswith("談談本港")


def test_an_encoding_that_is_named_is_believed_where_the_bytes_allow_it():
    said = "The Government’s café"
    assert text_of(said.encode("cp1252"), "windows-1252") == said
    assert text_of(said.encode(), "big5") == said
    assert text_of(TEXT.encode("big5hkscs"), "no-such-thing") == TEXT


def _packed(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"<x>" * 100)
    return file.getvalue()


def _swelling():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 101_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no text"),
        (b" \r\n\t", "holds no text"),
        (b"\xef\xbb\xbf \n", "holds no text"),
        ("\ufeff ".encode("utf-16-le"), "holds no text"),
        (b"\x00\x01\x02\x03" * 50, "no text"),
        (b"\x7fELF\2\1\1\0\0\0" * 20, "ELF"),
        (bytes(range(1, 256)) * 4, "UTF-8"),
        (b"a" * (MOST_TEXT + 1), "longer than 5 MB"),
        (b"a" * (MOST_BYTES + 1), "larger than 20 MB"),
        (b"\xd0\xcf\x11\xe0" * 9, "doc, xls"),
        (b"PK\x03\x04...", "damaged"),
        (_packed("xl/workbook.xml"), "workbook"),
        (_packed("word/document.xml"), "damaged"),
        (_swelling(), "100 MB"),
        (b"%PDF-1.7 ...", "damaged or locked"),
        (made.word()[:-200], "damaged"),
        (b"\x89PNG\r\n\x1a\n....", "picture is damaged"),
        (made.pdf(*["."] * 501), "500 pages"),
        (b"<!DOCTYPE html><html><body><nav>x</nav></body></html>", "No article"),
    ],
)
def test_what_gives_no_text_is_refused_with_the_remedy(content, said):
    with pytest.raises(Unreadable, match=said) as refused:
        read(content)
    assert str(refused.value).endswith(".")


def test_of_a_web_page_its_article_is_read_with_the_byline_under_the_headline():
    page = read(PAGE.format(charset="utf-8").encode())
    assert page.text == (
        "# 談談樹木\n\n陳大文 區議員\n\n本港的樹木管理一直未如理想，每年都有塌樹的意外，"
        "市民十分擔心。\n\n## 設立基金\n\n政府應設立樹木基金，並公布紀錄。"
    )
    assert (page.title, page.author) == ("談談樹木", "陳大文 區議員")
    assert page.published_on == dt.date(2026, 5, 20)


def test_a_web_page_in_the_encoding_that_it_names():
    page = PAGE.format(charset="big5")
    assert read(page.encode("big5hkscs")) == read(page.encode())


def test_the_words_of_a_word_document_page_by_page():
    assert read(made.word()).text == (
        "# 談談樹木\n陳大文 區議員\n政府應設立樹木基金，並公布紀錄。\n\f\n第二頁：不妨試行新法。\n"
        "左0\t右0\n左1 右1"
    )


def test_the_words_of_a_pdf_page_by_page():
    text = read(
        made.pdf("The Government should plant trees.\nOr so.", "The second page of it.")
    ).text
    pages = text.split(reading.PAGE_BREAK)
    assert [page.strip() for page in pages] == [
        "The Government should plant trees.\nOr so.",
        "The second page of it.",
    ]


@pytest.mark.slow("reads a picture as people do")
def test_a_scanned_page_is_read():
    assert (
        "The Government should plant trees."
        in read(made.scanned("The Government should plant trees.")).text
    )


def test_a_scanned_page_is_refused_with_the_remedy_where_nothing_reads_it(monkeypatch):
    scans._languages.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    try:
        with pytest.raises(Unreadable, match="tesseract-ocr-chi-tra"):
            read(made.scanned("The Government should plant trees."))
    finally:
        scans._languages.cache_clear()


def test_more_pictures_than_a_machine_has_time_for(monkeypatch):
    monkeypatch.setattr(scans, "_languages", lambda: frozenset({"chi_tra"}))
    with pytest.raises(Unreadable, match="40 pages"):
        read(made.pdf(*["."] * 41))
