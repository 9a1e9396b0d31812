"""The recipes for programs that do not run here ask addresses that answer with what they name."""

import csv
import re
from pathlib import Path

import pytest

from tests.factories import proposals

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
RECIPES = Path("docs/api.md").read_text(encoding="utf-8").partition("## Recipes")[2]
# What Grafana writes in the place of its variables.
WRITTEN = {
    "${status:csv}": "proposed,noted",
    "${__from:date:YYYY-MM-DD}": "2026-01-01",
    "${__to:date:YYYY-MM-DD}": "2026-06-30",
}
LIST = ["status", "sector"]
BY_SECTOR = ["sector_label_en", "status_label_en", "proposal_count"]


def recipe(name):
    """All that stands under the bold name, up to the next one."""
    return re.split(r"\n\*\*|\n## ", RECIPES.partition(f"\n**{name}")[2])[0]


def addresses(text):
    return re.findall(rf"{SITE}([^\s\"'`]*)", text)


def columns_of(answer):
    """Those of the first row; of several kinds of answers by what they are."""
    if answer.headers["Content-Type"].startswith("text/csv"):
        lines = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))
        assert len(lines) > 1
        return lines[0]
    [first, *_] = answer.json()["results"]
    return list(first)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("R.", [LIST]),
        (
            "Grafana",
            [["code", "label_en"], BY_SECTOR, ["ends_on", "status_label_en", "standing"]],
        ),
        (
            "Google Sheets.",
            [
                ["sector_label_hant", "status_label_hant", "proposal_count"],
                ["title_hant", "status", "status_since"],
            ],
        ),
        ("Observable.", [LIST, ["code", "colour"]]),
    ],
)
def test_each_address_of_a_recipe_answers_with_the_columns_that_it_names(client, name, named):
    proposals.published()
    text = recipe(name)
    asked = addresses(text)
    assert len(asked) == len(named)
    for path, columns in zip(asked, named, strict=True):
        assert [column for column in columns if column not in text] == []
        for variable, value in WRITTEN.items():
            path = path.replace(variable, value)  # noqa: PLW2901
        answer = client.get(path)
        assert answer.status_code == 200
        assert set(columns) <= set(columns_of(answer))


def test_power_query_asks_for_pages_by_cursor_until_there_is_none(client):
    for _ in range(3):
        proposals.published()
    text = recipe("Power Query")
    [root] = addresses(text)
    [path] = re.findall(r'RelativePath = "([^"]+)"', text)
    [size] = re.findall(r'page_size = "(\d+)"', text)
    for named in ("[next_cursor]", "[results]", "cursor = cursor"):
        assert named in text
    assert (root, int(size)) == ("", 500)

    rows, cursor = [], None
    while True:
        given = {"page_size": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"/{path}", given).json()
        rows += page["results"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len({row["slug"] for row in rows}) == 3


@pytest.mark.parametrize("status", ["", " "])
def test_a_variable_for_all_may_be_blank(client, status):
    proposals.published()
    path = f"/api/v1/stats/?group_by=sector,status&status={status}"

    assert client.get(path).json()["total"] == 1
