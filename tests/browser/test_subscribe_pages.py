"""The pages of those who follow by e-mail, in each of their states."""

import pytest

from proposals.choices import EndedBy
from tests.browser import axe
from tests.browser.pages import LANGUAGES, SEEN, too_wide
from tests.factories import proposals
from tests.factories.subscriptions import confirmed, unconfirmed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def addresses(once):
    """Each page in each of its states."""
    with once():
        long = proposals.published(title_hant="長" * 300, title_en="Longwinded " * 27)
        live, asked, ended = confirmed(proposal=long), unconfirmed(), confirmed()
        ended.end(EndedBy.READER)
        keys = [row.key for row in (live, asked, ended)]
        return [
            "subscribe/",
            "subscribe/?status=proposed&status=-declined&q=基金",
            f"subscribe/?proposal={long.slug}",
            "subscribe/?colour=red&as_of=2026-01-01",
            "subscribe/sent/",
            f"subscribe/{'x' * 43}/",
            *(f"subscribe/{page}{key}/" for key in keys for page in ("", "confirm/", "end/")),
        ]


@pytest.mark.parametrize(("prefix", "width"), SEEN)
def test_everyone_can_use_every_page(open_page, addresses, prefix, width):
    page, found = open_page(width), {}
    for address in addresses:
        page.goto(prefix + address)
        assert page.locator("html").get_attribute("lang") == LANGUAGES[prefix]
        for fault in axe.violations(page):
            found[address, fault["id"]] = [node["html"][:200] for node in fault["nodes"][:3]]
    assert found == {}


def test_no_page_is_wider_than_the_window(page, addresses):
    wider = {}
    for address in addresses:
        page.goto("/en/" + address)
        wider[address] = too_wide(page, 320, 1600)
    assert not any(wider.values()), wider
