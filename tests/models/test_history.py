import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from proposals import tracking
from proposals.choices import EvidenceClass, Status
from proposals.models import Change, Check, Evidence, PolicyEvent, StatusUpdate
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 20)
MONTH = dt.date(2026, 5, 1)
YEAR = dt.date(2026, 1, 1)
UNDATED = {"effective_on": None, "effective_on_precision": ""}


@pytest.fixture
def proposal():
    return proposals.published(proposed_on=DAY)


@pytest.fixture
def uncommitted():
    """What the log would make of these rows is judged when a transaction ends: this one does
    not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def add(proposal, **columns):
    """A record as raw SQL would write it, past the rules of tracking."""
    values = {
        "number": 2,
        "status": Status.NOTED,
        "effective_on": DAY,
        "effective_on_precision": "day",
        "reason_hant": "當局已回應。",
        "recorded_at": timezone.now(),
        "recorded_by": people.user(),
    } | columns
    return StatusUpdate.objects.create(proposal=proposal, **values)


def first(proposal):
    return proposal.updates.get(number=1)


@pytest.mark.parametrize(
    "columns",
    [
        *({"status": status} for status in Status.values),
        {"effective_on": MONTH, "effective_on_precision": "month"},
        {"effective_on": YEAR, "effective_on_precision": "year"},
        {"status": Status.PROPOSED, **UNDATED},
    ],
)
def test_the_database_takes_an_update_with(proposal, columns, uncommitted):
    assert add(proposal, **columns).number == 2


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("statusupdate_states_or_voids_or_confirms", {"status": ""}),
        ("statusupdate_states_or_voids_or_confirms", {"status": "adopted"}),
        ("statusupdate_effective_on_matches_precision", {"effective_on_precision": ""}),
        ("statusupdate_effective_on_matches_precision", {"effective_on_precision": "month"}),
        ("statusupdate_effective_on_matches_precision", {"effective_on_precision": "year"}),
        (
            "statusupdate_effective_on_matches_precision",
            {"status": Status.PROPOSED, "effective_on": None},
        ),
        ("statusupdate_undated_only_when_proposed", UNDATED),
        ("statusupdate_bounded_only_when_undated", {"effective_not_after": DAY}),
        (
            "statusupdate_bounded_only_when_undated",
            {"effective_not_after": DAY, "status": Status.PROPOSED},
        ),
        ("statusupdate_has_reason", {"reason_hant": ""}),
        ("statusupdate_number_once", {"number": 1}),
    ],
)
def test_the_database_refuses_an_update_with(proposal, constraint, columns):
    with refused.by_database(constraint):
        add(proposal, **columns)


def test_a_number_may_stand_on_another_proposal(proposal):
    assert first(proposal).number == first(proposals.published()).number == 1


def test_a_void_states_nothing_and_is_undated(proposal, uncommitted):
    mistake = add(proposal)
    with refused.by_database("statusupdate_states_or_voids_or_confirms"):
        add(proposal, number=3, void_of=mistake, **UNDATED)
    with refused.by_database("statusupdate_states_or_voids_or_confirms"):
        add(proposal, number=3, void_of=mistake, status="")
    void = add(proposal, number=3, void_of=mistake, status="", **UNDATED)
    assert mistake.voided_by == void


def test_a_confirmation_states_nothing_is_undated_and_needs_no_reason(proposal, uncommitted):
    waiting = add(proposal, status=Status.DELIVERED)
    with refused.by_database("statusupdate_states_or_voids_or_confirms"):
        add(proposal, number=3, confirms=waiting, **UNDATED)
    with refused.by_database("statusupdate_states_or_voids_or_confirms"):
        add(proposal, number=3, confirms=waiting, status="")
    with refused.by_database("statusupdate_states_or_voids_or_confirms"):
        add(proposal, number=3, confirms=waiting, void_of=waiting, status="", **UNDATED)
    second = add(proposal, number=3, confirms=waiting, status="", reason_hant="", **UNDATED)
    assert waiting.confirmation == second


def test_an_update_is_confirmed_once(proposal, uncommitted):
    waiting = add(proposal, status=Status.DELIVERED)
    add(proposal, number=3, confirms=waiting, status="", **UNDATED)
    with refused.by_database("proposals_statusupdate_confirms_id_key"):
        add(proposal, number=4, confirms=waiting, status="", **UNDATED)


def test_an_update_is_voided_once(proposal):
    mistake = add(proposal)
    add(proposal, number=3, void_of=mistake, status="", **UNDATED)
    with refused.by_database("proposals_statusupdate_void_of_id_key"):
        add(proposal, number=4, void_of=mistake, status="", **UNDATED)


@pytest.mark.parametrize("evidence_class", EvidenceClass.values)
def test_the_database_takes_evidence_of_each_class(proposal, evidence_class):
    Evidence.objects.create(update=first(proposal), evidence_class=evidence_class, title="文件")


@pytest.mark.parametrize(
    "columns",
    [
        {"published_on": DAY, "published_on_precision": "day"},
        {"published_on": MONTH, "published_on_precision": "month"},
        {"published_on": YEAR, "published_on_precision": "year"},
    ],
)
def test_the_database_takes_evidence_dated(proposal, columns):
    Evidence.objects.create(update=first(proposal), evidence_class="other", title="文件", **columns)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("evidence_class_known", {"evidence_class": "hearsay"}),
        ("evidence_has_title", {"title": ""}),
        ("evidence_published_on_matches_precision", {"published_on": DAY}),
        ("evidence_published_on_matches_precision", {"published_on_precision": "day"}),
        (
            "evidence_published_on_matches_precision",
            {"published_on": DAY, "published_on_precision": "month"},
        ),
    ],
)
def test_the_database_refuses_evidence_with(proposal, constraint, columns):
    values = {"evidence_class": "other", "title": "文件"} | columns
    with refused.by_database(constraint):
        Evidence.objects.create(update=first(proposal), **values)


def test_the_next_check_is_later_than_the_last(proposal):
    def look(next_check_on):
        return Check.objects.create(
            proposal=proposal,
            checked_on=DAY,
            next_check_on=next_check_on,
            recorded_at=timezone.now(),
            recorded_by=people.user(),
        )

    assert look(DAY + dt.timedelta(days=1)).pk
    with refused.by_database("check_next_is_later"):
        look(DAY)


def test_the_constraints_tested_here_are_all():
    assert refused.constraints(Check) == {"check_next_is_later"}
    assert refused.constraints(Evidence) == {
        "evidence_class_known",
        "evidence_has_title",
        "evidence_published_on_matches_precision",
    }
    assert refused.constraints(PolicyEvent) == {
        "policyevent_has_title",
        "policyevent_class_known",
        "policyevent_happened_on_matches_precision",
    }
    assert refused.constraints(StatusUpdate) == {
        "proposals_statusupdate_confirms_id_key",
        "proposals_statusupdate_void_of_id_key",
        "statusupdate_number_once",
        "statusupdate_states_or_voids_or_confirms",
        "statusupdate_effective_on_matches_precision",
        "statusupdate_undated_only_when_proposed",
        "statusupdate_bounded_only_when_undated",
        "statusupdate_has_reason",
    }


EVENT = {
    "title": "施政報告",
    "evidence_class": "official_document",
    "happened_on": DAY,
    "happened_on_precision": "day",
}


def event(**columns):
    values = EVENT | {"recorded_at": timezone.now(), "recorded_by": people.user()} | columns
    return PolicyEvent.objects.create(**values)


@pytest.mark.parametrize(
    "columns",
    [
        *({"evidence_class": evidence_class} for evidence_class in EvidenceClass.values),
        {"happened_on": MONTH, "happened_on_precision": "month"},
        {"happened_on": YEAR, "happened_on_precision": "year"},
    ],
)
def test_the_database_takes_an_event_with(columns):
    assert event(**columns).pk


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("policyevent_has_title", {"title": ""}),
        ("policyevent_class_known", {"evidence_class": "hearsay"}),
        ("policyevent_happened_on_matches_precision", {"happened_on_precision": "month"}),
        ("policyevent_happened_on_matches_precision", {"happened_on_precision": ""}),
    ],
)
def test_the_database_refuses_an_event_with(constraint, columns):
    with refused.by_database(constraint):
        event(**columns)


LOG = {
    PolicyEvent: "UPDATE proposals_policyevent SET title = '別的文件'",
    StatusUpdate: "UPDATE proposals_statusupdate SET reason_hant = '別的原因。'",
    Evidence: "UPDATE proposals_evidence SET title = '別的文件'",
    Check: "UPDATE proposals_check SET note_hant = '別的備註'",
    Change: "UPDATE proposals_change SET kind = 'updated'",
}


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("model", "sql"),
    [
        *LOG.items(),
        *((model, f"DELETE FROM {model._meta.db_table}") for model in LOG),
        # Even what would change nothing.
        *(
            (model, f"UPDATE {model._meta.db_table} SET proposal_id = proposal_id")
            for model in (StatusUpdate, Check, Change)
        ),
    ],
)
def test_sql_cannot_edit_or_delete_what_is_recorded(proposal, model, sql):
    tracking.check(proposal, checked_on=DAY, by=people.user())
    event()
    before = list(model.objects.order_by("pk").values())
    assert before
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        run(sql)
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("model", LOG)
def test_saving_a_recorded_row_again_is_refused(proposal, model):
    tracking.check(proposal, checked_on=DAY, by=people.user())
    event()
    row = model.objects.first()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        row.save()


def test_live_is_what_is_neither_voided_nor_a_void(proposal):
    editor = people.user()
    mistake = history.record(proposal, by=editor)
    kept = history.record(proposal, Status.NOTED, by=editor)
    tracking.void(mistake, reason_hant="記錯。", by=editor)
    assert list(proposal.updates.live().order_by("number")) == [first(proposal), kept]


def test_effect_order_is_by_day_then_as_recorded_with_the_undated_first():
    editor = people.user()
    undated = proposals.published(proposed_on=None, by=editor)
    late = history.record(undated, Status.COMMITTED, dt.date(2026, 6, 2), by=editor)
    early = history.record(undated, Status.NOTED, dt.date(2026, 6, 1), by=editor)
    again = history.record(undated, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
    assert list(undated.updates.in_effect_order()) == [first(undated), early, again, late]
