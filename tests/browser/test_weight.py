"""What a first view of each page costs a reader, and what the browser makes of its data."""

import json

import pytest

from tests.browser.test_public import ADDRESSES, catalogue  # noqa: F401
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


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_no_page_is_heavy_and_each_paints_without_script(open_page, catalogue, javascript):  # noqa: F811
    for number in range(18):
        proposals.published(title_hant="建議" * 60, title_en=f"A proposal of number {number} " * 8)
    weights = {}
    for address in [*ADDRESSES, *VIEWS]:
        page = open_page(java_script_enabled=javascript)
        weights[address] = loaded(page, f"/en/{address}")
        page.context.close()
    assert {address: size for address, size in weights.items() if size > LARGEST} == {}


def test_no_text_ends_the_data_of_a_page(page, live_server):
    hostile = '</script><script>document.title = "broken"</script><!-- "\u2028&'
    proposals.published(slug="hostile", title_en=hostile, summary_en=hostile)
    page.goto("/en/proposals/hostile/")
    assert page.title().startswith(hostile[:20])
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert [thing["name"] for thing in told["@graph"] if "abstract" in thing] == [hostile]
    assert page.get_by_role("heading", level=1).text_content() == hostile
