"""Who asks again after nothing has changed is told so, at the price of one query."""

import pytest
from django.utils import timezone
from django.utils.http import http_date

from proposals import tracking
from proposals.editing import publishing
from proposals.models import Change
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

ADDRESSES = [
    *("proposals/", "proposals/fund/", "status-updates/"),
    *("authors/", "authors/chan/", "sectors/", "sectors/ageing/", "bodies/", "bodies/lwb/"),
    *("sources/", "ideas/", "ideas/silver-fund/", "places/", "codes/", "statuses/"),
]


@pytest.fixture
def fund():
    return proposals.published(
        slug="fund", authors=[people.author(slug="chan")], ideas=[proposals.idea("silver-fund")]
    )


@pytest.mark.parametrize("path", ["proposals/", "proposals/fund/"])
def test_who_has_any_answer_at_all_has_none_to_a_faulty_question(get, fund, path):
    """`If-None-Match: *` asks whether there is anything, and of a fault there is nothing."""
    any_answer = {"If-None-Match": "*"}

    assert get(path, headers=any_answer).status_code == 304
    assert get(path, as_of="yesterday", headers=any_answer).status_code == 400
    assert get(f"{path}none/", headers=any_answer).status_code == 404


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_new_costs_one_query(get, fund, django_assert_num_queries, path):
    first = get(path)

    with django_assert_num_queries(1):
        again = get(path, headers={"If-None-Match": first.headers["ETag"]})
    with django_assert_num_queries(1):
        since = get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (first.status_code, again.status_code, since.status_code) == (200, 304, 304)
    assert (again.content, again.headers["ETag"]) == (b"", first.headers["ETag"])
    at = Change.objects.latest("seq").at
    assert first.headers["Last-Modified"] == http_date(at.timestamp())


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_change_in_scope_gives_a_new_answer(get, fund, path):
    etag = get(path).headers["ETag"]
    tracking.check(fund, checked_on=timezone.localdate(), by=people.user())

    again = get(path, headers={"If-None-Match": etag})

    assert again.status_code == 200
    assert again.headers["ETag"] != etag


def test_a_change_elsewhere_leaves_a_proposal_as_it_is(get, fund):
    headers = {"If-None-Match": get("proposals/fund/").headers["ETag"]}
    proposals.published()

    assert get("proposals/fund/", headers=headers).status_code == 304
    assert get("proposals/", headers=headers).status_code == 200


def test_a_draft_moves_nothing(get, fund):
    headers = {"If-None-Match": get("proposals/").headers["ETag"]}
    proposals.draft()

    assert get("proposals/", headers=headers).status_code == 304


def test_a_withdrawn_proposal_is_not_unchanged(get, fund):
    headers = {"If-None-Match": get("proposals/fund/").headers["ETag"]}
    publishing.withdraw(fund, reason_hant="錯誤。", reason_en="A mistake.")

    assert get("proposals/fund/", headers=headers).status_code == 410


def test_a_void_moves_the_proposal(get, fund):
    chief = people.user(is_superuser=True)
    update = history.record(fund, by=chief)
    etag = get("proposals/fund/").headers["ETag"]
    tracking.void(update, reason_hant="誤記。", by=chief)

    assert get("proposals/fund/").headers["ETag"] != etag


@pytest.mark.parametrize("path", [*ADDRESSES, "schema/"])
def test_a_shared_cache_may_show_an_answer_for_a_minute_at_the_most(get, fund, path):
    told = get(path).headers["Cache-Control"].split(", ")
    seconds = dict(part.split("=") for part in told if "=" in part)

    assert told[:2] == ["public", "max-age=0"]
    assert int(seconds["s-maxage"]) + int(seconds["stale-while-revalidate"]) <= 60
    assert int(seconds["stale-if-error"]) == 3600


@pytest.mark.parametrize("path", ["proposals/no-such-one/", "proposals/?colour=red"])
def test_what_is_of_no_edition_is_never_shown_again_without_asking(get, fund, path):
    assert get(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_a_browser_prefers_does_not_part_what_is_kept(get, fund, path):
    answer = get(path, headers={"Accept-Language": "en", "Origin": "https://dashboard.example"})

    assert answer.headers.get("Vary", "") in ("", "Accept-Encoding")


def test_an_empty_tracker_has_no_time_of_change(get):
    response = get("proposals/")

    assert response.json()["results"] == []
    assert "ETag" in response.headers
    assert "Last-Modified" not in response.headers


def test_a_precondition_that_does_not_hold_is_a_problem(get, fund):
    response = get("proposals/fund/", headers={"If-Match": '"0-other"'})

    assert response.status_code == 412
    assert response.headers["Content-Type"] == "application/problem+json"
