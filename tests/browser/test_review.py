"""A page taken in is reviewed by keys alone, and without any script."""

import re

import pytest
from playwright.sync_api import Page, expect

from proposals.candidates import reading
from proposals.models import Candidate, Proposal
from tests.browser import axe
from tests.browser.test_editor import PASSWORD, sign_in
from tests.factories import intake, people, taxonomy

pytestmark = pytest.mark.browser

# What a person needs for one key or click, reading aside: the keystroke-level model says 0.28 s
# for a key of an average typist and 1.3 s for pointing and clicking; each decision is thought
# over for 1.35 s.
KEY, CLICK, THOUGHT = 0.28, 1.3, 1.35
MATTERS = [
    *("圖書館", "泳池", "公園", "單車徑", "碼頭", "隧道", "醫院", "學校", "街市", "老人院"),
    *("博物館", "體育館", "停車場", "巴士站", "污水廠", "墟市", "樹木基金", "社區會堂"),
]


@pytest.fixture
def editor(live_server):
    return people.user(role="Editor", username="editor", password=PASSWORD)


def twenty_asks() -> str:
    """18 asks, and two passages that the rules take for asks and that are none; one is missed."""
    lines = [f"政府應在北區興建一座{matter}。" for matter in MATTERS]
    lines += ["學校應檢討校服。", "商戶應改善服務。"]
    return "# 北區要甚麼\n\n陳大文 區議員\n\n" + "\n\n".join(lines) + "\n\n這裡藏着漏掉的一句。\n"


class Counted:
    """A page whose keys and clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.clicks, self.thoughts = page, 0, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def decide(self, *keys: str) -> None:
        """A decision, after which the page comes anew with the next candidate."""
        self.thoughts += 1
        before = Candidate.objects.open().count()
        for key in keys[:-1]:
            self.press(key)
        with self.page.expect_navigation():
            self.press(keys[-1])
        assert Candidate.objects.open().count() == before - 1

    @property
    def seconds(self) -> float:
        return KEY * self.keys + CLICK * self.clicks + THOUGHT * self.thoughts


def test_a_page_of_twenty_asks_takes_less_than_five_minutes_of_keys(page, editor, capsys):
    taxonomy.sector(code="planning", name_hant="規劃")
    sign_in(page)
    page.goto("/admin/proposals/intakepage/add/")
    counted = Counted(page)
    page.locator("#id_text").fill(twenty_asks())
    counted.keys += 2  # Ctrl and V
    page.locator("#id_published_on").fill("2026-05-20")
    counted.keys += 8
    page.locator(".submit-row input").click()
    counted.clicks += 3
    page.wait_for_url("**/review/")
    assert reading.read_waiting() == 1
    Candidate.objects.update(sector=taxonomy.sector(code="planning"))
    page.reload()
    offered = Candidate.objects.open().count()
    assert offered >= 18
    # The first is given another title, all by keys.
    counted.press("e")
    page.keyboard.press("Control+A")
    counted.keys += 2
    counted.type("Bei Qu")
    counted.decide("Enter")
    # The second is no ask.
    counted.press("x")
    counted.type("p")
    page.locator(".card.current select[name=reason]").select_option("slogan")
    counted.decide("Enter")
    while Candidate.objects.open().exists():
        counted.decide("a")
    # One was missed: it is selected in the text.
    page.evaluate(
        """() => {
            const node = [...document.getElementById('text').childNodes]
                .find((part) => part.textContent.includes('漏掉的一句'));
            const range = document.createRange();
            const at = node.textContent.indexOf('這裡藏着漏掉');
            range.setStart(node, at);
            range.setEnd(node, at + 10);
            window.getSelection().removeAllRanges();
            window.getSelection().addRange(range);
        }"""
    )
    counted.clicks += 1
    with page.expect_navigation():
        counted.press("m")
    marked = Candidate.objects.open().get()
    assert marked.passage == "這裡藏着漏掉的一句。"
    Candidate.objects.open().update(sector=taxonomy.sector(code="planning"))
    page.reload()
    counted.decide("a")
    assert Proposal.objects.count() == offered
    assert Proposal.objects.filter(title_hant="Bei Qu").exists()
    with capsys.disabled():
        print(
            f"\n{offered + 1} decisions: {counted.keys} keys, {counted.clicks} clicks, "
            f"{counted.seconds:.0f} s by the keystroke-level model"
        )
    assert counted.seconds < 300


@pytest.mark.parametrize("width", [820, 1280])
def test_the_review_is_for_everyone(open_page, editor, width):
    intake.taxonomy_of_text()
    row = intake.page(by=editor).candidates.first()
    page = sign_in(open_page(width))
    for path in (f"{row.page_id}/review/", "add/", "measured/"):
        page.goto(f"/admin/proposals/intakepage/{path}")
        found = axe.violations(page, axe.EVERY_RULE)
        ours = [v for v in found if not all(axe.is_stock(node) for node in v["nodes"])]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in ours] == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0


def test_without_script_each_act_is_a_button(open_page, editor):
    intake.taxonomy_of_text()
    taken = intake.page(by=editor)
    page = sign_in(open_page(java_script_enabled=False))
    page.goto(f"/admin/proposals/intakepage/{taken.pk}/review/")
    card = page.locator(".card.open").first
    card.locator("summary", has_text=re.compile("^編輯")).click()
    card.locator("[name=title]").fill("樹木基金")
    card.locator("button[value=accept]").click()
    expect(page.locator(".card.accepted")).to_contain_text("樹木基金")
    card = page.locator(".card.open").first
    card.locator("[name=reason]").select_option("existing")
    card.locator("button[value=reject]").click()
    expect(page.locator(".card.rejected")).to_be_visible()
    page.locator("#passage").fill("全港塌樹逾千")
    page.locator("#mark button").click()
    expect(page.locator("#text mark", has_text="全港塌樹逾千")).to_be_visible()
    assert Proposal.objects.get().title_hant == "樹木基金"


def test_a_passage_is_split_and_joined_by_keys_and_a_second_editor_is_told(open_page, editor):
    intake.taxonomy_of_text()
    taken = intake.page(by=editor)
    people.user(role="Editor", username="second", password=PASSWORD)
    page = sign_in(open_page())
    path = f"/admin/proposals/intakepage/{taken.pk}/review/"
    page.goto(path)
    before = list(Candidate.objects.open().order_by("start").values_list("passage", flat=True))
    page.keyboard.press("s")
    page.keyboard.press("Control+Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = before[0]
    passages = Candidate.objects.open().order_by("start").values_list("passage", flat=True)
    assert list(passages) == [first[:6], first[6:], *before[1:]]
    with page.expect_navigation():
        page.keyboard.press("j")
    assert list(passages.all()) == before
    # Another editor has the same page open, and is slower.
    other = sign_in(open_page(), username="second")
    other.goto(path)
    page.reload()
    with page.expect_navigation():
        page.keyboard.press("a")
    with other.expect_navigation():
        other.keyboard.press("a")
    assert Proposal.objects.count() == 1
    expect(other.locator(".messagelist")).to_contain_text("Editor 已於")
