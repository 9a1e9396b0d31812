"""An afternoon with a Policy Address: pasted, matched, decided by keys, and seen by readers."""

from collections import Counter

import pytest
from django.conf import settings
from playwright.sync_api import expect

from proposals.choices import MatchDecision
from proposals.models import Document, Match, Uptake
from proposals.package import loading
from proposals.uptake import offering
from tests.browser import axe
from tests.browser.address import ANSWERS, address
from tests.browser.pages import LANGUAGES, PHONE, too_wide
from tests.browser.test_morning import PASSWORD, sign_in
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.slow("the catalogue is loaded and matched")]


def test_an_address_of_sixty_paragraphs_is_decided_by_a_key_for_each_match(live_server, open_page):
    editor = people.user(role="Editor", username="chan", password=PASSWORD)
    loading.load(settings.FIXTURES_DIR, by=editor)
    page = sign_in(open_page(), "chan")
    page.goto("/en/admin/proposals/document/add/")
    page.locator("#id_kind").select_option("policy_address")
    page.locator("#id_title_hant").fill("二〇二六年施政報告（虛構）")
    page.locator("#id_title_en").fill("A made-up Policy Address")
    page.locator("#id_published_on").fill("2026-09-16")
    page.locator("#id_pasted").fill(address())
    page.locator("input[name=_save]").click()
    page.wait_for_url("**/decide/")
    document = Document.objects.get()
    assert document.passages.count() == 60
    expect(page.get_by_role("status").first).to_contain_text("being matched")
    assert offering.deliver() == 1
    page.goto(f"/en/admin/proposals/document/{document.pk}/decide/")
    assert too_wide(page, 820, 1280) == []
    text, ask = (page.locator(part).bounding_box() for part in (".decide-text", ".decide-ask"))
    assert (text["y"], text["x"] + text["width"] < ask["x"]) == (ask["y"], True)
    found = axe.violations(page, axe.EVERY_RULE)
    assert [n for fault in found for n in fault["nodes"] if not axe.is_stock(n)] == []

    # To the status and back: the keys below work only where nothing is being typed.
    page.keyboard.press("s")
    expect(page.locator("#decide_status")).to_be_focused()
    page.keyboard.press("Escape")

    keys: Counter[str] = Counter()
    wanted = dict(ANSWERS)
    while left := Match.objects.undecided().count():
        match = Match.objects.get(pk=page.locator("input[name=match]").last.input_value())
        is_right = match.passage.text.endswith(wanted.get(match.proposal.slug, "—"))
        key = "a" if is_right else "x"
        with page.expect_navigation():
            page.keyboard.press(key)
        keys[key] += 1
        assert Match.objects.undecided().count() == left - 1, page.inner_text("#content")
    # One key decides one match: nothing else is pressed, chosen or typed.
    assert keys.total() == Match.objects.count()
    accepted = set(Uptake.objects.values_list("proposal__slug", flat=True))
    assert accepted == set(ANSWERS)

    with page.expect_navigation():
        page.keyboard.press("u")
    assert Match.objects.undecided().count() == 1
    with page.expect_navigation():
        page.keyboard.press("a" if Uptake.objects.exclude(voided_at=None).exists() else "x")
    assert not Match.objects.undecided().exists()
    assert Match.objects.filter(decision=MatchDecision.ACCEPTED).count() == len(ANSWERS)

    reader = open_page(PHONE)
    for language in LANGUAGES:
        for path in (f"documents/{document.slug}/", "proposals/introduce-data-sandbox/"):
            reader.goto(f"{language}{path}")
            expect(reader.get_by_text(ANSWERS["introduce-data-sandbox"]).first).to_be_visible()
            assert too_wide(reader, 320, 1280) == []
            assert axe.violations(reader) == []
