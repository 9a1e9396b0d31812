"""The lists of codes: what each is called in every language, and what it means."""

import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from proposals.choices import STATUS_COLOURS, Instrument, Status
from proposals.finding import codes
from proposals.finding.meanings import COLOURS, PALETTE
from tests.factories import proposals, taxonomy
from tests.interface import says

pytestmark = pytest.mark.django_db

STYLES = Path("proposals/static/proposals/site.css").read_text(encoding="utf-8")


def rows(get, path="codes/"):
    return get(path).json()["results"]


def test_a_status_is_told_with_all_that_a_chart_needs(get):
    [first, *_] = rows(get)
    meaning = (
        "It has been proposed in public; whether there was an official response is not yet "
        "checked, or none is known."
    )

    assert first == {
        "list": "status",
        "code": "proposed",
        "label_hant": "已提出",
        "label_hans": "已提出",
        "label_en": "Proposed",
        "definition_hant": says(meaning),
        "definition_hans": says(meaning, "/zh-hans"),
        "definition_en": meaning,
        "order": 1,
        "colour": "#57524a",
        "colour_dark": "#b3ada1",
        "parent": None,
        "aliases": [],
    }


def test_every_list_is_there_whole_and_in_its_order(get):
    taxonomy.sector("transport", position=2)
    taxonomy.sector("ageing", position=1)
    taxonomy.body()
    taxonomy.place()

    lists = {
        name: [(row["order"], row["code"]) for row in found]
        for name, found in groupby(rows(get), key=lambda row: row["list"])
    }

    assert list(lists) == [
        *("status", "instrument", "specificity", "criterion_state", "evidence_class"),
        *("precision", "basis", "date_basis"),
        *(
            "body_kind",
            "term_kind",
            "author_kind",
            "source_kind",
            "source_language",
            "document_kind",
            "relation",
            "copy_origin",
            "page_state",
            "change_kind",
            "noun",
        ),
        *("sector", "body", "place"),
    ]
    for name, choices in codes.FIXED.items():
        assert lists[name] == list(enumerate(choices.values, 1))
    assert lists["sector"] == [(1, "ageing"), (2, "transport")]
    assert (lists["body"], lists["place"]) == ([(1, "lwb")], [(1, "central_asia")])


def test_a_code_names_what_it_is_a_part_of_and_the_codes_that_stand_for_it(get):
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis")
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region, position=1)
    taxonomy.place("loop", "落馬洲", "Loop", replaced_by=loop)

    places = [row for row in rows(get) if row["list"] == "place"]

    assert [(row["code"], row["order"], row["parent"], row["aliases"]) for row in places] == [
        ("northern_metropolis", 1, None, []),
        ("hetao", 2, "northern_metropolis", ["loop"]),
    ]


def test_every_code_has_a_name_in_each_language(get):
    taxonomy.sector()

    unnamed = [
        (row["list"], row["code"], name)
        for row in rows(get)
        for name in ("label_hant", "label_hans", "label_en")
        if not row[name]
    ]
    assert unnamed == []
    labels = {row["code"]: row for row in rows(get) if row["list"] == "instrument"}
    assert [labels["fund"][f"label_{suffix}"] for suffix in ("hant", "hans", "en")] == [
        "基金",
        "基金",
        "Fund",
    ]


def test_every_fixed_code_is_defined_in_one_sentence_of_each_language(get):
    told = [row for row in rows(get) if row["list"] in codes.FIXED]

    assert [row["code"] for row in told if not row["definition_en"].endswith(".")] == []
    for name in ("definition_hant", "definition_hans"):
        assert [row["code"] for row in told if not row[name].endswith("。")] == []
    by_list = groupby(told, key=lambda row: row["list"])
    repeated = {
        name: said for name, list_rows in by_list if (said := twice(list_rows, "definition_hant"))
    }
    assert repeated == {}


def twice(found, name):
    counted = Counter(row[name] for row in found)
    return [value for value, times in counted.items() if times > 1]


def test_lists_that_charts_are_coloured_by_have_colours_that_differ(get):
    for number in range(len(PALETTE)):
        taxonomy.sector(f"s{number}", position=-number % 7)

    coloured = {row["list"] for row in rows(get) if row["colour"]}
    assert coloured == {"status", "instrument", "specificity", "sector"}
    for name in coloured:
        found = [row for row in rows(get) if row["list"] == name]
        for shade in ("colour", "colour_dark"):
            assert all(re.fullmatch("#[0-9a-f]{6}", row[shade]) for row in found)
            assert twice(found, shade) == []


def test_a_new_sector_leaves_the_others_their_colours(get):
    taxonomy.sector("transport", position=2)
    taxonomy.sector("ageing", position=1)
    before = {row["code"]: row["colour"] for row in rows(get) if row["list"] == "sector"}

    taxonomy.sector("first", position=0)

    after = {row["code"]: row["colour"] for row in rows(get) if row["list"] == "sector"}
    assert {code: after[code] for code in before} == before
    assert after["first"] not in before.values()


@pytest.mark.parametrize(
    ("path", "name", "choices"),
    [("statuses/", "status", Status), ("instruments/", "instrument", Instrument)],
)
def test_one_list_alone_has_the_same_rows(get, path, name, choices):
    alone = rows(get, path)

    assert alone == [row for row in rows(get) if row["list"] == name]
    assert [row["code"] for row in alone] == choices.values


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_rows_are_the_same_whatever_the_reader_prefers(get, language):
    answer = get("codes/", headers={"Accept-Language": language})

    assert answer.json()["results"] == rows(get)


@pytest.mark.parametrize("count", [1, 3])
def test_the_answer_takes_a_query_for_each_curated_list(get, django_assert_num_queries, count):
    for number in range(count):
        taxonomy.sector(f"s{number}")
        taxonomy.body(f"b{number}")
        taxonomy.place(f"p{number}")

    # The newest change; sectors, bodies, places.
    with django_assert_num_queries(4):
        assert len([row for row in rows(get) if row["list"] == "place"]) == count
    with django_assert_num_queries(1):
        assert len(rows(get, "statuses/")) == 10


def test_nothing_is_told_of_what_is_not_public(get):
    shown = proposals.published()
    hidden = {"title_en": "Hidden", "scheme_en": "Hidden"}
    proposals.draft(**hidden)
    proposals.withdrawn(**hidden)
    proposals.merged(into=shown, **hidden)

    assert "Hidden" not in get("codes/").content.decode()
    assert "draft" not in [row["code"] for row in rows(get)]


def test_some_lists_may_be_asked_for(get, faults):
    rows = get("codes/", list="specificity, basis").json()["results"]

    assert [row["list"] for row in rows] == ["specificity"] * 2 + ["basis"] * 2
    assert faults("codes/", list="tone")["list"]["allowed"] == [*codes.FIXED, *codes.CURATED]
    assert list(faults("codes/", list="basis,basis")) == ["list"]


@pytest.mark.parametrize("path", ["codes/", "statuses/", "instruments/"])
def test_these_take_no_other_parameters(faults, path):
    assert list(faults(path, page_size=5)) == ["page_size"]


def test_the_colours_are_those_of_the_site():
    day, night, *_print = (
        dict(re.findall(r"(--status-\w+): (#\w+);", block))
        for block in re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL)
    )
    tones = {
        status: tone
        for selectors, tone in re.findall(
            r"^(\.status[^{]*)\{[^}]*--tone: var\((.+?)\)", STYLES, re.M
        )
        for status in re.findall(r"\.status-(\w+)", selectors) or Status.values
    }

    shown = {status: (day[tone], night[tone]) for status, tone in tones.items()}
    assert shown == {status.value: colours for status, colours in STATUS_COLOURS.items()}
    assert COLOURS["status"] == STATUS_COLOURS
