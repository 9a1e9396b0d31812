"""Signing in by what only a browser can show: a passkey."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import axe
from tests.factories import people

pytestmark = pytest.mark.browser

PASSWORD = "a-long-one-12"
# And not the page to sign in on, whose query names it.
DESK = re.compile(r"^[^?]*/en/admin/$")


def test_a_passkey_is_added_and_signs_in_without_a_password(live_server, open_page):
    cache.clear()
    people.user(role="Chief editor", username="chief", password=PASSWORD)
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    # A passkey belongs to a name, and not to a number.
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/en/admin/")
    expect(page.locator("#id_login")).to_be_visible()
    expect(page.locator("#key-refused")).to_be_hidden()
    page.locator("#id_login").fill("chief")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(DESK)
    site = page.url.removesuffix("/en/admin/")
    page.goto(f"{site}/en{reverse('mfa_add_webauthn')}")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.locator("#logout-form button").click()
    page.goto(f"{site}/en/admin/")
    page.locator("#passkey_login").click()
    page.wait_for_url(DESK)
    assert "chief" in page.locator("#user-tools").inner_text().lower()
    # The finger of somebody else.
    page.locator("#logout-form button").click()
    refusing = {"authenticatorId": key["authenticatorId"], "isUserVerified": False}
    device.send("WebAuthn.setUserVerified", refusing)
    page.goto(f"{site}/en/admin/")
    page.locator("#passkey_login").click()
    page.get_by_role("alert").wait_for()
    assert "Try again" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("language", ["", "/en", "/zh-hans"])
def test_everyone_can_use_the_page_to_sign_in_on(open_page, language):
    page = open_page(390, bypass_csp=True)
    page.goto(f"{language}/admin/")
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
