"""A reader follows by e-mail, from the form to the last link, and everyone can."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail

from proposals.alerts import sending
from proposals.choices import Cadence, EndedBy
from proposals.models import Subscription
from tests.browser import axe
from tests.browser.pages import DESKTOP, LANGUAGES, PHONE
from tests.factories import proposals

pytestmark = pytest.mark.browser


def links_in_the_mail():
    sending.deliver()
    found = re.findall(r"http://localhost\S+", mail.outbox[-1].body)
    return [urlsplit(address).path for address in found]


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize(("width", "javascript"), [(DESKTOP, True), (PHONE, True), (PHONE, False)])
def test_a_reader_follows_a_list_and_ends_it(open_page, prefix, width, javascript):
    proposals.published()
    page = open_page(width, java_script_enabled=javascript)
    page.goto(f"{prefix}subscribe/?status=proposed")
    page.locator("#email").fill("nobody")
    submit = page.locator("form.sign-up button")
    submit.click()
    assert page.locator("#email").get_attribute("aria-invalid") == "true"
    assert page.locator("#email").input_value() == "nobody"
    page.locator("#email").fill("ann@example.com")
    page.locator("input[value=weekly]").check()
    submit.click()
    assert page.url.endswith(f"{prefix}subscribe/sent/")

    confirm, _end = links_in_the_mail()
    page.goto(confirm)
    submit.click()
    subscription = Subscription.objects.get()
    assert subscription.is_live
    assert (subscription.cadence, subscription.query) == (Cadence.WEEKLY, "status=proposed")

    page.locator("main a").last.click()
    page.locator("input[value=daily]").check()
    submit.first.click()
    assert page.get_by_role("status").is_visible()
    submit.last.click()
    subscription.refresh_from_db()
    assert (subscription.cadence, subscription.ended_by) == (Cadence.DAILY, EndedBy.READER)
    page.locator("main a").last.click()
    assert page.url.endswith(f"{prefix}subscribe/?status=proposed")


def test_the_keyboard_alone_signs_up(page):
    page.goto("/en/subscribe/")
    page.locator("#email").focus()
    page.keyboard.type("ann@example.com")
    # Past the field that nobody is to see.
    page.keyboard.press("Tab")
    assert page.locator("input[value=daily]").evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/subscribe/sent/")
    assert Subscription.objects.get().cadence == Cadence.WEEKLY


def test_a_form_with_faults_can_be_used_by_everyone(page):
    page.goto("/en/subscribe/")
    page.locator("form.sign-up button").click()
    assert axe.violations(page) == []
