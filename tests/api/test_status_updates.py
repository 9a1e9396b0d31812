"""Records, voids and confirmations by a program: the same rules as in the editors' forms."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.models import Evidence, StatusUpdate
from proposals.tracking import rules
from tests.api.problems import problem
from tests.factories import history, people, proposals
from tests.factories.tokens import Program, evidence, recorded, update

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def program():
    return Program(people.user(role="Editor", first_name="小明", last_name="王"))


@pytest.fixture
def chief():
    return Program(role="Chief editor")


def test_a_record_is_answered_in_the_form_in_which_it_is_read(program, get):
    proposal, successor = proposals.published(), proposals.published()
    sent = {
        "proposal": proposal.slug,
        "status": "superseded",
        "effective_on": "2026-06-17",
        "effective_on_precision": "month",
        "reason_hant": " 另有措施取代。 ",
        "reason_hans": "另有举措取代。",
        "reason_en": "Another measure replaces it.",
        "evidence": [
            {
                "url": "https://example.org/address",
                "title": "施政報告",
                "publisher": "行政長官",
                "evidence_class": "official_document",
                "published_on": "2026-06-17",
                "published_on_precision": "year",
                "quote": "我們會成立基金。",
            },
            evidence("media_report", "報道", url=None, published_on=None),
        ],
        "override_reason_hant": "",
        "override_reason_en": None,
        "superseded_by": successor.slug,
    }

    response = program.post("status-updates/", sent)

    assert response.status_code == 201
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    shown = response.json()
    assert shown == get(f"proposals/{proposal.slug}/").json()["updates"][1]
    names = [each.pop("copy") for each in shown["evidence"]]
    told = Evidence.objects.filter(update=shown["id"]).order_by("pk").values_list("pk", flat=True)
    assert names == [f"evidence-{pk}" for pk in told]
    assert {name: shown[name] for name in sent} == sent | {
        "effective_on": "2026-06-01",
        "reason_hant": "另有措施取代。",
        "evidence": [
            sent["evidence"][0] | {"published_on": "2026-01-01"},
            {
                "url": None,
                "title": "報道",
                "publisher": "",
                "evidence_class": "media_report",
                "published_on": None,
                "published_on_precision": None,
                "quote": "",
            },
        ],
        "override_reason_en": "",
    }
    assert shown["recorded_by"] == program.user.get_full_name()
    assert get(f"proposals/{proposal.slug}/").json()["status"] == "superseded"


def test_the_least_that_can_be_sent(program):
    proposal = proposals.published()
    sent = {"proposal": proposal.slug, "status": "proposed", "reason_hant": "再次提出。"}

    shown = program.post("status-updates/", sent | {"evidence": [evidence("source")]}).json()

    assert (shown["effective_on"], shown["effective_on_precision"]) == (None, None)
    assert (shown["reason_hans"], shown["reason_en"]) == ("再次提出。", "")


def test_a_record_that_needs_confirmation_waits(program, get):
    proposal = proposals.published()

    shown = program.post("status-updates/", update(proposal, "declined")).json()

    assert (shown["awaiting_confirmation"], shown["confirmed_by"]) == (True, None)
    assert get(f"proposals/{proposal.slug}/").json()["status"] == "proposed"


def test_a_chief_editor_overrides_with_a_reason(chief):
    sent = update(proposals.published(), "partly_delivered", override_reason_hant="補錄。")

    shown = chief.post("status-updates/", sent | {"override_reason_en": "Entered late."}).json()

    assert (shown["override"], shown["override_reason_hans"]) == (True, "补录。")
    assert shown["override_reason_en"] == "Entered late."


REFUSED = {
    "unknown_status": {"status": "adopted"},
    "reason_missing": {"reason_hant": "  "},
    "effective_on_missing": {"effective_on": None},
    "unknown_precision": {"effective_on_precision": "week"},
    "effective_in_future": {"effective_on": TOMORROW.isoformat()},
    "override_not_allowed": {"override_reason_hant": "補錄。"},
    "first_must_be_proposed": {"effective_on": "2020-01-01"},
    "step_not_allowed": {"status": "delivered"},
    "evidence_missing": {"evidence": [evidence("media_report")]},
    "evidence_not_open": {"status": "declined"},
    "successor_missing": {"status": "superseded", "evidence": []},
    "check_missing": {"status": "stalled", "evidence": []},
    "unseen_character": {"reason_hant": "一\a二"},
    "evidence_faulty": {
        "evidence": [evidence(url="ftp://example.org/"), evidence("official_statement")]
    },
}


@pytest.mark.parametrize("rule", REFUSED)
def test_a_rule_refuses_a_program_as_it_refuses_a_form(program, rule):
    proposal = proposals.published()
    sent = update(proposal) | REFUSED[rule]

    response = program.post("status-updates/", sent)

    refused = problem(response, 422)
    assert refused["rule"] == rule
    with pytest.raises(rules.Refusal) as caught:
        history.record(
            proposal,
            sent["status"],
            sent["effective_on"] and dt.date.fromisoformat(sent["effective_on"]),
            effective_on_precision=sent.get("effective_on_precision", "day"),
            reason_hant=sent["reason_hant"],
            override_reason_hant=sent.get("override_reason_hant", ""),
            evidence=[history.evidence(**document) for document in sent["evidence"]],
            by=program.user,
        )
    assert caught.value.rule == rule
    assert [fault["field"] for fault in refused["errors"]] == [caught.value.field]
    assert refused["detail"] == refused["errors"][0]["message"]
    assert refused["remedy"]
    assert recorded() == 0


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_a_refusal_is_in_english_for_everybody(program, language):
    sent = update(proposals.published(), evidence=[])

    refused = problem(
        program.post("status-updates/", sent, headers={"Accept-Language": language}), 422
    )

    assert refused["detail"] == "“Under study” needs more evidence than is given."
    assert refused["remedy"] == "Add one of: Official document, Official statement."


@pytest.mark.parametrize("override", ["", "補錄。"])
def test_what_replaces_it_must_be_public_even_by_override(chief, override):
    proposal, gone = proposals.published(), proposals.withdrawn()
    sent = update(proposal, "superseded", superseded_by=gone.slug, override_reason_hant=override)

    refused = problem(chief.post("status-updates/", sent), 422)

    assert refused["rule"] == "successor_not_public"
    assert recorded() == 0


def test_a_draft_that_replaces_it_is_as_unknown_as_any_other(program):
    proposal, drafted = proposals.published(), proposals.draft()
    sent = update(proposal, "superseded")
    for slug in (drafted.slug, "no-such-one"):
        [fault] = problem(program.post("status-updates/", sent | {"superseded_by": slug}), 400)[
            "errors"
        ]
        assert fault == {
            "field": "superseded_by",
            "message": f"There is no public proposal “{slug}”.",
            "allowed": [],
        }


def test_fifty_documents_and_no_more(program):
    proposal = proposals.published()
    document = evidence()

    many = program.post("status-updates/", update(proposal, evidence=[document] * 50))
    more = program.post("status-updates/", update(proposal, evidence=[document] * 51))

    assert len(many.json()["evidence"]) == 50
    assert [fault["field"] for fault in problem(more, 400)["errors"]] == ["evidence"]


def test_a_void_is_answered_with_the_record_that_voids(program, get):
    proposal = proposals.published()
    mistake = history.record(proposal, Status.NOTED, by=program.user)
    sent = {"reason_hant": "誤記。", "reason_en": "Recorded by mistake."}

    response = program.post(f"status-updates/{mistake.pk}/void/", sent)

    assert response.status_code == 201
    shown = response.json()
    assert (shown["void_of"], shown["status"]) == (mistake.pk, None)
    assert (shown["reason_hans"], shown["reason_en"]) == ("误记。", "Recorded by mistake.")
    detail = get(f"proposals/{proposal.slug}/").json()
    assert shown == detail["updates"][2]
    assert (detail["status"], detail["updates"][1]["voided_by"]) == ("proposed", shown["id"])


def test_a_void_is_refused_as_in_the_form(program):
    proposal = proposals.published()
    [proposed] = proposal.updates.all()
    mistake = history.record(proposal, Status.NOTED, by=program.user)
    void = tracking.void(mistake, reason_hant="誤記。", by=program.user)
    reason = {"reason_hant": "誤記。"}
    for row, sent, rule in [
        (proposed, reason, "proposed_must_remain"),
        (proposed, {"reason_hant": " "}, "reason_missing"),
        (mistake, reason, "already_voided"),
        (void, reason, "void_of_void"),
    ]:
        refused = problem(program.post(f"status-updates/{row.pk}/void/", sent), 422)
        assert refused["rule"] == rule
        assert refused["remedy"]
    assert recorded() == 2


def test_a_void_needs_its_reason_and_takes_nothing_else(program):
    response = program.post("status-updates/1/void/", {"because": "x"})

    faults = {fault["field"] for fault in problem(response, 400)["errors"]}
    assert faults == {"reason_hant", "because"}


def test_a_second_editor_confirms(program, chief, get):
    proposal = proposals.published()
    waiting = program.post("status-updates/", update(proposal, "declined")).json()

    response = chief.post(f"status-updates/{waiting['id']}/confirm/", {"opened": [1]})

    assert response.status_code == 201
    shown = response.json()
    assert (shown["confirms"], shown["status"], shown["evidence"]) == (waiting["id"], None, [])
    detail = get(f"proposals/{proposal.slug}/").json()
    assert detail["status"] == "declined"
    assert detail["updates"][1] == waiting | {
        "confirmed_by": shown["id"],
        "awaiting_confirmation": False,
        "holds": True,
    }


def test_a_confirmation_is_refused_as_in_the_form(program, chief):
    proposal = proposals.published()
    [proposed] = proposal.updates.all()
    waiting = history.record(proposal, Status.DECLINED, by=program.user)

    def refusal(who, row):
        return problem(who.post(f"status-updates/{row.pk}/confirm/", {"opened": [1]}), 422)["rule"]

    assert refusal(chief, proposed) == "confirmation_not_needed"
    assert refusal(program, waiting) == "second_editor_needed"
    chief.post(f"status-updates/{waiting.pk}/confirm/", {"opened": [2]})
    assert refusal(chief, waiting) == "already_confirmed"
    second = history.record(proposal, Status.DECLINED, by=program.user)
    tracking.void(StatusUpdate.objects.get(pk=second.pk), reason_hant="誤記。", by=program.user)
    assert refusal(chief, second) == "confirmed_void"


def test_a_confirmation_names_what_its_editor_has_opened_as_in_the_form(program, chief):
    proposal = proposals.published()
    history.record(proposal, Status.IN_DELIVERY, by=program.user)
    waiting = history.record(proposal, Status.DELIVERED, dt.date(2026, 6, 2), by=program.user)
    address = f"status-updates/{waiting.pk}/confirm/"
    # A source, a document, a statement and an act: it rests on the second and the last.
    for opened in ([], [2], [4], [1, 3]):
        refused = problem(chief.post(address, {"opened": opened}), 422)
        assert refused["rule"] == "evidence_not_opened"
        assert [fault["field"] for fault in refused["errors"]] == ["opened"]
    assert chief.post(address, {"opened": [2, 4]}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "opened"),
        ({"opened": None}, "opened"),
        ({"opened": "all"}, "opened"),
        ({"opened": [1, 0]}, "opened.1"),
        ({"opened": [1, 5]}, "opened.1"),
        ({"opened": [1], "reason_hant": "同意。"}, "reason_hant"),
    ],
)
def test_a_confirmation_that_cannot_be_read_names_its_field(program, chief, sent, field):
    waiting = history.record(proposals.published(), Status.DECLINED, by=program.user)
    response = chief.post(f"status-updates/{waiting.pk}/confirm/", sent)
    assert [fault["field"] for fault in problem(response, 400)["errors"]] == [field]
    assert not StatusUpdate.objects.filter(confirms=waiting).exists()


def test_a_check_is_answered_as_it_is_shown(program, get):
    proposal = proposals.published()
    today = timezone.localdate()
    sent = {
        "proposal": proposal.slug,
        "checked_on": today.isoformat(),
        "next_check_on": (today + dt.timedelta(days=30)).isoformat(),
        "note_hant": "查閱憲報。",
        "note_en": "Read the Gazette.",
    }

    response = program.post("checks/", sent)

    assert response.status_code == 201
    shown = response.json()
    assert {name: shown[name] for name in sent} == sent
    [listed] = get(f"proposals/{proposal.slug}/").json()["checks"]
    assert {name: shown[name] for name in listed} == listed
    assert set(shown) - set(listed) == {"id", "proposal"}
    assert get(f"proposals/{proposal.slug}/").json()["next_check_on"] == sent["next_check_on"]


def test_the_next_check_falls_due_by_status(program):
    today = timezone.localdate()
    sent = {"proposal": proposals.published().slug, "checked_on": today.isoformat()}

    shown = program.post("checks/", sent).json()

    assert shown["next_check_on"] == (today + dt.timedelta(days=90)).isoformat()


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({"checked_on": TOMORROW.isoformat()}, "check_in_future"),
        ({"checked_on": "2026-06-01", "next_check_on": "2026-06-01"}, "next_check_not_later"),
        ({"checked_on": "2026-06-01", "next_check_on": "9999-12-31"}, "next_check_too_late"),
        ({"checked_on": "0001-01-01"}, "check_before_all"),
        ({"checked_on": "2026-06-01", "note_hant": "一\u202e二"}, "unseen_character"),
    ],
)
def test_a_check_is_refused_as_in_the_form(program, sent, rule):
    refused = problem(program.post("checks/", {"proposal": proposals.published().slug} | sent), 422)

    assert refused["rule"] == rule
    assert recorded() == 0


def test_a_check_needs_its_day(program):
    response = program.post("checks/", {"proposal": "", "checked_on": None, "note_hans": ""})

    faults = {fault["field"] for fault in problem(response, 400)["errors"]}
    assert faults == {"proposal", "checked_on", "note_hans"}


def test_a_record_costs_the_same_whatever_the_log_holds(program):
    proposal = proposals.published()
    program.post("status-updates/", update(proposal))
    costs = []
    for more in (1, 2):
        for _ in range(more):
            history.record(proposal, Status.UNDER_STUDY, by=program.user)
        with CaptureQueriesContext(connection) as queries:
            assert program.post("status-updates/", update(proposal)).status_code == 201
        costs.append(len(queries))

    assert costs[0] == costs[1]
