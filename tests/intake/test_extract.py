"""What extraction costs grows as the text does. Calls are counted; benchmarks/extraction/linear.py
measures the rest."""

import sys
from itertools import product

import pytest

from benchmarks.extraction.words import SET, WORDS
from tests.intake.pages import TERMS, extract

SURNAMES, GIVEN = "陳李張黃何王林吳劉梁", "大文小明美玲志強家豪詠詩俊傑慧敏"
NAMES = [a + b + c for a, b, c in product(SURNAMES, GIVEN, GIVEN)]
SYLLABLES = ("Tai", "Siu", "Mei", "Chi", "Ka", "Wing", "Chun", "Wai")
LATIN = [f"Amy {a}{b.lower()}{c.lower()}" for a, b, c in product(SYLLABLES, repeat=3)]


def calls(text):
    """How many functions were called while it was read."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        extract(text, TERMS)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "parts",
    [
        ["政府應設立樹木基金，並公布塌樹紀錄。"] * 400,
        ["政府應設立樹木基金，"] * 600,
        ["需要設立；"] * 800,
        [f"議員{name}表示，政府應設立樹木基金。\n" for name in NAMES[:400]],
        [f"\n\n# 第{name}篇\n\n{name} 區議員\n\n政府應種樹。\n" for name in NAMES[:200]],
        ["Trees and the harbour\n\nStaff reporter Hilda Orme\n\nA forum met.\n\n"]
        + [f"Planner {name} said the Government should plant trees. " for name in LATIN[:500]],
        ["• 設立樹木基金\n"] * 400,
    ],
    ids=["sentences", "clauses", "semicolons", "speakers", "articles", "english", "bullets"],
)
def test_a_text_twice_as_long_costs_twice_as_much(parts):
    half, whole = "".join(parts[: len(parts) // 2]), "".join(parts)
    extract(whole, TERMS)  # what is made once is made now
    assert calls(whole) < 2.3 * calls(half)


@pytest.mark.parametrize("how", SET)
def test_the_words_by_which_rules_open_cost_the_same_at_the_end_of_a_long_text(how):
    page = "".join(word + SET[how] for words in WORDS.values() for word in words * 4)
    once, four = calls(page * 2), calls(page * 8)
    assert four < 4.5 * once


@pytest.mark.slow("a million characters are read, and each call of a function in it is counted")
def test_a_million_characters_of_the_words_by_which_rules_open_cost_no_more_each():
    page = "".join(
        word + mark for mark in SET.values() for words in WORDS.values() for word in words
    )
    short, long = 20_000, 1_000_000
    few = calls((page * (short // len(page) + 1))[:short])
    many = calls((page * (long // len(page) + 1))[:long])
    assert many < 1.2 * few * long / short
