"""Search without a database: what a reader types, cut, folded and marked."""

import csv
import random
import re
import unicodedata
from itertools import pairwise, product

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from opencc import OpenCC

from proposals import folding, search
from proposals.folding import fold

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
    folded = fold(text)
    indexed = search.lexemes(folded)

    def holds(clause):
        return any(t.lexemes <= indexed and t.exact in folded for t in clause.terms)

    clauses = search.parse(query).clauses
    return bool(clauses) and all(holds(clause) != clause.is_excluded for clause in clauses)


# --- fold ---


def test_every_han_character_is_folded_as_opencc_converts_it():
    han = [chr(p) for low, high in HAN_BLOCKS for p in range(low, high + 1)]
    composed = [unicodedata.normalize("NFKC", c) for c in han]
    converted = OpenCC("t2s").convert(OpenCC("hk2s").convert("\n".join(composed))).split("\n")
    first = {one_by_one(c): group[0] for group in folding.VARIANTS.split() for c in group}
    assert [fold(c) for c in han] == [first.get(c, c) for c in converted]


@pytest.mark.parametrize("group", folding.VARIANTS.split())
def test_two_ways_to_write_a_character_find_each_other(group):
    assert {fold(c) for c in group} == {group[0]}


def test_no_character_is_in_two_groups():
    every = folding.VARIANTS.replace(" ", "")
    assert sorted(set(every)) == sorted(every)


@pytest.mark.parametrize("character", "衞裏乾后后髮發臺台餘")
def test_opencc_agrees_on_single_characters(character):
    assert fold(character) == one_by_one(character)


def test_folding_a_folded_character_changes_nothing():
    # All of the first plane, and every Han character beyond it.
    every = [chr(p) for p in (*range(0xD800), *range(0xE000, 0x10000), *range(*HAN_BLOCKS[-1]))]
    assert [c for c in every if fold(f := fold(c)) != f] == []


@given(st.text(st.one_of(COMMON_HAN, st.characters(max_codepoint=0x17F)), max_size=30))
def test_folding_a_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(COMMON_HAN, max_size=12), st.text(COMMON_HAN, max_size=12))
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(before, after):
    assert fold(before + after) == fold(before) + fold(after)


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
        ("看著 看着", "看着 看着"),
        ("消費劵", "消费券"),
        ("Café Zürich", "cafe zurich"),
        ("cafe\u0301", "cafe"),
        ("が", "が"),
        ("1,000 １，０００，０００ 1,00 12,3456", "1000 1000000 1,00 12,3456"),
        ("COVID–19 Xi’an", "covid-19 xi'an"),
        ("", ""),
    ],
)
def test_one_script_one_width_one_case_nothing_invisible(text, folded):
    assert fold(text) == folded


# --- lexemes ---


def test_han_runs_give_characters_and_pairs_and_words_give_stems():
    assert search.lexemes(fold("設立AI基金，funds for ageing")) == {
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
    for lexeme in search.lexemes(fold(text) + "x" * 3000):
        assert 0 < len(lexeme.encode()) <= 2046


@given(st.text(alphabet="ab1é -_銀髮", max_size=24))
def test_what_is_joined_is_found_where_every_place_is_tried(text):
    word = r"(?:(?![銀髮])[^\W_])+"
    plain = re.compile(rf"{word}(?:-{word})+|(?:(?![銀髮])[^\W\d_])+ [0-9]+(?![^\W_])")
    found = [match.span() for match in plain.finditer(text)]
    assert [match.span() for match in search._JOINED.finditer(text)] == found


# --- finding ---


def test_every_short_part_of_the_catalogue_finds_its_text_in_either_script():
    missed = []
    for text in {text for pair in catalogue() for text in pair}:
        simplified = one_by_one(text)
        folded, indexed = fold(text), search.lexemes(fold(text))
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
                terms = search.parse(part).terms
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
        ("co-operation", "their cooperation"),
        ("cooperation", "their co-operation"),
        *product(["COVID-19", "COVID 19", "covid19"], repeat=2),
        *product(["Web3", "web 3", "Web-3"], repeat=2),
        ("1000", "資助 1,000 萬元"),
        ("1,000萬", "資助１０００萬元"),
        ("cafe", "Café"),
        ("café", "cafe\u0301"),
        ("看著", "看着"),
        *product(["Xiong’an", "Xiong'an", "Xiongan"], repeat=2),
        ("中亞，算力", "算力和中亞"),
        ("中亞、算力", "算力和中亞"),
        ("Central Asia, computing; fund", "a fund for computing in Central Asia"),
        ("算力、-中亞", "算力"),
        ("算力 OR 中亞", "只談中亞"),
        ("算力 | 中亞", "只談算力"),
        ("算力 or 中亞", "只談中亞"),
        ("算力 或 中亞", "只談中亞"),
        ("AI/人工智能", "人工智能"),
        ("AI／人工智能", "AI"),
        ("AI / 人工智能", "AI"),
        ("「銀髮經濟」OR 基金", "銀髮經濟"),
        ("銀髮 -稅", "銀髮基金"),
        ("銀髮 NOT 稅", "銀髮基金"),
        ("銀髮 AND 基金", "銀髮基金"),
        ("銀髮 －稅", "銀髮基金"),
        ("銀髮 -「銀髮稅」", "銀髮和稅"),
        ("銀髮 -稅/費", "銀髮基金"),
        ("2026/05", "2026/05"),
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
        ("算力 -中亞", "算力和中亞"),
        ("算力 -中亞 -稅", "算力和稅"),
        ("算力，-中亞", "算力和中亞"),
        ("中亞、算力", "算力"),
        ("算力 OR 中亞", "稅"),
        ("算力或中亞", "只談中亞"),
        ("銀髮 OR 算力 稅", "銀髮和算力"),
        ("銀髮 -稅/費", "銀髮費"),
        ("銀髮 NOT 基金", "銀髮基金"),
        ("Web3", "a web of 3"),
        ("5G", "5 letters: g"),
        ("2026/05", "2026"),
        ("1000", "10,000"),
    ],
)
def test_a_reader_does_not_find(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(
    "text", ["", " ", "　", "，。", '""', '"', "%", "_", "\\", "'", "🚀", "\0", "-"]
)
def test_text_without_a_word_gives_no_terms(text):
    assert search.parse(text).clauses == ()


@given(st.text(max_size=60))
def test_any_text_can_be_parsed_to_terms_with_lexemes(text):
    for clause in search.parse(text).clauses:
        assert clause.terms
        for term in clause.terms:
            assert term.lexemes
            assert "" not in term.lexemes


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("OR 甲", ("or_alone",)),
        ("甲 OR", ("or_alone",)),
        ("甲 OR OR 乙", ("or_alone",)),
        ("甲 OR -乙", ("or_without",)),
        ("甲 -乙 OR 丙", ("or_without",)),
        ("(甲 OR 乙) 丙", ("brackets",)),
        ("（甲 OR 乙）丙", ("brackets",)),
        ("-甲", ("only_without",)),
        ("甲（乙）", ()),
        ("甲 or 乙", ()),
        ("甲 或", ()),
        ("or 甲", ()),
        ("甲 or -乙", ()),
        ("-甲 或 乙", ()),
        ("甲 or or 乙", ()),
        ("甲 (乙 or 丙)", ()),
        ("甲（乙 或 丙）", ()),
        ('"OR" 甲', ()),
        ("甲/", ()),
        ("甲 - 乙", ()),
        ("甲 & 乙", ()),
    ],
)
def test_what_makes_no_sense_is_named(query, faults):
    assert search.parse(query).faults == faults


# --- synonyms ---

GROUPS = search.Synonyms(
    [
        ["安老", "養老", "長者"],
        ["AI", "A.I.", "人工智能", "artificial intelligence"],
        ["北都", "北部都會區"],
    ]
)


def asked(query):
    """What may be found, each clause as a set of texts."""
    clauses = search.parse(query, GROUPS).wanted
    return [{t.exact or " ".join(sorted(t.lexemes)) for t in c.terms} for c in clauses]


@pytest.mark.parametrize("query", ["AI", "A.I.", "人工智能", "Artificial  Intelligence"])
def test_each_word_of_a_group_asks_for_the_same(query):
    assert asked(query) == [{"ai", "a.i", "人工智能", "artificial intelligence"}]


def test_a_word_of_a_group_is_known_in_longer_chinese():
    assert asked("安老服務") == [{"安老服务", "养老服务", "长者服务"}]
    assert asked("AI基金")[0] >= {"ai基金", "人工智能基金"}
    assert asked("北部都會區") == asked("北都") == [{"北都", "北部都会区"}]
    assert asked("said基金") == [{"said基金"}]


@pytest.mark.parametrize(
    "query", ["Recreation, Tourism Circle", "recreation tourism circle", "康樂、旅遊圈"]
)
def test_a_word_of_a_group_may_hold_a_comma(query):
    groups = search.Synonyms([["康樂、旅遊圈", "Recreation, Tourism Circle"]])
    (clause,) = search.parse(query, groups).wanted
    assert {term.exact for term in clause.terms} == {"康乐、旅游圈", "recreation, tourism circle"}


def test_a_group_is_one_word_among_others():
    assert asked("artificial intelligence fund")[1:] == [{"fund"}]
    assert len(asked("fund artificial intelligence 安老")) == 3


@pytest.mark.parametrize("query", ["「安老」", '"artificial intelligence"', "“AI”"])
def test_a_quoted_word_is_looked_for_alone(query):
    assert len(asked(query)[0]) == 1
    assert search.parse(query, GROUPS).also == []


def test_what_is_left_out_is_left_out_as_written():
    (clause,) = search.parse("基金 -安老", GROUPS).unwanted
    assert [term.exact for term in clause.terms] == ["安老"]


def test_the_words_looked_for_beside_are_told_as_they_are_written():
    assert search.parse("安老 AI", GROUPS).also == [
        *("養老", "長者"),
        *("A.I.", "人工智能", "artificial intelligence"),
    ]
    assert search.parse("AI/人工智能", GROUPS).also == ["A.I.", "artificial intelligence"]


# --- highlight ---


def marked(text, query):
    return [piece for piece, hit in search.highlight(text, search.parse(query).terms) if hit]


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
        ("防COVID-19。", "covid19", [("防", False), ("COVID-19", True), ("。", False)]),
        ("Web3", "web", [("Web", True), ("3", False)]),
        ("共1,000元", "1000", [("共", False), ("1,000", True), ("元", False)]),
        ("Café", "cafe", [("Café", True)]),
        ("甲乙丙", "甲 OR 丙", [("甲", True), ("乙", False), ("丙", True)]),
        ("甲乙", "甲 -丙", [("甲", True), ("乙", False)]),
        ("", "銀髮", []),
    ],
)
def test_what_was_asked_for_is_marked_in_the_text_as_written(text, query, pieces):
    assert search.highlight(text, search.parse(query).terms) == pieces


@examples(max_examples=300)
@given(st.text(max_size=60), st.text(max_size=10))
def test_pieces_put_together_are_the_text_and_take_turns(text, query):
    pieces = search.highlight(text, search.parse(query).terms)
    assert "".join(piece for piece, _hit in pieces) == unicodedata.normalize("NFC", text)
    assert all(piece for piece, _hit in pieces)
    assert all(a[1] != b[1] for a, b in pairwise(pieces))


def test_every_marked_piece_of_the_catalogue_holds_what_was_asked_for():
    dice = random.Random(2)
    for title, summary in catalogue():
        start = dice.randrange(len(summary) - 6)
        asked = "".join(re.findall(r"[㐀-鿿]+", summary[start : start + 6])[:1])
        needle = fold(asked)
        for text in (title, summary, one_by_one(summary)):
            pieces = search.highlight(text, search.parse(asked).terms)
            for piece, hit in pieces:
                assert (bool(needle) and needle in fold(piece)) == hit
        assert bool(marked(summary, asked)) == bool(asked)
