"""Readers tell the editors what has moved, without script, and nobody else learns of it."""

import re

import pytest
from django.core import mail
from django.test import Client

from proposals.alerts import sending, suggesting
from proposals.alerts.following import QUESTIONS_TO_ONE_MAILBOX
from proposals.languages import PREFIXES
from proposals.models import Delivery, Suggestion
from tests.factories import proposals
from tests.factories.suggestions import unconfirmed
from tests.interface import says

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "progress",
    "said": "The fund is open since May.",
    "url": "https://gov.example/fund",
    "name": "Ann",
    "email": "",
    "website": "",
}


@pytest.fixture
def client():
    """One that, like a browser, must bring the token of the form."""
    return Client(enforce_csrf_checks=True)


def submit(client, address, **given):
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return client.post(address, {"csrfmiddlewaretoken": token, **given})


@pytest.fixture
def page():
    return f"/suggest/?proposal={proposals.published(slug='silver-fund').slug}"


@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_what_a_reader_tells_waits_for_an_editor(client, page, language, prefix):
    answer = submit(client, prefix + page, **TOLD)
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}/suggest/sent/")
    assert client.get(answer["Location"]).status_code == 200
    told = Suggestion.objects.waiting().get()
    assert (told.language, told.proposal.slug) == (language, "silver-fund")
    assert (told.said, told.url, told.name) == (TOLD["said"], TOLD["url"], "Ann")
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_an_address_is_first_to_say_yes(client, page, language, prefix):
    answer = submit(client, prefix + page, **TOLD | {"email": "ann@example.com"})
    assert answer["Location"] == f"{prefix}/suggest/asked/"
    assert client.get(answer["Location"]).status_code == 200
    assert not Suggestion.objects.waiting().exists()
    sending.deliver()
    [message] = mail.outbox
    assert message.to == ["ann@example.com"]
    # A stranger's words are not sent to a mailbox that has not said yes.
    assert TOLD["said"] not in message.body
    [confirm] = re.findall(r"http://localhost:8000(\S+)", message.body)
    assert confirm.startswith(f"{prefix}/suggest/confirm/")
    assert TOLD["said"] in client.get(confirm).content.decode()
    # A program that follows links has confirmed nothing.
    assert not Suggestion.objects.waiting().exists()
    assert submit(client, confirm).url == confirm
    assert Suggestion.objects.waiting().count() == 1
    assert says("Thank you", prefix) in client.get(confirm).content.decode()


def test_a_correction_and_an_article_come_the_same_way(client, page):
    submit(client, page, **TOLD | {"kind": "correction"})
    submit(client, "/suggest/", **TOLD | {"kind": "article"})
    kinds = Suggestion.objects.order_by("pk").values_list("kind", "proposal__slug")
    assert list(kinds) == [("correction", "silver-fund"), ("article", None)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"said": " "}, "said"),
        ({"said": "x" * 4_001}, "said"),
        ({"said": "a\u202eb"}, "said"),
        ({"url": "gopher://x"}, "url"),
        ({"url": "https://me:secret@example.com/"}, "url"),
        ({"email": "ann"}, "email"),
        ({"kind": "article"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(client, page, given, field):
    answer = submit(client, page, **TOLD | given)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    shown = answer.content.decode()
    assert all(f'value="{TOLD[name]}"' in shown for name in ("url", "name") if name not in given)
    assert Suggestion.objects.count() == 0


def test_a_program_that_fills_in_what_nobody_sees_is_thanked_and_not_heard(client, page):
    assert submit(client, page, **TOLD | {"website": "https://spam.example"}).status_code == 302
    assert Suggestion.objects.count() == 0


def test_one_address_tells_only_so_much_in_an_hour(client, page):
    for _ in range(suggesting.FROM_ONE_ADDRESS):
        assert submit(client, page, **TOLD).status_code == 302
    answer = submit(client, page, **TOLD)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert TOLD["said"] in answer.content.decode()
    assert Suggestion.objects.count() == suggesting.FROM_ONE_ADDRESS


def test_a_mailbox_is_asked_only_so_often_and_no_hint_is_lost(client, page):
    for _ in range(QUESTIONS_TO_ONE_MAILBOX + 1):
        assert submit(client, page, **TOLD | {"email": "ann@example.com"}).status_code == 302
    assert Delivery.objects.count() == QUESTIONS_TO_ONE_MAILBOX
    assert Suggestion.objects.waiting().get().email == ""


def test_a_proposal_that_is_not_public_has_no_form(client):
    for proposal in (proposals.draft(), proposals.withdrawn()):
        assert client.get(f"/suggest/?proposal={proposal.slug}").status_code == 404
    assert client.get("/suggest/?proposal=%00").status_code == 200


def test_a_key_that_nobody_has_is_told_from_one_that_waits(client):
    assert client.get("/suggest/confirm/nobody/").status_code == 404
    assert client.get(f"/suggest/confirm/{unconfirmed().key}/").status_code == 200


def test_each_proposal_leads_to_its_form_and_the_past_to_none(client):
    proposals.published(slug="silver-fund")
    link = "/suggest/?proposal=silver-fund"
    assert link in client.get("/proposals/silver-fund/").content.decode()
    past = client.get("/proposals/silver-fund/?as_of=2100-01-01").content.decode()
    assert link not in past
