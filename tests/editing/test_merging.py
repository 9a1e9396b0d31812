"""Two proposals that turn out to be one ask, and two again."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import ChangeKind, Status
from proposals.editing import index, merging
from proposals.models import Addressee, Proposal
from proposals.tracking import integrity
from tests import refused
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

S = Status
WHY = {"reason_hant": "同一建議。", "reason_en": "The same ask."}


def june(day):
    return dt.date(2026, 6, day)


@pytest.fixture
def editor():
    return people.user(role="Editor")


@pytest.fixture
def chief():
    return people.user(role="Chief editor")


@pytest.fixture
def one(editor):
    """Proposed on 1 June, promised on the 10th."""
    row = proposals.published(proposed_on=june(1), by=editor)
    history.record(row, S.COMMITTED, june(10), by=editor)
    return row


@pytest.fixture
def other(editor):
    """Proposed on 3 June, noted on the 5th."""
    row = proposals.published(proposed_on=june(3), by=editor)
    history.record(row, S.NOTED, june(5), by=editor)
    return row


def kinds(row, since=0):
    changes = row.changes.filter(seq__gt=since).order_by("seq")
    return list(changes.values_list("kind", flat=True))


def live(row):
    return [(u.status, u.effective_on) for u in row.updates.live().in_effect_order()]


def test_the_merged_one_leads_to_the_other_and_the_public_is_told(one, other, chief):
    since = other.changes.latest("seq").seq
    merging.merge(one, into=other, **WHY, by=chief)
    assert list(Proposal.objects.public()) == [other]
    assert one.merged_into == other
    newest = one.changes.latest("seq")
    assert (newest.kind, newest.target) == (ChangeKind.MERGED, other)
    assert kinds(other, since) == [ChangeKind.STATUS, ChangeKind.STATUS, ChangeKind.UPDATED]


def test_the_logs_become_one_in_the_order_of_what_happened(one, other, chief):
    merging.merge(one, into=other, **WHY, by=chief)
    assert live(other) == [
        (S.PROPOSED, june(1)),
        (S.PROPOSED, june(3)),
        (S.NOTED, june(5)),
        (S.COMMITTED, june(10)),
    ]
    assert (other.status, other.status_since, other.update_count) == (S.COMMITTED, june(10), 4)
    # What the merged one says of itself stays as it was.
    assert live(one) == [(S.PROPOSED, june(1)), (S.COMMITTED, june(10))]


def test_a_copy_keeps_words_evidence_and_names(one, other, editor, chief):
    original = one.updates.get(status=S.COMMITTED)
    merging.merge(one, into=other, **WHY, by=chief)
    copy = other.updates.get(copied_from=original)
    for name in ("status", "effective_on", "reason_hant", "reason_hans", "reason_en"):
        assert getattr(copy, name) == getattr(original, name)
    assert copy.recorded_by == editor
    assert copy.recorded_at > original.recorded_at
    assert not copy.is_override
    assert [e.title for e in copy.evidence.all()] == [e.title for e in original.evidence.all()]
    assert copy.evidence.count() == len(history.ENOUGH)


def test_a_copy_is_confirmed_by_who_confirmed_the_original(one, other, editor, chief):
    second = people.user()
    delivered = history.record(one, S.DELIVERED, june(20), by=editor)
    tracking.confirm(delivered, by=second)
    merging.merge(one, into=other, **WHY, by=chief)
    assert (other.status, other.status_since) == (S.DELIVERED, june(20))
    copy = other.updates.get(copied_from=delivered)
    assert copy.confirmation.recorded_by == second


def test_what_was_voided_or_waits_is_not_copied(one, other, editor, chief):
    mistake = history.record(one, S.IN_DELIVERY, june(15), by=editor)
    tracking.void(mistake, reason_hant="記錯。", by=editor)
    waiting = history.record(one, S.DECLINED, june(20), by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    assert not other.updates.filter(copied_from__in=[mistake, waiting]).exists()


def test_a_step_that_does_not_fit_the_other_log_stands_as_an_override(one, other, editor, chief):
    history.record(other, S.IN_DELIVERY, june(7), by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    copy = other.updates.get(status=S.COMMITTED)
    assert (copy.override_reason_hant, copy.override_reason_en) == (
        "同一建議。",
        "The same ask.",
    )
    assert other.status == S.COMMITTED


def test_authors_bodies_and_ideas_are_joined(editor, chief):
    shared, hers, his = people.author(), people.author(), people.author()
    idea, asked, both = proposals.idea("one"), taxonomy.body("edb"), taxonomy.body("lwb")
    one = proposals.published(authors=[shared, hers], bodies=[both, asked], ideas=[idea], by=editor)
    other = proposals.published(authors=[his, shared], bodies=[both], by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    assert list(
        other.attributions.order_by("position").values_list("author", "position", "merged_from")
    ) == [(his.pk, 1, None), (shared.pk, 2, None), (hers.pk, 3, one.pk)]
    said = [f"capacity_{language}" for language in ("hant", "hans", "en")]
    (came,) = other.attributions.filter(author=hers).values(*said)
    assert came == one.attributions.values(*said).get(author=hers)
    assert all(came.values())
    assert list(other.addressees.order_by("pk").values_list("body", "merged_from")) == [
        (both.pk, None),
        (asked.pk, one.pk),
    ]
    assert list(other.ideas.all()) == [idea]
    # Found by the name that came with it.
    assert index.verify_index(share=1) == (2, [])


def test_the_past_is_what_we_knew_of_each_before(one, other, chief):
    before = timezone.now()
    merging.merge(one, into=other, **WHY, by=chief)

    def stood(queryset, row):
        return {p.pk: p.shown_status for p in queryset}.get(row.pk)

    everything = Proposal.objects.all()
    assert stood(everything.known_at(before), other) == S.NOTED
    assert stood(everything.known_at(timezone.now()), other) == S.COMMITTED
    assert stood(everything.known_at(before), one) == S.COMMITTED
    # As we know now, the ask was first made on the 1st.
    assert stood(everything.as_of(june(2)), other) == S.PROPOSED
    assert stood(everything.as_of(june(2)).known_at(before), other) is None
    # The public sees only one of them, in the past too.
    assert list(Proposal.objects.public().known_at(before)) == [other]


def test_a_split_gives_each_its_own_again(one, other, editor, chief):
    since = other.changes.latest("seq").seq, one.changes.latest("seq").seq
    merging.merge(one, into=other, **WHY, by=chief)
    merging.split(one, reason_hant="原來是兩件事。", by=chief)
    other.refresh_from_db()
    assert (one.merged_into, other.status, other.status_since) == (None, S.NOTED, june(5))
    assert live(other) == [(S.PROPOSED, june(3)), (S.NOTED, june(5))]
    assert list(Proposal.objects.public().order_by("pk")) == [one, other]
    assert (one.status, live(one)) == (
        S.COMMITTED,
        [(S.PROPOSED, june(1)), (S.COMMITTED, june(10))],
    )
    assert kinds(one, since[1]) == [ChangeKind.MERGED, ChangeKind.PUBLISHED]
    assert kinds(other, since[0]) == [
        *[ChangeKind.STATUS] * 2,
        ChangeKind.UPDATED,
        *[ChangeKind.VOIDED] * 2,
        ChangeKind.UPDATED,
    ]
    assert not other.attributions.filter(merged_from=one).exists()
    assert other.attributions.count() == one.attributions.count() == 1


def test_a_split_takes_only_what_the_merge_brought(editor, chief):
    asked = taxonomy.body("edb")
    one = proposals.published(bodies=[asked], by=editor)
    other = proposals.published(bodies=[taxonomy.body("lwb")], by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    history.record(other, S.NOTED, june(5), by=editor)
    Addressee.objects.create(proposal=other, body=taxonomy.body("itib"))
    merging.split(one, reason_hant="原來是兩件事。", by=chief)
    other.refresh_from_db()
    codes = other.addressees.order_by("pk").values_list("body__code", flat=True)
    assert list(codes) == ["lwb", "itib"]
    assert other.status == S.NOTED


def test_a_merge_can_be_made_again_after_a_split(one, other, chief):
    for _ in range(2):
        merging.merge(one, into=other, **WHY, by=chief)
        assert (other.status, other.update_count) == (S.COMMITTED, 4)
        merging.split(one, reason_hant="原來是兩件事。", by=chief)
        other.refresh_from_db()
        assert (other.status, other.update_count) == (S.NOTED, 2)
    assert list(integrity.check()) == []


def test_a_chain_of_merges_is_undone_from_its_end(one, other, editor, chief):
    third = proposals.published(proposed_on=june(4), by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    merging.merge(other, into=third, **WHY, by=chief)
    assert (third.status, third.update_count) == (S.COMMITTED, 5)
    one.refresh_from_db()
    with refused.by_rule("proposal_merged"):
        merging.split(one, reason_hant="原來是兩件事。", by=chief)
    other.refresh_from_db()
    merging.split(other, reason_hant="原來是兩件事。", by=chief)
    one.refresh_from_db()
    merging.split(one, reason_hant="原來是兩件事。", by=chief)
    assert [row.status for row in Proposal.objects.order_by("pk")] == [
        S.COMMITTED,
        S.NOTED,
        S.PROPOSED,
    ]
    assert list(integrity.check()) == []


def test_a_split_is_refused_when_what_came_after_builds_on_the_merge(one, other, editor, chief):
    merging.merge(one, into=other, **WHY, by=chief)
    # “Partly delivered” may follow “committed”, which came with the merge, and not “noted”.
    history.record(other, S.PARTLY_DELIVERED, june(20), by=editor)
    changes = other.changes.count()
    with refused.by_rule("void_breaks_order"):
        merging.split(one, reason_hant="原來是兩件事。", by=chief)
    assert Proposal.objects.get(pk=one.pk).merged_into == other
    assert (Proposal.objects.get(pk=other.pk).status, other.changes.count()) == (
        S.PARTLY_DELIVERED,
        changes,
    )


def test_only_a_chief_editor_merges_and_splits(one, other, editor, chief):
    with refused.by_rule("merge_not_allowed"):
        merging.merge(one, into=other, **WHY, by=editor)
    merging.merge(one, into=other, **WHY, by=chief)
    with refused.by_rule("merge_not_allowed"):
        merging.split(one, reason_hant="原來是兩件事。", by=editor)


@pytest.mark.parametrize(
    "make",
    [
        proposals.draft,
        proposals.withdrawn,
        lambda: proposals.merged(proposals.published()),
    ],
)
def test_only_what_is_public_is_merged_and_only_into_what_is_public(make, one, chief):
    with refused.by_rule("merge_not_public", field="into"):
        merging.merge(one, into=make(), **WHY, by=chief)
    with refused.by_rule("merge_not_public", field=""):
        merging.merge(make(), into=one, **WHY, by=chief)


def test_a_proposal_is_not_merged_into_itself(one, chief):
    with refused.by_rule("merge_with_itself", field="into"):
        merging.merge(one, into=Proposal.objects.get(pk=one.pk), **WHY, by=chief)


def test_what_is_not_merged_is_not_split(one, chief):
    with refused.by_rule("not_merged"):
        merging.split(one, reason_hant="原來是兩件事。", by=chief)
