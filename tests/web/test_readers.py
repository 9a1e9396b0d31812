"""Pages may be kept by anybody for a minute, and are made anew only when something has moved."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from proposals import tracking
from proposals.finding.edition import SHARED
from proposals.models import Change
from tests.factories import people, proposals

pytestmark = pytest.mark.django_db

PAGES = [
    *("/", "/en/proposals/", "/proposals/fund/", "/authors/", "/authors/chan/", "/stats/"),
    *("/sectors/ageing/", "/bodies/lwb/", "/sources/", "/changes/", "/data/", "/sitemap.xml"),
    *("/stats/sectors.csv", "/stats/waits.csv", "/embed/proposals/", "/embed/proposals/fund/"),
]


@pytest.fixture
def fund():
    return proposals.published(slug="fund", authors=[people.author(slug="chan")])


@pytest.mark.parametrize("address", PAGES)
def test_nothing_new_costs_one_query_until_something_is_published(
    client, fund, django_assert_num_queries, address
):
    first = client.get(address)
    asked = {"If-None-Match": first.headers["ETag"]}
    with django_assert_num_queries(1):
        again = client.get(address, headers=asked)
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == SHARED
        assert not {"Cookie", "Accept-Language"} & set(answer.headers.get("Vary", "").split(", "))

    tracking.check(fund, checked_on=timezone.localdate(), by=people.user())

    assert client.get(address, headers=asked).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/robots.txt",
            "/api/v1/",
            "/api/v1/docs/",
            "/api/v1/docs/manual/",
            "/api/v1/schema/",
            "/data/verify.py",
        ),
        *("/data/releases.json", "/.well-known/policy-proposal-tracker-keys.json"),
    ],
)
def test_what_a_release_alone_changes_costs_none(client, db, django_assert_num_queries, address):
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == SHARED
    other = client.get(address, headers={"If-Match": '"other"'})
    assert (other.status_code, other.headers["Cache-Control"]) == (412, "no-cache")


def test_what_moves_with_the_day_is_another_the_next_day(client, fund, monkeypatch):
    etag = client.get("/stats/").headers["ETag"]
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localtime", lambda *_: tomorrow)

    assert client.get("/stats/", headers={"If-None-Match": etag}).status_code == 200


def test_who_is_signed_in_is_shown_nothing_that_was_kept(client, fund):
    client.force_login(people.user())

    assert client.get("/proposals/fund/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/admin/account/login/", "/admin/", "/subscribe/"])
def test_forms_are_kept_by_nobody(client, db, address):
    answer = client.get(address)

    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("address", ["/proposals/none/", "/proposals/?status=none"])
def test_a_fault_is_not_kept(client, db, address):
    answer = client.get(address)

    assert answer.status_code in (400, 404)
    assert "public" not in answer.headers.get("Cache-Control", "")
    assert "ETag" not in answer.headers


def test_a_frame_may_still_be_framed_when_nothing_has_moved(client, fund):
    etag = client.get("/embed/proposals/").headers["ETag"]
    again = client.get("/embed/proposals/", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert "X-Frame-Options" not in again.headers
    assert "frame-ancestors *" in again.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/proposals/", "/api/v1/proposals/"])
def test_a_number_that_is_given_again_after_a_backup_was_read_back_is_another_edition(
    client, db, address
):
    fund = proposals.published(slug="fund")

    def moved():
        """The answer after a check, before all of it is taken back."""
        with transaction.atomic():
            tracking.check(fund, checked_on=timezone.localdate(), by=people.user())
            answer = client.get(address)
            seq, _at = Change.objects.newest()
            transaction.set_rollback(True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('proposals_change_seq_seq', %s, false)", [seq])
        return seq, answer.headers["ETag"], answer.headers["Last-Modified"]

    (seq, etag, told), (again, other, _told) = moved(), moved()

    assert seq == again
    assert etag != other
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
    later = http_date(parse_http_date(told) + 60)
    assert client.get(address, headers={"If-Modified-Since": later}).status_code == 200
    shown = client.get(address).headers["Last-Modified"]
    assert client.get(address, headers={"If-Modified-Since": shown}).status_code == 304
