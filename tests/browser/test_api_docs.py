"""The page to try the API on: a request is made from it under the policy of the whole site."""

import pytest

from tests.factories import proposals

pytestmark = pytest.mark.browser


def test_a_request_is_made_from_the_page(page):
    proposals.published(slug="silver-fund")

    page.goto("/api/v1/docs/")
    operation = page.locator("#operations-proposals-proposals_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .response")

    assert answer.locator(".response-col_status").inner_text().startswith("200")
    assert '"slug": "silver-fund"' in answer.locator(".highlight-code").first.inner_text()
    assert page.context.cookies() == []
