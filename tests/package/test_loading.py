"""The data package: what goes out comes in again, byte for byte."""

import datetime as dt
import io
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from proposals import tracking
from proposals.choices import Status
from proposals.editing import index, publishing
from proposals.models import (
    Addressee,
    Assessment,
    Attribution,
    Author,
    Body,
    Change,
    Check,
    Criterion,
    Document,
    Evidence,
    Idea,
    Place,
    PolicyEvent,
    Proposal,
    Publication,
    Relation,
    Sector,
    Source,
    StatusUpdate,
    Synonym,
    Term,
    Uptake,
)
from proposals.package import dumping, loading, schema
from proposals.package.faults import PackageError
from proposals.package.rows import Known
from tests.committed import emptied
from tests.factories import documents, history, packages, people, proposals, sources, taxonomy

FIXTURES = settings.BASE_DIR / "fixtures"

TABLES = {
    "sectors": Sector,
    "bodies": Body,
    "places": Place,
    "synonyms": Synonym,
    "glossary": Term,
    "publications": Publication,
    "authors": Author,
    "sources": Source,
    "ideas": Idea,
    "documents": Document,
    "proposals": Proposal,
    "attributions": Attribution,
    "addressees": Addressee,
    "criteria": Criterion,
    "related": Relation,
    "policy_events": PolicyEvent,
    "status_updates": StatusUpdate,
    "evidence": Evidence,
    "assessments": Assessment,
    "checks": Check,
    "uptakes": Uptake,
}


def empty():
    """An empty tracker; rows that may not be deleted can still be cut off with their table."""
    tables = [model._meta.db_table for model in TABLES.values()]
    with connection.cursor() as cursor:
        # References are looked at when a transaction ends, and are looked at now instead.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        emptied(cursor, tables)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def dumped(folder):
    dumping.dump(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def state():
    """All that a second load could move."""
    return [
        list(Proposal.objects.order_by("pk").values("pk", "version", "updated_at", "change_seq")),
        *(model.objects.count() for model in (*TABLES.values(), Change)),
    ]


@pytest.mark.slow("the whole catalogue is loaded again and again")
class TestTheCatalogue(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.chief = people.user(role="Chief editor")
        loading.load(FIXTURES, by=cls.chief)

    def rows(self, table):
        path = FIXTURES / f"{table}.csv"
        return packages.read(FIXTURES, table) if path.exists() else []

    def test_every_row_of_the_files_is_there(self):
        for table, model in TABLES.items():
            assert model.objects.count() == len(self.rows(table)), table

    def test_every_proposal_is_told_and_public_unless_it_is_gone(self):
        rows = self.rows("proposals")
        gone = {r["slug"] for r in rows if r["publication_state"] == "withdrawn"}
        merged = {r["slug"] for r in rows if r["merged_into"]}
        related = {row[end] for row in self.rows("related") for end in ("proposal", "other")}
        slugs = sorted(r["slug"] for r in rows if r["slug"] not in gone | merged)
        assert sorted(Proposal.objects.public().values_list("slug", flat=True)) == slugs
        assert sorted(Change.objects.filter(noun="proposal").values_list("key", "kind")) == sorted(
            [(row["slug"], "published") for row in rows]
            + [(slug, "withdrawn") for slug in gone]
            + [(slug, "merged") for slug in merged]
            # They become public together, and each is told again with the other to show.
            + [(end, "updated") for end in related]
        )

    def test_every_text_is_there_in_simplified_characters(self):
        for proposal in Proposal.objects.all():
            assert proposal.title_hans
            assert proposal.summary_hans
            assert bool(proposal.scheme_hans) == bool(proposal.scheme_hant)
        assert not Author.objects.filter(name_hans="").exists()

    def test_every_proposal_can_be_found_by_its_title(self):
        assert index.verify_index(share=1) == (Proposal.objects.count(), [])
        for proposal in Proposal.objects.public().order_by("pk")[::10]:
            assert proposal in Proposal.objects.public().search(proposal.title_hant)

    def test_a_second_load_writes_nothing(self):
        before = state()
        loaded = loading.load(FIXTURES, by=self.chief)
        assert {table: n for table, n in loaded.changed.items() if n} == {}
        assert state() == before

    def test_dump_load_dump_gives_identical_bytes(self):
        with TemporaryDirectory() as folder:
            first = dumped(Path(folder, "first"))
            empty()
            loading.load(Path(folder, "first"), by=self.chief)
            assert dumped(Path(folder, "second")) == first


# --- what the catalogue does not have ---


@pytest.fixture
def chief(db):
    return people.user(role="Chief editor")


@pytest.fixture
def rich(chief):
    """Everything that a package can hold and the catalogue does not."""
    day = dt.date(2026, 6, 1)
    proposals.draft(slug="never-published", proposed_on=None)
    with_log = proposals.draft(slug="draft-with-log")
    publishing.state_as_proposed(with_log, by=chief)
    proposals.withdrawn(slug="withdrawn", by=chief)
    successor = proposals.published(slug="successor", by=chief)
    told = proposals.published(
        slug="a-long-story",
        by=chief,
        title_hans="手写的简体标题",
        scheme_hant="=SUM(A1)",
        summary_en='Line one\nline "two", line three\r\nfour',
        figures="10 億元；-5%",
        place=taxonomy.place(),
        ideas=[proposals.idea("b-idea"), proposals.idea("a-idea")],
        authors=[people.author(slug="z"), people.author(slug="a")],
        source=sources.source(
            slug="dated",
            publication=sources.publication(),
            published_on=dt.date(2026, 5, 1),
            published_on_precision="month",
            url="https://example.org/?a=1&b=2",
        ),
        proposed_on=dt.date(2026, 1, 1),
        proposed_on_precision="year",
    )
    mistake = history.record(
        told,
        Status.NOTED,
        day,
        by=chief,
        evidence=[
            history.evidence(
                "official_document",
                url="https://example.org/甲",
                publisher="政府",
                published_on=dt.date(2026, 6, 1),
                published_on_precision="month",
                quote="引文\n第二行",
            ),
            history.evidence("legislative_record"),
        ],
    )
    tracking.void(mistake, reason_hant="記錯。", reason_en="Wrong.", by=chief)
    history.record(
        told,
        Status.DELIVERED,
        dt.date(2026, 7, 1),
        effective_on_precision="month",
        evidence=[],
        override_reason_hant="文件早於本站。",
        override_reason_en="Older than this site.",
        reason_hans="另写的理由。",
        by=chief,
    )
    history.record(told, Status.PROPOSED, dt.date(2025, 1, 1), by=chief)
    proposals.criterion(told, "基金已成立", text_en="The fund is there")
    proposals.criterion(told)
    proposals.related(told, successor, reason_hant="同樣關乎資金")
    history.record(told, Status.IN_DELIVERY, day, criteria={1: "met", 2: "partly"}, by=chief)
    tracking.check(told, checked_on=dt.date(2026, 7, 2), note_hant="沒有新事。", by=chief)
    tracking.check(told, checked_on=day, next_check_on=dt.date(2026, 8, 1), by=chief)
    history.record(successor, Status.SUPERSEDED, day, evidence=[], superseded_by=told, by=chief)
    documents.related(told, documents.document("address-2026"), by=chief)
    return told


def test_everything_a_tracker_holds_goes_round(rich, chief, tmp_path):
    first = dumped(tmp_path / "first")
    shown = {
        p.slug: (p.publication_state, p.status, p.status_since, p.checked_on, p.next_check_on)
        for p in Proposal.objects.all()
    }
    empty()
    loading.load(tmp_path / "first", by=chief)
    assert dumped(tmp_path / "second") == first
    assert {
        p.slug: (p.publication_state, p.status, p.status_since, p.checked_on, p.next_check_on)
        for p in Proposal.objects.all()
    } == shown
    before = state()
    loading.load(tmp_path / "first", by=chief)
    assert state() == before


def test_a_dump_has_the_columns_of_the_schema_and_the_schema_itself(rich, tmp_path):
    files = dumped(tmp_path / "package")
    assert set(files) == {"datapackage.json", *(f"{table}.csv" for table in packages.COLUMNS)}
    assert list(packages.COLUMNS) == list(TABLES)
    for table, names in packages.COLUMNS.items():
        assert files[f"{table}.csv"].decode().split("\n")[0] == ",".join(names)
    assert files["datapackage.json"] == schema.SCHEMA.read_bytes()


def test_the_schema_describes_every_column_in_both_written_languages():
    for table in packages.SCHEMA["resources"]:
        for field in table["schema"]["fields"]:
            assert field["description"], (table["name"], field["name"])
            assert field["description_zh"], (table["name"], field["name"])


def test_an_outside_reader_finds_a_dump_valid(rich, tmp_path):
    dumping.dump(tmp_path)
    with warnings.catch_warnings():
        # Of its own making.
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["path", "rowNumber", "fieldName", "note"]) == []
    assert len(report.tasks) == len(TABLES)
    assert report.valid


def test_equal_content_entered_in_another_order_gives_the_same_bytes(chief, tmp_path):
    tables = packages.small()
    for row in (*tables["policy_events"], *tables["status_updates"], *tables["checks"]):
        row["recorded_at"] = "2026-07-01T12:00:00+08:00"
    tables["criteria"][0]["added_at"] = "2026-07-01T12:00:00+08:00"
    loading.load(packages.write(tmp_path / "in", tables), by=chief)
    first = dumped(tmp_path / "first")
    empty()
    for rows in tables.values():
        rows.reverse()
    loading.load(packages.write(tmp_path / "in", tables), by=chief)
    assert dumped(tmp_path / "second") == first


def test_an_instant_without_an_offset_is_one_of_hong_kong_in_its_order_too(chief, tmp_path):
    tables = packages.small()
    at = ["2026-07-01T12:00:00+08:00", "2026-07-01 13:00", "2026-07-01T22:00:00+16:00"]
    proposed, other = tables["status_updates"]
    noted = {"status": "noted", "effective_on": "2026-06-01", "effective_on_precision": "day"}
    official = {"evidence_class": "official_document", "title": "施政報告"}
    tables["status_updates"] = [other | {"recorded_at": at[0]}]
    for number, recorded_at in enumerate(at, 1):
        row = proposed | {"number": str(number), "recorded_at": recorded_at}
        tables["status_updates"].append(row if number == 1 else row | noted)
        if number > 1:
            tables["evidence"].append({"proposal": "one", "number": str(number), **official})
    loading.load(packages.write(tmp_path, tables), by=chief)
    hours = [u.recorded_at.hour for u in StatusUpdate.objects.filter(proposal__slug="one")]
    assert sorted(hours) == [4, 5, 6]


def test_a_row_that_differs_follows_the_file_and_is_told(chief, tmp_path):
    tables = packages.small()
    loading.load(packages.write(tmp_path, tables), by=chief)
    tables["proposals"][0]["title_hant"] = "設立長者基金"
    tables["authors"][0]["name_en"] = "Chan Tai-man"
    loaded = loading.load(packages.write(tmp_path, tables), by=chief)
    assert {t: n for t, n in loaded.changed.items() if n} == {"authors": 1, "proposals": 1}
    # The title of one and the name on both are one edit, told once of each.
    for proposal in Proposal.objects.all():
        kinds = list(proposal.changes.order_by("seq").values_list("kind", flat=True))
        assert kinds == ["published", "updated"]
    assert Proposal.objects.get(slug="one").title_hans == "设立长者基金"


WRITTEN = [
    ("2026-05-20", "day"),
    ("20/5/2026", "day"),
    ("2026年5月20日", "day"),
    ("2026-05", "month"),
    ("2026年5月", "month"),
    ("2026", "year"),
]
DATED = {
    "sources": "published_on",
    "documents": "published_on",
    "proposals": "proposed_on",
    "policy_events": "happened_on",
    "status_updates": "effective_on",
    "evidence": "published_on",
}


@pytest.mark.parametrize(("written", "precision"), WRITTEN)
def test_a_date_may_be_written_as_people_do(chief, tmp_path, written, precision):
    tables = packages.small()
    for table, column in DATED.items():
        for row in tables[table]:
            row |= {column: written, f"{column}_precision": ""}
    loading.load(packages.write(tmp_path, tables), by=chief)
    rows = (Source, Document, Proposal, PolicyEvent, StatusUpdate, Evidence)
    for model, column in zip(rows, DATED.values(), strict=True):
        said = set(model.objects.values_list(column, f"{column}_precision"))
        day = {"day": (5, 20), "month": (5, 1), "year": (1, 1)}[precision]
        assert said == {(dt.date(2026, *day), precision)}, model


@pytest.mark.parametrize("written", ["2026-07-06", "6/7/2026", "2026年7月6日"])
def test_the_day_of_a_check_is_no_other_by_the_way_it_is_written(chief, tmp_path, written):
    tables = packages.small()
    tables["checks"][0]["checked_on"] = written
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert Check.objects.get().checked_on == dt.date(2026, 7, 6)


def test_a_check_was_made_on_a_whole_day(chief, tmp_path):
    tables = packages.small()
    tables["checks"][0]["checked_on"] = "2026-07"
    with pytest.raises(PackageError) as refused:
        loading.load(packages.write(tmp_path, tables), by=chief)
    assert "checks.csv, row 2, checked_on: " in str(refused.value.faults[0])


def test_news_in_a_second_package_is_recorded(chief, tmp_path):
    tables = packages.small()
    loading.load(packages.write(tmp_path, tables), by=chief)
    tables["status_updates"].append(
        {
            "proposal": "two",
            "number": "2",
            "status": "noted",
            "effective_on": "2026-06-01",
            "effective_on_precision": "day",
            "reason_hant": "當局已回應。",
        }
    )
    tables["evidence"].append(
        {"proposal": "two", "number": "2", "evidence_class": "official_statement", "title": "答"}
    )
    loaded = loading.load(packages.write(tmp_path, tables), by=chief)
    assert {t: n for t, n in loaded.changed.items() if n} == {"status_updates": 1}
    two = Proposal.objects.get(slug="two")
    assert (two.status, two.status_since) == (Status.NOTED, dt.date(2026, 6, 1))
    assert two.updates.get(number=2).recorded_by == chief


@pytest.mark.django_db
def test_of_what_is_there_a_package_reads_the_rows_that_it_names():
    named, _other = proposals.draft(slug="named"), proposals.draft(slug="other")
    known = Known(["named", "nowhere"])
    assert known.row(Proposal, "named") == named
    assert known.row(Proposal, "nowhere") is None
    assert known.rows == {Proposal: {"named": named}}


def test_a_withdrawn_proposal_is_published_again_by_its_row(chief, tmp_path):
    tables = packages.small()
    tables["proposals"][0] |= {
        "publication_state": "withdrawn",
        "withdrawn_reason_hant": "重複。",
        "withdrawn_reason_en": "A duplicate.",
    }
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert list(Proposal.objects.public().values_list("slug", flat=True)) == ["two"]
    tables = packages.small()
    loading.load(packages.write(tmp_path, tables), by=chief)
    assert Proposal.objects.public().count() == 2


def test_progress_is_told_to_the_last_row(chief, tmp_path):
    told = []
    tables = packages.small()
    loading.load(packages.write(tmp_path, tables), by=chief, progress=lambda *row: told.append(row))
    total = sum(map(len, tables.values()))
    assert told[-1] == (total, total)
    assert [done for done, _total in told] == sorted(done for done, _total in told)


# --- the two commands ---


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=err)
    return out.getvalue()


@pytest.mark.django_db
def test_the_commands_load_and_dump_and_say_what_they_did(tmp_path):
    packages.write(tmp_path / "in", packages.small())
    said = run("load_package", tmp_path / "in")
    assert "new or changed: " in said
    assert "2 proposals" in said
    assert {u.recorded_by.username for u in StatusUpdate.objects.all()} == {"package-loader"}
    assert "none" in run("load_package", tmp_path / "in")
    assert "2 proposals" in run("dump_package", tmp_path / "out")
    assert (tmp_path / "out/proposals.csv").exists()


def test_a_package_is_loaded_in_the_name_of_an_editor(chief, tmp_path):
    run("load_package", packages.write(tmp_path, packages.small()), "--by", chief.username)
    assert {u.recorded_by for u in StatusUpdate.objects.all()} == {chief}
    with pytest.raises(CommandError, match="nobody"):
        run("load_package", tmp_path, "--by", "nobody")


@pytest.mark.django_db
def test_a_faulty_package_fails_the_command_with_every_fault(tmp_path):
    tables = packages.small()
    tables["authors"][0]["kind"] = "robot"
    tables["checks"][0]["checked_on"] = "soon"
    packages.write(tmp_path, tables)
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded") as caught:
        call_command("load_package", str(tmp_path), stderr=err, verbosity=0)
    assert caught.value.returncode == 1
    assert "authors.csv, row 2, kind: " in err.getvalue()
    assert "checks.csv, row 2, checked_on: " in err.getvalue()
    assert Proposal.objects.count() == 0


@pytest.mark.django_db
def test_one_account_confirms_all_that_a_package_confirms(tmp_path):
    tables = packages.small()
    for slug in ("one", "two"):
        declined = {"proposal": slug, "number": "2", "status": "declined"}
        declined |= {"effective_on": "2026-06-01", "effective_on_precision": "day"}
        tables["status_updates"] += [
            declined | {"reason_hant": "當局不採納。"},
            {"proposal": slug, "number": "3", "confirms": "2"},
        ]
        reply = {"evidence_class": "official_document", "title": "答覆", "publisher": "政府"}
        reply |= {"url": "https://www.example.hk/reply", "published_on": "2026-06-01"}
        tables["evidence"].append(reply | {"proposal": slug, "number": "2"})
    loading.load(packages.write(tmp_path, tables), by=people.user(role="Chief editor"))
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.DECLINED}
    confirmations = StatusUpdate.objects.filter(confirms__isnull=False)
    assert confirmations.count() == 2
    assert {row.recorded_by.username for row in confirmations} == {"package-confirmer"}


def bounded(last, *records):
    """An ask without a day, made by a last one, and its records."""
    tables = packages.small()
    tables["proposals"] = [
        tables["proposals"][0]
        | {"proposed_on": "", "proposed_on_precision": "", "proposed_not_after": last}
    ]
    undated = {"effective_on": "", "effective_on_precision": ""}
    first = tables["status_updates"][0]
    tables["status_updates"] = [first | undated | record for record in ({}, *records)]
    for name in ("attributions", "evidence"):
        tables[name] = tables[name][:1]
    return tables


def test_a_hand_written_package_of_an_undated_ask_changes_nothing_when_it_is_loaded_again(
    chief, tmp_path
):
    folder = packages.write(tmp_path, bounded("2026-07-25"))
    loading.load(folder, by=chief)
    assert not any(loading.load(folder, by=chief).changed.values())


def test_another_last_day_comes_with_a_record_of_it_and_the_end_of_the_one_before(chief, tmp_path):
    loading.load(packages.write(tmp_path / "a", bounded("2026-07-25")), by=chief)
    anew = {"number": "2", "effective_not_after": "2026-06-30"}
    ended = {"number": "3", "status": "", "void_of": "1", "reason_hant": "提出日期已更正。"}
    tables = bounded("2026-06-30", anew, ended)
    tables["status_updates"][0]["effective_not_after"] = "2026-07-25"
    tables["evidence"].append(tables["evidence"][0] | {"number": "2"})
    loading.load(packages.write(tmp_path / "b", tables), by=chief)
    [update] = StatusUpdate.objects.live().filter(status=Status.PROPOSED)
    assert (update.number, update.effective_not_after) == (2, dt.date(2026, 6, 30))


@pytest.mark.parametrize("table", ["status_updates", "checks"])
def test_a_proposal_of_which_only_its_log_tells_is_held_before_anything_is_read(
    chief, tmp_path, table
):
    tables = packages.small()
    loading.load(packages.write(tmp_path / "a", tables), by=chief)
    with_it = (table, "evidence", "assessments") if table == "status_updates" else (table,)
    alone = {name: rows if name in with_it else [] for name, rows in tables.items()}
    with CaptureQueriesContext(connection) as asked:
        loading.load(packages.write(tmp_path / "b", alone), by=chief)
    [first, *_] = [query["sql"] for query in asked if "proposals_proposal" in query["sql"]]
    assert " FOR " in first
    assert "'one'" in first
