"""What is kept is what would be made: no older than the last commit, and nobody else's."""

import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.finding import kept_answers
from proposals.finding.kept_answers import KEPT
from proposals.models import Change
from tests.factories import history, people, proposals
from tests.together import together

TODAY = timezone.localdate()
PAGES = ["/api/v1/proposals/", "/en/proposals/", "/feeds/proposals.atom", "/sources/"]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept_answers, "MOST_BYTES", 1_000_000)
    KEPT.forget()
    yield
    KEPT.forget()


def _told(response):
    """The headers, but for those of the one request."""
    own = ("RateLimit", "RateLimit-Policy", "X-Request-ID")
    return {name: value for name, value in response.items() if name not in own}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_what_was_answered_costs_one_query_and_is_the_same(
    client, django_assert_num_queries, address
):
    proposals.published(slug="fund")
    first = client.get(address)

    with django_assert_num_queries(1):
        again = client.get(address)

    assert (again.status_code, again.content) == (200, first.content)
    assert _told(again) == _told(first)
    with django_assert_num_queries(1):
        assert client.head(address).headers["ETag"] == first.headers["ETag"]


@pytest.mark.django_db
def test_it_is_made_anew_after_a_change_in_another_language_and_of_another_question(client):
    fund = proposals.published(slug="fund")
    before = client.get("/en/proposals/").content
    assert client.get("/proposals/").content != before
    assert client.get("/en/proposals/?status=delivered").content != before

    tracking.check(fund, checked_on=TODAY, by=people.user())

    assert client.get("/en/proposals/").content != before


@pytest.mark.django_db
def test_who_is_signed_in_gets_their_own_and_faults_are_not_kept(
    client, admin_client, django_assert_num_queries
):
    proposals.published(slug="fund")
    client.get("/en/proposals/")
    for address in ("/api/v1/proposals/?status=no", "/api/v1/proposals/none/"):
        assert client.get(address).content == client.get(address).content
    assert len(KEPT.answers) == 1

    admin_client.get("/en/sources/")

    assert len(KEPT.answers) == 1


def test_it_is_made_once_however_many_ask_at_a_time():
    made = []
    begun = threading.Event()

    def make():
        begun.wait(5)
        made.append(1)
        return HttpResponse("said")

    def ask():
        assert KEPT.answer(("key",), make).content == b"said"

    assert together(*[ask] * 5, begun.set) == []
    assert len(made) == 1


def test_a_failure_is_not_kept_and_holds_up_nobody():
    def fail():
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):  # noqa: PT011 - that of the test
            KEPT.answer(("key",), fail)
    assert KEPT.answer(("key",), lambda: HttpResponse("said")).content == b"said"
    assert KEPT.making == {}


def test_what_is_streamed_or_large_or_differs_by_a_header_is_not_kept(monkeypatch):
    monkeypatch.setattr(kept_answers, "LARGEST", 2_010)
    KEPT.answer((1,), lambda: StreamingHttpResponse(["said"]))
    KEPT.answer((2,), lambda: HttpResponse("x" * 11))
    KEPT.answer((3,), lambda: HttpResponse("x", headers={"Vary": "Accept"}))
    KEPT.answer((4,), lambda: HttpResponse("x", status=404))

    assert list(KEPT.answers) == []


def test_the_memory_has_a_bound_and_what_was_not_asked_for_longest_goes_first(monkeypatch):
    monkeypatch.setattr(kept_answers, "MOST_BYTES", 3 * (kept_answers.OVERHEAD + 1))
    for key in "abc":
        KEPT.answer((key,), lambda: HttpResponse("x"))
    KEPT.answer(("a",), lambda: HttpResponse("other"))

    KEPT.answer(("d",), lambda: HttpResponse("x"))

    assert [key for (key,) in KEPT.answers] == ["c", "a", "d"]


@pytest.mark.django_db(transaction=True)
def test_no_answer_is_older_than_the_last_commit_before_it_was_asked_for(client):
    chief = people.user(is_superuser=True)
    rows = [proposals.published(by=chief) for _ in range(3)]
    ended = threading.Event()

    def write(row):
        for status in (Status.NOTED, Status.UNDER_STUDY, Status.COMMITTED):
            history.record(row, status, TODAY, by=chief)

    def write_all():
        try:
            assert together(*(lambda row=row: write(row) for row in rows)) == []
        finally:
            ended.set()

    def read():
        while not ended.is_set():
            committed, _at = Change.objects.exclude(proposal=None).newest()
            shown = client.get("/api/v1/proposals/").json()["results"]
            assert max(row["change_seq"] for row in shown) >= committed

    assert together(read, read, write_all) == []
