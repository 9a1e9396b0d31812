"""Administrators look subscriptions up and end them, and do nothing else to them."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from proposals.choices import EndedBy
from tests.admin.forms import messages
from tests.factories import proposals
from tests.factories.subscriptions import confirmed, unconfirmed

LIST = "/admin/proposals/subscription/"


@pytest.fixture
def administrator(sign_in):
    return sign_in("Administrator")


def test_a_subscription_is_found_by_its_address_and_its_state(administrator):
    live, asked, ended = confirmed(email="ann@example.com"), unconfirmed(), confirmed()
    ended.end(EndedBy.READER)
    for query, found in (
        ("q=ann", [live]),
        ("state=live", [live]),
        ("state=asked", [asked]),
        ("state=ended", [ended]),
    ):
        shown = administrator.get(f"{LIST}?{query}").context["cl"].queryset
        assert list(shown) == found


def test_it_shows_what_is_followed_and_never_the_key(administrator):
    followed = proposals.published()
    subscription = confirmed(proposal=followed)
    page = reverse("admin:proposals_subscription_change", args=[subscription.pk])
    for address in (LIST, page):
        content = administrator.get(address).content.decode()
        assert followed.title_hant in content
        assert subscription.key not in content
    assert administrator.post(page, {"email": "other@example.com"}).status_code == 403


def test_an_administrator_ends_it_and_that_is_kept(administrator):
    subscription, ended = confirmed(), confirmed()
    ended.end(EndedBy.READER)
    rows = [subscription.pk, ended.pk]
    answer = administrator.post(
        LIST, {"action": "end_selected", "_selected_action": rows}, follow=True
    )
    for row in (subscription, ended):
        row.refresh_from_db()
    assert (subscription.ended_by, ended.ended_by) == (EndedBy.OPERATOR, EndedBy.READER)
    assert len(messages(answer)) == 1
    assert LogEntry.objects.get().object_id == str(subscription.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(administrator, count, django_assert_num_queries):
    for _ in range(count):
        confirmed(proposal=proposals.published())
    administrator.get(LIST)
    with django_assert_num_queries(9):
        administrator.get(LIST)
