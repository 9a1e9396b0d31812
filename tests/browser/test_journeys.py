"""From a question to a citation: what a reader does in one visit, in each language, at a desk and
on a phone, with script and without."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext, ngettext, override, pgettext

from proposals.choices import Status
from proposals.dates import written_day
from tests.browser.pages import DESKTOP, PHONE
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.browser

LANGUAGES = {"": "zh-hant", "/zh-hans": "zh-hans", "/en": "en"}
TITLES = {
    "": "設立銀髮經濟基金",
    "/zh-hans": "设立银发经济基金",
    "/en": "Set up a silver-economy fund",
}


@pytest.fixture(scope="module")
def catalogue(once):
    """One that moved in June, and others that did not."""
    with once():
        editor = people.user(is_superuser=True)
        finance = taxonomy.sector("finance", "金融", "Finance")
        story = proposals.published(slug="silver-fund", sector=finance, by=editor)
        history.record(story, Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), by=editor)
        proposals.published(
            title_hant="發行銀髮債券", title_en="Issue silver bonds", sector=finance
        )
        proposals.published(title_hant="減稅", title_en="Cut a tax")
        proposals.draft(
            slug="hidden", title_hant="銀髮草稿", title_en="A silver draft", sector=finance
        )


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_a_visit(open_page, catalogue, prefix, javascript, width):
    with override(LANGUAGES[prefix]):
        visit(open_page(width, java_script_enabled=javascript), prefix, width)


def visit(page, prefix, width):
    # The question; a word of the sector finds what is in it too.
    page.goto(f"{prefix}/")
    page.get_by_label(gettext("Search all proposals")).fill("銀髮")
    page.get_by_role("button", name=gettext("Search"), exact=True).click()
    assert page.locator("#found").text_content() == ngettext(
        "%(total)s proposal", "%(total)s proposals", 3
    ) % {"total": 3}

    # Narrowed by the form, which its button sends where no script did.
    page.wait_for_load_state()
    if width == PHONE:
        page.get_by_text(gettext("Search and filter")).click()
    page.locator("#status-under_study").check()
    button = page.get_by_role("button", name=gettext("Show proposals"))
    if page.evaluate("typeof htmx === 'undefined'"):
        button.click()
    page.wait_for_url("**status=under_study*")
    heading = page.get_by_role("heading", level=3)
    heading.get_by_text(TITLES[prefix]).wait_for()
    assert heading.all_text_contents() == [TITLES[prefix]]

    # The answer, to be cited.
    heading.get_by_role("link").click()
    assert page.get_by_role("heading", level=1).text_content() == TITLES[prefix]
    page.get_by_text(gettext("Cite this proposal")).click()
    assert f"{prefix}/proposals/silver-fund/" in page.locator("#cite-footnote").input_value()

    # As it stood before it moved, and back.
    page.get_by_text(gettext("See this page as it stood on another day")).click()
    page.get_by_label(gettext("As it stood on")).fill("2026-05-25")
    page.get_by_role("button", name=pgettext("button", "Show"), exact=True).first.click()
    assert written_day(dt.date(2026, 5, 25)) in page.locator(".clock-notice").text_content()
    standing = page.locator(".standing-now .card-stand .status")
    assert standing.text_content() == Status.PROPOSED.label
    page.get_by_role("link", name=gettext("Back to the present")).click()
    assert standing.text_content() == Status.UNDER_STUDY.label

    # What else there is to see, and nothing of the draft.
    if width == PHONE:
        page.get_by_text(gettext("Menu"), exact=True).click()
    for name in ("Statistics", "Changes", "Data and files", "Follow by e-mail"):
        page.get_by_role("link", name=gettext(name), exact=True).first.click()
        assert page.get_by_role("heading", level=1).is_visible()
        assert urlsplit(page.url).path.startswith(f"{prefix}/")
        assert "草稿" not in page.content()
        assert "silver draft" not in page.content()
