"""What may be recorded of a proposal, and what is refused with the rule and the remedy."""

import datetime as dt
from itertools import combinations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals import tracking
from proposals.choices import (
    ALLOWED_NEXT,
    CHECK_INTERVAL_DAYS,
    NEEDS_CONFIRMATION,
    ChangeKind,
    EvidenceClass,
    Status,
)
from proposals.editing import publishing
from proposals.models import Change, Evidence, Proposal
from proposals.tracking import rules
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

PROPOSED_ON = dt.date(2026, 5, 20)
CHECKED_ON = dt.date(2026, 5, 25)
BEFORE_ON = dt.date(2026, 6, 1)
THEN_ON = dt.date(2026, 6, 10)

# The steps by which a proposal comes to a status.
WAY = {status: [status] for status in Status.values} | {
    "proposed": [],
    "partly_delivered": ["in_delivery", "partly_delivered"],
    "delivered": ["in_delivery", "delivered"],
}
OFFICIAL_REPLY = [["official_document"], ["official_statement"], ["legislative_record"]]
# For each status, every smallest set of evidence that is enough.
ENOUGH = {
    "proposed": [["source"]],
    "noted": OFFICIAL_REPLY,
    "under_study": [["official_document"], ["official_statement"]],
    "committed": [["official_document"]],
    "in_delivery": [["official_document"], ["concrete_act"]],
    "partly_delivered": [["official_document"]],
    "delivered": [["official_document", "concrete_act"]],
    "declined": OFFICIAL_REPLY,
    "stalled": [[]],
    "superseded": [[evidence_class] for evidence_class in EvidenceClass.values],
}


@pytest.fixture
def editor():
    return people.user()


def may_override(user):
    user.user_permissions.add(Permission.objects.get(codename="override_statusupdate"))
    return user


def rows(classes):
    return [history.evidence(c, **history.OPENS) for c in classes]


def at(status, *, by):
    """A draft that stands at a status, checked since it was proposed."""
    proposal = proposals.draft(proposed_on=PROPOSED_ON)
    publishing.state_as_proposed(proposal, by=by)
    tracking.check(proposal, checked_on=CHECKED_ON, by=by)
    for step in WAY[status]:
        update = history.record(proposal, step, BEFORE_ON, by=by)
        if step in NEEDS_CONFIRMATION:
            tracking.confirm(update, by=people.user())
    tracking.check(proposal, checked_on=BEFORE_ON, by=by)
    return proposal


def outcome(proposal, status, classes, *, by):
    """The rule that refuses it, or None; nothing of it stays."""
    with transaction.atomic():
        try:
            history.record(proposal, status, THEN_ON, evidence=rows(classes), by=by)
            rule = None
        except rules.Refusal as refusal:
            rule = refusal.rule
        transaction.set_rollback(True)
    return rule


def numbers(proposal):
    return sorted(proposal.updates.values_list("number", flat=True))


@pytest.mark.parametrize("before", Status.values)
def test_exactly_the_allowed_steps_are_recorded_each_with_the_smallest_evidence(before, editor):
    proposal = at(before, by=editor)
    assert {
        then: outcome(proposal, then, ENOUGH[then][0], by=editor) for then in Status.values
    } == {
        then: None if then in ALLOWED_NEXT[before] else "step_not_allowed" for then in Status.values
    }


def test_a_refused_step_says_what_may_come_and_writes_nothing(editor):
    proposal = at("noted", by=editor)
    with pytest.raises(rules.Refusal) as caught:
        history.record(proposal, Status.DELIVERED, THEN_ON, by=editor)
    assert caught.value.field == "status"
    assert all(code in str(caught.value.remedy) for code in ALLOWED_NEXT["noted"])
    proposal.refresh_from_db()
    assert (proposal.status, numbers(proposal)) == (Status.NOTED, [1, 2])


@pytest.mark.parametrize("status", Status.values)
def test_the_steps_offered_are_those_allowed(status, editor):
    proposal = at(status, by=editor)
    assert tracking.steps_from(proposal) == ALLOWED_NEXT[status]


def test_the_first_step_offered_is_proposed():
    assert tracking.steps_from(proposals.draft()) == {Status.PROPOSED}


@pytest.mark.parametrize("status", sorted(set(ENOUGH) - {"stalled", "superseded"}))
def test_evidence_is_enough_if_and_only_if_it_holds_a_smallest_set(status, editor):
    before = "in_delivery" if status in ("partly_delivered", "delivered") else "proposed"
    proposal = at(before, by=editor)
    largest = 2 if status == "delivered" else 1
    given = [c for size in range(largest + 1) for c in combinations(EvidenceClass.values, size)]
    for classes in given:
        enough = any(set(smallest) <= set(classes) for smallest in ENOUGH[status])
        assert outcome(proposal, status, classes, by=editor) == (
            None if enough else "evidence_missing"
        )


def test_the_log_is_read_once_however_long_it_is(editor):
    proposal = at("noted", by=editor)
    for status in ("under_study", "noted"):
        with CaptureQueriesContext(connection) as queries:
            history.record(proposal, status, THEN_ON, by=editor)
        asked = [q["sql"] for q in queries if '"proposals_statusupdate"' in q["sql"]]
        assert [sql.split()[0] for sql in asked] == ["SELECT", "INSERT"]


def test_evidence_is_kept_with_its_update(editor):
    update = history.record(
        at("proposed", by=editor), evidence=rows(["official_statement"]), by=editor
    )
    assert [e.evidence_class for e in update.evidence.all()] == ["official_statement"]
    assert update.recorded_by == editor


def test_stalled_needs_a_check_since_the_status_before_it(editor):
    proposal = proposals.published(proposed_on=PROPOSED_ON, by=editor)
    tracking.check(proposal, checked_on=PROPOSED_ON - dt.timedelta(days=1), by=editor)
    with refused.by_rule("check_missing"):
        history.record(proposal, Status.STALLED, THEN_ON, evidence=[], by=editor)
    tracking.check(proposal, checked_on=PROPOSED_ON, by=editor)
    history.record(proposal, Status.STALLED, THEN_ON, evidence=[], by=editor)
    assert proposal.status == Status.STALLED


def test_superseded_needs_the_proposal_or_the_measure_that_replaces_it(editor):
    proposal, successor = at("proposed", by=editor), proposals.published()
    with refused.by_rule("successor_missing", field="superseded_by"):
        history.record(proposal, Status.SUPERSEDED, THEN_ON, evidence=[], by=editor)
    update = history.record(
        proposal, Status.SUPERSEDED, THEN_ON, evidence=[], superseded_by=successor, by=editor
    )
    assert list(successor.supersedes.all()) == [update]


@pytest.mark.parametrize(
    "make",
    [
        proposals.draft,
        proposals.withdrawn,
        lambda: proposals.merged(proposals.published()),
    ],
)
def test_what_replaces_it_is_public(make, editor):
    proposal = at("proposed", by=editor)
    with refused.by_rule("successor_not_public", field="superseded_by"):
        history.record(proposal, Status.SUPERSEDED, THEN_ON, superseded_by=make(), by=editor)


@pytest.mark.parametrize("status", ["adopted", "", "PROPOSED", "draft", "overdue"])
def test_an_unknown_status_is_refused(status, editor):
    with refused.by_rule("unknown_status", field="status"):
        history.record(at("proposed", by=editor), status, THEN_ON, by=editor)


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_reason_is_needed(reason, editor):
    with refused.by_rule("reason_missing", field="reason_hant"):
        history.record(at("proposed", by=editor), reason_hant=reason, by=editor)


@pytest.mark.parametrize("status", [s for s in Status.values if s != "proposed"])
def test_a_day_is_needed_by_all_but_the_ask_itself(status, editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    assert proposal.status_since is None
    with refused.by_rule("effective_on_missing", field="effective_on"):
        history.record(proposal, status, None, by=editor)


def test_nothing_comes_before_the_ask(editor):
    draft = proposals.draft()
    with refused.by_rule("first_must_be_proposed", field="status"):
        history.record(draft, Status.NOTED, by=editor)
    published = proposals.published(proposed_on=PROPOSED_ON)
    with refused.by_rule("first_must_be_proposed", field="effective_on"):
        history.record(published, Status.NOTED, PROPOSED_ON - dt.timedelta(days=1), by=editor)


def test_an_override_waives_the_step_and_the_evidence(editor):
    proposal = at("proposed", by=editor)
    chief = may_override(editor)
    update = history.record(
        proposal,
        Status.PARTLY_DELIVERED,
        THEN_ON,
        evidence=[],
        override_reason_hant="記錄早於本站。",
        override_reason_en="It was recorded before this site was.",
        by=chief,
    )
    proposal.refresh_from_db()
    assert proposal.status == Status.PARTLY_DELIVERED
    assert update.override_reason_hans == "记录早于本站。"
    assert update.is_override


def test_an_override_needs_the_right(editor):
    with refused.by_rule("override_not_allowed", field="override_reason_hant"):
        history.record(
            at("proposed", by=editor), Status.DELIVERED, override_reason_hant="例外。", by=editor
        )


@pytest.mark.parametrize("reason", ["", "  "])
def test_the_right_without_a_reason_overrides_nothing(reason, editor):
    with refused.by_rule("step_not_allowed"):
        history.record(
            at("proposed", by=editor),
            Status.DELIVERED,
            override_reason_hant=reason,
            by=may_override(editor),
        )


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("reason_missing", {"reason_hant": ""}),
        ("effective_on_missing", {"effective_on": None}),
        ("effective_in_future", {"effective_on": dt.date(9999, 1, 1)}),
        ("unknown_status", {"status": "adopted"}),
        ("unknown_precision", {"effective_on_precision": "week"}),
        ("evidence_faulty", {"evidence": [history.evidence("hearsay")]}),
    ],
)
def test_an_override_waives_nothing_else(rule, fields, editor):
    with refused.by_rule(rule):
        history.record(
            at("proposed", by=editor),
            override_reason_hant="例外。",
            by=may_override(editor),
            **fields,
        )


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        ("proposal_withdrawn", proposals.withdrawn),
        ("proposal_merged", lambda: proposals.merged(proposals.published())),
    ],
)
def test_nothing_is_recorded_on_what_is_withdrawn_or_merged(rule, make, editor):
    proposal = make()
    changes = Change.objects.count()
    with refused.by_rule(rule):
        history.record(proposal, by=editor)
    with refused.by_rule(rule):
        history.record(proposal, override_reason_hant="例外。", by=may_override(people.user()))
    with refused.by_rule(rule):
        tracking.check(proposal, checked_on=THEN_ON, by=editor)
    with refused.by_rule(rule):
        tracking.void(proposal.updates.get(), reason_hant="記錯。", by=editor)
    assert (numbers(proposal), Change.objects.count()) == ([1], changes)


@pytest.mark.parametrize(
    ("field", "faulty"),
    [
        ("url", {"url": "javascript:alert(1)"}),
        ("title", {"title": ""}),
        ("evidence_class", {"evidence_class": "hearsay"}),
    ],
)
def test_faulty_evidence_is_named_and_nothing_is_written(field, faulty, editor):
    proposal = at("proposed", by=editor)
    evidence = [history.evidence(), history.evidence(**faulty)]
    with refused.by_rule("evidence_faulty", field=f"evidence.{field}"):
        history.record(proposal, evidence=evidence, by=editor)
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.status, numbers(stored)) == (Status.PROPOSED, [1])
    assert Evidence.objects.filter(update__proposal=proposal).count() == 1


def test_a_text_that_runs_the_other_way_is_refused_by_each_act(editor):
    proposal = at("noted", by=editor)
    turned = "已查。\u202e"
    acts = {
        "note_hant": lambda: tracking.check(
            proposal, checked_on=CHECKED_ON, note_hant=turned, by=editor
        ),
        "reason_hant": lambda: history.record(proposal, reason_hant=turned, by=editor),
        "reason_en": lambda: tracking.void(
            proposal.updates.get(number=2), reason_hant="記錯。", reason_en=turned, by=editor
        ),
    }
    for field, act in acts.items():
        with refused.by_rule("unseen_character", field=field):
            act()
    assert (numbers(proposal), proposal.checks.count()) == ([1, 2], 2)


def test_a_draft_leaves_no_change(editor):
    proposal = at("noted", by=editor)
    tracking.void(proposal.updates.get(number=2), reason_hant="記錯。", by=editor)
    assert Change.objects.count() == 0


def test_a_published_proposal_leaves_one_change_for_each_act(editor):
    proposal = proposals.published(proposed_on=PROPOSED_ON, by=editor)
    update = history.record(proposal, by=editor)
    tracking.check(proposal, checked_on=THEN_ON, by=editor)
    void = tracking.void(update, reason_hant="記錯。", by=editor)
    assert list(proposal.changes.order_by("seq").values_list("kind", "update")) == [
        (ChangeKind.PUBLISHED, None),
        (ChangeKind.STATUS, update.pk),
        (ChangeKind.CHECKED, None),
        (ChangeKind.VOIDED, void.pk),
    ]
    newest = proposal.changes.latest("seq")
    proposal.refresh_from_db()
    assert (proposal.change_seq, proposal.updated_at) == (newest.seq, newest.at)


@pytest.mark.parametrize("status", Status.values)
def test_the_next_check_falls_due_by_where_it_stands(status, editor):
    proposal = at(status, by=editor)
    row = tracking.check(proposal, checked_on=THEN_ON, by=editor)
    due = THEN_ON + dt.timedelta(days=CHECK_INTERVAL_DAYS[status])
    assert row.next_check_on == due
    proposal.refresh_from_db()
    assert proposal.next_check_on >= due


@pytest.mark.django_db
def test_entering_an_ask_is_no_check_and_reporting_progress_is():
    editor = people.user()
    proposal = proposals.published(by=editor)
    assert (proposal.checked_on, proposal.next_check_on) == (
        None,
        timezone.localdate() + dt.timedelta(days=90),
    )
    history.record(proposal, Status.UNDER_STUDY, by=editor)
    assert proposal.checked_on == timezone.localdate()


def test_a_late_stalled_is_judged_by_the_status_before_it(editor):
    """What came after it, and when that began, is no reason to refuse it."""
    proposal = proposals.published(by=editor)
    tracking.check(proposal, checked_on=dt.date(2026, 6, 10), by=editor)
    history.record(proposal, Status.UNDER_STUDY, dt.date(2026, 9, 1), by=editor)
    history.record(proposal, Status.STALLED, dt.date(2026, 7, 1), evidence=[], by=editor)
    assert proposal.status == Status.UNDER_STUDY


def test_a_proposal_does_not_replace_itself(editor):
    proposal = proposals.published(by=editor)
    with refused.by_rule("successor_is_itself"):
        history.record(proposal, Status.SUPERSEDED, superseded_by=proposal, by=editor)


def test_only_superseded_names_what_replaces_it(editor):
    proposal, other = proposals.published(by=editor), proposals.published(by=editor)
    with refused.by_rule("successor_not_wanted"):
        history.record(proposal, Status.NOTED, superseded_by=other, by=editor)


def test_an_undated_ask_recorded_anew_keeps_the_last_day_that_its_proposal_knows(editor):
    last = dt.date(2026, 6, 2)
    ask = proposals.published(
        by=editor,
        proposed_on=None,
        proposed_not_after=last,
        proposed_basis_hant="文中說訪問即將展開。",
        proposed_basis_en="The text speaks of the visit as to come.",
    )
    history.record(ask, Status.PROPOSED, None, by=editor)
    history.record(ask, Status.PROPOSED, PROPOSED_ON, by=editor)
    bounds = ask.updates.order_by("number").values_list("effective_not_after", flat=True)
    assert list(bounds) == [last, last, None]


def test_what_has_a_date_takes_no_other_bound(editor):
    ask = proposals.draft()
    with refused.by_rule("bound_beside_day", field="effective_not_after"):
        history.record(ask, Status.PROPOSED, PROPOSED_ON, effective_not_after=CHECKED_ON, by=editor)
