"""The keys of the invented texts fit their texts and speak in the catalogue's codes."""

import csv
import json
from pathlib import Path

import pytest

from proposals.choices import Instrument, Specificity, Status

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "benchmarks/extraction/texts").glob("*.json"))
OFFICIAL = sorted((ROOT / "benchmarks/matching/texts").glob("*.json"))


def fixture(table):
    with (ROOT / "fixtures" / table).open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


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
    sectors = {row["code"] for row in fixture("sectors.csv")} | {""}
    bodies = {row["code"] for row in fixture("bodies.csv")}
    for path in PAGES:
        _, key = read(path)
        for ask in key["asks"]:
            authors = key["articles"][ask["article"]]["authors"]
            assert ask["sector"] in sectors
            assert ask["instrument"] in {*Instrument.values, ""}
            assert ask["specificity"] in Specificity.values
            assert set(ask["bodies"]) <= bodies
            assert set(ask["authors"]) <= {author["name"] for author in authors}


@pytest.mark.parametrize("path", OFFICIAL, ids=lambda path: path.stem)
def test_an_official_text_holds_the_paragraphs_of_its_key_in_their_order(path):
    text, key = read(path)
    end = 0
    for paragraph in key["paragraphs"]:
        assert end <= paragraph["start"] < paragraph["end"]
        end = paragraph["end"]
        assert text[paragraph["start"] : end] == paragraph["passage"]
        assert not (paragraph["matches"] and paragraph["why_not"])


def test_official_texts_answer_published_asks_with_a_step_and_a_relation():
    asks = {
        row["slug"] for row in fixture("proposals.csv") if row["publication_state"] == "published"
    }
    for path in OFFICIAL:
        for paragraph in read(path)[1]["paragraphs"]:
            for match in paragraph["matches"]:
                assert match["proposal"] in asks
                assert match["status"] in set(Status.values) - {Status.PROPOSED}
                assert match["relation"] in {"same", "part", "parallel", "contrary"}
