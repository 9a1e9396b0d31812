"""Rows of an imported table that state a new status."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals import tracking
from proposals.choices import EvidenceClass, Precision, Status
from proposals.models import Change, Proposal, StatusUpdate
from tests.admin.importing import confirm, exported, preview
from tests.factories import history, people, proposals

SAID = {
    "effective_on": "2026-06-01",
    "effective_on_precision": "day",
    "reason_hant": "施政報告承諾。",
    "reason_en": "Promised in the Policy Address.",
    "evidence_class": "official_document",
    "evidence_title": "施政報告第 10 段",
    "evidence_url": "https://www.policyaddress.gov.hk/",
    "evidence_publisher": "政府",
    "evidence_published_on": "2026-06-01",
    "evidence_published_on_precision": "day",
    "evidence_quote": "會設立基金。",
}
COMMITTED = SAID | {"status": "committed"}


def faults(shown):
    """The columns at fault, row by row."""
    assert "confirm_form" not in shown.context
    rows = shown.context["result"].invalid_rows
    assert all(text for row in rows for text in row.field_specific_errors.values())
    return [set(row.field_specific_errors) for row in rows]


def sent(client, **cells):
    [row] = exported(client)
    return preview(client, [row | cells])


@pytest.fixture
def parted(editor):
    """A proposal under way, with two criteria."""
    proposal = proposals.published(by=editor.user)
    for text in ("基金已成立", "基金已接受申請"):
        proposals.criterion(proposal, text)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 5, 25), by=editor.user)
    return proposal


@pytest.mark.parametrize("cell", ["1=met 2=not_met", "2=not_met; 1=met"])
def test_a_row_says_which_criteria_are_met(editor, parted, cell):
    cells = SAID | {"status": "partly_delivered", "criteria_stated": cell}
    confirm(editor, sent(editor, **cells))
    states = parted.updates.latest("number").assessments.values_list("criterion__position", "state")
    assert dict(states) == {1: "met", 2: "not_met"}


@pytest.mark.parametrize(
    "cell", ["", "1=met", "met", "x=met", "1=met 1=partly", "1=met 3=not_met", "1=met 2=done"]
)
def test_a_fault_of_criteria_is_told_at_their_column(editor, parted, cell):
    cells = SAID | {"status": "partly_delivered", "criteria_stated": cell}
    assert faults(sent(editor, **cells)) == [{"criteria_stated"}]


def test_an_export_has_no_column_that_only_an_import_reads(editor):
    proposals.published()
    assert not set(SAID) & set(exported(editor)[0])


def test_a_row_that_states_a_new_status_is_previewed_and_writes_nothing(editor):
    proposals.published()
    before = StatusUpdate.objects.count(), Change.objects.count()
    shown = sent(editor, **COMMITTED)
    assert "<ins" in shown.text
    assert "施政報告第 10 段" in shown.text
    assert Proposal.objects.get().status == Status.PROPOSED
    assert (StatusUpdate.objects.count(), Change.objects.count()) == before


def test_what_a_row_states_is_recorded_when_it_is_confirmed(editor):
    proposals.published()
    confirm(editor, sent(editor, **COMMITTED, title_en="A silver fund"))
    update = StatusUpdate.objects.latest("pk")
    assert (update.status, update.effective_on) == (Status.COMMITTED, dt.date(2026, 6, 1))
    assert update.effective_on_precision == Precision.DAY
    assert (update.reason_hant, update.reason_en) == (SAID["reason_hant"], SAID["reason_en"])
    assert update.recorded_by == editor.user
    [document] = update.evidence.all()
    assert document.evidence_class == EvidenceClass.OFFICIAL_DOCUMENT
    assert (document.title, document.url) == (SAID["evidence_title"], SAID["evidence_url"])
    assert (document.publisher, document.quote) == ("政府", "會設立基金。")
    assert document.published_on == dt.date(2026, 6, 1)
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.title_en) == (Status.COMMITTED, "A silver fund")


@pytest.mark.parametrize(
    "column",
    [
        "effective_on",
        "reason_hant",
        "reason_en",
        "evidence_class",
        "evidence_title",
    ],
)
def test_a_new_status_without_what_it_needs_is_a_fault_of_the_empty_column(editor, column):
    proposals.published()
    assert faults(sent(editor, **COMMITTED | {column: ""})) == [{column}]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("status", "adopted"),
        ("status", "partly_delivered"),
        ("effective_on", "9999-01-01"),
        ("effective_on", "31/6/2026"),
        ("evidence_class", "hearsay"),
        ("evidence_class", "media_report"),
        ("evidence_url", "not a link"),
        ("evidence_published_on", "June"),
        ("evidence_published_on_precision", "week"),
    ],
)
def test_what_a_rule_refuses_is_a_fault_of_its_column(editor, column, cell):
    proposals.published()
    assert faults(sent(editor, **COMMITTED | {column: cell})) == [{column}]


def test_columns_filled_without_a_new_status_are_faults(editor):
    proposals.published()
    assert faults(sent(editor, **SAID)) == [set(SAID)]


def test_empty_columns_without_a_new_status_are_passed_over(editor):
    proposals.published()
    shown = sent(editor, **dict.fromkeys(SAID, ""))
    assert shown.context["result"].totals["skip"] == 1


def test_a_draft_takes_no_status_from_a_row(editor):
    proposals.draft()
    assert faults(sent(editor, **COMMITTED)) == [{"status"}]


def test_a_status_that_needs_a_second_editor_waits_and_is_not_stated_twice(editor):
    proposal = proposals.published()
    history.record(proposal, Status.COMMITTED, by=people.user(), effective_on=dt.date(2026, 6, 1))
    declined = {**SAID, "status": "declined", "evidence_class": "official_statement"}
    confirm(editor, sent(editor, **declined | {"effective_on": "2026-06-02"}))
    proposal.refresh_from_db()
    assert proposal.status == Status.COMMITTED
    assert proposal.updates.awaiting_confirmation().count() == 1
    assert faults(sent(editor, **declined)) == [{"status"}]


def test_a_status_recorded_by_another_since_the_preview_stops_the_import(editor):
    proposal = proposals.published()
    shown = sent(editor, **COMMITTED, title_en="Another title")
    tracking.record(
        proposal,
        status=Status.SUPERSEDED,
        effective_on=dt.date(2026, 5, 30),
        reason_hant="已有另一措施。",
        evidence=[history.evidence()],
        by=people.user(),
    )
    confirm(editor, shown)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.title_en) == (
        Status.SUPERSEDED,
        "Set up a silver-economy fund",
    )


def test_the_same_slug_twice_is_a_fault_of_the_second_row(editor):
    proposals.published()
    [row] = exported(editor)
    assert faults(preview(editor, [row, row | {"title_en": "Another"}])) == [{"slug"}]


@pytest.mark.parametrize("column", ["publication_state", "merged_into"])
def test_publication_is_not_moved_by_a_row(editor, column):
    proposals.published(slug="one")
    cell = {"publication_state": "withdrawn", "merged_into": "two"}[column]
    assert faults(sent(editor, **{column: cell})) == [{column}]


def test_unchanged_rows_ask_the_database_nothing_of_their_own(editor):
    asked = {}
    for count in (1, 3):
        proposals.published()
        if count == 3:
            proposals.published()
        rows = exported(editor)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            preview(editor, rows)
        asked[len(rows)] = [q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(asked[1]) == len(asked[3])


def test_what_the_log_refuses_is_told_with_its_cell(editor, parted):
    [row] = sent(editor, **SAID | {"status": "noted"}).context["faulty"]
    assert [(fault.column, fault.value) for fault in row.faults] == [("status", "noted")]


def test_what_is_withdrawn_is_not_said_to_be_a_draft(editor):
    proposals.withdrawn(by=editor.user)
    [row] = sent(editor, **COMMITTED).context["faulty"]
    [fault] = row.faults
    assert (fault.column, "已撤回" in fault.message) == ("status", True)
