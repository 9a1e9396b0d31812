"""Search without a database: what a reader types, cut, folded and marked."""

import csv
import random
import re
import unicodedata
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from opencc import OpenCC

from proposals import search

HAN_BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]
COMMON_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


def catalogue():
    with (settings.BASE_DIR / "fixtures/proposals.csv").open(encoding="utf-8", newline="") as file:
        return [(row["title_hant"], row["summary_hant"]) for row in csv.DictReader(file)]


HK2S, T2S = OpenCC("hk2s"), OpenCC("t2s")


def one_by_one(text):
    """Simplified by OpenCC, each character by itself."""
    return "".join(T2S.convert(HK2S.convert(character)) for character in text)


def finds(query, text):
    """Whether the index, and the recheck where there is one, would let a text through."""
    folded = search.fold(text)
    indexed = search.lexemes(folded)
    terms = search.parse(query)
    return bool(terms) and all(t.lexemes <= indexed and t.exact in folded for t in terms)


# --- fold ---


def test_every_han_character_is_folded_as_opencc_converts_it():
    han = [chr(p) for low, high in HAN_BLOCKS for p in range(low, high + 1)]
    composed = [unicodedata.normalize("NFKC", c) for c in han]
    expected = OpenCC("t2s").convert(OpenCC("hk2s").convert("\n".join(composed))).split("\n")
    assert [search.fold(c) for c in han] == expected


@pytest.mark.parametrize("character", "衞裏乾后后髮發臺台餘")
def test_opencc_agrees_on_single_characters(character):
    assert search.fold(character) == one_by_one(character)


def test_folding_a_folded_character_changes_nothing():
    # All of the first plane, and every Han character beyond it.
    every = [chr(p) for p in (*range(0xD800), *range(0xE000, 0x10000), *range(*HAN_BLOCKS[-1]))]
    assert [c for c in every if search.fold(f := search.fold(c)) != f] == []


@given(st.text(st.one_of(COMMON_HAN, st.characters(max_codepoint=0x17F)), max_size=30))
def test_folding_a_folded_text_changes_nothing(text):
    assert search.fold(search.fold(text)) == search.fold(text)


@given(st.text(COMMON_HAN, max_size=12), st.text(COMMON_HAN, max_size=12))
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(before, after):
    assert search.fold(before + after) == search.fold(before) + search.fold(after)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("銀髮經濟", "银发经济"),
        ("ＡＩ算力", "ai算力"),
        ("Ageing", "ageing"),
        ("銀\u200b髮\ufeff", "银发"),
        ("乾坤", "干坤"),
        ("5Ｇ　網絡", "5g 网络"),
        ("㈠", "(一)"),
        ("", ""),
    ],
)
def test_one_script_one_width_one_case_nothing_invisible(text, folded):
    assert search.fold(text) == folded


# --- lexemes ---


def test_han_runs_give_characters_and_pairs_and_words_give_stems():
    assert search.lexemes(search.fold("設立AI基金，funds for ageing")) == {
        "设",
        "立",
        "设立",
        "ai",
        "基",
        "金",
        "基金",
        "fund",
        "for",
        "age",
    }


def test_no_pair_reaches_over_punctuation():
    assert "立基" not in search.lexemes("设立，基金")


@given(st.text(max_size=200))
def test_no_lexeme_is_empty_or_longer_than_postgresql_takes(text):
    for lexeme in search.lexemes(search.fold(text) + "x" * 3000):
        assert 0 < len(lexeme.encode()) <= 2046


# --- finding ---


def test_every_short_part_of_the_catalogue_finds_its_text_in_either_script():
    missed = []
    for text in {text for pair in catalogue() for text in pair}:
        simplified = one_by_one(text)
        folded, indexed = search.fold(text), search.lexemes(search.fold(text))
        for spelling in (text, simplified):
            parts = {
                spelling[start : start + size]
                for size in range(1, 7)
                for start in range(len(spelling) - size + 1)
            }
            for part in parts:
                # Words and numbers are found whole; punctuation alone asks for nothing.
                if re.search(r"[0-9A-Za-z]", part) or not re.search(r"[㐀-鿿]", part):
                    continue
                terms = search.parse(part)
                if not terms or not all(t.lexemes <= indexed and t.exact in folded for t in terms):
                    missed.append(part)
    assert missed == []


@examples(max_examples=300)
@given(st.text(COMMON_HAN, min_size=1, max_size=40), st.data())
def test_every_short_part_of_any_han_text_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : start + data.draw(st.integers(1, 6))]
    assert finds(part, text)
    assert finds(one_by_one(part), text)
    assert finds(part, one_by_one(text))


@examples(max_examples=300)
@given(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", min_size=1, max_size=6))
def test_what_is_not_there_is_not_found_though_its_pairs_are(text, query):
    assert finds(query, text) == (query in text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("fund", "Funds for ageing"),
        ("FUNDING", "Fund it"),
        ("studies", "A study of rents"),
        ("policies", "One policy"),
        ("銀髮 fund", "A fund：銀髮經濟"),
        ("銀髮　基金", "基金支持銀髮經濟"),
        ("ai", "設立ＡＩ基金"),
        ("AI基金", "設立ＡＩ基金"),
        ('"silver economy"', "The Silver Economy fund"),
        ("「銀髮經濟」", "發展銀髮經濟"),
        ("“银发”", "銀髮"),
        ("silver-economy", "an economy of silver"),
        ("，銀髮，", "銀髮"),
        ('"銀髮', "銀髮"),
    ],
)
def test_a_reader_finds(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("fun", "Funds for ageing"),
        ("銀髮 tax", "銀髮 fund"),
        ('"silver economy"', "economy of silver"),
        ('"silver economy"', "a silver, economy"),
        ("甲乙丙", "甲乙，乙丙"),
        ("甲乙", "甲，乙"),
        ("100%撥款", "100萬撥款"),
        ("甲_乙", "甲丙乙"),
    ],
)
def test_a_reader_does_not_find(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(
    "text", ["", " ", "　", "，。", '""', '"', "%", "_", "\\", "'", "🚀", "\0", "-"]
)
def test_text_without_a_word_gives_no_terms(text):
    assert search.parse(text) == []


@given(st.text(max_size=60))
def test_any_text_can_be_parsed_to_terms_with_lexemes(text):
    for term in search.parse(text):
        assert term.lexemes
        assert "" not in term.lexemes


# --- highlight ---


def marked(text, query):
    return [piece for piece, hit in search.highlight(text, search.parse(query)) if hit]


@pytest.mark.parametrize(
    ("text", "query", "pieces"),
    [
        ("發展銀髮經濟", "银发", [("發展", False), ("銀髮", True), ("經濟", False)]),
        ("銀髮", "银发", [("銀髮", True)]),
        ("ＡＩ算力", "ai", [("ＡＩ", True), ("算力", False)]),
        ("Funds and FUNDING", "fund", [("Funds", True), (" and ", False), ("FUNDING", True)]),
        ("甲乙甲乙", "乙甲", [("甲", False), ("乙甲", True), ("乙", False)]),
        ("㈠銀髮", "一", [("㈠", True), ("銀髮", False)]),
        ("<b>銀髮</b>", "銀髮", [("<b>", False), ("銀髮", True), ("</b>", False)]),
        ("cafe\u0301 銀髮", "銀髮", [("café ", False), ("銀髮", True)]),
        ("沒有", "銀髮", [("沒有", False)]),
        ("", "銀髮", []),
    ],
)
def test_what_was_asked_for_is_marked_in_the_text_as_written(text, query, pieces):
    assert search.highlight(text, search.parse(query)) == pieces


@examples(max_examples=300)
@given(st.text(max_size=60), st.text(max_size=10))
def test_pieces_put_together_are_the_text_and_take_turns(text, query):
    pieces = search.highlight(text, search.parse(query))
    assert "".join(piece for piece, _hit in pieces) == unicodedata.normalize("NFC", text)
    assert all(piece for piece, _hit in pieces)
    assert all(a[1] != b[1] for a, b in pairwise(pieces))


def test_every_marked_piece_of_the_catalogue_holds_what_was_asked_for():
    dice = random.Random(2)
    for title, summary in catalogue():
        start = dice.randrange(len(summary) - 6)
        asked = "".join(re.findall(r"[㐀-鿿]+", summary[start : start + 6])[:1])
        needle = search.fold(asked)
        for text in (title, summary, one_by_one(summary)):
            pieces = search.highlight(text, search.parse(asked))
            for piece, hit in pieces:
                assert (bool(needle) and needle in search.fold(piece)) == hit
        assert bool(marked(summary, asked)) == bool(asked)
