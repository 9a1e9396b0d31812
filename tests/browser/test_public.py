"""What a reader does on the public pages, and whether everyone can."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.pages import ADDRESSES, DESKTOP, LANGUAGES, PHONE, SEEN, too_wide

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_reader_searches_filters_opens_and_changes_language(
    open_page, catalogue, width, javascript
):
    page = open_page(width, java_script_enabled=javascript)
    page.goto("/")
    page.get_by_label("搜尋全部建議").fill("銀髮")
    page.get_by_role("button", name="搜尋").click()
    expect(page.get_by_role("heading", level=3)).to_have_count(4)
    if width == PHONE:
        page.get_by_text("搜尋及篩選").click()
    page.get_by_label("金融與資本市場").check()
    if not javascript:
        page.get_by_role("button", name="顯示建議").click()
    page.wait_for_url("**/proposals/?q=%E9%8A%80%E9%AB%AE&sector=finance")
    expect(page.get_by_role("heading", level=3)).to_have_text(["發行銀髮債券"])
    page.get_by_role("link", name="移除： 金融與資本市場").click()
    page.wait_for_url("**/proposals/?q=%E9%8A%80%E9%AB%AE")
    expect(page.get_by_role("heading", level=3)).to_have_count(4)
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/proposals/?q=%E9%8A%80%E9%AB%AE")
    page.get_by_role("link", name="Set up a silver-economy fund").click()
    assert page.get_by_role("heading", level=1).text_content() == "Set up a silver-economy fund"
    assert page.get_by_role("heading", name="What has happened").is_visible()


def test_a_reader_mends_a_faulty_query(page, catalogue):
    page.goto("/en/proposals/?sector=nowhere&q=silver")
    page.get_by_role("alert").get_by_role("link", name="Finance and capital markets").click()
    assert page.url.endswith("/en/proposals/?sector=finance&q=silver")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Issue silver bonds"])


def test_the_filter_is_always_there_on_a_desktop_and_folded_on_a_phone(open_page, catalogue):
    desktop, phone = open_page(DESKTOP), open_page(PHONE)
    for page in (desktop, phone):
        page.goto("/en/proposals/")
    assert desktop.get_by_label("Finance and capital markets").is_visible()
    assert not desktop.get_by_text("Search and filter").is_visible()
    assert not phone.get_by_label("Finance and capital markets").is_visible()
    phone.get_by_text("Search and filter").click()
    assert phone.get_by_label("Finance and capital markets").is_visible()


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_on_a_phone_the_sections_are_folded_and_open_without_script(open_page, catalogue, prefix):
    desktop, phone = open_page(DESKTOP), open_page(PHONE, java_script_enabled=False)
    for page in (desktop, phone):
        page.goto(prefix)
    assert desktop.locator(".sections").is_visible()
    assert not desktop.locator(".menu").is_visible()
    assert not phone.locator(".sections").is_visible()
    # The name of the site, the languages, the sections or their menu, and the search: in one row,
    # and in two on a phone.
    for width in 840, 960, 1024, 1200, DESKTOP:
        desktop.set_viewport_size({"width": width, "height": 900})
        assert desktop.locator(".masthead").bounding_box()["height"] < 80, width
    for width in PHONE, 320:
        phone.set_viewport_size({"width": width, "height": 900})
        assert phone.locator(".masthead").bounding_box()["height"] < 120
    phone.locator(".menu summary").click()
    assert phone.locator(".sections").is_visible()


def test_the_keyboard_reaches_the_content_at_once(page, catalogue):
    page.goto("/en/proposals/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("e => e === document.activeElement")
    assert skip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("main").evaluate("e => e === document.activeElement")


@pytest.mark.parametrize(("prefix", "width"), SEEN)
def test_everyone_can_use_every_page(open_page, catalogue, prefix, width):
    assert violations(open_page(width), prefix) == {}


def test_everyone_can_use_every_page_in_the_dark(open_page, catalogue):
    assert violations(open_page(color_scheme="dark"), "/") == {}


def violations(page, prefix):
    """What axe holds against each page of a language."""
    found = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        assert page.locator("html").get_attribute("lang") == LANGUAGES[prefix]
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
    return found


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_no_page_is_wider_than_the_window(page, catalogue, prefix):
    wider = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        wider[address] = too_wide(page, 320, 768, 1600)
    assert not any(wider.values()), wider
