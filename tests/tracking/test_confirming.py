"""What one editor states and only a second one makes hold."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.translation import override

from proposals import tracking
from proposals.choices import NEEDS_CONFIRMATION, ChangeKind, Status
from proposals.models import Proposal, StatusUpdate
from proposals.tracking.confirming import require_open_evidence
from proposals.tracking.rules import Refusal
from tests import refused
from tests.factories import history, people, proposals, sources

pytestmark = pytest.mark.django_db

S = Status


def june(day):
    return dt.date(2026, 6, day)


@pytest.fixture
def editor():
    return people.user()


@pytest.fixture
def second():
    return people.user()


@pytest.fixture
def proposal(editor):
    """In delivery since 10 June."""
    row = proposals.published(proposed_on=june(1), by=editor)
    history.record(row, S.IN_DELIVERY, june(10), by=editor)
    return row


def stands(proposal):
    stored = Proposal.objects.get(pk=proposal.pk)
    return stored.status, stored.status_since, stored.update_count


def test_promises_kept_and_refusals_need_a_second_editor():
    assert {"delivered", "declined"} == NEEDS_CONFIRMATION


@pytest.mark.parametrize("lacking", ["url", "publisher", "published_on"])
@pytest.mark.parametrize("status", sorted(NEEDS_CONFIRMATION))
def test_a_final_status_rests_on_evidence_that_can_be_opened(status, lacking, proposal, editor):
    opens = history.OPENS | {lacking: None if lacking == "published_on" else ""}
    if lacking == "published_on":
        opens["published_on_precision"] = ""
    bare = [history.evidence(c, **opens) for c in history.ENOUGH]
    with pytest.raises(Refusal) as caught:
        history.record(proposal, status, june(20), by=editor, evidence=bare)
    assert caught.value.rule == "evidence_not_open"
    assert stands(proposal) == (S.IN_DELIVERY, june(10), 2)


def test_a_kept_copy_of_its_source_is_as_good_as_a_link(proposal, editor):
    kept = sources.source(archived_url="https://archive.example/1")
    opens = history.OPENS | {"url": "", "source": kept}
    given = [history.evidence(c, **opens) for c in history.ENOUGH]
    history.record(proposal, S.DECLINED, june(20), by=editor, evidence=given)


def test_an_earlier_log_stands_as_it_was_recorded(proposal, editor):
    bare = [history.evidence(c) for c in history.ENOUGH]
    now = timezone.now()
    history.record(proposal, S.DECLINED, june(20), by=editor, evidence=bare, recorded_at=now)


def test_who_confirms_has_opened_what_the_status_rests_on(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    act = waiting.evidence.get(evidence_class="concrete_act")
    with pytest.raises(Refusal) as caught:
        tracking.confirm(waiting, by=second, opened=[act.pk])
    assert caught.value.rule == "evidence_not_opened"
    document = waiting.evidence.get(evidence_class="official_document")
    tracking.confirm(waiting, by=second, opened=[act.pk, document.pk])
    assert stands(proposal) == (S.DELIVERED, june(20), 3)


@pytest.mark.parametrize("status", sorted(NEEDS_CONFIRMATION))
def test_the_status_is_the_earlier_one_until_a_second_editor_confirms(
    status, proposal, editor, second
):
    waiting = history.record(proposal, status, june(20), by=editor)
    assert stands(proposal) == (S.IN_DELIVERY, june(10), 2)
    row = tracking.confirm(waiting, by=second)
    assert stands(proposal) == (status, june(20), 3)
    assert (row.number, row.status, row.confirms, row.recorded_by) == (4, "", waiting, second)


def test_the_public_is_told_of_both(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    row = tracking.confirm(waiting, by=second)
    assert list(proposal.changes.order_by("-seq").values_list("kind", "update")[:2]) == [
        (ChangeKind.STATUS, row.pk),
        (ChangeKind.STATUS, waiting.pk),
    ]


def test_who_recorded_it_cannot_confirm_it(proposal, editor):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    with refused.by_rule("second_editor_needed"):
        tracking.confirm(waiting, by=editor)
    assert stands(proposal) == (S.IN_DELIVERY, june(10), 2)


def test_it_is_confirmed_once(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    tracking.confirm(waiting, by=second)
    with refused.by_rule("already_confirmed"):
        tracking.confirm(waiting, by=people.user())


def test_what_was_voided_is_not_confirmed(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    tracking.void(waiting, reason_hant="記錯。", by=editor)
    with refused.by_rule("confirmed_void"):
        tracking.confirm(waiting, by=second)


def test_other_records_need_no_confirmation(proposal, editor, second):
    noted = proposal.updates.get(status=S.IN_DELIVERY)
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    for row in (noted, tracking.confirm(waiting, by=second)):
        with refused.by_rule("confirmation_not_needed"):
            tracking.confirm(row, by=people.user())


@pytest.mark.parametrize("waited", [True, False])
def test_a_void_takes_back_what_waits_and_what_was_confirmed(waited, proposal, editor, second):
    update = history.record(proposal, S.DELIVERED, june(20), by=editor)
    if not waited:
        tracking.confirm(update, by=second)
    tracking.void(update, reason_hant="記錯。", by=second)
    assert stands(proposal) == (S.IN_DELIVERY, june(10), 2)


def test_what_waits_is_no_neighbour_of_any_step(proposal, editor):
    history.record(proposal, S.DELIVERED, june(20), by=editor)
    # Nothing but a part delivered or a successor could follow “delivered”.
    history.record(proposal, S.DECLINED, june(25), by=editor)
    tracking.check(proposal, checked_on=june(26), by=editor)
    history.record(proposal, S.STALLED, june(26), evidence=[], by=editor)
    assert stands(proposal) == (S.STALLED, june(26), 3)


def test_the_step_is_judged_again_when_it_is_confirmed(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    history.record(proposal, S.DECLINED, june(15), by=editor)
    tracking.confirm(proposal.updates.get(status=S.DECLINED), by=second)
    with refused.by_rule("step_not_allowed"):
        tracking.confirm(waiting, by=second)
    assert stands(proposal) == (S.DECLINED, june(15), 3)


def test_it_is_judged_at_its_own_place_among_others_of_its_day(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    tracking.check(proposal, checked_on=june(20), by=editor)
    history.record(proposal, S.STALLED, june(20), evidence=[], by=editor)
    # “Delivered” may follow “stalled”, but it would come before it, and not the other way about.
    with refused.by_rule("step_not_allowed", field="effective_on"):
        tracking.confirm(waiting, by=second)
    assert stands(proposal) == (S.STALLED, june(20), 3)


def test_a_confirmed_report_of_an_old_event_leaves_the_present(proposal, editor, second):
    history.record(proposal, S.PARTLY_DELIVERED, june(25), by=editor)
    late = history.record(proposal, S.DELIVERED, june(20), by=editor)
    tracking.confirm(late, by=second)
    assert stands(proposal) == (S.PARTLY_DELIVERED, june(25), 4)


def test_an_override_waits_too_and_is_not_judged_again(editor, second):
    editor.user_permissions.add(Permission.objects.get(codename="override_statusupdate"))
    row = proposals.published(proposed_on=june(1), by=editor)
    waiting = history.record(
        row, S.DELIVERED, june(20), override_reason_hant="例外。", evidence=[], by=editor
    )
    assert stands(row) == (S.PROPOSED, june(1), 1)
    tracking.confirm(waiting, by=second)
    assert stands(row) == (S.DELIVERED, june(20), 2)


def test_the_next_check_falls_due_by_where_it_stands_once_confirmed(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    proposal.refresh_from_db()
    checked_on = proposal.checked_on
    assert proposal.next_check_on == checked_on + dt.timedelta(days=60)
    tracking.confirm(waiting, by=second)
    proposal.refresh_from_db()
    assert proposal.next_check_on == checked_on + dt.timedelta(days=365)


@pytest.mark.parametrize(
    ("rule", "end"),
    [
        (
            "proposal_withdrawn",
            {
                "publication_state": "withdrawn",
                "withdrawn_reason_hant": "撤回。",
                "withdrawn_reason_en": "Withdrawn.",
            },
        ),
        ("proposal_merged", {"merged_into": True}),
    ],
)
def test_nothing_is_confirmed_on_what_is_withdrawn_or_merged(rule, end, proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    if "merged_into" in end:
        end = {"merged_into": proposals.published()}
    Proposal.objects.filter(pk=proposal.pk).update(**end)
    waiting.refresh_from_db()
    with refused.by_rule(rule):
        tracking.confirm(waiting, by=second)


def test_as_of_and_known_at_know_when_it_was_confirmed(proposal, editor, second):
    waiting = history.record(proposal, S.DELIVERED, june(20), by=editor)
    row = tracking.confirm(waiting, by=second)

    def stood(queryset):
        return queryset.get(pk=proposal.pk).shown_status

    then = Proposal.objects.known_at(waiting.recorded_at)
    assert stood(then) == S.IN_DELIVERY
    assert stood(then.as_of(june(20))) == S.IN_DELIVERY
    assert stood(Proposal.objects.known_at(row.recorded_at).as_of(june(20))) == S.DELIVERED
    assert stood(Proposal.objects.as_of(june(20))) == S.DELIVERED
    assert stood(Proposal.objects.as_of(june(19))) == S.IN_DELIVERY


def test_what_evidence_may_be_is_listed_as_each_language_lists():
    declined = StatusUpdate(status=S.DECLINED)
    said = {}
    for language in ("zh-hant", "en"):
        with override(language), pytest.raises(Refusal) as refusal:
            require_open_evidence(declined, [])
        with override(language):
            said[language] = str(refusal.value)
    assert "官方文件、官方聲明" in said["zh-hant"]
    assert "Official document, Official statement" in said["en"]
