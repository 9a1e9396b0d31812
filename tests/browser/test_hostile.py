"""What the browser makes of a text that is made to break the page."""

import json

import pytest

from tests.factories import proposals

pytestmark = pytest.mark.browser


def test_no_text_ends_the_data_of_a_page(page, live_server):
    hostile = '</script><script>document.title = "broken"</script><!-- "\u2028&'
    proposals.published(slug="hostile", title_en=hostile, summary_en=hostile)
    page.goto("/en/proposals/hostile/")
    assert page.title().startswith(hostile[:20])
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert [thing["name"] for thing in told["@graph"] if "abstract" in thing] == [hostile]
    assert page.get_by_role("heading", level=1).text_content() == hostile
