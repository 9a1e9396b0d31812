"""The change log, and the page of data and files, in a real browser."""

import csv
import io

import pytest

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging
from tests.browser import axe
from tests.browser.pages import DESKTOP, PHONE, SEEN, too_wide
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.browser

ADDRESSES = ["changes/", "changes/?proposal=fund", "changes/?proposal=nowhere", "data/"]


@pytest.fixture(scope="module")
def log(once):
    with once():
        editor = people.user(is_superuser=True)
        fund = proposals.published(slug="fund", by=editor)
        wrong = history.record(fund, Status.COMMITTED, by=editor)
        tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=editor)
        document = history.evidence(url="https://gov.example/1", quote="正在研究")
        history.record(fund, Status.UNDER_STUDY, evidence=[document], by=editor)
        proposals.published(title_hant="長" * 300, title_en="Long " * 60)
        proposals.published(title_en="Silver bonds", sector=taxonomy.sector("finance"))
        proposals.withdrawn(slug="gone")
        merged = proposals.published(slug="merged", by=editor)
        merging.merge(merged, into=fund, reason_hant="同一建議。", reason_en="The same.", by=editor)


@pytest.mark.parametrize(("prefix", "width"), SEEN)
def test_everyone_can_use_the_log_and_the_page_of_files(open_page, log, prefix, width):
    page = open_page(width)
    found = {}
    for address in ADDRESSES:
        page.goto(prefix + address)
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
        if wider := too_wide(page, 320, PHONE, DESKTOP):
            found[address, "width"] = wider
    assert found == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_reader_finds_the_files_and_takes_one(open_page, log, javascript):
    page = open_page(PHONE, java_script_enabled=javascript)
    page.goto("/en/")
    page.get_by_role("contentinfo").get_by_role("link", name="Data and files").click()
    assert page.get_by_role("heading", level=1).text_content() == "Data and files"
    page.get_by_text("status_updates", exact=True).click()
    assert page.get_by_role("region", name="Status updates, append-only").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="proposals.csv").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert [row["slug"] for row in csv.DictReader(io.StringIO(text))].count("fund") == 1


def test_a_reader_follows_one_change_to_its_proposal(page, log):
    page.goto("/en/")
    page.get_by_role("contentinfo").get_by_role("link", name="Changes", exact=True).click()
    page.get_by_role("link", name="Silver bonds").click()
    assert page.get_by_role("heading", level=1).text_content() == "Silver bonds"
