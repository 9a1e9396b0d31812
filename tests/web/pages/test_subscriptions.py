"""A reader signs up, confirms, changes and ends by themselves, and nobody else does."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from proposals.alerts import following, sending
from proposals.choices import Cadence, EndedBy
from proposals.editing import publishing
from proposals.models import Delivery, Subscription
from tests.factories import people, proposals
from tests.factories.subscriptions import confirmed, unconfirmed

pytestmark = pytest.mark.django_db

PREFIXES = {"zh-hant": "", "zh-hans": "/zh-hans", "en": "/en"}
GIVEN = {"email": "ann@example.com", "cadence": "daily", "website": ""}


@pytest.fixture
def client():
    """One that, like a browser, must bring the token of the form."""
    return Client(enforce_csrf_checks=True)


def submit(client, address, **given):
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return client.post(address, {"csrfmiddlewaretoken": token, **given})


@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_reader_signs_up_confirms_and_ends(client, language, prefix):
    answer = submit(client, f"{prefix}/subscribe/?status=proposed", **GIVEN)
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}/subscribe/sent/")
    assert client.get(answer["Location"]).status_code == 200
    sending.deliver()
    confirm, end = re.findall(r"http://localhost:8000(\S+)", mail.outbox[0].body)
    subscription = Subscription.objects.get()
    assert (subscription.language, subscription.query) == (language, "status=proposed")
    assert confirm == f"{prefix}/subscribe/confirm/{subscription.key}/"
    assert client.get(confirm).status_code == 200
    subscription.refresh_from_db()
    # A program that follows links has confirmed nothing.
    assert subscription.confirmed_at is None
    # Back from there asks nobody to send the form again.
    answer = submit(client, confirm)
    assert (answer.status_code, answer.url) == (302, confirm)
    subscription.refresh_from_db()
    assert subscription.is_live
    proposals.published()
    assert following.prepare(timezone.now()) == 0
    assert following.prepare(subscription.next_due_at) == 1
    assert client.post(end).status_code == 200
    subscription.refresh_from_db()
    assert subscription.ended_by == EndedBy.READER


def test_the_choice_is_shown_in_words(client):
    proposal = proposals.published()
    choice = client.get("/en/subscribe/?status=proposed&status=noted").content.decode()
    followed = re.search(r'<p class="followed">(.*?)</p>', choice, re.DOTALL)[1]
    assert "Noted" in followed
    assert "Proposed" in followed
    assert (
        proposal.title_en in client.get(f"/en/subscribe/?proposal={proposal.slug}").content.decode()
    )
    assert "all proposals" in client.get("/en/subscribe/").content.decode()


def test_a_sign_up_to_a_proposal_keeps_the_proposal(client):
    proposal = proposals.published()
    submit(client, f"/en/subscribe/?proposal={proposal.slug}", **GIVEN)
    subscription = Subscription.objects.get()
    assert (subscription.proposal, subscription.query) == (proposal, "")


@pytest.mark.parametrize("slug", ["nothing", "%00"])
def test_an_unknown_proposal_cannot_be_followed(client, slug):
    assert client.get(f"/subscribe/?proposal={slug}").status_code == 404


def test_what_the_public_does_not_see_cannot_be_followed(client, hide):
    for hidden in hide():
        answer = client.get(f"/en/subscribe/?proposal={hidden.slug}")
        assert answer.status_code == 404
        assert b"Not for the public" not in answer.content


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=blue", "colour"),
        ("status=nothing", "status"),
        ("as_of=2026-01-01", "as_of"),
        ("known_at=2026-01-01", "known_at"),
    ],
)
def test_a_choice_that_cannot_be_followed_is_answered_with_the_remedy(client, query, named):
    answer = client.get(f"/en/subscribe/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="fault-{named}"' in page
    assert '<form class="sign-up"' not in page


def test_a_proposal_and_a_filter_are_not_followed_at_once(client):
    proposal = proposals.published()
    address = f"/en/subscribe/?proposal={proposal.slug}"
    assert client.get(f"{address}&status=noted").status_code == 400
    assert client.get(f"{address}&view=table").status_code == 200


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"email": ""}, "Give an e-mail address."),
        ({"email": "nobody"}, "Give an e-mail address like name@example.com."),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "Give an e-mail address like"),
        # The sign of the kelvin, which a careless test of letters takes for a k.
        ({"email": "\u212aate@example.com"}, "part before the @"),
        ({"cadence": "hourly"}, "Choose how often."),
        ({"cadence": ""}, "Choose how often."),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_written(client, given, fault):
    answer = submit(client, "/en/subscribe/?status=noted", **GIVEN | given)
    assert answer.status_code == 400
    assert fault in answer.content.decode()
    if "email" not in given:
        assert 'value="ann@example.com"' in answer.content.decode()
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ann@Example.COM", "Ann@example.com"),
        (" ann@example.com ", "ann@example.com"),
        ("ann@例子.香港", "ann@xn--fsqu00a.xn--j6w193g"),
    ],
)
def test_an_address_is_kept_as_mail_servers_read_it(client, written, kept):
    submit(client, "/subscribe/", **GIVEN | {"email": written})
    assert Subscription.objects.get().email == kept


def test_the_answer_does_not_tell_who_follows(client):
    confirmed(email="known@example.com")
    answers = []
    for email in ("known@example.com", "new@example.com"):
        answer = submit(client, "/en/subscribe/", **GIVEN | {"email": email})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert answers[0] == answers[1]


def test_a_mailbox_that_was_asked_too_often_gets_the_same_answer_and_no_mail(client):
    for number in range(6):
        answer = submit(client, f"/en/subscribe/?q=word{number}", **GIVEN)
        assert answer.status_code == 302
    assert Delivery.objects.count() == 5


def test_a_network_that_signs_up_too_often_is_told_to_wait(client):
    for number in range(20):
        submit(client, "/en/subscribe/", **GIVEN | {"email": f"reader{number}@example.com"})
    answer = submit(client, "/en/subscribe/", **GIVEN)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "Too many requests came from your network" in answer.content.decode()
    assert 'value="ann@example.com"' in answer.content.decode()


def test_what_fills_in_the_unseen_field_signs_nobody_up(client):
    answer = submit(client, "/subscribe/", **GIVEN | {"website": "http://evil.example"})
    assert answer.status_code == 302
    assert Subscription.objects.count() == 0


def test_a_form_without_its_token_signs_nobody_up(client):
    assert client.post("/subscribe/", GIVEN).status_code == 403
    subscription = unconfirmed()
    assert client.post(f"/subscribe/confirm/{subscription.key}/").status_code == 403
    live = confirmed()
    answer = client.post(f"/subscribe/{live.key}/", {"cadence": "weekly"})
    assert answer.status_code == 403


def test_a_mail_program_ends_it_by_one_click_without_a_cookie(client):
    """As RFC 8058 has it: one POST, no page before it, no redirect after it."""
    subscription = confirmed()
    body = "List-Unsubscribe=One-Click"
    for _again in range(2):
        answer = client.post(
            f"/en/subscribe/end/{subscription.key}/",
            body,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 200
        assert answer.cookies == {}
    subscription.refresh_from_db()
    assert subscription.ended_by == EndedBy.READER


def test_opening_the_link_to_end_it_ends_nothing(client):
    subscription = confirmed()
    page = client.get(f"/en/subscribe/end/{subscription.key}/")
    assert (page.status_code, page.content.count(b'method="post"')) == (200, 1)
    subscription.refresh_from_db()
    assert subscription.ended_at is None


def test_how_often_is_changed(client):
    subscription = confirmed(cadence=Cadence.IMMEDIATE)
    address = f"/en/subscribe/{subscription.key}/"
    answer = submit(client, address, cadence="weekly")
    assert answer.status_code == 302
    assert "Your change is kept." in client.get(answer.url).content.decode()
    assert "Your change is kept." not in client.get(address).content.decode()
    subscription.refresh_from_db()
    assert subscription.cadence == Cadence.WEEKLY
    assert submit(client, address, cadence="hourly").status_code == 400


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_an_unknown_key_is_told_what_may_have_happened(client, page):
    confirmed()
    answer = client.get(f"/en/subscribe/{page}{'x' * 43}/")
    assert answer.status_code == 404
    assert "The address may be cut short" in answer.content.decode()


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_one_that_ended_stays_ended_and_can_be_begun_anew(client, page):
    subscription = confirmed(query="status=noted")
    subscription.end(EndedBy.READER)
    answer = client.get(f"/en/subscribe/{page}{subscription.key}/").content.decode()
    assert "You are unsubscribed" in answer
    assert 'href="/en/subscribe/?status=noted"' in answer
    following.confirm(subscription, timezone.now())
    assert not subscription.is_live


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_a_page_with_a_key_is_neither_kept_nor_found_nor_passed_on(client, page):
    subscription = confirmed()
    answer = client.get(f"/en/subscribe/{page}{subscription.key}/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "hreflang" not in answer.content.decode().split("</head>")[0]


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_a_withdrawn_proposal_is_not_shown_to_who_follows_it(client, page):
    proposal = proposals.published(title_en="Not for the public", title_hant="不公開的建議")
    subscription = confirmed(proposal=proposal)
    publishing.withdraw(proposal, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    for prefix in ("", "/en"):
        content = client.get(f"{prefix}/subscribe/{page}{subscription.key}/").content.decode()
        assert "Not for the public" not in content
        assert "不公開的建議" not in content


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_much_is_followed(client, count, django_assert_num_queries):
    authors = [people.author() for _ in range(count)]
    proposals.published(authors=authors)
    query = "&".join(f"author={author.slug}" for author in authors)
    with django_assert_num_queries(2):  # whether the authors are known, their names
        client.get(f"/en/subscribe/?{query}")
    subscription = confirmed(query=query)
    for page in ("", "confirm/", "end/"):
        with django_assert_num_queries(2):  # the subscription, the names
            client.get(f"/en/subscribe/{page}{subscription.key}/")
