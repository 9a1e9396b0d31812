import datetime as dt

import pytest
from django.utils import timezone

from proposals.choices import Status
from proposals.models import StatusUpdate
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

CONTRACT = [
    *("id", "proposal", "status", "effective_on", "effective_on_precision"),
    *("reason_hant", "reason_hans", "reason_en", "evidence"),
    *("recorded_at", "recorded_by", "void_of", "voided_by", "confirmed_by", "override"),
]
ADDED = [
    *("override_reason_hant", "override_reason_hans", "override_reason_en"),
    "superseded_by",
    *("confirms", "awaiting_confirmation", "copied_from"),
]


@pytest.fixture
def chief():
    return people.user(is_superuser=True)


@pytest.fixture
def ids(get):
    def ask(**parameters):
        response = get("status-updates/", **parameters)
        assert response.status_code == 200, response.content
        return [row["id"] for row in response.json()["results"]]

    return ask


def recorded(proposal):
    return list(StatusUpdate.objects.filter(proposal=proposal).order_by("-pk"))


def test_a_row_has_the_fields_of_the_contract_in_its_order(get):
    proposals.published()
    [row] = get("status-updates/").json()["results"]

    assert list(row) == [*CONTRACT, *ADDED]
    assert list(row["evidence"][0]) == [
        *("url", "title", "publisher", "evidence_class", "published_on"),
        *("published_on_precision", "quote"),
    ]


def test_a_row_is_the_same_as_in_the_timeline(get):
    proposal = proposals.published()

    listed = get("status-updates/").json()["results"]

    assert listed == get(f"proposals/{proposal.slug}/").json()["updates"]


def test_the_newest_record_comes_first(ids, chief):
    proposal = proposals.published()
    history.record(proposal, Status.NOTED, dt.date(2026, 7, 1), by=chief)
    history.record(proposal, Status.NOTED, dt.date(2026, 6, 1), by=chief)

    assert ids() == [update.pk for update in recorded(proposal)]


def test_only_records_of_what_is_public_are_listed(get, ids, chief):
    shown = proposals.published()
    proposals.withdrawn()
    proposals.merged(into=shown)
    drafted = proposals.draft()
    history.record(drafted, Status.PROPOSED, None, by=chief)

    assert ids() == [update.pk for update in recorded(shown)]
    assert get("status-updates/", count=1).json()["count"] == 1


def test_a_draft_is_no_known_value_of_the_filter(faults):
    shown, drafted = proposals.published(), proposals.draft()

    assert faults("status-updates/", proposal=drafted.slug)["proposal"]["allowed"] == [shown.slug]


def test_records_are_chosen_by_proposal_and_status(ids, chief):
    first, second = proposals.published(), proposals.published()
    noted = history.record(first, Status.NOTED, by=chief)
    [proposed] = [u for u in recorded(first) if u.status == Status.PROPOSED]
    [other] = recorded(second)

    assert ids(proposal=first.slug) == [noted.pk, proposed.pk]
    assert ids(proposal=[first.slug, second.slug]) == [noted.pk, other.pk, proposed.pk]
    assert ids(proposal=f"-{first.slug}") == [other.pk]
    assert ids(status="noted") == [noted.pk]
    assert ids(status="-noted") == [other.pk, proposed.pk]


def test_days_of_effect_are_inclusive(ids, chief):
    proposal = proposals.published(proposed_on=None)
    june = history.record(proposal, Status.NOTED, dt.date(2026, 6, 1), by=chief)
    july = history.record(proposal, Status.UNDER_STUDY, dt.date(2026, 7, 1), by=chief)

    assert ids(effective_after="2026-07-01") == [july.pk]
    assert ids(effective_before="2026-06-30") == [june.pk]
    assert ids(effective_after="2026-06-01", effective_before="2026-07-01") == [july.pk, june.pk]


def test_instants_of_recording_are_inclusive_and_a_bare_day_is_the_whole_day(ids):
    [update] = recorded(proposals.published())
    at = update.recorded_at
    today = timezone.localdate(at)
    tomorrow, yesterday = today + dt.timedelta(days=1), today - dt.timedelta(days=1)

    assert ids(recorded_after=at.isoformat(), recorded_before=at.isoformat()) == [update.pk]
    assert ids(recorded_after=today.isoformat(), recorded_before=today.isoformat()) == [update.pk]
    assert ids(recorded_after=tomorrow.isoformat()) == []
    assert ids(recorded_before=yesterday.isoformat()) == []


def test_pages_hold_every_record_once(client, chief):
    proposal = proposals.published()
    for _ in range(4):
        history.record(proposal, Status.NOTED, by=chief)

    address, seen = "/api/v1/status-updates/?page_size=2", []
    while address:
        answer = client.get(address).json()
        seen += [row["id"] for row in answer["results"]]
        address = answer["next"]

    assert seen == [update.pk for update in recorded(proposal)]


def test_the_marker_of_another_list_is_refused(get, faults):
    for _ in range(2):
        proposals.published()
    cursor = get("proposals/", page_size=1).json()["next_cursor"]

    assert list(faults("status-updates/", cursor=cursor)) == ["cursor"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_three_queries(get, django_assert_num_queries, count):
    for _ in range(count):
        proposals.published()

    # The newest change; the rows; their evidence.
    with django_assert_num_queries(3):
        assert len(get("status-updates/").json()["results"]) == count
