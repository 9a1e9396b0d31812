"""What the tasks of a day cost an editor, counted, as `docs/editing.md` says."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from proposals.choices import EvidenceClass, Status
from proposals.models import PolicyEvent, Proposal
from tests.admin.forms import address
from tests.browser.test_editor import PASSWORD, sign_in
from tests.browser.test_entering import Hand, enter_five
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.browser

GUIDE = settings.BASE_DIR / "docs/editing.md"
ROW = re.compile(r"^\| ([^|]+) \|(?: [^|]+ \|) (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)


@pytest.fixture
def editor(live_server):
    return people.user(role="Editor", username="editor", password=PASSWORD)


@pytest.fixture
def costs():
    """The pages, clicks and typed fields of each task, as the guide has them."""
    table = GUIDE.read_text().partition("## What a task costs")[2]
    return {task: tuple(map(int, figures)) for task, *figures in ROW.findall(table)}


class Begun(Hand):
    """Work that begins on a page, which is not counted."""

    def __init__(self, page: Page, start: str) -> None:
        page.goto(start)
        super().__init__(page)

    @property
    def cost(self) -> tuple[int, int, int]:
        visited = {urlsplit(url).path for url in self.pages if url.startswith("http")}
        return len(visited), self.clicks, self.fields

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.clicks += 1

    def done(self) -> tuple[int, int, int]:
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        return self.cost


def test_an_article_is_entered_and_its_asks_are_published(page, editor, costs):
    sector = str(taxonomy.sector().pk)
    sign_in(page)
    hand = Begun(page, "/admin/")
    hand.click("#content a[href$='/source/enter/']")
    enter_five(hand, sector)
    hand.click("input[name=_preview]")
    expect(page.locator("iframe")).to_have_count(5)
    assert hand.cost == costs["an article and five asks"]
    Proposal.objects.update(title_en="An ask", summary_en="Asks for it.")
    hand = Begun(page, page.url)
    hand.click("input.default")
    assert hand.done() == costs["publish the five"]
    assert Proposal.objects.public().count() == 5


def test_progress_is_recorded(page, editor, costs):
    asked = proposals.published(by=editor)
    sign_in(page)
    hand = Begun(page, address(asked))
    hand.link("記錄進展")
    hand.choose("status", "under_study")
    hand.type("effective_on", "1/6/2026")
    hand.type("reason_hant", "局方表示正在研究。")
    hand.choose("evidence-0-evidence_class", "official_document")
    hand.type("evidence-0-title", "施政報告第 10 段")
    hand.type("evidence-0-url", "https://example.org/10")
    # One block of evidence is open, and the others are a click away.
    expect(page.locator("#id_evidence-1-title")).to_be_hidden()
    hand.click("input.default")
    assert hand.done() == costs["record progress"]


def test_an_event_is_recorded_for_six_and_undone(page, editor, costs):
    for number in range(6):
        proposals.published(title_hant=f"銀髮建議{number}")
    sign_in(page)
    hand = Begun(page, "/admin/proposals/policyevent/add/")
    hand.type("title", "2026 年施政報告第 42 段")
    hand.choose("evidence_class", "official_document")
    hand.type("publisher", "行政長官")
    hand.type("url", "https://example.org/42")
    hand.type("happened_on", "15/9/2026")
    hand.type("q", "銀髮建議")
    page.locator("#id_q").press("Enter")
    expect(page.locator(".found li")).to_have_count(6)
    for number in range(6):
        page.locator(".found input").nth(number).check()
        hand.clicks += 1
    hand.choose("same-status", "committed")
    hand.type("same-reason_hant", "施政報告承諾設立。")
    hand.click(".submit-row input[name=_preview]")
    expect(page.locator(".step .outcome")).to_have_count(6)
    hand.click("input[name=_apply]")
    assert hand.done() == costs["a policy event for six"]
    assert PolicyEvent.objects.get().updates.count() == 6

    hand = Begun(page, page.url)
    hand.link("撤銷")
    hand.type("reason_hant", "讀錯了段落。")
    hand.click("input.default")
    assert hand.done() == costs["undo the event"]


def test_a_record_is_voided(page, editor, costs):
    asked = proposals.published(by=editor)
    history.record(asked, by=editor)
    sign_in(page)
    hand = Begun(page, address(asked))
    hand.click(".timeline a[href*='/void/']")
    hand.type("reason_hant", "認錯了文件。")
    hand.click("input.default")
    assert hand.done() == costs["void a record"]


def test_what_another_recorded_is_confirmed(page, editor, costs):
    asked, other = proposals.published(by=editor), people.user(role="Editor")
    reply = history.evidence(EvidenceClass.OFFICIAL_STATEMENT, **history.OPENS)
    history.record(asked, Status.DECLINED, by=other, evidence=[reply])
    sign_in(page)
    hand = Begun(page, "/admin/")
    hand.click(".work-waiting li a")
    opened = page.locator("input[name=opened]")
    opened.first.wait_for()
    for document in opened.all():
        document.check()
        hand.clicks += 1
    hand.click("input.default")
    assert hand.done() == costs["confirm"]


def test_nothing_new_is_recorded_and_a_proposal_withdrawn(page, editor, costs):
    asked = proposals.published(by=editor)
    sign_in(page)
    hand = Begun(page, address(asked))
    hand.click(".object-tools a[href$='/check/']")
    hand.click("input.default")
    assert hand.done() == costs["checked, nothing new"]
    hand = Begun(page, address(asked))
    hand.click(".object-tools a[href$='/withdraw/']")
    hand.type("reason_hant", "重複登錄。")
    hand.type("reason_en", "Entered twice.")
    hand.click("input.default")
    assert hand.done() == costs["withdraw"]


def test_ten_rows_are_exported_changed_and_imported(page, editor, costs, tmp_path):
    for number in range(10):
        proposals.published(slug=f"ask-{number}", summary_hant="舊。", by=editor)
    sign_in(page)
    hand = Begun(page, "/admin/proposals/proposal/")
    hand.click(".object-tools a[href*='/export/']")
    with page.expect_download() as written:
        hand.click("input.default")
    table = Path(written.value.path()).read_text(encoding="utf-8-sig")
    (tmp_path / "changed.csv").write_text(table.replace("舊。", "新。"), encoding="utf-8-sig")
    page.go_back()
    hand.clicks += 1
    hand.click(".object-tools a[href*='/import/']")
    page.locator("#id_import_file").set_input_files(tmp_path / "changed.csv")
    hand.clicks += 1
    hand.click("input.default")
    hand.click("input[name=confirm]")
    assert hand.done() == costs["export, change ten, import"]
    assert Proposal.objects.filter(summary_hant="新。").count() == 10


def test_a_second_account_is_opened_with_its_role(page, live_server, costs):
    people.user(username="editor", password=PASSWORD, is_superuser=True)
    sign_in(page)
    hand = Begun(page, "/admin/")
    hand.click("#content a[href$='/auth/user/add/']")
    hand.type("username", "second")
    hand.type("email", "second@example.org")
    page.get_by_label("編輯", exact=True).check()
    hand.clicks += 1
    hand.type("password1", "a-long-one-12")
    hand.type("password2", "a-long-one-12")
    hand.click("input[name=_save]")
    assert hand.done() == costs["a second account"]
