"""The example dashboard: a page of another origin, on the API alone, with Observable Plot."""

import datetime as dt
import re
from collections import Counter
from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone

from proposals import tracking
from proposals.package.demonstrating import make
from tests import prepared
from tests.browser import axe
from tests.browser.pages import DESKTOP, PHONE
from tests.clients.test_clients import recipes
from tests.factories import history, people, proposals

pytestmark = [pytest.mark.browser, pytest.mark.slow("loads the whole catalogue")]


@pytest.fixture(scope="module")
def catalogue(once):
    """The catalogue that comes with the tracker, and the progress of a demonstration."""
    with once():
        today, editor = timezone.localdate(), people.user(is_superuser=True)
        make(settings.FIXTURES_DIR, seed="dashboard", today=today, by=editor)
        proposals.published(proposed_on=None, by=editor)


@pytest.fixture
def tmp_path():
    """What the other origin serves."""
    return prepared.example("dashboard")


@pytest.fixture
def open_dashboard(browser, live_server, another_origin):
    """The dashboard in a window of its own; `faults` are what its console says."""
    contexts = []

    def open_dashboard(width=DESKTOP, faults=None, **choice):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        if faults is not None:
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text))
        asked = "&".join(f"{k}={quote(v)}" for k, v in ({"lang": "en"} | choice).items())
        page.clock.install()
        page.goto(f"{another_origin}/?api={live_server.url}&{asked}")
        return page

    yield open_dashboard
    for context in contexts:
        context.close()


# As a notebook reads cells: a name is given what its braces return, or what is written after it.
CELLS = """async cells => {
    let last;
    const known = {};
    for (const cell of cells) {
        const [, name, code] = cell.match(/^(?:(\\w+) = )?([^]*)$/);
        const body = name && code.startsWith("{") ? code : `return (${code})`;
        const run = new Function(...Object.keys(known), `return (async () => { ${body} })()`);
        last = await run(...Object.values(known));
        if (name) known[name] = last;
    }
    last.id = "manual";
    document.body.append(last);
    return known.statuses.map(each => each.colour);
}"""
BARS = """chart => [...document.querySelectorAll(`#${chart} g[aria-label=bar] rect`)].map(bar => [
    bar.getAttribute("aria-label"), bar.getAttribute("fill"),
    bar.width.baseVal.value, bar.height.baseVal.value,
])"""


def shown(page, chart):
    """What the bars of a chart say in words, with the number, the width and the height of each."""
    found = {}
    for said, _fill, width, height in page.evaluate(BARS, chart):
        words, number = re.fullmatch(r"(.+): (\d+)", said).groups()
        found[words] = (int(number), width, height)
    return found


def rows(client, path, **parameters):
    return client.get(f"/api/v1/{path}", parameters).json()["results"]


def in_proportion(bars, side):
    """Whether each bar is as long as its number says."""
    scale = [bar[side] / bar[0] for bar in bars.values()]
    return max(scale) == pytest.approx(min(scale), rel=0.01)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_charts_show_what_the_api_counts(client, catalogue, open_dashboard, width):
    faults = []
    page = open_dashboard(width, faults)
    page.locator("#sectors svg").wait_for()

    names = {(row["list"], row["code"]): row["label_en"] for row in rows(client, "codes/")}
    sectors = shown(page, "sectors")
    assert {words: number for words, (number, *_size) in sectors.items()} == {
        f"{row['sector_label_en']}, {row['status_label_en']}": row["proposal_count"]
        for row in rows(client, "stats/", group_by="sector,status")
    }
    assert in_proportion(sectors, 1)

    told = rows(client, "stats/timeline/", group_by="status", interval="month")
    stock = shown(page, "timeline")
    assert {words: number for words, (number, *_size) in stock.items()} == {
        f"{row['period']}, {names['status', row['status']]}": row["standing"]
        for row in told
        if row["period"] and row["standing"]
    }
    assert in_proportion(stock, 2)

    assert page.locator("#undated").text_content().startswith("1 more asks")

    by_status = Counter()
    for row in rows(client, "stats/", group_by="status"):
        by_status[row["status"]] += row["proposal_count"]
    assert page.locator("#asks").text_content() == str(by_status.total())
    assert page.locator("#changes li").count() == 6
    assert "%" in page.locator("#answers svg").text_content()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.violations(page) == []
    assert faults == []


def test_colours_are_those_of_the_codes(client, catalogue, open_dashboard):
    page = open_dashboard()
    page.locator("#timeline svg").wait_for()
    colours = {row["label_en"]: row["colour"] for row in rows(client, "statuses/")}

    for said, fill, *_size in page.evaluate(BARS, "timeline"):
        assert fill == colours[said.partition(", ")[2].rpartition(": ")[0]]


def test_the_cells_of_the_manual_draw_the_same_in_the_colours_of_the_codes(
    client, catalogue, live_server, another_origin, browser, tmp_path
):
    cells = [
        code.strip().replace("http://localhost:8000", live_server.url)
        for code in recipes("js").values()
    ][:3]
    (tmp_path / "notebook.html").write_text(
        '<script src="node_modules/d3/dist/d3.min.js"></script>'
        '<script src="node_modules/@observablehq/plot/dist/plot.umd.min.js"></script>'
    )
    page = browser.new_page()
    page.goto(f"{another_origin}/notebook.html")
    colours = page.evaluate(CELLS, cells)
    counted = rows(client, "stats/", group_by="sector,status")
    fills = page.evaluate(
        """[...document.querySelectorAll("#manual g[aria-label=bar] rect")]
        .map(bar => bar.getAttribute("fill"))"""
    )
    page.close()
    assert len(fills) == len(counted) > 30
    colour_of = dict(zip((s["code"] for s in rows(client, "statuses/")), colours, strict=True))
    assert Counter(fills) == Counter(colour_of[row["status"]] for row in counted)


def test_a_choice_is_of_codes_and_stands_in_the_address(client, catalogue, open_dashboard):
    page = open_dashboard()
    page.locator("#sectors svg").wait_for()
    offered = page.locator("select[name=sector] option").all_text_contents()
    sectors = [row for row in rows(client, "codes/") if row["list"] == "sector"]
    assert offered == ["All", *(row["label_en"] for row in sectors)]

    page.select_option("select[name=sector]", "finance")
    expected = str(client.get("/api/v1/stats/", {"sector": "finance"}).json()["total"])
    page.wait_for_function(f"document.getElementById('asks').textContent === '{expected}'")
    assert "sector=finance" in page.url
    page.reload()
    page.wait_for_function(f"document.getElementById('asks').textContent === '{expected}'")


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("zh-Hant", "建言追蹤", "已提出"),
        ("zh-Hans", "建言追踪", "已提出"),
        ("en", "Policy Proposal Tracker", "Proposed"),
    ],
)
def test_it_speaks_three_languages(catalogue, open_dashboard, language, title, status):
    page = open_dashboard(lang=language)
    page.locator("#sectors svg").wait_for()

    assert page.locator("html").get_attribute("lang") == language
    assert page.title() == page.locator("h1").text_content() == title
    assert page.locator("#key li").first.text_content() == status


def test_a_choice_without_asks_is_said_to_be_empty(client, catalogue, open_dashboard):
    used = {row["instrument"] for row in rows(client, "stats/", group_by="sector,instrument")}
    by_sector = {
        (row["sector"], row["instrument"])
        for row in rows(client, "stats/", group_by="sector,instrument")
    }
    instrument = next(i for i in sorted(used) if ("legal", i) not in by_sector)
    page = open_dashboard(sector="legal", instrument=instrument)

    page.get_by_text("No ask matches this choice.").wait_for()
    assert page.locator("#figures").is_hidden()


def test_what_is_new_is_shown_and_nothing_is_sent_twice(open_dashboard):
    fund = proposals.published()
    page = open_dashboard()
    page.locator("#sectors svg").wait_for()
    answers = []
    page.on("response", lambda answer: answers.append(answer.status))

    with page.expect_response("**/api/v1/changes/**"):
        page.clock.run_for(31_000)
    assert answers == [304]

    editor = people.user()
    tracking.check(fund, checked_on=dt.date(2026, 7, 1), by=editor)
    page.clock.run_for(31_000)
    page.get_by_text("Checked, nothing new").wait_for()
    history.record(fund, by=editor)
    page.clock.run_for(31_000)
    page.get_by_text("Status recorded · Under study").wait_for()
    assert shown(page, "sectors").keys() == {"Ageing, Under study"}
    # Of one ask, dated and answered, all are answered.
    assert "100%" in page.locator("#answers svg").text_content()


def test_what_was_withdrawn_is_said_to_be(open_dashboard, live_server):
    proposals.published(title_en="Stays")
    proposals.withdrawn(slug="gone")
    page = open_dashboard()

    page.locator("#sectors svg").wait_for()
    assert page.locator("#changes li", has_text="gone").first.locator("a").count() == 0
    assert page.locator("#asks").text_content() == "1"


def test_a_tracker_that_is_away_is_said_to_be(catalogue, open_dashboard):
    page = open_dashboard()
    page.locator("#sectors svg").wait_for()

    page.route("**/api/v1/**", lambda route: route.abort())
    page.clock.run_for(31_000)
    page.get_by_text("The tracker cannot be reached; what is shown is of").wait_for()
    assert page.locator("#sectors svg").is_visible()

    page.unroute("**/api/v1/**")
    page.clock.run_for(31_000)
    page.locator("#notice").wait_for(state="hidden")


def test_a_tracker_that_asks_to_wait_is_waited_for(catalogue, open_dashboard, monkeypatch):
    monkeypatch.setattr("proposals.throttles.ReaderThrottle.rate", "1/min", raising=False)
    page = open_dashboard()

    page.get_by_text(re.compile(r"the tracker wants a pause of \d+ seconds \(429\)")).wait_for()
    monkeypatch.undo()
    page.clock.run_for(61_000)
    page.locator("#sectors svg").wait_for()
