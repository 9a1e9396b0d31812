import re

import pytest

from proposals.api.docs import RECIPES, groups
from tests.factories import proposals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_answers_with_the_fields_that_it_names(client, recipe):
    proposals.published()
    [first, *_] = client.get(recipe.path).json()["results"]

    assert set(recipe.fields) <= set(first)


def test_the_page_holds_every_operation_and_its_parameters(client):
    page = client.get("/en/api/v1/docs/").content.decode()
    whole = client.get("/api/v1/schema/").json()

    for methods in whole["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for parameter in whole["paths"]["/api/v1/proposals/"]["get"]["parameters"]:
        if parameter["in"] == "query":
            assert f'id="proposals_list-{parameter["name"]}"' in page
    told = {operation.name: operation for _tag, _meaning, of in groups() for operation in of}
    assert "title_hant" in dict(told["proposals_list"].fields)
    assert "429" in dict(told["proposals_list"].answers)


@pytest.mark.parametrize(
    ("prefix", "language", "heading"),
    [
        ("", "zh-Hant-HK", "由五條問題開始"),
        ("/zh-hans", "zh-Hans", "由五条问题开始"),
        ("/en", "en", "Five questions to begin with"),
    ],
)
def test_the_page_is_in_the_language_of_its_address(client, prefix, language, heading):
    answer = client.get(f"{prefix}/api/v1/docs/", headers={"Accept-Language": "de"})

    assert heading in answer.content.decode()
    assert answer.headers["Content-Language"] == language


def test_the_page_runs_nothing_inline_and_loads_only_from_here(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert re.findall(r"<script(?![^>]*src=)(?![^>]*ld\+json)", page) == []
    assert "<style" not in page
    assert " style=" not in page
    assert all(src.startswith("/static/") for src in re.findall(r'<script[^>]*src="([^"]+)"', page))


def test_the_page_takes_no_parameters(client):
    answer = client.get("/api/v1/docs/?q=1")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
