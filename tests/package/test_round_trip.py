"""What a dump says is what a load makes of it, whatever has happened to the proposals."""

import datetime as dt
import filecmp

import pytest
from django.db import connection

from proposals import tracking
from proposals.choices import ChangeKind, EvidenceClass, Status
from proposals.editing import merging, publishing
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Change,
    Check,
    Criterion,
    Evidence,
    PolicyEvent,
    Proposal,
    Publication,
    Relation,
    Sector,
    Source,
    StatusUpdate,
)
from proposals.package import dumping, loading
from proposals.tracking import integrity, policy_events
from tests.committed import emptied
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)


def delivered(proposal, *, by, confirmed_by=None):
    history.record(proposal, Status.COMMITTED, dt.date(2026, 6, 2), by=by)
    update = history.record(proposal, Status.DELIVERED, dt.date(2026, 6, 3), by=by)
    return tracking.confirm(update, by=confirmed_by) if confirmed_by else update


@pytest.fixture(scope="module")
def eventful(once):
    """The chief editor of a tracker in which everything has happened that can."""
    with once():
        return everything_that_can_happen()


def everything_that_can_happen():
    chief, editor = people.user(role="Chief editor"), people.user(role="Editor")
    second = people.user(role="Editor")
    chan = people.author()
    proposals.draft(slug="draft", summary_hant="=HYPERLINK()", figures="'－1\r\n@")
    proposals.withdrawn(slug="withdrawn")

    one = proposals.published(slug="one", proposed_on=None)
    history.record(one, by=editor, evidence=[history.evidence(title="=1+1", quote="'=\r")])
    history.record(one, Status.NOTED, dt.date(2026, 6, 9), by=editor, override_reason_hant="")
    mistake = history.record(one, Status.COMMITTED, dt.date(2026, 6, 10), by=editor)
    tracking.void(mistake, reason_hant="誤讀。", reason_en="Misread.", by=second)
    for _again in range(2):
        tracking.check(one, checked_on=dt.date(2026, 6, 20), by=editor)
    history.record(one, Status.STALLED, dt.date(2026, 6, 11), by=editor, evidence=[])

    two = proposals.published(slug="two", authors=[chan])
    delivered(two, by=editor, confirmed_by=second)
    waiting = proposals.published(slug="waiting")
    delivered(waiting, by=editor)
    skipped = proposals.published(slug="skipped")
    history.record(
        skipped,
        Status.PARTLY_DELIVERED,
        DAY,
        by=chief,
        evidence=[],
        override_reason_hant="已見於憲報。",
        override_reason_en="It stands in the Gazette.",
    )
    replaced = proposals.published(slug="a-replaced")
    history.record(replaced, Status.SUPERSEDED, DAY, by=editor, superseded_by=skipped, evidence=[])
    publishing.withdraw(skipped, reason_hant="重複。", reason_en="A duplicate.")

    event = PolicyEvent(
        title="施政報告",
        evidence_class=EvidenceClass.OFFICIAL_DOCUMENT,
        happened_on=dt.date(2026, 9, 1),
        happened_on_precision="month",
    )
    bodies = [taxonomy.body("itib", "創新科技及工業局")]
    moved = [proposals.published(slug=slug, bodies=bodies) for slug in ("moved-a", "moved-b")]
    steps = [policy_events.Step(p, Status.COMMITTED, "施政報告承諾。") for p in moved]
    policy_events.apply(event, steps, by=editor)

    proposals.criterion(moved[0], "承諾已寫入文件", text_en="The promise is in a document")
    promised = dt.date(2026, 9, 2)
    history.record(moved[0], Status.COMMITTED, promised, criteria={1: "met"}, by=editor)
    proposals.related(moved[0], one, reason_hant="同樣關乎資金")

    into = proposals.published(slug="into")
    history.record(into, Status.IN_DELIVERY, dt.date(2026, 6, 4), by=editor)
    for slug in ("two", "moved-a"):
        merging.merge(
            Proposal.objects.get(slug=slug), into=into, reason_hant="同一建議。", by=chief
        )
    last = proposals.published(slug="last")
    merging.merge(into, into=last, reason_hant="同一建議。", by=chief)
    parted = proposals.published(slug="parted")
    history.record(parted, by=editor)
    merging.merge(parted, into=last, reason_hant="同一建議。", by=chief)
    merging.split(parted, reason_hant="並非同一建議。", by=chief)
    for model in (Author, Body, Publication, Sector, Source):
        for row in model.objects.all():
            row.fill_hans()
            row.save()
    return chief


def empty_the_tracker():
    with connection.cursor() as cursor:
        # What the database would look at when the transaction ends, it looks at now.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        emptied(cursor, ["proposals_proposal", "proposals_policyevent"])
        for table in ("source", "author", "sector", "body", "publication", "place", "idea"):
            emptied(cursor, [f"proposals_{table}"])


def assert_same(folder, other):
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        assert (folder / name).read_text() == (other / name).read_text()
    assert filecmp.cmpfiles(folder, other, names, shallow=False) == (names, [], [])


def test_a_dump_loaded_elsewhere_is_dumped_with_the_same_bytes(eventful, tmp_path):
    dumping.dump(tmp_path / "first")
    empty_the_tracker()
    loading.load(tmp_path / "first", by=eventful)
    dumping.dump(tmp_path / "second")
    assert_same(tmp_path / "first", tmp_path / "second")
    assert list(integrity.check()) == []


def test_what_a_dump_must_hold_is_in_it(eventful, tmp_path):
    counts = dumping.dump(tmp_path)
    assert counts["policy_events"] == 1
    assert counts["checks"] == Check.objects.count()
    log = StatusUpdate.objects
    for part in ("void_of", "confirms", "copied_from", "event", "superseded_by"):
        assert log.filter(**{f"{part}__isnull": False}).exists()
    assert Attribution.objects.filter(merged_from__isnull=False).exists()
    assert Addressee.objects.filter(merged_from__isnull=False).exists()
    assert Relation.objects.filter(merged_from__isnull=False).exists()
    assert Criterion.objects.filter(merged_from__isnull=False).count() == 2
    assert counts["assessments"] == 3
    assert Proposal.objects.filter(merged_into__isnull=False).count() == 3


def test_a_dump_loaded_twice_changes_nothing_the_second_time(eventful, tmp_path):
    dumping.dump(tmp_path / "first")
    empty_the_tracker()
    loading.load(tmp_path / "first", by=eventful)
    before = [model.objects.count() for model in (Change, Check, Evidence, StatusUpdate)]
    loaded = loading.load(tmp_path / "first", by=eventful)
    assert not any(loaded.changed.values())
    assert [m.objects.count() for m in (Change, Check, Evidence, StatusUpdate)] == before


def test_what_a_package_confirms_is_confirmed_by_a_second_account(eventful, tmp_path):
    dumping.dump(tmp_path)
    empty_the_tracker()
    loading.load(tmp_path, by=eventful)
    confirmations = StatusUpdate.objects.filter(confirms__isnull=False)
    assert confirmations.count() == 3
    assert {c.recorded_by.username for c in confirmations} == {"package-confirmer"}
    assert Proposal.objects.get(slug="waiting").status == Status.COMMITTED


def test_a_merge_that_is_loaded_is_told_to_the_public(eventful, tmp_path):
    dumping.dump(tmp_path)
    empty_the_tracker()
    loading.load(tmp_path, by=eventful)
    told = Change.objects.filter(kind=ChangeKind.MERGED).order_by("seq")
    assert [(c.proposal.slug, c.target.slug) for c in told] == [
        ("moved-a", "into"),
        ("two", "into"),
        ("into", "last"),
    ]
