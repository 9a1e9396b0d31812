import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import EvidenceClass, Status
from proposals.editing import merging, publishing
from proposals.models import StatusUpdate
from tests.factories import history, people, proposals

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


def test_one_proposal_takes_no_parameters(get, faults):
    proposal = proposals.published()

    assert list(faults(f"proposals/{proposal.slug}/", fields="slug")) == ["fields"]
