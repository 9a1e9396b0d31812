import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest

from proposals.choices import Status
from proposals.counts.statistics import Wait
from proposals.editing import publishing
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

PREFIXES = {"": "zh-hant", "/zh-hans": "zh-hans", "/en": "en"}


def tables(page):
    """The cells of each table of a page, row by row, as a reader sees them."""
    found = []
    for table in re.findall(r"<table>(.*?)</table>", page, re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        found.append(
            [
                [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in cells]
                for cells in (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows)
            ]
        )
    return found


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def story(once):
    """Two asks for one idea in two sectors; one is studied since 1 June."""
    with once():
        shared = {
            "ideas": [proposals.idea()],
            "source": sources.source(slug="article"),
            "by": people.user(is_superuser=True),
        }
        studied = proposals.published(
            slug="studied",
            authors=[people.author(slug="chan"), people.author("李四", "Lee Sze", slug="lee")],
            **shared,
        )
        history.record(studied, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=shared["by"])
        by = shared.pop("by")
        undated = proposals.draft(
            slug="undated",
            title_hant="=發行債券",
            title_en="Issue bonds",
            proposed_on=None,
            sector=taxonomy.sector("finance", "金融", "Finance", position=1),
            authors=[people.author("王五", "Wong Ng", slug="wong")],
            **shared,
        )
        known_at = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
        history.record(undated, Status.PROPOSED, None, recorded_at=known_at, by=by)
        publishing.publish(undated, by=by)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_picture_has_its_table_and_a_file_of_the_same_numbers(client, story, prefix):
    answer = client.get(f"{prefix}/stats/?as_of=2026-06-30")
    page = answer.content.decode()
    sectors, stock, waits, curve, _ideas = tables(page)
    query = "?as_of=2026-06-30"
    for name in ("sectors", "stock", "waits", "answers", "ideas"):
        assert f'href="{prefix}/stats/{name}.csv{query}"' in page

    lines = read(client, f"{prefix}/stats/sectors.csv{query}")
    labels = sectors[0][1:-1]
    assert [[line[n] for n in ("sector", "status", "number")] for line in lines] == [
        ["ageing", "under_study", "1"],
        ["finance", "proposed", "1"],
    ]
    for line in lines:
        (row,) = (row for row in sectors if row[0] == line["sector_label"])
        assert dict(zip(labels, row[1:-1], strict=True))[line["status_label"]] == line["number"]
        assert row[-1] == "1"

    labels = stock[0][1:-1]
    lines = read(client, f"{prefix}/stats/stock.csv{query}")
    assert len(lines) == 12 * 2
    assert [list(line.values()) for line in lines[-4:]] == [
        ["2026-05-31", "proposed", labels[0], "1", "1"],
        ["2026-05-31", "under_study", labels[1], "0", "0"],
        ["2026-06-30", "proposed", labels[0], "0", "0"],
        ["2026-06-30", "under_study", labels[1], "1", "1"],
    ]
    assert [row[1:] for row in stock[1:]] == [
        *[["0", "0", "0"]] * 10,
        ["1 +1", "0", "1"],
        ["0", "1 +1", "1"],
    ]

    lines = read(client, f"{prefix}/stats/waits.csv{query}")
    assert [(line["status"], line["wait"], line["number"]) for line in lines] == [
        ("proposed", "not_stated", "1"),
        ("under_study", "under_3_months", "1"),
    ]
    assert [line["wait_label"] for line in lines] == [waits[0][6], waits[0][1]]
    assert [row[1:] for row in waits[1:]] == [
        ["0", "0", "0", "0", "0", "1", "1"],
        ["1", "0", "0", "0", "0", "0", "1"],
    ]

    lines = read(client, f"{prefix}/stats/answers.csv{query}")
    names = ("trait", "code", "months", "share", "answered", "waiting", "censored")
    assert [[line[name] for name in names] for line in lines] == [
        ["", "", "0", "0.0", "0", "1", "0"],
        ["", "", "1", "1.0", "1", "0", "0"],
    ]
    assert curve[1:] == [["0", "0%", "0", "1", "0"], ["1", "100%", "1", "0", "0"]]


def test_sectors_and_bodies_with_enough_dated_asks_have_curves_of_their_own(client, editor):
    asked_on = dt.date(2026, 1, 10)
    for n in range(5):
        row = proposals.published(by=editor, proposed_on=asked_on)
        if n < 2:
            history.record(row, Status.NOTED, dt.date(2026, 3, 10), by=editor)
    finance = taxonomy.sector("finance", "金融", "Finance")
    for _ in range(4):
        proposals.published(by=editor, proposed_on=asked_on, sector=finance, bodies=[])
    page = client.get("/en/stats/?as_of=2026-06-30").content.decode()
    told = tables(page)[3:6]
    assert told[0][1:] == [
        *(["0", "0%", "0", "9", "0"], ["2", "22%", "2", "7", "0"], ["5", "22%", "2", "7", "0"]),
    ]
    for name, rows in zip(("Ageing", "Labour and Welfare Bureau"), told[1:], strict=True):
        unknown = "– not known yet"
        assert rows[1:] == [[name, "5", "2", unknown, "40%", *[unknown] * 3]]
    lines = read(client, "/en/stats/answers.csv?as_of=2026-06-30")
    assert {(line["trait"], line["label"]) for line in lines} == {
        ("", ""),
        ("sector", "Ageing"),
        ("body", "Labour and Welfare Bureau"),
    }


def test_without_an_answer_no_curve_is_drawn(client, editor):
    proposals.published(by=editor)
    page = client.get("/en/stats/").content.decode()
    assert "None of these has been answered yet." in page
    assert 'class="plot curve"' not in page


def test_who_asked_first_is_told_and_what_is_not_dated_comes_last(client, story):
    page = client.get("/en/stats/").content.decode()
    assert tables(page)[-1] == [
        ["Asked", "Author and proposal"],
        [
            "20 May 2026 first known to propose it",
            "Chan Tai-man, Lee Sze Set up a silver-economy fund",
        ],
        ["date not stated", "Wong Ng Issue bonds"],
    ]
    assert page.count('<circle class="first"') == 1
    # Of a part of the asks nobody can say that more.
    part = client.get("/en/stats/?specificity=firm").content.decode()
    assert "first of those chosen" in part
    assert "first known to propose it" not in part
    header = ["idea", "idea_label", "proposal", "proposal_label", "authors", "author_names"]
    assert [list(line.values()) for line in read(client, "/en/stats/ideas.csv")] == [
        [
            *("silver-fund", "A silver fund", "studied", "Set up a silver-economy fund"),
            *("chan lee", "Chan Tai-man, Lee Sze", "2026-05-20"),
        ],
        ["silver-fund", "A silver fund", "undated", "Issue bonds", "wong", "Wong Ng", ""],
    ]
    # A text is never a formula.
    line = read(client, "/stats/ideas.csv")[1]
    assert [*line] == [*header, "asked"]
    assert line["proposal_label"] == "'=發行債券"


def test_without_a_dated_ask_nobody_is_first(client, editor):
    for _ in range(2):
        proposals.published(proposed_on=None, ideas=[proposals.idea()], by=editor)
    page = client.get("/en/stats/").content.decode()
    assert "None of the proposals for a shared idea is dated" in page
    assert '<circle class="first"' not in page
    assert "first known to propose it" not in page


def test_an_idea_of_one_ask_is_not_shared(client, editor):
    proposals.published(ideas=[proposals.idea()], by=editor)
    page = client.get("/en/stats/").content.decode()
    assert "No idea is shared by two of these proposals." in page
    assert "ideas.csv" not in page


def test_the_one_filter_chooses_what_is_counted(client, story):
    answer = client.get("/en/stats/?sector=finance&view=table")
    page = answer.content.decode()
    assert answer.context["count"] == 1
    assert [row[0] for row in tables(page)[0][1:]] == ["Finance"]
    assert 'href="/en/proposals/?sector=finance&amp;view=table"' in page
    assert "<title>Sector: Finance · Statistics · " in page
    # Each chosen value can be taken away here.
    assert 'href="/en/stats/?view=table"' in page


def test_the_clocks_hold_for_every_picture(client, editor, story):
    before = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    answer = client.get("/en/stats/?as_of=2026-05-31")
    page = answer.content.decode()
    assert "As things stood on <time" in page
    assert [row[0] for row in tables(page)[2][1:]] == ["Proposed"]
    assert tables(page)[1][-1] == ["31 May 2026", "1 +1", "1"]
    for path in ("sectors/ageing/", "ideas/silver-fund/", "proposals/studied/"):
        assert f'href="/en/{path}?as_of=2026-05-31"' in page
    answer = client.get("/en/stats/", {"known_at": before.isoformat()})
    assert answer.context["count"] == 0
    assert "As published here by" in answer.content.decode()


@pytest.mark.parametrize("address", ["/en/stats/", "/en/stats/stock.csv"])
def test_a_faulty_query_is_told_with_the_way_out(client, story, address):
    answer = client.get(f"{address}?sector=nowhere&q=fund&as_of=yesterday")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert [r.fault.parameter for r in answer.context["remedies"]] == ["as_of", "sector"]
    assert 'href="/en/stats/?sector=finance&amp;q=fund&amp;as_of=yesterday"' in page
    assert page.count('<meta name="robots"') == 1
    assert '<svg class="plot"' not in page


def test_an_address_says_what_was_chosen_and_no_more(client):
    answer = client.get("/en/stats/?q=&sector=&status=noted")
    assert (answer.status_code, answer["Location"]) == (302, "/en/stats/?status=noted")


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nothing has been published yet."), ("?q=nowhere", "No proposal meets all of this.")],
)
def test_nothing_to_count_is_said_in_words(client, query, words):
    page = client.get(f"/en/stats/{query}").content.decode()
    assert words in page
    assert '<svg class="plot"' not in page
    for name in ("sectors", "waits", "ideas"):
        assert read(client, f"/en/stats/{name}.csv{query}") == []
    assert read(client, f"/en/stats/stock.csv{query}") == []


def test_no_other_file_is_there_and_nothing_is_posted(client):
    assert client.get("/stats/authors.csv").status_code == 404
    assert client.post("/stats/").status_code == 405
    assert client.post("/stats/stock.csv").status_code == 405


def test_thousands_are_parted(client, editor):
    original = proposals.published(by=editor)
    proposals.copies(original, [{}] * 1233)
    page = client.get("/en/stats/").content.decode()
    assert "1,234 proposals" in page
    assert tables(page)[0][1][-1] == "1,234"


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_queries_for_few_and_many(
    client, editor, django_assert_num_queries, number, monkeypatch
):
    monkeypatch.setattr("proposals.web.pages.curves.LEAST_ASKS", 1)
    for n in range(number):
        row = proposals.published(
            ideas=[proposals.idea(f"idea-{n}")],
            sector=taxonomy.sector(f"sector-{n}", "範疇", "A sector"),
            by=editor,
        )
        proposals.published(ideas=[proposals.idea(f"idea-{n}")], by=editor)
        history.record(row, Status.NOTED, dt.date(2026, 6, 1), by=editor)
    # The newest change for each of eight counts, and nine queries for these; sectors, and once
    # more with bodies for their curves; ideas, their asks and the authors of these.
    with django_assert_num_queries(35):
        assert client.get("/stats/?status=-declined").status_code == 200
    # The counts are kept until the next change.
    with django_assert_num_queries(17):
        assert client.get("/stats/?status=-declined").status_code == 200


def test_what_is_not_public_is_nowhere(client, hide):
    idea = proposals.idea()
    hide(
        ideas=[idea],
        sector=taxonomy.sector("hidden", "隱藏的範疇", "A hidden sector"),
        authors=[people.author("隱藏的人", "Hidden person")],
        proposed_on=dt.date(2025, 1, 1),
    )
    page = client.get("/stats/").content.decode()
    assert "不公開的建議" not in page
    assert "隱藏的" not in page
    assert tables(page)[0][1][-1] == "1"
    assert "2025-01" not in page.replace("2025-12", "")
    for name in ("sectors", "stock", "waits", "answers", "ideas"):
        text = client.get(f"/stats/{name}.csv").content.decode("utf-8-sig")
        assert "隱藏的" not in text
        assert "不公開的建議" not in text
    assert len(read(client, "/stats/sectors.csv")) == 1
    assert read(client, "/stats/ideas.csv") == []


def test_every_wait_and_status_has_a_look_of_its_own(client):
    root = Path(__file__).parents[3] / "proposals"
    weaves = (root / "templates/proposals/statistics/_weaves.html").read_text()
    assert re.findall(r'id="weave-(\w+)"', weaves) == list(Status)
    style = (root / "static/proposals/site.css").read_text()
    looks = set(re.findall(r"\.part\.wait-(\w+)", style))
    # The last of those that grow darker is as dark as can be.
    assert looks | {Wait.OVER_24_MONTHS} == set(Wait)


def test_another_day_is_picked_under_the_same_filter(client, story):
    page = client.get("/en/stats/?specificity=firm&known_at=2099-01-01").content.decode()
    form = page.split('<form class="clock-form"')[1].split("</form>")[0]
    assert '<input type="hidden" name="specificity" value="firm">' in form
    assert '<input type="hidden" name="known_at" value="2099-01-01">' in form
    assert page.count('id="as_of"') == 1
    assert client.get("/en/stats/").content.decode().count('id="as_of"') == 1
