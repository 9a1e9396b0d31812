"""One event, many proposals: all or nothing, every refusal told, taken back together."""

import datetime as dt

import pytest

from proposals import tracking
from proposals.choices import ChangeKind, EvidenceClass, Status
from proposals.editing import merging
from proposals.models import Change, Evidence, PolicyEvent, Proposal, StatusSpan, StatusUpdate
from proposals.tracking import policy_events
from proposals.tracking.policy_events import Step
from proposals.tracking.rules import Conflict
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

S = Status
ON = dt.date(2026, 6, 10)


@pytest.fixture
def editor():
    return people.user()


@pytest.fixture
def rows(editor):
    return [proposals.published(by=editor) for _ in range(3)]


def event(**fields):
    """Not yet recorded."""
    values = {
        "title": "2026 年施政報告第 42 段",
        "evidence_class": EvidenceClass.OFFICIAL_DOCUMENT,
        "publisher": "香港特別行政區政府",
        "url": "https://www.example.org/policy-address/",
        "happened_on": ON,
    } | fields
    return PolicyEvent(**values)


def step(proposal, status=S.NOTED, **fields):
    return Step(proposal, status, **{"reason_hant": "當局已回應。", "reason_en": "Noted."} | fields)


def written():
    """Everything that applying an event could leave."""
    models = (Change, Evidence, PolicyEvent, StatusSpan, StatusUpdate)
    return [
        *(list(model.objects.order_by("pk").values()) for model in models),
        list(Proposal.objects.order_by("pk").values()),
    ]


def stands(rows):
    return [Proposal.objects.get(pk=row.pk).status for row in rows]


def test_it_becomes_the_evidence_of_an_update_on_each_proposal(rows, editor):
    said = event()
    outcomes = policy_events.apply(
        said,
        [
            step(rows[0], passage="　政府會研究設立基金。 "),
            step(rows[1], S.COMMITTED, reason_hant="承諾設立。", reason_en="Promised."),
        ],
        by=editor,
    )
    assert [(o.proposal, o.before, o.after) for o in outcomes] == [
        (rows[0], S.PROPOSED, S.NOTED),
        (rows[1], S.PROPOSED, S.COMMITTED),
    ]
    assert stands(rows) == [S.NOTED, S.COMMITTED, S.PROPOSED]
    stored = PolicyEvent.objects.get()
    assert (stored.recorded_by, list(stored.updates.order_by("pk"))) == (
        editor,
        [o.update for o in outcomes],
    )
    assert list(
        Evidence.objects.filter(update__event=stored)
        .order_by("pk")
        .values_list("title", "evidence_class", "publisher", "url", "published_on", "quote")
    ) == [
        (said.title, said.evidence_class, said.publisher, said.url, ON, "政府會研究設立基金。"),
        (said.title, said.evidence_class, said.publisher, said.url, ON, ""),
    ]
    update = outcomes[1].update
    assert (update.effective_on, update.reason_hant, update.reason_en) == (
        ON,
        "承諾設立。",
        "Promised.",
    )


def test_what_the_event_alone_does_not_prove_needs_more_evidence(rows, editor):
    history.record(rows[0], S.IN_DELIVERY, by=editor)
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.apply(event(), [step(rows[0], S.DELIVERED)], by=editor)
    assert caught.value.refusals[0].rule == "evidence_missing"
    more = [history.evidence(EvidenceClass.CONCRETE_ACT, "基金接受申請", **history.OPENS)]
    (outcome,) = policy_events.apply(
        event(), [step(rows[0], S.DELIVERED, more_evidence=more)], by=editor
    )
    assert [e.title for e in outcome.update.evidence.order_by("pk")] == [
        "2026 年施政報告第 42 段",
        "基金接受申請",
    ]
    # And a second editor, as ever.
    assert (outcome.before, outcome.after) == (S.IN_DELIVERY, S.IN_DELIVERY)


def test_one_refusal_writes_nothing_and_every_refusal_is_told(rows, editor):
    withdrawn = proposals.withdrawn(by=editor)
    said, before = event(), written()
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.apply(
            said,
            [
                step(rows[0]),
                step(rows[1], S.DELIVERED),
                step(withdrawn),
                step(rows[2], S.COMMITTED, override_reason_hant="例外。"),
                step(rows[2], reason_hant=" "),
            ],
            by=editor,
        )
    assert {place: refusal.rule for place, refusal in caught.value.refusals.items()} == {
        1: "step_not_allowed",
        2: "proposal_withdrawn",
        3: "override_not_allowed",
        4: "reason_missing",
    }
    assert written() == before
    # It can be sent again as it is.
    assert said.pk is None
    policy_events.apply(said, [step(rows[0])], by=editor)
    assert PolicyEvent.objects.get() == said


def test_a_log_that_has_grown_is_a_clash_at_its_place(rows, editor):
    seen = [tracking.newest_number(row) for row in rows]
    history.record(rows[1], by=people.user())
    before = written()
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.apply(
            event(),
            [step(row, seen=number) for row, number in zip(rows, seen, strict=True)],
            by=editor,
        )
    assert list(caught.value.refusals) == [1]
    assert isinstance(caught.value.refusals[1], Conflict)
    assert caught.value.refusals[1].stored == rows[1]
    assert written() == before


def test_a_preview_says_what_would_be_and_writes_nothing(rows, editor):
    said, before = event(), written()
    outcomes = policy_events.apply(
        said, [step(rows[0]), step(rows[1], S.COMMITTED)], by=editor, preview=True
    )
    assert [(o.before, o.after) for o in outcomes] == [
        (S.PROPOSED, S.NOTED),
        (S.PROPOSED, S.COMMITTED),
    ]
    assert written() == before
    assert said.pk is None


def test_a_preview_refuses_what_would_be_refused(rows, editor):
    before = written()
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.apply(event(), [step(rows[0], S.DELIVERED)], by=editor, preview=True)
    assert list(caught.value.refusals) == [0]
    assert written() == before


def test_an_event_recorded_already_is_applied_to_more(rows, editor):
    said = event()
    policy_events.apply(said, [step(rows[0])], by=editor)
    policy_events.apply(said, [step(rows[1])], by=people.user())
    assert PolicyEvent.objects.get().updates.count() == 2
    assert PolicyEvent.objects.get().recorded_by == editor


def test_a_preview_leaves_an_event_recorded_already_as_it_is(rows, editor):
    said = event()
    policy_events.apply(said, [step(rows[0])], by=editor)
    before = written()
    policy_events.apply(said, [step(rows[1])], by=editor, preview=True)
    assert written() == before
    assert PolicyEvent.objects.get() == said


def test_an_event_for_no_proposal_is_refused(editor):
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.apply(event(), [], by=editor)
    assert [refusal.rule for refusal in caught.value.refusals.values()] == ["no_steps"]
    assert not PolicyEvent.objects.exists()


def test_undo_of_what_is_undone_already_is_refused(rows, editor):
    said = event()
    policy_events.apply(said, [step(rows[0])], by=editor)
    policy_events.undo(said, reason_hant="記錯。", by=editor)
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.undo(said, reason_hant="記錯。", by=editor)
    assert [refusal.rule for refusal in caught.value.refusals.values()] == ["nothing_to_undo"]


def test_undo_voids_them_together_with_one_reason(rows, editor):
    said = event()
    outcomes = policy_events.apply(said, [step(row) for row in rows], by=editor)
    second = people.user()
    voids = policy_events.undo(said, reason_hant="屬另一計劃。", reason_en="Other.", by=second)
    assert stands(rows) == [S.PROPOSED] * 3
    assert {void.void_of for void in voids} == {outcome.update for outcome in outcomes}
    assert {(void.reason_hant, void.reason_en, void.recorded_by) for void in voids} == {
        ("屬另一計劃。", "Other.", second)
    }
    kinds = [row.changes.order_by("-seq").values_list("kind", flat=True)[0] for row in rows]
    assert kinds == [ChangeKind.VOIDED] * 3


def test_undo_takes_what_is_left_what_waits_and_several_on_one_proposal(rows, editor):
    said = event()
    outcomes = policy_events.apply(
        said,
        [step(rows[0]), step(rows[1], S.DECLINED), step(rows[2]), step(rows[2], S.COMMITTED)],
        by=editor,
    )
    tracking.void(outcomes[0].update, reason_hant="記錯。", by=editor)
    voids = policy_events.undo(said, reason_hant="記錯。", by=editor)
    assert {void.void_of for void in voids} == {outcome.update for outcome in outcomes[1:]}
    assert not StatusUpdate.objects.awaiting_confirmation().exists()


def test_undo_is_all_or_nothing(rows, editor):
    said = event()
    policy_events.apply(said, [step(rows[0], S.IN_DELIVERY), step(rows[1])], by=editor)
    # What came after it could not follow “proposed” directly.
    history.record(rows[0], S.PARTLY_DELIVERED, dt.date(2026, 6, 20), by=editor)
    before = written()
    with pytest.raises(policy_events.EventRefused) as caught:
        policy_events.undo(said, reason_hant="記錯。", by=editor)
    assert [refusal.rule for refusal in caught.value.refusals.values()] == ["void_breaks_order"]
    assert written() == before


def test_undo_reaches_the_copy_where_a_proposal_was_merged(rows, editor):
    said = event()
    policy_events.apply(said, [step(rows[0]), step(rows[1])], by=editor)
    chief = people.user(role="Chief editor")
    merging.merge(rows[0], into=rows[2], reason_hant="同一建議。", by=chief)
    assert stands(rows[1:]) == [S.NOTED, S.NOTED]
    voids = policy_events.undo(said, reason_hant="記錯。", by=editor)
    assert stands(rows[1:]) == [S.PROPOSED, S.PROPOSED]
    assert {void.proposal for void in voids} == {rows[1], rows[2]}
