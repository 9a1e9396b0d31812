"""What a first view of each page costs a reader."""

import pytest

from tests.browser.pages import ADDRESSES
from tests.factories import proposals

pytestmark = pytest.mark.browser

# As it travels, with everything that the page loads.
LARGEST = 100_000

VIEWS = [
    "proposals/?view=table",
    "proposals/?view=board",
    "proposals/?view=chart",
    "stats/",
    "data/",
]


def loaded(page, address):
    """The bytes on the wire for a page that has painted, and all it asks for."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda load: sizes.append(load["encodedDataLength"]))
    page.goto(address)
    tries = 40
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(50)
        tries -= 1
        assert tries, f"{address} does not paint"
    return sum(sizes)


@pytest.fixture(scope="module")
def many(catalogue, once):
    """More than one page of them."""
    with once():
        for number in range(18):
            proposals.published(
                title_hant="建議" * 60, title_en=f"A proposal of number {number} " * 8
            )


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_no_page_is_heavy_and_each_paints_without_script(open_page, many, javascript):
    weights = {}
    for address in [*ADDRESSES, *VIEWS]:
        page = open_page(java_script_enabled=javascript)
        weights[address] = loaded(page, f"/en/{address}")
        page.context.close()
    assert {address: size for address, size in weights.items() if size > LARGEST} == {}
