"""An editor's work from signing in to what the public reads of it."""

import pytest
from playwright.sync_api import Page, expect

from proposals.models import Proposal
from tests.admin.forms import address
from tests.browser import axe
from tests.browser.pages import DESKTOP, PHONE
from tests.factories import history, people, proposals

pytestmark = pytest.mark.browser

PASSWORD = "a password for the tests"


@pytest.fixture
def editor(live_server):
    return people.user(role="Editor", username="editor", password=PASSWORD)


@pytest.fixture
def proposal(editor) -> Proposal:
    return proposals.published(by=editor)


def sign_in(page: Page, language: str = "", username: str = "editor") -> Page:
    page.goto(f"{language}/admin/")
    page.locator("#id_login").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"**{language}/admin/")
    return page


def type_step(page: Page, **typed: str) -> None:
    page.select_option("#id_status", "under_study")
    page.locator("#id_effective_on").fill("2026-06-01")
    page.locator("#id_reason_hant").fill("局方表示正在研究。")
    page.locator("#id_reason_en").fill("The Bureau says that it is studying it.")
    page.select_option("#id_evidence-0-evidence_class", "official_document")
    page.locator("#id_evidence-0-title").fill("施政報告第 10 段")
    page.locator("#id_evidence-0-url").fill("https://example.org/10")
    for field, words in typed.items():
        page.locator(f"#id_{field}").fill(words)


def api_row(page: Page, proposal: Proposal) -> dict:
    return page.request.get(f"/api/v1/proposals/{proposal.slug}/").json()


def test_progress_recorded_and_voided_is_read_by_the_public(page, proposal):
    sign_in(page)
    page.goto("/admin/proposals/proposal/")
    page.locator("#searchbar").fill("银发")
    page.locator("#searchbar").press("Enter")
    page.get_by_role("link", name="設立銀髮經濟基金").click()
    page.locator(f"a[href$='{address(proposal, 'record')}']").click()
    type_step(page)
    page.locator("input.default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".story .standing")).to_contain_text("研究中")

    page.goto(proposal.get_absolute_url())
    for words in ("研究中", "局方表示正在研究。", "施政報告第 10 段"):
        expect(page.locator("main")).to_contain_text(words)
    row = api_row(page, proposal)
    assert (row["status"], row["status_since"]) == ("under_study", "2026-06-01")
    assert row["updates"][-1]["evidence"][0]["url"] == "https://example.org/10"

    page.goto(address(proposal))
    page.locator(".timeline li", has_text="局方表示正在研究。").get_by_role(
        "link", name="作廢"
    ).click()
    page.locator("#id_reason_hant").fill("認錯了文件。")
    page.locator("input.default").click()
    expect(page.locator(".timeline .voided")).to_contain_text("認錯了文件。")
    expect(page.locator(".story .standing")).to_contain_text("已提出")

    page.goto(proposal.get_absolute_url())
    for words in ("局方表示正在研究。", "認錯了文件。"):
        expect(page.locator("main")).to_contain_text(words)
    row = api_row(page, proposal)
    assert row["status"] == "proposed"
    assert [u["voided_by"] is None for u in row["updates"] if not u["void_of"]] == [True, False]


def test_everything_is_recorded_without_script_too(open_page, proposal):
    page = sign_in(open_page(java_script_enabled=False), "/en")
    page.goto("/en" + address(proposal, "record"))
    page.locator(".more-evidence summary").click()
    type_step(page, **{"evidence-2-quote": "會研究"})
    page.get_by_role("button", name="More rows for evidence").click()
    expect(page.locator("#id_evidence-2-quote")).to_have_value("會研究")
    expect(page.locator("#id_reason_hant")).to_have_value("局方表示正在研究。")
    page.select_option("#id_evidence-5-evidence_class", "media_report")
    page.locator("#id_evidence-5-title").fill("報章")
    page.get_by_role("button", name="Record", exact=True).click()
    # The third row has a quotation only: it is marked, and all the rest is kept.
    expect(page.locator(".errorlist").first).to_be_visible()
    page.locator("#id_evidence-2-quote").fill("")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator(".story .standing")).to_contain_text("Under study")
    assert proposal.updates.get(number=2).evidence.count() == 2


def test_what_replaces_a_proposal_is_named_without_script_by_its_slug(open_page, proposal, editor):
    successor = proposals.published(by=editor)
    page = sign_in(open_page(java_script_enabled=False), "/en")
    page.goto("/en" + address(proposal, "record"))
    type_step(page)
    page.select_option("#id_status", "superseded")
    page.locator("noscript input[name=superseded_by]").fill(successor.slug)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator(".story .standing")).to_contain_text("Superseded")
    assert proposal.updates.get(number=2).superseded_by == successor


def test_a_proposal_is_written_and_published_with_a_search_for_its_links(page, editor):
    other = proposals.draft()
    sign_in(page, "/en")
    page.goto("/en/admin/proposals/proposal/add/")
    page.locator("#id_title_hant").fill("興建鐵路")
    page.locator("#id_title_en").press_sequentially("Build a railway")
    expect(page.locator("#id_slug")).to_have_value("build-a-railway")
    page.locator("#id_summary_hant").fill("建議興建鐵路。")
    page.locator("#id_summary_en").fill("Asks for a railway.")
    page.select_option("#id_sector", label=str(other.sector.name_en))
    page.select_option("#id_instrument", "infrastructure")
    page.select_option("#id_specificity", "firm")
    choose(page, "#id_source", "完善", "完善銀髮經濟")
    choose(page, "#id_attributions-0-author", "陳大", "Chan Tai-man")
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("link", name="Publish", exact=True).click()
    # Its source has no date.
    page.locator("#id_undated").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.goto("/en/proposals/build-a-railway/")
    expect(page.locator("h1")).to_have_text("Build a railway")


def choose(page: Page, field: str, typed: str, found: str) -> None:
    page.locator(f"{field} + .select2").click()
    page.locator(".select2-search__field").last.press_sequentially(typed)
    page.locator(".select2-results__option", has_text=found).first.click()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_of_a_proposal_fit_the_screen_and_everyone_can_use_them(
    open_page, proposal, editor, width, language
):
    update = history.record(proposal, by=editor)
    page = sign_in(open_page(width=width), language)
    bare = f"{language}/admin/proposals/proposal/{proposal.pk}"
    for name in ("change", "record", "check", f"void/{update.pk}", "withdraw"):
        page.goto(f"{bare}/{name}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = axe.violations(page, axe.EVERY_RULE)
        ours = [v for v in found if not all(axe.is_stock(node) for node in v["nodes"])]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in ours] == [], name


def test_the_first_field_of_a_proposal_is_four_keys_from_the_top(page, proposal):
    sign_in(page)
    page.goto(address(proposal))
    for key in ("Tab", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_id("id_title_hant")
