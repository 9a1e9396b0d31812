"""What a web page shows is read without moving a character."""

from proposals.intake.markup import shown_text
from tests.intake.pages import read

TEXT = "談談本港的樹木\r\n\r\n陳大文 區議員\r\n\r\n政府應設立樹木基金，並公布紀錄。"


def test_a_page_keeps_each_character_in_its_place():
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


def test_a_text_stays_as_it_is():
    assert shown_text(TEXT) == TEXT
    assert [found.passage for found in read(TEXT).candidates] == ["政府應設立樹木基金", "公布紀錄"]
