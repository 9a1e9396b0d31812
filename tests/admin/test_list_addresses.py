"""Whatever is typed into the address of a list is answered, and tells no secret."""

from contextlib import suppress

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.test import RequestFactory
from django.urls import reverse

from tests.admin.forms import messages
from tests.factories import people
from tests.factories.webhooks import webhook

pytestmark = pytest.mark.django_db(transaction=True)

# What no calendar, number or text of the database is.
VALUES = ["\0", "x", "", "-1", "9" * 25, "10000", "9999", "2026-13-45", "2026-01-01T00:00:00+16:00"]
ASKED = ["", "exact", "in", "isnull", "gte", "year", "month", "day"]


@pytest.fixture
def account():
    return people.user(role="Administrator", is_superuser=True)


def columns(model_admin, request):
    """What a filter, a date or another page may ask a list by."""
    filters = [f[0] if isinstance(f, tuple) else f for f in model_admin.get_list_filter(request)]
    named = {getattr(f, "parameter_name", f) for f in filters}
    return named | {model_admin.date_hierarchy, *model_admin.led_by} - {None}


def lists():
    return [m for m in admin.site._registry.values() if hasattr(m, "led_by")]


@pytest.mark.slow("asks each list by each of its columns")
@pytest.mark.parametrize("model_admin", lists(), ids=lambda m: m.model.__name__)
def test_each_list_answers_whatever_it_is_asked_by(account, model_admin, monkeypatch):
    # What is said of a filter that cannot be read is tested by the pages below.
    monkeypatch.setattr("proposals.admin.lists.messages.error", lambda *_said: None)
    request = RequestFactory().get("/")
    request.user = account
    names = sorted(columns(model_admin, request))
    for key in [
        *(f"{name}__{how}".removesuffix("__") for name in names for how in ASKED),
        "q",
        "o",
    ]:
        for value in VALUES:
            request = RequestFactory().get("/", {key: value})
            request.user = account
            with suppress(IncorrectLookupParameters):
                list(model_admin.get_changelist_instance(request).result_list)


@pytest.mark.parametrize("page", ["changelist", "export"])
def test_a_filter_that_cannot_be_read_is_said(client, account, page):
    client.force_login(account)
    address = "/en" + reverse(f"admin:proposals_proposal_{page}")
    for asked in (
        {"edited_at__gte": "2026-01-01T00:00:00+16:00"},
        {"edited_at__year": "10000"},
        {"edited_at__year": "9999"},
        {"colour": "red"},
    ):
        answer = client.get(address, asked, follow=True)
        assert answer.status_code == 200
        assert "All rows are shown" in messages(answer)[0]


def test_no_list_is_asked_by_what_it_does_not_offer(client, account):
    """Else the secret of a webhook could be guessed letter by letter."""
    client.force_login(account)
    hook = webhook()
    address = reverse("admin:proposals_webhook_changelist")
    for beginning in (hook.secret[:8], "no"):
        answer = client.get(address, {"secret__startswith": beginning})
        assert (answer.status_code, answer["Location"]) == (302, f"{address}?e=1")
