"""The logs of drafts that a package brings are written together, and judged one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.choices import Status
from proposals.models import Assessment, Evidence, Proposal, StatusUpdate
from proposals.package import loading
from proposals.package.faults import PackageError
from proposals.tracking import integrity
from tests.factories import packages, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return people.user(role="Chief editor")


def taken_on(tables, proposal, *steps, first=2, **more):
    """The package with further records of a proposal, a document with each."""
    for number, status in enumerate(steps, first):
        named = {"proposal": proposal, "number": str(number)}
        said = {"status": status, "reason_hant": f"第{number}步。", **more}
        day = {"effective_on": f"2026-06-{number:02}", "effective_on_precision": "day"}
        document = {"evidence_class": "official_document", "title": "施政報告"}
        tables["status_updates"].append(named | said | day)
        tables["evidence"].append(named | document)
    return tables


def stands():
    """Where each proposal stands, and how many records say so."""
    return {p.slug: (p.status, p.update_count) for p in Proposal.objects.order_by("slug")}


def of_many(name, count):
    """A package of so many proposals with four records each."""
    tables = packages.small()
    slugs = [f"{name}-{number}" for number in range(count)]
    for table in ("addressees", "criteria", "assessments", "checks"):
        tables[table] = []
    for table in ("proposals", "attributions", "status_updates", "evidence"):
        key = "slug" if table == "proposals" else "proposal"
        tables[table] = [tables[table][0] | {key: slug} for slug in slugs]
    for slug in slugs:
        taken_on(tables, slug, "noted", "under_study", "committed")
    return tables


def test_many_proposals_take_no_more_statements_than_few(chief, tmp_path):
    took = []
    for name, count in (("first", 1), ("few", 2), ("many", 7)):
        folder = packages.write(tmp_path / name, of_many(name, count))
        with CaptureQueriesContext(connection) as queries:
            loading.load(folder, by=chief)
        took.append(len(queries))
    assert took[1] == took[2]
    assert set(stands().values()) == {(Status.COMMITTED, 4)}
    assert list(integrity.check()) == []


def test_the_log_of_a_draft_goes_on_where_it_stood(chief, tmp_path):
    tables = packages.small()
    for row in tables["proposals"]:
        row["publication_state"] = "draft"
    loading.load(packages.write(tmp_path, taken_on(tables, "one", "noted")), by=chief)
    taken_on(tables, "one", "under_study", "committed", first=3)
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert stands() == {"one": (Status.COMMITTED, 4), "two": (Status.PROPOSED, 1)}
    assert list(integrity.check()) == []


def test_a_package_longer_than_what_waits_is_loaded_whole(chief, tmp_path, monkeypatch):
    monkeypatch.setattr("proposals.tracking.logs.DraftLogs.MOST", 2)
    loading.load(packages.write(tmp_path, of_many("many", 3)), by=chief)
    assert set(stands().values()) == {(Status.COMMITTED, 4)}
    assert (StatusUpdate.objects.count(), Evidence.objects.count()) == (12, 12)
    assert list(integrity.check()) == []


def test_one_bad_record_of_many_is_named_and_nothing_is_written(chief, tmp_path):
    tables = of_many("many", 5)
    bad = next(
        r for r in tables["status_updates"] if r["proposal"] == "many-3" and r["number"] == "3"
    )
    place = tables["status_updates"].index(bad) + 2
    bad["status"] = "delivered"
    with pytest.raises(PackageError) as caught:
        loading.load(packages.write(tmp_path, tables), by=chief)
    first = caught.value.faults[0]
    assert (first.file, first.row, first.column) == ("status_updates.csv", place, "status")
    assert not Proposal.objects.exists()


def test_a_number_that_stands_twice_is_a_fault(chief, tmp_path):
    tables = taken_on(packages.small(), "one", "noted")
    tables["status_updates"].append(tables["status_updates"][-1])
    with pytest.raises(PackageError) as caught:
        loading.load(packages.write(tmp_path, tables), by=chief)
    [fault] = caught.value.faults
    assert (fault.file, fault.row, fault.column) == ("status_updates.csv", 5, "number")


def test_what_is_said_of_criteria_is_known_to_the_next_record(chief, tmp_path):
    """Two parts of the promise are met by two records, and only then is it delivered."""
    tables = packages.small()
    tables["assessments"] = []
    tables["criteria"].append(tables["criteria"][0] | {"position": "2", "text_hant": "已撥款"})
    taken_on(tables, "one", "in_delivery", "in_delivery", "partly_delivered")
    for number, position, state in [("2", "1", "met"), ("3", "2", "not_met")]:
        said = {"proposal": "one", "number": number, "position": position, "state": state}
        tables["assessments"].append(said)
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert stands()["one"] == (Status.PARTLY_DELIVERED, 4)
    assert Assessment.objects.count() == 2


def test_what_is_confirmed_now_rests_on_documents_that_open(chief, tmp_path):
    """The record is of long ago, when nobody asked for it."""
    tables = taken_on(packages.small(), "one", "declined", recorded_at="2026-06-20T12:00+08:00")
    tables["status_updates"][0]["recorded_at"] = "2026-06-10T12:00+08:00"
    confirmed = {"proposal": "one", "number": "3", "confirms": "2"}
    tables["status_updates"].append(confirmed)
    with pytest.raises(PackageError) as caught:
        loading.load(packages.write(tmp_path, tables), by=chief)
    [fault] = caught.value.faults
    assert (fault.file, fault.row, fault.column) == ("status_updates.csv", 5, "evidence")
    confirmed["recorded_at"] = "2026-06-21T12:00+08:00"
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert stands()["one"] == (Status.DECLINED, 2)
