"""The page of the API: recipes are pressed and forms sent, under the policy of the whole site."""

import json

import pytest

from tests.browser.pages import DESKTOP, PHONE
from tests.factories import proposals

pytestmark = pytest.mark.browser

ADDRESS = "/en/api/v1/docs/"
QUESTION = "Which proposals have not been declined, the latest step first?"


def answer(page):
    return json.loads(page.locator("body").inner_text())


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_recipe_is_pressed_and_shows_what_comes_back(open_page, width):
    proposals.published(slug="silver-fund")
    page = open_page(width)
    page.goto(ADDRESS)
    recipe = page.get_by_role("region", name=QUESTION)
    recipe.get_by_role("button", name="Send").press("Enter")

    recipe.get_by_text("200 · ETag").wait_for()
    assert '"slug": "silver-fund"' in recipe.locator(".answer pre").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.context.cookies() == []


def test_every_recipe_answers(page):
    proposals.published()
    page.goto(ADDRESS)
    buttons = page.get_by_role("button", name="Send")
    assert buttons.count() == 5
    for button in buttons.all():
        button.click()
    page.locator(".answer pre").nth(4).wait_for()
    assert all(
        said.startswith("200 · ETag") for said in page.locator(".answer p").all_text_contents()
    )


def test_without_script_a_recipe_is_a_link_and_an_operation_a_form(open_page):
    proposals.published(slug="silver-fund")
    page = open_page(java_script_enabled=False)
    page.goto(ADDRESS)
    assert page.get_by_role("button", name="Send").count() == 0
    page.get_by_role("region", name=QUESTION).get_by_role("link").click()
    assert [row["slug"] for row in answer(page)["results"]] == ["silver-fund"]

    page.goto(ADDRESS)
    operation = page.locator("#proposals_list")
    operation.locator("summary").click()
    operation.get_by_label("status", exact=True).fill("declined")
    operation.get_by_role("button", name="GET").click()
    assert answer(page)["results"] == []


def test_the_manual_speaks_of_this_site(page, live_server, settings):
    settings.SITE_URL = live_server.url
    page.goto("/api/v1/docs/manual/")
    assert f"curl '{live_server.url}/api/v1/" in page.locator("body").inner_text()
