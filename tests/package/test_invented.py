"""Invented progress as a package, and what a demonstration of few asks holds."""

import datetime as dt
import json

import pytest
from django.conf import settings

from proposals.choices import Status
from proposals.models import Document, Match, Proposal, Subscription, Uptake
from proposals.package import dumping, invented, loading, public
from proposals.package.demonstrating import MERGES, make
from proposals.package.faults import PackageError
from proposals.tracking import integrity
from tests.factories import packages, people

TODAY = dt.date(2026, 11, 29)


def test_the_same_seed_and_day_make_the_same_package(tmp_path):
    for name, seed in (("one", "a"), ("two", "a"), ("other", "b")):
        invented.write(tmp_path / name, settings.FIXTURES_DIR, seed=seed, today=TODAY)

    def told(name):
        return [path.read_bytes() for path in sorted((tmp_path / name).rglob("*.csv"))]

    assert told("one") == told("two") != told("other")


def test_what_replaces_an_ask_was_made_before_and_is_replaced_by_none(tmp_path):
    *_asked, since = invented.write(tmp_path / "a", settings.FIXTURES_DIR, seed="a", today=TODAY)
    rows = packages.read(since, "status_updates")
    made = {row["proposal"]: row["effective_on"] for row in rows if row["number"] == "1"}
    replaced = {row["proposal"]: row for row in rows if row["status"] == Status.SUPERSEDED}
    successors = {row["superseded_by"] for row in replaced.values()} - {""}
    assert successors
    assert successors.isdisjoint(replaced)
    for row in replaced.values():
        assert not row["superseded_by"] or made[row["superseded_by"]] < row["effective_on"]


def few_asks(folder):
    """A catalogue of a dozen asks for a fund, of which none has come to anything."""
    tables = packages.small()
    slugs = [f"ask-{number:02}" for number in range(12)]
    rows = {"attributions": "proposal", "proposals": "slug", "criteria": "proposal"}
    for table, key in (rows | {"status_updates": "proposal", "evidence": "proposal"}).items():
        tables[table] = [tables[table][0] | {key: slug} for slug in slugs]
    for number, row in enumerate(tables["proposals"]):
        row |= {"title_hant": f"設立第{number}個銀髮經濟基金", "ideas": ""}
    for table in ("addressees", "assessments", "checks"):
        tables[table] = []
    return packages.write(folder, tables)


@pytest.mark.django_db
def test_few_asks_make_a_demonstration(tmp_path):
    loaded = make(
        few_asks(tmp_path / "few"), seed="a", today=TODAY, by=people.user(is_superuser=True)
    )
    assert loaded.changed["status_updates"] > 0
    assert list(integrity.check()) == []
    # What a merge takes in has come to nothing, and asks for the same as what took it in.
    for merged in Proposal.objects.exclude(merged_into=None):
        assert merged.status == Status.PROPOSED
        assert set(merged.ideas.all()) & set(merged.merged_into.ideas.all())
    assert Proposal.objects.exclude(merged_into=None).count() == MERGES
    # An official text answers some, and an editor has decided a part of it.
    document = Document.objects.get(slug="invented-policy-address")
    decided = Uptake.objects.filter(document=document)
    assert decided
    assert all(row.update.status == Status.COMMITTED for row in decided)
    assert Match.objects.filter(passage__document=document, decision="").exists()
    assert Subscription.objects.exclude(confirmed_at=None).count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("dump", [dumping.dump, public.dump])
def test_a_package_of_one_says_so_and_no_other_tracker_takes_it(dump, tmp_path, settings):
    settings.DEMONSTRATION = True
    dump(tmp_path)
    said = json.loads((tmp_path / "datapackage.json").read_text())
    assert said["demonstration"] is True
    assert "示範資料，進展屬虛構" in said["title"]
    assert "Demonstration: the progress is invented" in said["description"]
    settings.DEMONSTRATION = False
    with pytest.raises(PackageError) as refused:
        loading.load(tmp_path, by=people.user(is_superuser=True))
    [fault] = refused.value.faults
    assert (fault.file, fault.row) == ("datapackage.json", 0)
    assert "only a demonstration takes it" in fault.message
