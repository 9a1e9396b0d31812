"""A list in the frame of another site, in Chromium."""

from urllib.parse import urlsplit

import pytest

from tests.browser import axe
from tests.browser.pages import DESKTOP, PHONE
from tests.factories import proposals

pytestmark = pytest.mark.browser

PREFIXES = ["", "/zh-hans", "/en"]
PAGES = [
    "/embed/proposals/",
    "/embed/proposals/?status=delivered",
    "/embed/proposals/?status=nowhere",
    "/embed/proposals/silver/",
    "/embed/proposals/gone/",
    "/embed/proposals/nobody/",
]


@pytest.fixture(scope="module")
def rows(once):
    with once():
        proposals.published(slug="silver")
        proposals.published(title_hant="長" * 300, title_en="Long " * 60)
        proposals.withdrawn(slug="gone")


def framed(page, address):
    page.frame_locator("iframe").locator("body").wait_for()
    return next(f for f in page.frames if urlsplit(f.url).path == urlsplit(address).path)


def test_another_site_can_frame_a_list_and_its_links_leave_the_frame(
    page, live_server, rows, elsewhere
):
    address = f"{live_server.url}/en/embed/proposals/?status=proposed"
    page.goto(elsewhere(f'<iframe src="{address}" title="List" width="600" height="480">'))
    frame = framed(page, address)
    assert frame.get_by_role("heading", level=1).text_content() == "Status: Proposed"
    assert frame.evaluate("document.cookie") == ""
    frame.get_by_role("link", name="Set up a silver-economy fund").click()
    page.wait_for_url(f"{live_server.url}/en/proposals/silver/")


def test_the_code_that_a_list_offers_works_elsewhere(page, live_server, rows, elsewhere, settings):
    settings.SITE_URL = live_server.url
    page.goto("/en/proposals/?status=proposed&status=-declined")
    page.get_by_text("Follow and reuse this list").click()
    snippet = page.locator(".snippet").text_content()
    page.goto(elsewhere(snippet))
    address = f"{live_server.url}/en/embed/proposals/?status=proposed&status=-declined"
    assert framed(page, address).url == address
    assert framed(page, address).get_by_role("listitem").count() == 2


def test_no_other_page_can_be_framed(browser, live_server, rows, elsewhere):
    page = browser.new_page()
    refused = []
    page.on("console", lambda line: refused.append(line.text))
    page.goto(elsewhere(f'<iframe src="{live_server.url}/en/proposals/" title="List">'))
    page.wait_for_function("document.querySelector('iframe').contentDocument === null")
    deadline = 50
    while not refused and deadline:
        page.wait_for_timeout(100)
        deadline -= 1
    assert any("frame-ancestors" in text for text in refused)
    assert page.frame_locator("iframe").get_by_role("heading", level=1).count() == 0
    page.close()


@pytest.mark.parametrize("width", [280, PHONE, DESKTOP])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_everyone_can_use_it_at_any_width(open_page, rows, prefix, width):
    page = open_page(width)
    found = {}
    for address in PAGES:
        page.goto(prefix + address)
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[address, "width"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {}
