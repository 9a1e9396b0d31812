"""A reader cites a proposal, and looks back to how it stood."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from proposals import tracking
from proposals.choices import Status
from tests.browser import axe
from tests.browser.pages import DESKTOP, LANGUAGES, PHONE, SEEN, too_wide
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.browser

ADDRESSES = [
    "?as_of=2026-06-10",
    "?as_of=yesterday",
    "proposals/story/",
    "proposals/story/?as_of=2026-06-10",
    "proposals/story/?as_of=2020-01-01",
    "proposals/story/?colour=red",
    "sectors/ageing/?as_of=2026-06-10&known_at=2099-01-01",
    "authors/chan/?as_of=2020-01-01",
    "authors/?q=陳",
    "authors/?q=nobody",
    "sources/?q=銀髮",
]


@pytest.fixture(scope="module")
def story(once):
    """Every part that a page can have: a long title, many authors, each kind of record."""
    with once():
        editor, second = (people.user(is_superuser=True) for _ in range(2))
        idea = proposals.idea()
        named = [people.author("陳大文", "Chan Tai-man", slug="chan")]
        story = proposals.published(
            slug="story",
            title_hant="設立銀髮經濟基金" * 37,
            title_en="Set up a silver-economy fund " * 10,
            authors=named + [people.author(f"作者{n}", f"Author {n}") for n in range(12)],
            source=sources.source("完善銀髮經濟", slug="article", url="https://daily.example/1"),
            place=taxonomy.place(),
            ideas=[idea],
            by=editor,
        )
        wrong = history.record(story, Status.COMMITTED, dt.date(2026, 6, 1), by=editor)
        tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=editor)
        history.record(story, Status.UNDER_STUDY, dt.date(2026, 6, 2), by=editor)
        history.record(story, Status.IN_DELIVERY, dt.date(2026, 7, 1), by=editor)
        kept = history.record(story, Status.DELIVERED, dt.date(2026, 8, 1), by=editor)
        tracking.confirm(kept, by=second)
        tracking.check(story, checked_on=dt.date(2026, 9, 1), by=editor)
        proposals.published(authors=named, ideas=[idea], by=editor)
        proposals.published(slug="undated", proposed_on=None, by=editor)
        return story


def open_all(page):
    page.eval_on_selector_all("details", "folds => folds.forEach(fold => fold.open = true)")


@pytest.mark.parametrize(("prefix", "width"), SEEN)
def test_everyone_can_use_it_with_everything_unfolded(open_page, story, prefix, width):
    page = open_page(width)
    found = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        open_all(page)
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
    assert found == {}


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_it_is_no_wider_than_the_window(page, story, prefix):
    wider = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        open_all(page)
        wider[address] = too_wide(page, 320, 768, 1600)
    assert not any(wider.values()), wider


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_a_citation_is_copied(open_page, story, prefix, width):
    page = open_page(width, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{prefix}proposals/story/")
    page.locator("details", has=page.locator("#cite-bibtex")).locator("summary").click()
    block = page.locator(".block", has=page.locator("#cite-bibtex"))
    said = block.get_by_role("status")
    assert said.text_content() == ""
    block.get_by_role("button").click()
    said.get_by_text(re.compile(".")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{story,\n")
    assert copied == page.locator("#cite-bibtex").input_value()


def test_without_script_the_words_are_there_to_be_selected(open_page, story):
    page = open_page(java_script_enabled=False)
    page.goto("/en/proposals/story/")
    page.get_by_text("Share this proposal").click()
    assert page.get_by_label("Text to share").is_visible()
    assert page.get_by_role("button", name="Copy").count() == 0


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_reader_looks_back_stays_in_the_past_and_returns(open_page, story, width, javascript):
    page = open_page(width, java_script_enabled=javascript)
    page.goto("/en/proposals/story/")
    page.get_by_text("See this page as it stood on another day").click()
    page.get_by_label("As it stood on").fill("2026-06-10")
    page.get_by_role("button", name="Show").first.click()
    assert page.url.endswith("/en/proposals/story/?as_of=2026-06-10")
    assert page.locator(".standing-now .status").text_content() == "Under study"
    page.get_by_role("link", name="Ageing").click()
    assert page.url.endswith("/en/sectors/ageing/?as_of=2026-06-10")
    # The third has no date: nobody can say that it stood then.
    expect(page.locator(".card")).to_have_count(2)
    page.locator(".counts").get_by_role("link", name="Under study").click()
    assert page.url.endswith("/en/proposals/?sector=ageing&status=under_study&as_of=2026-06-10")
    page.get_by_role("heading", level=3).get_by_role("link").click()
    assert page.url.endswith("/en/proposals/story/?as_of=2026-06-10")
    page.get_by_role("link", name="简体").click()
    assert page.url.endswith("/zh-hans/proposals/story/?as_of=2026-06-10")
    page.go_back()
    page.get_by_role("link", name="Back to the present").click()
    assert page.url.endswith("/en/proposals/story/")
    assert page.locator(".standing-now .card-stand .status").text_content() == "Delivered"
