import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import EvidenceClass, Status
from proposals.editing import merging, publishing
from proposals.models import Proposal, StatusUpdate
from tests.api.problems import problem
from tests.factories import history, people, proposals
from tests.factories.logs import at, day

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)


@pytest.fixture
def chief():
    return people.user(is_superuser=True, first_name="小明", last_name="王")


def timeline(get, proposal):
    return get(f"proposals/{proposal.slug}/").json()["updates"]


def test_one_proposal_is_its_row_with_its_timeline(get):
    proposal = proposals.published()
    [row] = get("proposals/").json()["results"]

    detail = get(f"proposals/{proposal.slug}/").json()

    assert list(detail) == [*row, "updates", "checks"]
    assert {name: detail[name] for name in row} == row


def test_an_update_says_what_happened_and_by_which_evidence(get, chief):
    proposal = proposals.published()
    update = history.record(
        proposal,
        Status.COMMITTED,
        DAY,
        by=chief,
        reason_hant="施政報告承諾成立基金。",
        reason_en="The Policy Address promises the fund.",
        evidence=[
            history.evidence(
                EvidenceClass.OFFICIAL_DOCUMENT,
                "施政報告",
                publisher="行政長官",
                url="https://example.org/address",
                published_on=DAY,
                published_on_precision="day",
                quote="我們會成立基金。",
            )
        ],
    )

    shown = timeline(get, proposal)[1]

    assert shown == {
        "id": update.pk,
        "proposal": proposal.slug,
        "status": "committed",
        "effective_on": "2026-06-01",
        "effective_on_precision": "day",
        "reason_hant": "施政報告承諾成立基金。",
        "reason_hans": "施政报告承诺成立基金。",
        "reason_en": "The Policy Address promises the fund.",
        "evidence": [
            {
                "url": "https://example.org/address",
                "title": "施政報告",
                "publisher": "行政長官",
                "evidence_class": "official_document",
                "published_on": "2026-06-01",
                "published_on_precision": "day",
                "quote": "我們會成立基金。",
                "copy": f"evidence-{update.evidence.get().pk}",
            }
        ],
        "recorded_at": timezone.localtime(update.recorded_at).isoformat(),
        "recorded_by": chief.get_full_name(),
        "void_of": None,
        "voided_by": None,
        "confirmed_by": None,
        "override": False,
        "override_reason_hant": "",
        "override_reason_hans": "",
        "override_reason_en": "",
        "superseded_by": None,
        "confirms": None,
        "awaiting_confirmation": False,
        "copied_from": None,
        "sector": "ageing",
        "bodies": ["lwb"],
        "effective_not_after": None,
        "holds": True,
        "criteria": [],
    }


def test_a_voided_update_and_its_void_both_stay_and_name_each_other(get, chief):
    proposal = proposals.published()
    mistake = history.record(proposal, Status.NOTED, DAY, by=chief)
    void = tracking.void(mistake, reason_hant="誤記。", reason_en="Recorded by mistake.", by=chief)

    shown = timeline(get, proposal)

    assert [
        (u["id"], u["status"], u["effective_on"], u["void_of"], u["voided_by"]) for u in shown[1:]
    ] == [
        (mistake.pk, "noted", "2026-06-01", None, void.pk),
        (void.pk, None, None, mistake.pk, None),
    ]
    assert get(f"proposals/{proposal.slug}/").json()["status"] == "proposed"


def test_an_update_that_waits_and_the_record_that_confirms_it_name_each_other(get, chief):
    proposal = proposals.published()
    waiting = history.record(proposal, Status.DECLINED, DAY, by=chief)

    [_, shown] = timeline(get, proposal)
    assert (shown["awaiting_confirmation"], shown["confirmed_by"]) == (True, None)
    assert get(f"proposals/{proposal.slug}/").json()["status"] == "proposed"

    second = people.user(is_superuser=True, first_name="美玲", last_name="李")
    record = tracking.confirm(StatusUpdate.objects.get(pk=waiting.pk), by=second)

    [_, shown, confirming] = timeline(get, proposal)
    assert (shown["awaiting_confirmation"], shown["confirmed_by"]) == (False, record.pk)
    assert (confirming["id"], confirming["confirms"]) == (record.pk, waiting.pk)
    assert (confirming["status"], confirming["reason_hant"], confirming["evidence"]) == (
        None,
        "",
        [],
    )
    assert confirming["recorded_by"] == second.get_full_name()
    assert get(f"proposals/{proposal.slug}/").json()["status"] == "declined"


def test_what_waits_and_is_voided_waits_no_more(get, chief):
    proposal = proposals.published()
    waiting = history.record(proposal, Status.DECLINED, DAY, by=chief)
    tracking.void(waiting, reason_hant="誤記。", by=chief)

    assert [u["awaiting_confirmation"] for u in timeline(get, proposal)] == [False] * 3


def test_a_copy_names_the_record_of_the_merged_proposal(get, chief):
    into, merged = proposals.published(), proposals.published()
    original = history.record(merged, Status.NOTED, DAY, by=chief)
    merging.merge(merged, into=into, reason_hant="同一建議。", by=chief)

    shown = timeline(get, into)

    assert [u["proposal"] for u in shown] == [into.slug] * len(shown)
    assert original.pk in [u["copied_from"] for u in shown]
    assert shown[0]["copied_from"] is None
    listed = get("status-updates/").json()["results"]
    assert sorted(u["id"] for u in listed) == sorted(u["id"] for u in shown)


def test_the_timeline_is_in_the_order_recorded(get, chief):
    proposal = proposals.published()
    history.record(proposal, Status.COMMITTED, DAY, by=chief)
    late = DAY - dt.timedelta(days=5)
    history.record(proposal, Status.UNDER_STUDY, late, by=chief)

    assert [u["status"] for u in timeline(get, proposal)] == [
        "proposed",
        "committed",
        "under_study",
    ]


def test_an_override_shows_its_reason(get, chief):
    proposal = proposals.published()
    history.record(proposal, Status.DELIVERED, DAY, by=chief, override_reason_hant="已有定論。")

    shown = timeline(get, proposal)[1]

    assert (shown["override"], shown["override_reason_hans"]) == (True, "已有定论。")


def test_the_name_of_an_account_is_not_published(get):
    nameless = people.user(is_superuser=True, username="secret-login")
    proposal = proposals.published(by=nameless)

    response = get(f"proposals/{proposal.slug}/")

    assert [u["recorded_by"] for u in response.json()["updates"]] == ["editor"]
    assert "secret-login" not in response.content.decode()


def test_the_successor_is_named_whatever_becomes_of_it(get, chief):
    proposal, successor = proposals.published(), proposals.published()
    history.record(proposal, Status.SUPERSEDED, DAY, by=chief, evidence=[], superseded_by=successor)
    publishing.withdraw(successor, reason_hant="重複。", reason_en="A duplicate.")

    assert timeline(get, proposal)[1]["superseded_by"] == successor.slug


def test_a_check_that_found_nothing_is_shown(get, chief):
    proposal = proposals.published()
    today = timezone.localdate()
    check = tracking.check(proposal, checked_on=today, note_hant="查閱憲報。", by=chief)

    assert get(f"proposals/{proposal.slug}/").json()["checks"] == [
        {
            "checked_on": today.isoformat(),
            "next_check_on": check.next_check_on.isoformat(),
            "note_hant": "查閱憲報。",
            "note_hans": "查阅宪报。",
            "note_en": "",
            "recorded_at": timezone.localtime(check.recorded_at).isoformat(),
        }
    ]


def test_a_draft_answers_like_what_does_not_exist(get):
    draft = proposals.draft()

    hidden, unknown = get(f"proposals/{draft.slug}/"), get("proposals/no-such-one/")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.json() == unknown.json() | {"instance": hidden.json()["instance"]}


def test_a_withdrawn_proposal_is_gone_and_says_why(get):
    proposal = proposals.withdrawn()

    response = get(f"proposals/{proposal.slug}/")

    assert response.status_code == 410
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert {name: problem[name] for name in problem if name.startswith("reason")} == {
        "reason_hant": "出處已撤回。",
        "reason_hans": "出处已撤回。",
        "reason_en": "The source was withdrawn.",
    }
    assert "title_hant" not in problem


def test_a_merged_proposal_leads_to_its_successor(get):
    successor = proposals.published()
    merged = proposals.merged(into=successor)

    response = get(f"proposals/{merged.slug}/")

    assert response.status_code == 301
    assert response.headers["Location"] == f"/api/v1/proposals/{successor.slug}/"


def test_a_withdrawn_proposal_comes_back_when_published_again(get):
    proposal = proposals.withdrawn()
    publishing.publish(proposal, by=people.user())

    assert get(f"proposals/{proposal.slug}/").status_code == 200


def test_one_proposal_takes_no_parameters_but_the_clocks(get, faults):
    proposal = proposals.published()

    found = faults(f"proposals/{proposal.slug}/", fields="slug", as_of="May", known_at="then")

    assert list(found) == ["as_of", "known_at", "fields"]
    assert found["fields"]["allowed"] == ["as_of", "known_at"]


class TestThePast:
    """A story recorded hour by hour on 1 July, of an ask made on 1 June, published at one."""

    @pytest.fixture
    def story(self, chief):
        draft = proposals.draft(slug="story", proposed_on=day(1))
        history.record(draft, Status.PROPOSED, day(1), recorded_at=at(1), by=chief)
        publishing.publish(draft, by=chief)
        Proposal.objects.filter(pk=draft.pk).update(first_published_at=at(1))
        history.record(draft, Status.COMMITTED, day(10), recorded_at=at(2), by=chief)
        kept = history.record(draft, Status.DELIVERED, day(20), recorded_at=at(3), by=chief)
        wrong = history.record(draft, Status.NOTED, day(5), recorded_at=at(4), by=chief)
        tracking.confirm(kept, recorded_at=at(5), by=people.user(is_superuser=True))
        tracking.void(wrong, reason_hant="誤記。", recorded_at=at(6), by=chief)
        tracking.check(draft, checked_on=day(8), recorded_at=at(4), by=chief)
        return draft

    @pytest.mark.parametrize(
        ("clocks", "status", "told", "checks"),
        [
            ({"as_of": "2026-06-04"}, "proposed", [1], 0),
            # What voids a record is told with it, whenever that came.
            ({"as_of": "2026-06-09"}, "proposed", [1, 4, 6], 1),
            ({"as_of": "2026-06-10"}, "committed", [1, 2, 4, 6], 1),
            ({"known_at": "2026-07-01T04:00Z"}, "committed", [1, 2, 3, 4], 1),
            ({"known_at": "2026-07-01T05:00Z"}, "delivered", [1, 2, 3, 4, 5], 1),
            ({"as_of": "2026-06-07", "known_at": "2026-07-01T05:00Z"}, "noted", [1, 4], 0),
            ({"as_of": "2026-06-07", "known_at": "2026-07-01T06:00Z"}, "proposed", [1, 4, 6], 0),
            ({"known_at": "2026-07-02"}, "delivered", [1, 2, 3, 4, 5, 6], 1),
        ],
    )
    def test_it_is_told_as_it_stood(self, get, story, clocks, status, told, checks):
        numbers = dict(story.updates.values_list("pk", "number"))

        shown = get("proposals/story/", clocks).json()

        assert shown["status"] == status
        assert [numbers[update["id"]] for update in shown["updates"]] == told
        assert len(shown["checks"]) == checks

    def test_the_row_is_that_of_the_list_at_the_same_time(self, get, story):
        clocks = {"as_of": "2026-06-12", "known_at": "2026-07-01T05:00Z"}
        [row] = get("proposals/", clocks).json()["results"]

        shown = get("proposals/story/", clocks).json()

        assert (row["status"], row["status_since"]) == ("committed", "2026-06-10")
        assert {name: shown[name] for name in row} == row

    def test_a_verdict_recorded_later_was_not_one_yet(self, get, story):
        def verdicts(known_at):
            rows = get("proposals/story/", known_at=known_at).json()["updates"]
            [delivered] = [row for row in rows if row["status"] == "delivered"]
            [noted] = [row for row in rows if row["status"] == "noted"]
            confirmed = delivered["confirmed_by"] is not None
            return confirmed, delivered["awaiting_confirmation"], noted["voided_by"] is not None

        assert verdicts("2026-07-01T04:00Z") == (False, True, False)
        assert verdicts("2026-07-01T05:00Z") == (True, False, False)
        assert verdicts("2026-07-01T06:00Z") == (True, False, True)

    def test_before_it_was_asked_the_answer_says_since_when_it_stands(self, get, story):
        told = problem(get("proposals/story/", as_of="2026-05-31"), 404)

        assert told["detail"] == "It had not been asked by then; see stands_since."
        assert (told["stands_since"], told["stands_since_precision"]) == ("2026-06-01", "day")

    def test_before_it_was_published_the_answer_says_when_that_was(self, get, story):
        told = problem(get("proposals/story/", known_at="2026-06-30"), 404)

        assert told["detail"] == "It had not been published here by then; see first_published_at."
        assert told["first_published_at"] == "2026-07-01T09:00:00+08:00"

    def test_an_undated_ask_certainly_stood_from_the_day_it_was_recorded(self, get):
        proposals.published(slug="undated", proposed_on=None)

        today = timezone.localdate().isoformat()
        assert get("proposals/undated/", as_of=today).json()["status"] == "proposed"
        for clock in ("as_of", "known_at"):
            told = problem(get("proposals/undated/", **{clock: "1997-07-01"}), 404)
            assert told["stands_since"] is None

    def test_what_is_not_public_says_no_more_than_at_present(self, get, story):
        draft, gone = proposals.draft(), proposals.withdrawn(title_en="A libel")
        merged = proposals.merged(story)
        then = {"as_of": "2026-05-31"}

        assert "stands_since" not in problem(get(f"proposals/{draft.slug}/", then), 404)
        assert "title_en" not in problem(get(f"proposals/{gone.slug}/", then), 410)
        moved = get(f"proposals/{merged.slug}/", then)
        assert (moved.status_code, moved.url) == (301, "/api/v1/proposals/story/?as_of=2026-05-31")

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_twelve_queries(self, get, chief, django_assert_num_queries, count):
        ideas = [proposals.idea(f"idea-{number}") for number in range(count)]
        authors = [people.author() for _ in range(count)]
        proposal = proposals.published(by=chief, authors=authors, ideas=ideas)
        for _ in range(count):
            tracking.void(history.record(proposal, by=chief), reason_hant="誤記。", by=chief)
            tracking.check(proposal, checked_on=timezone.localdate(), by=chief)
        then = {"as_of": "2026-11-01", "known_at": "2099-01-01"}

        # Its newest change; the row, its authors, bodies, places and ideas; updates, evidence, what
        # they say of criteria, what voids and what confirms them; checks.
        with django_assert_num_queries(12):
            shown = get(f"proposals/{proposal.slug}/", then).json()
        assert len(shown["updates"]) == 1 + 2 * count
