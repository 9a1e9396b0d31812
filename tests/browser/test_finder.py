"""How a reader narrows the list, sees it in another way and comes back, with script and without."""

import datetime as dt
import re
import time
from contextlib import contextmanager

import pytest

from proposals.choices import Status
from proposals.web.pages import proposal_list
from tests.browser import axe
from tests.browser.pages import DESKTOP, LANGUAGES, PHONE, SEEN, too_wide
from tests.factories import history, people, proposals, taxonomy
from tests.interface import says

pytestmark = pytest.mark.browser

FINANCE = {"/": "金融", "/zh-hans/": "金融", "/en/": "Finance"}
VIEWS = ("cards", "table", "board", "chart")


@pytest.fixture(scope="module")
def catalogue(once):
    """Fifteen by as many authors, ten of them in finance, two under study; one has a long title."""
    with once():
        editor = people.user(is_superuser=True)
        finance = taxonomy.sector("finance", "金融", "Finance")
        for number in range(15):
            row = {"sector": finance} if number < 10 else {}
            if number == 0:
                row |= {"title_hant": "長" * 300, "title_en": "Long " * 60}
            proposal = proposals.published(
                slug=f"fund-{number}",
                authors=[
                    people.author(
                        f"陳大文{number}", f"Chan Tai-man {number}", slug=f"chan-{number}"
                    )
                ],
                by=editor,
                **row,
            )
            if number < 2:
                history.record(
                    proposal, Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), by=editor
                )


def total(page):
    return page.locator("#found").text_content()


def shown(page, number):
    """Wait until the list tells of so many."""
    page.locator("#found").filter(has_text=re.compile(rf"^{number} ")).wait_for()


@contextmanager
def without_loading(page):
    """What happens here happens within the page."""
    page.evaluate("window.stayed = true")
    yield
    assert page.evaluate("window.stayed") is True


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_a_ticked_box_narrows_the_list_at_once_and_back_undoes_it(
    open_page, catalogue, prefix, width
):
    page = open_page(width)
    page.goto(f"{prefix}proposals/")
    if width == PHONE:
        page.get_by_text(says("Search and filter", prefix)).click()
    with without_loading(page):
        page.locator("#sector-finance").check()
        shown(page, 10)
        assert page.url.endswith(f"{prefix}proposals/?sector=finance")
        # The filter stays as it was unfolded, and the box keeps the focus.
        assert page.locator("#sector-finance").evaluate("e => e === document.activeElement")
        page.locator("#status-proposed").check()
        shown(page, 8)
        assert page.title().startswith(page.locator(".as-sentence").text_content())
        assert page.locator("#said").text_content() == total(page)
        page.get_by_role(
            "link", name=f"{says('Remove: ', prefix).strip()} {FINANCE[prefix]}"
        ).click()
        shown(page, 13)
        assert page.url.endswith(f"{prefix}proposals/?status=proposed")
        assert page.locator("#found").evaluate("e => e === document.activeElement")
    page.go_back()
    shown(page, 8)
    assert page.locator("#sector-finance").is_checked()
    page.go_forward()
    shown(page, 13)
    # The switch of languages leads to what is chosen now.
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/proposals/?status=proposed")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_without_script_the_same_form_does_the_same(open_page, catalogue, prefix, width):
    page = open_page(width, java_script_enabled=False)
    page.goto(f"{prefix}proposals/?view=table")
    if width == PHONE:
        page.get_by_text(says("Search and filter", prefix)).click()
    page.locator("#sector-finance").check()
    page.get_by_role("button", name=says("Show proposals", prefix)).click()
    assert page.url.endswith(f"{prefix}proposals/?view=table&sector=finance")
    assert total(page).startswith("10 ")
    page.get_by_role("link", name=f"{says('Remove: ', prefix).strip()} {FINANCE[prefix]}").click()
    assert page.url.endswith(f"{prefix}proposals/?view=table")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_value_is_left_out_by_the_link_beside_its_box(open_page, catalogue, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/en/proposals/")
    row = page.locator("#facet-sector li", has_text="Finance")
    row.hover()
    row.get_by_role("link", name="exclude Finance").click()
    shown(page, 5)
    assert page.url.endswith("/en/proposals/?sector=-finance")
    assert page.get_by_label("not Finance").is_checked()
    page.locator("#facet-sector").get_by_role("link", name="include Finance").click()
    shown(page, 10)
    assert page.url.endswith("/en/proposals/?sector=finance")


@pytest.mark.parametrize("typed", ["陈大文9", "chan tai-man 9", "陳 9"])
def test_an_author_who_has_no_box_is_found_by_typing_a_part_of_the_name(page, catalogue, typed):
    page.goto("/en/proposals/?author=chan-3")
    assert page.locator("#facet-author .hint").text_content() == "3 more: find them by name."
    box = page.locator("#author-chan-9")
    assert box.count() == 0
    with without_loading(page):
        find = page.locator("#find_author")
        find.click()
        find.press_sequentially(typed, delay=30)
        page.locator("#author-chan-9").wait_for()
        assert find.evaluate("e => e === document.activeElement")
        assert find.input_value() == typed
        # Who is ticked stays.
        assert page.locator("#facet-author input[type=checkbox]").count() == 2
        page.locator("#author-chan-9").check()
        shown(page, 2)


def test_a_word_that_is_still_being_composed_is_not_asked_for(page, catalogue):
    """An input method sends its steps as they are typed; none of them is meant."""
    page.goto("/proposals/?find_author=x")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    find = page.locator("#find_author")
    find.focus()
    find.dispatch_event("compositionstart")
    find.fill("chan")
    page.wait_for_timeout(800)
    assert [url for url in asked if "/proposals/?" in url] == []
    find.dispatch_event("compositionend")
    page.locator("#author-chan-14").wait_for()


def test_what_is_typed_while_an_answer_is_on_its_way_is_not_lost(
    browser, live_server, catalogue, monkeypatch
):
    def slowly(*given):
        time.sleep(0.5)
        return offered(*given)

    offered = proposal_list.offered
    # By a page of its own: htmx writes of the first answer, which is given up, to the console.
    page = browser.new_page(base_url=live_server.url)
    page.goto("/en/proposals/?find_author=x")
    monkeypatch.setattr(proposal_list, "offered", slowly)
    find = page.locator("#find_author")
    with page.expect_request("**find_author=Chan*"):
        find.fill("Chan Tai-man")
    find.press_sequentially(" 14", delay=100)
    # The answer to the first words may come before that to all of them.
    page.locator("#author-chan-14").wait_for()
    page.locator("#author-chan-0").wait_for(state="detached")
    assert find.input_value() == "Chan Tai-man 14"
    page.close()


def test_what_is_unfolded_and_scrolled_stays_so(page, catalogue):
    page.goto("/en/proposals/")
    page.locator("#facet-author summary").click()
    options = page.locator("#facet-author .options")
    options.evaluate("e => { e.scrollTop = 60 }")
    with without_loading(page):
        page.locator("#sector-finance").check()
        shown(page, 10)
        assert page.locator("#facet-author").get_attribute("open") is not None
        assert options.evaluate("e => e.scrollTop") == 60


def test_a_faulty_query_is_said_in_place(browser, live_server, catalogue):
    # By a page of its own: the answer is a 400, which other tests take for a fault of ours.
    page = browser.new_page(base_url=live_server.url)
    page.goto("/en/proposals/?sector=finance")
    with without_loading(page):
        page.get_by_label("Keywords").fill("...")
        page.get_by_label("Keywords").press("Enter")
        page.get_by_role("alert").wait_for()
    assert "has nothing to search for" in page.get_by_role("alert").text_content()
    assert page.locator("#sector-finance").is_checked()
    assert page.get_by_label("Keywords").input_value() == "..."
    page.close()


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=400, body="<p>A page without a list</p>"),
        lambda route: route.fulfill(status=500, body="<p>Out of order</p>"),
    ],
    ids=["none", "no-list", "broken"],
)
def test_an_answer_that_fails_is_fetched_as_a_page_of_its_own(
    browser, live_server, catalogue, answer
):
    page = browser.new_page(base_url=live_server.url)
    page.goto("/en/proposals/")
    page.route("**/proposals/?sector=finance", answer, times=1)
    with page.expect_navigation():
        page.locator("#sector-finance").check()
    assert total(page) == "10 proposals"
    page.close()


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_each_view_is_in_the_address_and_kept(page, catalogue, prefix):
    page.goto(f"{prefix}proposals/?sector=finance")
    for view, seen in (("table", "table"), ("board", ".board"), ("chart", "svg.plot")):
        with without_loading(page):
            page.locator(f"#view-{view}").click()
            page.locator(f"#view-{view}[aria-current]").wait_for()
        assert page.url.endswith(f"{prefix}proposals/?sector=finance&view={view}")
        assert page.locator(seen).first.is_visible()
    page.locator("#status-proposed").check()
    shown(page, 8)
    assert "view=chart" in page.url


def test_the_board_leads_to_the_whole_of_a_column(page, catalogue):
    page.goto("/en/proposals/?view=board")
    headings = page.locator(".stage h3").all_text_contents()
    assert [heading.split() for heading in headings] == [
        ["Proposed", "13", "proposals"],
        ["Under", "study", "2", "proposals"],
    ]
    page.get_by_role("link", name="See all 13 proposals · Proposed").click()
    shown(page, 13)
    assert page.url.endswith("/en/proposals/?status=proposed")
    assert page.get_by_role("article").count() == 13


def test_the_keyboard_does_it_all(page, catalogue):
    page.goto("/en/proposals/")
    page.locator("#sector-finance").focus()
    page.keyboard.press("Space")
    shown(page, 10)
    page.keyboard.press("Tab")
    exclude = page.get_by_role("link", name="exclude Finance").first
    assert exclude.evaluate("e => e === document.activeElement")
    assert exclude.evaluate("e => getComputedStyle(e).opacity") == "1"
    page.keyboard.press("Enter")
    shown(page, 5)


def test_the_skip_link_leads_past_the_filter(page, catalogue):
    page.goto("/en/proposals/")
    skip = page.get_by_role("link", name="Skip to the list")
    skip.focus()
    page.keyboard.press("Enter")
    assert page.locator("#found").evaluate("e => e === document.activeElement")


@pytest.mark.parametrize(("prefix", "width"), [*SEEN, ("/en/", 320)])
def test_everyone_can_use_each_view(open_page, catalogue, prefix, width):
    page = open_page(width)
    found = {}
    for query in (
        *(f"view={view}" for view in VIEWS),
        "view=board&status=proposed&status=-noted&author=chan-3",
        "view=table&page_size=2&as_of=2026-06-02&find_author=大文",
        "status=declined&sector=finance&find_body=x",
        "view=pie&sector=nowhere",
    ):
        page.goto(f"{prefix}proposals/?{query}")
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        for fault in axe.violations(page):
            found[query, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
        if wider := too_wide(page, 320, PHONE, DESKTOP):
            found[query, "wider"] = wider
    assert found == {}


def test_nothing_that_is_pressed_is_too_small(page, catalogue):
    page.goto("/en/proposals/?sector=finance")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.finder-form a, .option label, .arranged a')]
          .map(e => [e.textContent, e.getBoundingClientRect()])
          .filter(([_, box]) => box.width && box.height && box.left >= 0
            && (box.height < 24 || box.width < 24))
          .map(([text]) => text)"""
    )
    assert small == []
