"""A webhook from its registration to what it answered, as an editor sees it."""

import re

import pytest
from playwright.sync_api import Page

from proposals.choices import StoppedBy
from proposals.models import Webhook
from proposals.webhooks import preparing
from tests.browser import axe
from tests.browser.pages import DESKTOP
from tests.factories import people, proposals
from tests.factories.webhooks import trial, webhook

pytestmark = pytest.mark.browser

PASSWORD = "a password for the tests"
TABLET = 820


@pytest.fixture
def editor(live_server):
    return people.user(
        role="Editor", username="editor", password=PASSWORD, email="editor@example.com"
    )


def sign_in(page: Page, language: str) -> None:
    page.goto(f"{language}/admin/")
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"**{language}/admin/")


def look(page: Page) -> None:
    """All of it can be used, and nothing stands beside the window."""
    page.wait_for_load_state()
    ours = [
        (found["id"], node["target"])
        for found in axe.violations(page, axe.EVERY_RULE)
        for node in found["nodes"]
        if not axe.is_stock(node)
    ]
    assert ours == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [TABLET, DESKTOP])
@pytest.mark.parametrize("language", ["", "/zh-hans", "/en"])
def test_it_is_registered_tried_and_read_of(open_page, editor, language, width):
    page = open_page(width)
    sign_in(page, language)
    page.goto(f"{language}/admin/proposals/webhook/add/")
    page.locator("#id_label").fill("Dashboard of the Policy Research Office")
    page.locator("#id_url").fill("https://dashboard.example/hooks/policy-proposal-tracker")
    page.locator("#id_query").fill("status=wrong")
    page.locator("input[name=_save]").click()
    look(page)
    page.locator("#id_query").fill(f"{language}/proposals/?sector=ageing&status=proposed")
    proposals.published()
    page.locator("input[name=_save]").click()
    hook = Webhook.objects.get()
    assert page.locator("#secret").inner_text() == hook.secret
    look(page)

    proposals.published()
    preparing.prepare()
    hook.messages.get().note_fault(500, "500 Internal Server Error: the dashboard is being moved")
    page.goto(f"{language}/admin/proposals/webhook/{hook.pk}/change/")
    look(page)
    page.locator("button[value=send_test]").click()
    page.wait_for_url(re.compile("webhookmessage"))
    assert page.locator("#result_list tbody tr").count() == 2
    trial(hook).note_delivered(204)
    webhook(owner=editor, label="Old").stop(StoppedBy.HAND)
    page.reload()
    look(page)
    page.goto(f"{language}/admin/proposals/webhook/")
    look(page)
