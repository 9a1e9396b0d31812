"""The keys of the invented texts fit their texts and speak in the catalogue's codes."""

import csv
import json
from pathlib import Path

import pytest

from proposals.choices import Instrument, Specificity

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "benchmarks/extraction/texts").glob("*.json"))


def codes(table):
    with (ROOT / "fixtures" / table).open(encoding="utf-8") as rows:
        return {row["code"] for row in csv.DictReader(rows)}


def read(key):
    text = key.with_suffix(".txt").read_bytes().decode("utf-8")
    return text, json.loads(key.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_holds_each_passage_of_its_key_in_its_article(path):
    text, key = read(path)
    for passage in key["asks"] + key["near_misses"]:
        article = key["articles"][passage["article"]]
        assert text[passage["start"] : passage["end"]] == passage["passage"] != ""
        assert article["start"] <= passage["start"] < passage["end"] <= article["end"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_articles_of_a_page_follow_one_another_with_headline_and_authors(path):
    text, key = read(path)
    end = 0
    for article in key["articles"]:
        assert end <= article["start"] < article["end"] <= len(text)
        end = article["end"]
        printed = text[article["start"] : end].replace("\n", "")
        assert article["headline"] in printed
        assert all(author["name"] in printed for author in article["authors"])


def test_asks_of_the_pages_speak_in_the_catalogues_codes():
    sectors, bodies = codes("sectors.csv") | {""}, codes("bodies.csv")
    for path in PAGES:
        _, key = read(path)
        for ask in key["asks"]:
            authors = key["articles"][ask["article"]]["authors"]
            assert ask["sector"] in sectors
            assert ask["instrument"] in {*Instrument.values, ""}
            assert ask["specificity"] in Specificity.values
            assert set(ask["bodies"]) <= bodies
            assert set(ask["authors"]) <= {author["name"] for author in authors}
