"""Editors at work at the same time: nobody waits for ever, and every log stays whole."""

import random

import pytest
from django.contrib.auth.models import Permission

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging, writing
from proposals.models import Change, PolicyEvent, Proposal, StatusUpdate
from proposals.package import loading
from proposals.tables.incoming import Import
from proposals.tables.resources import RESOURCES
from proposals.tracking import integrity, policy_events
from proposals.tracking.policy_events import Step
from proposals.tracking.rules import Conflict, Refusal
from tests.factories import history, packages, people, proposals, tables
from tests.machine import DAYS
from tests.together import together

ACTS = 40


def chief():
    # The groups that the migrations make do not outlive the first test of this kind.
    user = people.user()
    for right in ("override_statusupdate", "merge_proposal"):
        user.user_permissions.add(Permission.objects.get(codename=right))
    return user


def choose(dice, rows):
    return Proposal.objects.get(pk=dice.choice(rows).pk)


def note(dice, rows, by):
    row = choose(dice, rows)
    successor = choose(dice, rows)
    status = dice.choice(Status.values)
    superseded = successor if status == Status.SUPERSEDED and successor != row else None
    history.record(row, status, dice.choice(DAYS), superseded_by=superseded, by=by)


def note_as_seen(dice, rows, by):
    row = choose(dice, rows)
    seen = tracking.newest_number(row)
    history.record(row, Status.NOTED, dice.choice(DAYS), seen=seen, by=by)


def look(dice, rows, by):
    tracking.check(choose(dice, rows), checked_on=dice.choice(DAYS), by=by)


def void(dice, rows, by):
    update = choose(dice, rows).updates.order_by("?").select_related("proposal").first()
    tracking.void(update, reason_hant="記錯。", by=by)


def confirm(dice, rows, by):
    update = StatusUpdate.objects.awaiting_confirmation().exclude(recorded_by=by).first()
    if update is not None:
        tracking.confirm(update, by=by)


def apply_event(dice, rows, by):
    event = PolicyEvent(
        title="施政報告", evidence_class="official_document", happened_on=dice.choice(DAYS)
    )
    chosen = dice.sample(rows, 3)
    steps = [Step(Proposal.objects.get(pk=r.pk), Status.NOTED, "當局已回應。") for r in chosen]
    policy_events.apply(event, steps, by=by)


def undo_event(dice, rows, by):
    event = PolicyEvent.objects.order_by("?").first()
    if event is not None:
        policy_events.undo(event, reason_hant="記錯。", by=by)


def merge(dice, rows, by):
    merging.merge(choose(dice, rows), into=choose(dice, rows), reason_hant="同一建議。", by=by)


def split(dice, rows, by):
    row = Proposal.objects.filter(merged_into__isnull=False).order_by("?").first()
    if row is not None:
        merging.split(row, reason_hant="是兩件事。", by=by)


KINDS = [note, note, note, note_as_seen, look, void, confirm, apply_event, undo_event, merge, split]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_any_acts_of_two_editors_at_once_leave_every_log_whole(seed):
    editors = [chief(), chief()]
    rows = [proposals.published(by=editors[0]) for _ in range(4)]
    done = []

    def work(editor, number):
        dice = random.Random(seed * 10 + number)
        for _ in range(ACTS):
            act = dice.choice(KINDS)
            try:
                act(dice, rows, editor)
            except (Refusal, Conflict, policy_events.EventRefused):
                continue
            done.append(act)

    assert together(*(lambda e=e, n=n: work(e, n) for n, e in enumerate(editors))) == []
    assert list(integrity.check()) == []
    for row in rows:
        numbers = list(row.updates.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        instants = list(row.updates.order_by("number").values_list("recorded_at", flat=True))
        assert instants == sorted(instants)
    # They did come through, and not only one kind of them.
    assert len(done) > ACTS / 2
    assert len(set(done)) >= 5


@pytest.mark.django_db(transaction=True)
def test_two_events_over_the_same_proposals_in_opposite_order_do_not_lock_each_other_out():
    editor = people.user()
    rows = [proposals.published(by=editor) for _ in range(6)]

    def work(order):
        for day in DAYS[-3:] * 2:
            event = PolicyEvent(
                title="施政報告", evidence_class="official_document", happened_on=day
            )
            steps = [
                Step(Proposal.objects.get(pk=row.pk), Status.NOTED, "當局已回應。") for row in order
            ]
            policy_events.apply(event, steps, by=editor)

    assert together(lambda: work(rows), lambda: work(rows[::-1])) == []
    assert StatusUpdate.objects.filter(event__isnull=False).count() == 2 * 6 * 6
    assert list(integrity.check()) == []


@pytest.mark.django_db(transaction=True)
def test_two_proposals_that_name_each_other_as_successors_do_not_lock_each_other_out():
    editor = chief()
    rows = [proposals.published(by=editor) for _ in range(2)]

    def work(mine, theirs):
        for _ in range(15):
            history.record(
                Proposal.objects.get(pk=mine.pk),
                Status.SUPERSEDED,
                superseded_by=Proposal.objects.get(pk=theirs.pk),
                by=editor,
            )

    assert together(lambda: work(*rows), lambda: work(*rows[::-1])) == []
    assert [row.updates.count() for row in rows] == [16, 16]
    assert list(integrity.check()) == []


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_saw_the_same_log_are_not_both_heard():
    editor = people.user()
    row = proposals.published(by=editor)
    seen = tracking.newest_number(row)

    def record():
        history.record(Proposal.objects.get(pk=row.pk), seen=seen, by=editor)

    faults = together(*[record] * 4)
    assert [type(fault) for fault in faults] == [Conflict] * 3
    assert row.updates.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_statement_is_confirmed_by_one_of_two_editors():
    row = proposals.published()
    waiting = history.record(row, Status.DECLINED, by=people.user())
    seconds = [people.user(), people.user()]

    def confirm(by):
        tracking.confirm(StatusUpdate.objects.get(pk=waiting.pk), by=by)

    faults = together(*(lambda by=by: confirm(by) for by in seconds))
    assert [fault.rule for fault in faults] == ["already_confirmed"]
    assert Proposal.objects.get().status == Status.DECLINED


def by_hand(chan, by, folder):
    chan.name_en = "Chan the elder"
    writing.save_shared(chan, Proposal.objects.filter(authors=chan).distinct())


def by_a_table(chan, by, folder):
    rows = tables.table({"slug": "chan", "name_en": "Chan the elder"})
    RESOURCES["authors"]().bring(rows, file=Import(by=by))


def by_a_package(chan, by, folder):
    package = packages.small()
    package["authors"][0]["name_en"] = "Chan the elder"
    loading.load(packages.write(folder, package), by=by)


@pytest.mark.parametrize("renamed", [by_hand, by_a_table, by_a_package])
@pytest.mark.django_db(transaction=True)
def test_who_comes_to_show_a_name_while_it_changes_is_told_of_under_the_new_one(
    renamed, monkeypatch, tmp_path
):
    chan, by = people.author(slug="chan"), chief()
    proposals.published(authors=[chan])
    settle = writing.settle

    def after_another_has_published(rows):
        looked_for = list(rows)
        monkeypatch.setattr(writing, "settle", settle)
        assert together(lambda: proposals.published(slug="late", authors=[chan])) == []
        return settle(looked_for)

    monkeypatch.setattr(writing, "settle", after_another_has_published)
    renamed(chan, by, tmp_path)

    told = Change.objects.filter(key="late").order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["published", "updated"]
    assert "chan the elder" in Proposal.objects.get(slug="late").search_names
