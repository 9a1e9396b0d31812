"""A demonstration in Chromium: the mark is seen on each page, in each language, and fits."""

import pytest

from tests.browser import axe
from tests.browser.pages import LANGUAGES, PHONE, too_wide
from tests.factories import history, people, proposals

pytestmark = pytest.mark.browser

MARKS = {
    "/": "示範資料，進展屬虛構",
    "/zh-hans/": "示范资料，进展属虚构",
    "/en/": "Demonstration: the progress is invented",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_says_what_it_is(transactional_db, open_page, settings, language):
    settings.DEMONSTRATION = True
    proposal = proposals.published(slug="silver-fund")
    history.record(proposal, by=people.user())
    page = open_page(PHONE)
    for path in (
        "",
        "proposals/silver-fund/",
        "stats/",
        "nowhere/",
        "embed/proposals/silver-fund/",
    ):
        page.goto(f"{language}{path}")
        mark = page.get_by_role("note").filter(has_text=MARKS[language])
        assert mark.is_visible(), path
        assert mark.bounding_box()["y"] == 0, path
        assert MARKS[language] in page.title(), path
        assert too_wide(page, 320, 1280) == [], path
        assert axe.violations(page) == [], path
