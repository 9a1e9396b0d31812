"""Where a proposal stands is what its log says: late news, and mistakes taken back.

Any mixture of acts is tried in test_model_based.py.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from proposals import tracking
from proposals.choices import Status
from proposals.models import Proposal, Source
from proposals.tracking.rules import Refusal
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

S = Status


def june(day):
    return dt.date(2026, 6, day)


@pytest.fixture
def editor():
    return people.user()


@pytest.fixture
def chief(editor):
    editor.user_permissions.add(Permission.objects.get(codename="override_statusupdate"))
    return editor


@pytest.fixture
def proposal(editor):
    return proposals.published(proposed_on=june(1), by=editor)


def stands(proposal):
    stored = Proposal.objects.get(pk=proposal.pk)
    return stored.status, stored.status_since


def override(proposal, status, day, *, by):
    return history.record(proposal, status, day, override_reason_hant="例外。", by=by)


def test_late_news_of_an_old_event_does_not_move_the_present(proposal, editor):
    history.record(proposal, S.COMMITTED, june(20), by=editor)
    history.record(proposal, S.UNDER_STUDY, june(10), by=editor)
    history.record(proposal, S.PROPOSED, june(2), by=editor)
    assert stands(proposal) == (S.COMMITTED, june(20))
    assert [u.status for u in proposal.updates.in_effect_order()] == [
        S.PROPOSED,
        S.PROPOSED,
        S.UNDER_STUDY,
        S.COMMITTED,
    ]


def test_late_news_that_could_not_lead_to_what_followed_is_refused(proposal, editor):
    history.record(proposal, S.NOTED, june(20), by=editor)
    with refused.by_rule("step_not_allowed", field="effective_on"):
        history.record(proposal, S.IN_DELIVERY, june(10), by=editor)
    assert stands(proposal) == (S.NOTED, june(20))


def test_late_news_that_could_not_follow_what_came_before_is_refused(proposal, editor):
    history.record(proposal, S.COMMITTED, june(10), by=editor)
    history.record(proposal, S.PARTLY_DELIVERED, june(20), by=editor)
    with refused.by_rule("step_not_allowed", field="status"):
        history.record(proposal, S.NOTED, june(15), by=editor)


def test_the_ask_may_turn_out_to_be_older(proposal, editor):
    history.record(proposal, S.NOTED, june(10), by=editor)
    history.record(proposal, S.PROPOSED, dt.date(2025, 1, 1), by=editor)
    assert stands(proposal) == (S.NOTED, june(10))


def test_on_one_day_the_last_recorded_stands(proposal, editor):
    history.record(proposal, S.NOTED, june(10), by=editor)
    history.record(proposal, S.UNDER_STUDY, june(10), by=editor)
    assert stands(proposal) == (S.UNDER_STUDY, june(10))


def test_a_status_stands_since_the_first_of_a_run_of_the_same(proposal, editor):
    history.record(proposal, S.COMMITTED, june(4), by=editor)
    history.record(proposal, S.UNDER_STUDY, june(5), by=editor)
    history.record(proposal, S.COMMITTED, june(20), by=editor)
    history.record(proposal, S.COMMITTED, june(30), by=editor)
    assert stands(proposal) == (S.COMMITTED, june(20))
    # Late news that it was promised still earlier.
    history.record(proposal, S.COMMITTED, june(15), by=editor)
    assert stands(proposal) == (S.COMMITTED, june(15))


def test_an_undated_ask_comes_before_everything(editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    assert stands(proposal) == (S.PROPOSED, None)
    history.record(proposal, S.NOTED, dt.date(1997, 7, 1), by=editor)
    assert stands(proposal) == (S.NOTED, dt.date(1997, 7, 1))


@pytest.mark.parametrize(
    ("on", "precision"),
    [(dt.date(2026, 5, 1), "month"), (dt.date(2026, 1, 1), "year"), (dt.date(2026, 6, 1), "month")],
)
def test_a_step_of_the_month_or_year_of_the_ask_came_after_it(editor, on, precision):
    proposal = proposals.published(proposed_on=dt.date(2026, 5, 20), by=editor)
    history.record(proposal, S.COMMITTED, on, effective_on_precision=precision, by=editor)
    assert stands(proposal) == (S.COMMITTED, on)
    # And after what is known to be of the same day.
    history.record(proposal, S.NOTED, dt.date(2026, 5, 20), by=editor)
    assert stands(proposal) == (S.COMMITTED, on)
    assert [u.status for u in proposal.updates.in_effect_order()] == [
        S.PROPOSED,
        S.NOTED,
        S.COMMITTED,
    ]


@pytest.mark.parametrize(
    ("on", "precision"),
    [
        (dt.date(2026, 4, 1), "month"),
        (dt.date(2025, 1, 1), "year"),
        (dt.date(2026, 5, 19), "day"),
    ],
)
@pytest.mark.parametrize(
    "asked",
    [
        {"proposed_on": dt.date(2026, 5, 20)},
        {"proposed_on": None, "proposed_not_before": dt.date(2026, 5, 20)},
        # Without a date of its own it is not older than its source.
        {"proposed_on": None, "source_on": dt.date(2026, 5, 20)},
    ],
)
def test_what_lies_wholly_before_the_ask_is_refused_with_the_day(editor, asked, on, precision):
    asked = dict(asked)
    source_on = asked.pop("source_on", None)
    proposal = proposals.published(**asked, by=editor)
    if source_on:
        dated = {"published_on": source_on, "published_on_precision": "day"}
        Source.objects.filter(pk=proposal.source_id).update(**dated)
    proposal = Proposal.objects.get(pk=proposal.pk)
    with pytest.raises(Refusal, match="2026-05-20") as refusal:
        history.record(proposal, S.NOTED, on, effective_on_precision=precision, by=editor)
    assert (refusal.value.rule, refusal.value.field) == ("first_must_be_proposed", "effective_on")
    history.record(proposal, S.NOTED, dt.date(2026, 5, 20), by=editor)


def test_an_undated_ask_may_be_dated_after_what_followed_in_its_month(editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    undated = proposal.updates.get()
    history.record(
        proposal, S.COMMITTED, dt.date(2026, 5, 1), effective_on_precision="month", by=editor
    )
    history.record(proposal, S.PROPOSED, dt.date(2026, 5, 20), by=editor)
    tracking.void(undated, reason_hant="日期已知。", by=editor)
    assert stands(proposal) == (S.COMMITTED, dt.date(2026, 5, 1))
    # All of May is before June.
    with refused.by_rule("step_not_allowed", field="status"):
        history.record(proposal, S.PROPOSED, dt.date(2026, 6, 1), by=editor)


def test_a_void_of_the_ask_is_judged_by_the_order_that_it_leaves(editor):
    proposal = proposals.published(proposed_on=dt.date(2026, 5, 20), by=editor)
    asked = proposal.updates.get()
    history.record(proposal, S.PROPOSED, dt.date(2026, 5, 25), by=editor)
    may = {"effective_on_precision": "month", "by": editor}
    history.record(proposal, S.COMMITTED, dt.date(2026, 5, 1), **may | {"override_reason_hant": ""})
    tracking.void(asked, reason_hant="記錯。", by=editor)
    assert [u.status for u in proposal.updates.live().in_effect_order()] == [
        S.PROPOSED,
        S.COMMITTED,
    ]


def test_late_news_fits_before_an_override(proposal, chief):
    override(proposal, S.PARTLY_DELIVERED, june(20), by=chief)
    history.record(proposal, S.NOTED, june(10), by=chief)
    assert stands(proposal) == (S.PARTLY_DELIVERED, june(20))


def test_a_void_takes_the_status_back(proposal, editor):
    history.record(proposal, S.COMMITTED, june(10), by=editor)
    mistake = history.record(proposal, S.PARTLY_DELIVERED, june(20), by=editor)
    void = tracking.void(mistake, reason_hant="文件屬另一計劃。", reason_en="Other.", by=editor)
    assert stands(proposal) == (S.COMMITTED, june(10))
    assert (void.number, void.void_of, void.status) == (4, mistake, "")
    assert (void.reason_hans, void.recorded_by) == ("文件属另一计划。", editor)
    assert proposal.updates.count() == 4
    assert Proposal.objects.get().update_count == 2


def test_a_void_of_late_news_leaves_the_present(proposal, editor):
    history.record(proposal, S.COMMITTED, june(20), by=editor)
    late = history.record(proposal, S.NOTED, june(10), by=editor)
    tracking.void(late, reason_hant="記錯。", by=editor)
    assert stands(proposal) == (S.COMMITTED, june(20))


def test_an_update_is_voided_only_once(proposal, editor):
    mistake = history.record(proposal, by=editor)
    tracking.void(mistake, reason_hant="記錯。", by=editor)
    with refused.by_rule("already_voided"):
        tracking.void(mistake, reason_hant="記錯。", by=editor)


def test_a_void_is_not_voided(proposal, editor):
    void = tracking.void(history.record(proposal, by=editor), reason_hant="記錯。", by=editor)
    with refused.by_rule("void_of_void"):
        tracking.void(void, reason_hant="沒有記錯。", by=editor)


def test_what_was_voided_can_be_recorded_again_and_voided_again(proposal, editor):
    for _ in range(2):
        mistake = history.record(proposal, S.NOTED, june(10), by=editor)
        assert stands(proposal) == (S.NOTED, june(10))
        tracking.void(mistake, reason_hant="記錯。", by=editor)
        assert stands(proposal) == (S.PROPOSED, june(1))
    assert sorted(proposal.updates.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_ask_itself_is_not_voided(proposal, editor):
    history.record(proposal, S.NOTED, june(10), by=editor)
    with refused.by_rule("proposed_must_remain"):
        tracking.void(proposal.updates.get(number=1), reason_hant="記錯。", by=editor)


def test_a_wrong_day_of_the_ask_is_replaced_first(proposal, editor):
    history.record(proposal, S.PROPOSED, june(2), by=editor)
    tracking.void(proposal.updates.get(number=1), reason_hant="日期有誤。", by=editor)
    assert stands(proposal) == (S.PROPOSED, june(2))


def test_a_void_that_leaves_steps_out_of_order_is_refused(proposal, editor):
    begun = history.record(proposal, S.IN_DELIVERY, june(10), by=editor)
    history.record(proposal, S.PARTLY_DELIVERED, june(20), by=editor)
    with refused.by_rule("void_breaks_order"):
        tracking.void(begun, reason_hant="記錯。", by=editor)
    assert stands(proposal) == (S.PARTLY_DELIVERED, june(20))


def test_a_void_may_leave_what_an_override_allowed(proposal, chief):
    noted = history.record(proposal, S.NOTED, june(10), by=chief)
    override(proposal, S.PARTLY_DELIVERED, june(20), by=chief)
    tracking.void(noted, reason_hant="記錯。", by=chief)
    assert stands(proposal) == (S.PARTLY_DELIVERED, june(20))


def test_a_void_is_not_held_up_by_an_older_override_elsewhere(proposal, chief):
    history.record(proposal, S.NOTED, june(20), by=chief)
    override(proposal, S.PARTLY_DELIVERED, june(10), by=chief)
    again = history.record(proposal, S.NOTED, june(20), by=chief)
    tracking.void(again, reason_hant="重複。", by=chief)
    assert stands(proposal) == (S.NOTED, june(20))


def test_a_void_is_not_held_up_by_an_override_without_the_ask(chief):
    draft = proposals.draft(proposed_on=june(1))
    override(draft, S.IN_DELIVERY, june(10), by=chief)
    mistake = history.record(draft, S.PARTLY_DELIVERED, june(20), by=chief)
    tracking.void(mistake, reason_hant="記錯。", by=chief)
    assert stands(draft) == (S.IN_DELIVERY, june(10))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_void_needs_a_reason(reason, proposal, editor):
    mistake = history.record(proposal, by=editor)
    with refused.by_rule("reason_missing", field="reason_hant"):
        tracking.void(mistake, reason_hant=reason, by=editor)


def test_a_check_keeps_its_note_and_the_day_it_was_made(proposal, editor):
    row = tracking.check(
        proposal,
        checked_on=june(10),
        next_check_on=june(12),
        note_hant="查閱立法會文件，沒有發現。",
        note_en="Searched the papers.",
        by=editor,
    )
    assert (row.checked_on, row.next_check_on) == (june(10), june(12))
    assert (row.note_hans, row.recorded_by) == ("查阅立法会文件，没有发现。", editor)


def test_a_check_entered_late_does_not_hide_a_later_one():
    editor, draft = people.user(), proposals.draft()
    tracking.check(draft, checked_on=june(20), next_check_on=june(25), by=editor)
    tracking.check(draft, checked_on=june(10), next_check_on=june(29), by=editor)
    draft.refresh_from_db()
    assert (draft.checked_on, draft.next_check_on) == (june(20), june(25))
    tracking.check(draft, checked_on=june(20), next_check_on=june(22), by=editor)
    draft.refresh_from_db()
    assert (draft.checked_on, draft.next_check_on) == (june(20), june(22))


@pytest.mark.parametrize("days", [0, -1])
def test_the_next_check_must_be_later(days, proposal, editor):
    with refused.by_rule("next_check_not_later", field="next_check_on"):
        tracking.check(
            proposal,
            checked_on=june(10),
            next_check_on=june(10) + dt.timedelta(days=days),
            by=editor,
        )
