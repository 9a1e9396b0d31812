"""The text of a file stays as it is, so that places in it hold."""

import pytest

from proposals.intake.files import MAX_BYTES, Unreadable, shown_text, text_of
from tests.intake.pages import read

TEXT = "談談本港的樹木\r\n\r\n陳大文 區議員\r\n\r\n政府應設立樹木基金，並公布紀錄。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "big5hkscs"])
def test_a_text_is_read_in_the_encoding_that_it_has(encoding):
    text = text_of(TEXT.encode(encoding))
    assert text.lstrip("\ufeff") == TEXT
    assert [found.passage for found in read(text).candidates] == ["政府應設立樹木基金", "公布紀錄"]


def test_simplified_text_in_the_encoding_of_the_mainland():
    text = "谈谈本港的树木，政府应设立树木基金，这是大家的意见。"
    assert text_of(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf \n",
        b"%PDF-1.7 ...",
        b"PK\x03\x04...",
        b"\x00\x01\x02\x03" * 50,
        b"a" * (MAX_BYTES + 1),
    ],
    ids=["empty", "blank", "pdf", "docx", "binary", "too large"],
)
def test_a_file_without_text_is_refused_with_a_reason(content):
    with pytest.raises(Unreadable, match=r"[.。]$"):
        text_of(content)


def test_a_text_cut_in_the_middle_of_a_character_is_read():
    assert text_of((TEXT * 20).encode()[:-1]).startswith("談談本港")


def test_an_html_page_keeps_each_character_in_its_place():
    page = (
        "<!DOCTYPE html><html><head><title>政府應改名</title></head><body><h1>談談樹木</h1>"
        "<p>陳大文 區議員</p><p>政府應設立<b>樹木基金</b>，並公布紀錄&nbsp;。</p></body></html>"
    )
    shown = shown_text(page)
    assert len(shown) == len(page)
    assert [page[c.start : c.end] for c in read(shown).candidates] == [
        "政府應設立<b>樹木基金",
        "公布紀錄",
    ]
    assert shown_text(TEXT) == TEXT
