"""The pictures as readers see, hear, print and download them."""

import csv
import datetime as dt
from itertools import pairwise

import pytest

from proposals import tracking
from proposals.choices import NEEDS_CONFIRMATION, Status
from tests.browser import axe
from tests.browser.pages import DESKTOP, LANGUAGES, SEEN
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.browser

ADDRESSES = [
    "stats/",
    "stats/?sector=ageing&as_of=2026-07-01",
    "stats/?q=nowhere",
    "stats/?sector=nowhere&as_of=yesterday",
]


@pytest.fixture(scope="module")
def catalogue(once):
    """Asks over four years at every status, some of them undated, with a long title and idea."""
    with once():
        editor = people.user(is_superuser=True)
        words = {
            "override_reason_hant": "已核實。",
            "override_reason_en": "Verified.",
            "by": editor,
        }
        idea = proposals.idea(title_hant="長" * 200, title_en="Long " * 60)
        sectors = [taxonomy.sector(), taxonomy.sector("finance", "融" * 100, "Finance " * 18)]
        authors = [people.author(f"作者{n}", f"Author {n}") for n in range(6)]
        for n, status in enumerate(Status):
            row = proposals.published(
                title_hant="長" * 300,
                title_en="Long " * 60,
                sector=sectors[n % 2],
                authors=authors[: n % 6 + 1],
                proposed_on=dt.date(2022 + n % 4, 1 + n, 10) if n % 5 else None,
                ideas=[idea],
                by=editor,
            )
            if status != Status.PROPOSED:
                update = history.record(row, status, dt.date(2026, 1 + n, 1), **words)
            if status in NEEDS_CONFIRMATION:
                tracking.confirm(update, by=people.user(is_superuser=True))


def violations(page, prefix):
    """What axe holds against each page of a language, its tables open."""
    found = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        assert page.locator("html").get_attribute("lang") == LANGUAGES[prefix]
        for summary in page.locator(".numbers summary").all():
            summary.click()
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
    return found


@pytest.mark.parametrize(("prefix", "width"), SEEN)
def test_everyone_can_read_the_pictures(open_page, catalogue, prefix, width):
    assert violations(open_page(width), prefix) == {}


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"media": "print"}])
def test_everyone_can_read_them_in_the_dark_and_on_paper(open_page, catalogue, media):
    page = open_page()
    page.emulate_media(**media)
    page.goto("/en/stats/")
    assert axe.violations(page) == []


@pytest.mark.parametrize("width", [320, DESKTOP])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_pictures_fit_the_window_and_their_letters_keep_their_size(
    open_page, catalogue, prefix, width
):
    page = open_page(width)
    for address in ADDRESSES:
        page.goto(prefix + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{prefix}stats/")
    for plot in page.locator(".plot").all():
        letters = plot.locator("text")
        sizes = letters.evaluate_all("all => all.map(one => getComputedStyle(one).fontSize)")
        assert set(sizes) == {"13px"}
        boxes = [label.bounding_box() for label in letters.all()]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
        lowest = max(box["y"] for box in boxes)
        times = sorted((box for box in boxes if box["y"] == lowest), key=lambda box: box["x"])
        assert len(times) >= 3
        assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(times))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_reader_sees_a_picture_opens_its_numbers_and_takes_them(open_page, catalogue, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/en/")
    page.get_by_role("link", name="See how this changed over time").click()
    assert page.get_by_role("heading", level=1).text_content() == "Statistics"
    picture = page.get_by_role("figure", name="How many stood where")
    assert picture.get_by_role("img", name="How many stood where").is_visible()
    assert picture.locator("rect.part:visible").count() > 10
    assert not picture.get_by_role("table").is_visible()
    picture.locator("summary").click()
    shown = picture.get_by_role("row").last.get_by_role("cell").all_text_contents()
    with page.expect_download() as download:
        picture.get_by_role("link", name="Download these numbers (CSV)").click()
    assert download.value.suggested_filename == "stock.csv"
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))[-len(Status) :]
    assert [line["status"] for line in lines] == list(Status)
    # Of ten; one has no date.
    assert [cell.split()[0] for cell in shown] == [*(line["standing"] for line in lines), "9"]


def test_the_keyboard_opens_the_numbers(page, catalogue):
    page.goto("/en/stats/")
    summary = page.get_by_role("figure", name="How many stood where").locator("summary")
    summary.focus()
    assert summary.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.get_by_role("region", name="How many stood where").is_visible()
    # What is wider than the window is scrolled by keys.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "wide"


def test_paper_shows_the_numbers_too(page, catalogue):
    page.goto("/en/stats/")
    page.emulate_media(media="print")
    tables = page.get_by_role("table").all()
    assert len(tables) == 6
    assert all(table.bounding_box()["height"] > 0 for table in tables)
    assert not page.get_by_role("link", name="Download these numbers (CSV)").first.is_visible()
