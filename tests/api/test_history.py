import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging, publishing
from proposals.models import Proposal, StatusUpdate
from tests.factories import history, people, proposals, sources, taxonomy
from tests.factories.logs import at, day

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
    *("sector", "bodies", "holds", "criteria", "effective_not_after"),
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
        *("published_on_precision", "quote", "copy"),
    ]


def test_a_row_is_the_same_as_in_the_timeline(get):
    proposal = proposals.published()

    listed = get("status-updates/").json()["results"]

    assert listed == get(f"proposals/{proposal.slug}/").json()["updates"]


def test_the_name_of_its_editor_is_that_of_the_day_on_which_it_was_recorded(get):
    editor = people.user(is_superuser=True, first_name="Tai-man", last_name="Chan")
    proposal, into = (proposals.published(by=editor) for _ in range(2))
    before = get(f"proposals/{proposal.slug}/")
    editor.first_name = "Siu-ming"
    editor.save()
    after = get(f"proposals/{proposal.slug}/")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    noted = history.record(proposal, Status.NOTED, by=editor)
    editor.first_name = "Ka-yan"
    editor.save()
    merging.merge(proposal, into=into, reason_hant="同一建議。", by=editor)
    rows = get("status-updates/", proposal=into.slug).json()["results"]
    assert {(row["status"], row["recorded_by"]) for row in rows} == {
        ("proposed", "Tai-man Chan"),
        ("noted", "Siu-ming Chan"),
    }
    assert noted.recorded_as == "Siu-ming Chan"


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
def test_a_page_takes_four_queries(get, django_assert_num_queries, count):
    for _ in range(count):
        proposals.published()

    # The newest change; the rows; their evidence.
    with django_assert_num_queries(4):
        assert len(get("status-updates/").json()["results"]) == count


class TestUnderTheOneFilter:
    @pytest.fixture
    def fund(self, chief):
        """A proposal with rows of its own, recorded hour by hour on 1 July."""
        fund = proposals.draft(
            slug="fund",
            authors=[people.author(slug="chan")],
            sector=taxonomy.sector("transport"),
            bodies=[taxonomy.body("second", position=2), taxonomy.body("first", position=1)],
            source=sources.source(slug="paper"),
            ideas=[proposals.idea("silver-fund")],
            place=taxonomy.place("abroad"),
            title_en="A fund for ferries",
            proposed_on=day(1),
        )
        history.record(fund, Status.PROPOSED, day(1), recorded_at=at(1), by=chief)
        publishing.publish(fund, by=chief)
        Proposal.objects.filter(pk=fund.pk).update(first_published_at=at(1))
        return fund

    def test_a_record_names_the_sector_and_the_bodies_of_its_proposal(self, get, fund):
        [row] = get("status-updates/").json()["results"]

        assert (row["sector"], row["bodies"]) == ("transport", ["first", "second"])

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("q", "ferries"),
            ("sector", "transport"),
            ("body", "first"),
            ("author", "chan"),
            ("source", "paper"),
            ("idea", "silver-fund"),
            ("place", "abroad"),
            ("proposed_month", "2026-06"),
            ("proposed_after", "2026-06-01"),
            ("status_since_after", "2026-06-01"),
        ],
    )
    def test_what_is_asked_of_proposals_chooses_their_records(self, ids, fund, name, value):
        other = proposals.published()
        parameter = {name: value}

        assert ids(**parameter) == [row.pk for row in recorded(fund)]
        if name in {"sector", "body", "author", "source", "idea", "place", "proposed_month"}:
            assert ids(**{name: f"-{value}"}) == [row.pk for row in recorded(other)]

    def test_status_is_that_of_the_record(self, ids, fund, chief):
        noted = history.record(fund, Status.NOTED, day(5), recorded_at=at(2), by=chief)
        history.record(fund, Status.COMMITTED, day(9), recorded_at=at(3), by=chief)

        assert ids(sector="transport", status="noted") == [noted.pk]
        assert ids(sector="-transport", status="noted") == []

    def test_records_of_what_is_not_public_are_not_found_by_it(self, ids, fund):
        hidden = {"sector": fund.sector, "title_en": "Ferries"}
        proposals.draft(**hidden)
        proposals.withdrawn(**hidden)
        proposals.merged(into=fund, **hidden)
        shown = [row.pk for row in recorded(fund)]

        assert ids(sector="transport") == ids(q="ferries") == ids(as_of="2026-11-01") == shown

    def test_the_log_has_an_order_of_its_own(self, faults):
        assert "sector" in faults("status-updates/", ordering="title")["ordering"]["allowed"]

    def test_of_the_past_what_had_happened_and_was_known_is_told(self, get, fund, chief):
        wrong = history.record(fund, Status.NOTED, day(5), recorded_at=at(2), by=chief)
        history.record(fund, Status.COMMITTED, day(9), recorded_at=at(3), by=chief)
        late = history.record(fund, Status.DELIVERED, day(20), recorded_at=at(4), by=chief)
        tracking.confirm(late, recorded_at=at(5), by=people.user(is_superuser=True))
        tracking.void(wrong, reason_hant="誤記。", recorded_at=at(6), by=chief)
        proposals.published(slug="later", proposed_on=day(1))
        numbers = dict(fund.updates.values_list("pk", "number"))

        def told(**clocks):
            rows = get("status-updates/", sector="transport", **clocks).json()["results"]
            return {numbers[row["id"]]: row["holds"] for row in rows}

        assert told() == {6: False, 5: False, 4: True, 3: True, 2: False, 1: True}
        assert told(known_at="2026-07-01T05:00Z") == {5: False, 4: True, 3: True, 2: True, 1: True}
        assert told(known_at="2026-07-01T04:00Z") == {4: False, 3: True, 2: True, 1: True}
        assert told(as_of="2026-06-08") == {6: False, 2: False, 1: True}
        assert told(as_of="2026-06-08", known_at="2026-07-01T04:00Z") == {2: True, 1: True}
        everything = get("status-updates/", known_at="2026-07-01T04:00Z").json()["results"]
        assert {row["proposal"] for row in everything} == {"fund"}

    def test_what_holds_is_what_the_proposal_stands_by(self, get, fund, chief):
        history.record(fund, Status.DECLINED, day(4), recorded_at=at(2), by=chief)
        wrong = history.record(fund, Status.NOTED, day(5), recorded_at=at(2), by=chief)
        tracking.void(wrong, reason_hant="誤記。", recorded_at=at(3), by=chief)
        history.record(fund, Status.NOTED, day(6), recorded_at=at(4), by=chief)

        rows = get("status-updates/", proposal="fund").json()["results"]

        assert {row["id"] for row in rows if row["holds"]} == set(
            fund.updates.live().values_list("pk", flat=True)
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_past_takes_six_queries(self, get, django_assert_num_queries, count):
        for _ in range(count):
            proposals.published(bodies=[taxonomy.body("first"), taxonomy.body("second")])
        clocks = {"as_of": "2026-11-01", "known_at": "2099-01-01"}

        # The newest change; the rows, their evidence and criteria, what voids and confirms them.
        with django_assert_num_queries(6):
            assert len(get("status-updates/", clocks).json()["results"]) == count
