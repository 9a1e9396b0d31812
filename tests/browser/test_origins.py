"""What a script on another site is given by a browser that keeps to the rules of origins."""

import pytest

from tests.factories import proposals

pytestmark = pytest.mark.browser

ASK = """async ([address, headers]) => {
    const answer = await fetch(address, { headers, cache: "no-store" });
    return [answer.status, answer.headers.get("ETag"), (await answer.text()).length];
}"""


@pytest.mark.parametrize(
    "path",
    ["/api/v1/proposals/", "/api/v1/changes/", "/feeds/proposals.json", "/data/proposals.csv"],
)
def test_a_script_elsewhere_asks_again_and_is_told_that_nothing_moved(
    browser, live_server, elsewhere, path
):
    proposals.published()
    page = browser.new_page()
    page.goto(elsewhere("<h1>Elsewhere</h1>"))
    address = live_server.url + path

    first, etag, _length = page.evaluate(ASK, [address, {}])
    again = page.evaluate(ASK, [address, {"If-None-Match": etag}])
    assert (first, again) == (200, [304, etag.removeprefix("W/"), 0])

    proposals.published()
    moved, another, length = page.evaluate(ASK, [address, {"If-None-Match": etag}])
    assert (moved, length > 0) == (200, True)
    assert another != etag
    page.close()
