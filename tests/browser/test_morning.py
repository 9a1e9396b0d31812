"""One editor's morning: the worklist, a bulk event, a clash, a void, a confirmation by a second
editor, and what the public reads of it all."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from proposals.choices import Status
from proposals.models import PolicyEvent, Proposal, StatusUpdate
from tests.admin.forms import address
from tests.browser import axe
from tests.browser.pages import DESKTOP, PHONE
from tests.factories import history, people, proposals

pytestmark = pytest.mark.browser

PASSWORD = "a password for the tests"


@pytest.fixture
def editors(live_server):
    return [people.user(role="Editor", username=n, password=PASSWORD) for n in ("chan", "lee")]


@pytest.fixture
def asks(editors) -> list[Proposal]:
    """Two asks whose checks are late, one of them taken up."""
    titles = [("設立銀髮創業基金", "A silver start-up fund"), ("興建長者房屋", "Homes for the old")]
    made = [proposals.published(by=editors[0], title_hant=hant, title_en=en) for hant, en in titles]
    history.record(made[0], Status.IN_DELIVERY, dt.date(2026, 6, 1), by=editors[0])
    late = timezone.localdate() - dt.timedelta(days=3)
    Proposal.objects.filter(pk__in=[p.pk for p in made]).update(
        next_check_on=late, checked_on=late - dt.timedelta(days=90)
    )
    return made


def sign_in(page: Page, who: str) -> Page:
    page.goto("/en/admin/")
    page.locator("#id_login").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/en/admin/")
    return page


def find(page: Page, words: str) -> None:
    page.locator("#id_q").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".found input[type=checkbox]").first.check()
    page.get_by_role("button", name="Add those ticked").click()


def type_event(page: Page) -> None:
    page.locator("#id_title").fill("Policy Address, paragraph 42")
    page.select_option("#id_evidence_class", "official_document")
    page.locator("#id_url").fill("https://example.org/42")
    page.locator("#id_happened_on").fill("2026-09-15")


def type_step(page: Page, row: int, status: str, note: str) -> None:
    page.select_option(f"#id_steps-{row}-status", status)
    page.locator(f"#id_steps-{row}-reason_hant").fill(note)
    page.locator(f"#id_steps-{row}-passage").fill("A passage.")


def test_a_morning_at_the_desk(open_page, editors, asks):
    fund, homes = asks
    chan, lee = (sign_in(open_page(), who) for who in ("chan", "lee"))
    begin_with_the_worklist(chan, homes)
    preview_one_event_for_both(chan)
    lose_nothing_in_a_clash(chan, lee, homes)
    void_what_was_wrong(chan, fund)
    confirm_what_waits(chan, homes)

    public = open_page()
    public.goto(in_english(homes))
    expect(public.locator(".standing-now .card-stand .status")).to_have_text("Declined")
    expect(public.locator("main")).not_to_contain_text("awaiting confirmation")
    expect(public.locator("main")).to_contain_text("Confirmed by a second editor")
    public.goto(in_english(fund))
    expect(public.locator(".standing-now .card-stand .status")).to_have_text("In delivery")
    expect(public.locator("main")).to_contain_text("讀錯了段落。")


def in_english(proposal: Proposal) -> str:
    return f"/en/proposals/{proposal.slug}/"


def begin_with_the_worklist(chan: Page, homes: Proposal) -> None:
    """A row leads to the form that clears it."""
    expect(chan.locator(".work-overdue .count")).to_have_text("2")
    chan.locator(".work-overdue").get_by_role("link", name="Homes for the old").click()
    chan.wait_for_url(f"**{address(homes, 'check')}")


def preview_one_event_for_both(chan: Page) -> None:
    """Two searches add up; one row is refused, and nothing that is typed is lost."""
    chan.goto("/en/admin/proposals/policyevent/add/")
    type_event(chan)
    find(chan, "創業基金")
    type_step(chan, 0, "partly_delivered", "基金首期已開放。")
    find(chan, "長者房屋")
    type_step(chan, 1, "partly_delivered", "局方表示會研究。")
    preview(chan)
    expect(chan.locator(".step.refused h3")).to_contain_text("Homes for the old")
    expect(chan.locator("#id_steps-0-reason_hant")).to_have_value("基金首期已開放。")
    expect(chan.locator("#id_title")).to_have_value("Policy Address, paragraph 42")
    assert not PolicyEvent.objects.exists()
    chan.select_option("#id_steps-1-status", "under_study")
    preview(chan)
    expect(chan.locator(".outcome")).to_have_text(
        ["In delivery → Partly delivered", "Proposed → Under study"]
    )


def lose_nothing_in_a_clash(chan: Page, lee: Page, homes: Proposal) -> None:
    """Lee has a form open while Chan applies the event; he sees both, and sends again."""
    lee.goto("/en" + address(homes, "record"))
    lee.select_option("#id_status", "declined")
    lee.locator("#id_effective_on").fill("2026-10-01")
    lee.locator("#id_reason_hant").fill("局方回覆不採納。")
    lee.select_option("#id_evidence-0-evidence_class", "official_statement")
    lee.locator("#id_evidence-0-title").fill("書面答覆")
    lee.locator("#id_evidence-0-publisher").fill("運輸及物流局")
    lee.locator("#id_evidence-0-url").fill("https://example.org/reply")
    lee.locator("#id_evidence-0-published_on").fill("1/10/2026")
    chan.get_by_role("button", name="Apply to all").click()
    expect(chan.locator(".messagelist .success")).to_be_visible()
    assert {p.status for p in Proposal.objects.all()} == {"partly_delivered", "under_study"}

    lee.get_by_role("button", name="Record", exact=True).click()
    for words in ("局方表示會研究。", "局方回覆不採納。"):
        expect(lee.locator(".clash")).to_contain_text(words)
    expect(lee.locator("#id_evidence-0-title")).to_have_value("書面答覆")
    assert homes.updates.count() == 2
    lee.get_by_role("button", name="Record", exact=True).click()
    expect(lee.locator(".timeline")).to_contain_text("another editor must confirm it")
    assert Proposal.objects.get(pk=homes.pk).status == "under_study"


def void_what_was_wrong(chan: Page, fund: Proposal) -> None:
    chan.goto("/en" + address(fund))
    wrong = chan.locator(".timeline li", has_text="基金首期已開放。")
    wrong.get_by_role("link", name="Void").click()
    chan.locator("#id_reason_hant").fill("讀錯了段落。")
    chan.locator("input.default").click()
    expect(chan.locator(".story .standing")).to_contain_text("In delivery")


def confirm_what_waits(chan: Page, homes: Proposal) -> None:
    """Readers see that it waits; Chan, who is the second editor, confirms from the worklist."""
    chan.goto(in_english(homes))
    expect(chan.locator(".standing-now")).to_contain_text("Under study")
    expect(chan.locator(".standing-now")).to_contain_text("Declined: awaiting confirmation")
    chan.goto("/en/admin/")
    chan.locator(".work-waiting").get_by_role("link", name="Homes for the old").click()
    chan.get_by_role("button", name="Confirm").click()
    expect(chan.locator(".errorlist")).to_contain_text("not opened all the evidence")
    chan.get_by_label("書面答覆").check()
    chan.get_by_role("button", name="Confirm").click()
    expect(chan.locator(".story .standing")).to_contain_text("Declined")


def preview(page: Page) -> None:
    page.locator(".submit-row input[name=_preview]").click()


def test_an_event_is_recorded_without_script_on_a_phone(open_page, editors, asks):
    page = sign_in(open_page(width=PHONE, java_script_enabled=False), "chan")
    page.goto("/en/admin/proposals/policyevent/add/")
    type_event(page)
    find(page, "長者房屋")
    type_step(page, 0, "under_study", "局方表示會研究。")
    preview(page)
    page.get_by_role("button", name="Apply to all").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert StatusUpdate.objects.filter(event__isnull=False).count() == 1


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_pages_of_the_desk_fit_the_screen_and_everyone_can_use_them(
    open_page, editors, asks, width
):
    fund, homes = asks
    history.record(homes, Status.IN_DELIVERY, dt.date(2026, 6, 1), by=editors[1])
    waiting = history.record(homes, Status.DELIVERED, dt.date(2026, 7, 1), by=editors[1])
    proposals.published(by=editors[1], title_hant="設立銀髮創業基金")
    page = sign_in(open_page(width=width), "chan")
    for name in ("", address(homes), address(homes, "confirm", waiting.pk), address(fund, "ideas")):
        page.goto("/en" + (name or "/admin/"))
        judge(page, width)
    page.goto("/en/admin/proposals/policyevent/add/")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".found")).to_be_visible()
    judge(page, width)
    find(page, "長者房屋")
    type_event(page)
    type_step(page, 0, "under_study", "")
    preview(page)
    expect(page.locator(".step.refused")).to_be_visible()
    judge(page, width)
    type_step(page, 0, "partly_delivered", "已部分落實。")
    preview(page)
    page.get_by_role("button", name="Apply to all").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    judge(page, width)
    page.get_by_role("link", name="Undo").click()
    expect(page.locator("#id_reason_hant")).to_be_visible()
    judge(page, width)


def judge(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = axe.violations(page, axe.EVERY_RULE)
    ours = [v for v in found if not all(axe.is_stock(node) for node in v["nodes"])]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in ours] == [], page.url
