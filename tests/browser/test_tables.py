"""Tables that come in, as an editor sees them on a tablet."""

import pytest
from playwright.sync_api import Page, expect

from proposals.models import Elsewhere, Proposal
from tests.browser import axe
from tests.browser.test_editor import PASSWORD, sign_in
from tests.factories import people, proposals, sources, taxonomy

pytestmark = [pytest.mark.browser, pytest.mark.slow("pages of the desk are read by axe")]

TABLET = 820


@pytest.fixture
def page(open_page, live_server) -> Page:
    people.user(role="Editor", username="editor", password=PASSWORD)
    return sign_in(open_page(TABLET))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET
    found = axe.violations(page, axe.EVERY_RULE)
    ours = [v for v in found if not all(axe.is_stock(node) for node in v["nodes"])]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in ours] == []


def send(page: Page, path: str, text: str) -> None:
    page.goto(path)
    file = {"name": "rows.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#id_import_file").set_input_files([file])
    page.locator("input.default").click()


def test_a_table_is_shown_as_what_it_changes_and_confirmed(page):
    long = "建議政府設立基金，資助長者使用科技產品及服務。" * 12
    proposals.published(slug="one", summary_hant=long)
    path = "/admin/proposals/proposal/import/"
    send(page, path, "slug,sector,tel\none,eldercare,1\n")
    expect(page.locator(".import-faults")).to_contain_text("eldercare")
    fits(page)
    send(page, path, f"slug;summary_hant\none;{long.replace('科技', '數碼', 1)}\n")
    expect(page.locator(".import-preview ins").first).to_have_text("數碼")
    expect(page.locator(".import-notes")).to_contain_text("分號")
    fits(page)
    page.locator("input[name=confirm]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert "數碼" in Proposal.objects.get().summary_hant


def test_a_foreign_table_is_mapped_on_one_page(page):
    taxonomy.sector("community", "社區", "Community")
    sources.source(slug="the-list")
    rows = "編號,承諾,類別,狀況,進度\n甲一,增設圖書館,社區,進行中,40%\n"
    send(page, "/admin/proposals/proposal/map/", rows)
    page.locator("#id_origin").fill("pledges")
    page.locator("#id_source").fill("the-list")
    page.select_option("#id_code-stated_status-0", "in_delivery")
    fits(page)
    page.locator("input[name=show]").click()
    expect(page.locator(".import-preview")).to_contain_text("增設圖書館")
    fits(page)
    page.locator("input[name=confirm]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Elsewhere.objects.get().stated_status == "in_delivery"
