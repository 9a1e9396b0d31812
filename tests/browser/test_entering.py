"""An editor enters an article with five asks, and an event for six: counted as the work it is."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from proposals.models import Proposal
from tests.admin.forms import address
from tests.browser import axe
from tests.browser.test_editor import PASSWORD, sign_in
from tests.factories import people, proposals, taxonomy

pytestmark = pytest.mark.browser
TABLET, DESKTOP = 820, 1280


@dataclass
class Hand:
    """What an editor does with mouse and keyboard. A choice from a list is two clicks."""

    page: Page
    clicks: int = 0
    fields: int = 0
    pages: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._seen)

    def _seen(self, frame) -> None:
        if frame == self.page.main_frame:
            self.pages.add(frame.url)

    def type(self, field: str, words: str) -> None:
        self.page.locator(f"#id_{field}").fill(words)
        self.fields += 1

    def choose(self, field: str, value: str) -> None:
        self.page.select_option(f"#id_{field}", value)
        self.clicks += 2

    def click(self, place: str) -> None:
        self.page.locator(place).first.click()
        self.clicks += 1


@pytest.fixture
def editor(live_server):
    return people.user(role="Editor", username="editor", password=PASSWORD)


def enter_five(hand: Hand, sector: str) -> None:
    hand.page.goto("/admin/proposals/source/enter/")
    hand.type("publication_name", "香江日報")
    hand.type("headline", "北部都會區的五個機遇")
    hand.type("authors", "陳大文")
    hand.type("capacity_hant", "立法會議員")
    hand.type("published_on", "20/5/2026")
    hand.type("url", "https://daily.example/five")
    hand.choose("sector", sector)
    hand.choose("instrument", "fund")
    for number, title in enumerate(["設立基金", "興建鐵路", "培訓人才", "放寬規管", "成立辦公室"]):
        hand.type(f"asks-{number}-title_hant", title)
        hand.type(f"asks-{number}-summary_hant", f"建議政府{title}。")
        hand.type(f"asks-{number}-locator", title)
    hand.choose("asks-1-instrument", "infrastructure")


def test_an_article_with_five_asks_is_two_pages_of_work(page, editor):
    sector = str(taxonomy.sector().pk)
    sign_in(page)
    hand = Hand(page)
    enter_five(hand, sector)
    hand.click("input[name=_preview]")
    expect(page.locator("iframe")).to_have_count(5)
    first = page.frame_locator("iframe").first
    expect(first.locator("h1")).to_have_text("設立基金")
    expect(first.locator("main")).to_contain_text("2026年5月20日")
    assert (len(hand.pages), hand.clicks, hand.fields) == (2, 7, 21)
    assert Proposal.objects.count() == 5

    # English is written when it is published: ten fields more, each a link away.
    page.locator(".missing a").first.click()
    expect(page.locator("#id_asks-0-title_en")).to_be_focused()
    for number in range(5):
        page.locator(f"#id_asks-{number}-title_en").fill(f"Ask number {number}")
        page.locator(f"#id_asks-{number}-summary_en").fill(f"Asks for number {number}.")
    page.locator("input[name=_preview]").click()
    page.locator(".previews a[lang=en]").first.click()
    expect(page.frame_locator("iframe").first.locator("h1")).to_have_text("Ask number 0")
    expect(page.locator(".recorded-as").first).to_have_text("將記錄為2026年5月20日提出。")
    page.locator("input.default").click()
    expect(page.locator(".messagelist .success")).to_contain_text("5")
    assert Proposal.objects.public().count() == 5


def test_nothing_typed_is_lost(page, editor):
    sign_in(page)
    page.goto("/admin/proposals/source/enter/")
    page.locator("#id_headline").press_sequentially("未寫完的標題")
    page.locator("#id_published_on").press_sequentially("2026年5月")
    expect(page.locator("output[data-field=published_on]")).to_have_text("2026年5月")
    expect(page.locator(".kept-note")).to_contain_text("已暫存")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]
    page.goto("/admin/proposals/source/enter/")
    page.locator(".kept-offer a").click()
    expect(page.locator("#id_headline")).to_have_value("未寫完的標題")
    # The session ends while the form is open.
    page.locator("#id_asks-0-title_hant").fill("設立基金")
    page.context.clear_cookies(name="sessionid")
    page.locator("input[name=_save]").last.click()
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page.locator("#id_asks-0-title_hant")).to_have_value("設立基金")
    page.locator(".submit-row input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Proposal.objects.get().title_hant == "設立基金"


def test_all_is_entered_and_published_without_script(open_page, editor):
    sector = str(taxonomy.sector().pk)
    page = sign_in(open_page(java_script_enabled=False))
    enter_five(Hand(page), sector)
    page.locator(".submit-row input[name=_more]").click()
    expect(page.locator("#id_asks-4-title_hant")).to_have_value("成立辦公室")
    page.locator(".submit-row input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Proposal.objects.count() == 5


@pytest.mark.parametrize("width", [TABLET, DESKTOP])
@pytest.mark.parametrize("language", ["", "/zh-hans", "/en"])
def test_the_pages_fit_the_screen_and_everyone_can_use_them(open_page, editor, width, language):
    draft = proposals.draft()
    page = sign_in(open_page(width=width), language)
    for name in ("enter/", f"{draft.source_id}/enter/", f"{draft.source_id}/enter/preview/"):
        page.goto(f"{language}/admin/proposals/source/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = axe.violations(page, axe.EVERY_RULE)
        ours = [v for v in found if not all(axe.is_stock(node) for node in v["nodes"])]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in ours] == [], name


def test_an_event_for_six_is_twelve_clicks_and_enter_searches(page, editor):
    for number in range(6):
        proposals.published(title_hant=f"銀髮建議{number}")
    sign_in(page)
    hand = Hand(page)
    page.goto("/admin/proposals/policyevent/add/")
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
    expect(page.locator(".step .facts").first).to_contain_text("陳大文")
    hand.click("input[name=_apply]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert set(Proposal.objects.values_list("status", flat=True)) == {"committed"}
    assert (hand.clicks, hand.fields) == (12, 6)


def test_a_pending_edit_is_previewed_beside_its_form(page, editor):
    shown = proposals.published(by=editor)
    sign_in(page)
    page.goto(address(shown))
    page.locator("#id_title_en").fill("Another title")
    with page.context.expect_page() as opened:
        page.locator("button[name=_preview][value=en]").click()
    expect(opened.value.locator("h1")).to_have_text("Another title")
    expect(opened.value.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#id_title_en")).to_have_value("Another title")
    shown.refresh_from_db()
    assert shown.title_en != "Another title"


def test_the_form_of_a_proposal_returns_after_signing_in_and_is_saved(page, editor):
    draft = proposals.draft()
    sign_in(page)
    page.goto(address(draft))
    page.locator("#id_title_hant").fill("登出後的題目")
    page.context.clear_cookies(name="sessionid")
    page.locator("input[name=_save]").click()
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page.locator("#id_title_hant")).to_have_value("登出後的題目")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert draft.title_hant == "登出後的題目"
