"""A package that is not right is not loaded: every fault is named, and nothing is written."""

import pytest

from proposals.models import (
    Author,
    Body,
    Change,
    Check,
    Evidence,
    Idea,
    Proposal,
    Sector,
    Source,
    StatusUpdate,
)
from proposals.package import faults, loading
from tests.factories import packages, people

pytestmark = pytest.mark.django_db

ROWS = (Author, Body, Change, Check, Evidence, Idea, Proposal, Sector, Source, StatusUpdate)


# Files without which a package is whole.
OPTIONAL = loading.OPTIONAL


@pytest.fixture
def chief():
    return people.user(role="Chief editor")


def faults_of(folder, by):
    """Where the faults are; what they say is not empty, and nothing was written."""
    before = [list(model.objects.order_by("pk").values()) for model in ROWS]
    with pytest.raises(faults.PackageError) as caught:
        loading.load(folder, by=by)
    assert [list(model.objects.order_by("pk").values()) for model in ROWS] == before
    assert all(fault.message for fault in caught.value.faults)
    # Here rows count below the header, which a spreadsheet counts too.
    return [(f.file, f.row - 1 if f.row else 0, f.column) for f in caught.value.faults]


def changed(table, row, **cells):
    tables = packages.small()
    tables[table][row - 1] |= cells
    return tables


UPDATE = {"proposal": "one", "number": "2", "reason_hant": "當局已回應。"}
NOTED = UPDATE | {
    "status": "noted",
    "effective_on": "2026-06-01",
    "effective_on_precision": "day",
}
REPLY = {"proposal": "one", "number": "2", "evidence_class": "official_statement", "title": "答覆"}


def added(table, *rows, **more):
    tables = packages.small()
    tables.setdefault(table, []).extend(rows)
    for other, row in more.items():
        tables[other].append(row)
    return tables


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [(0, "", "bodies.csv"), (0, "code", "bodies.csv, code"), (2, "", "bodies.csv, row 2")],
)
def test_a_fault_is_told_by_as_much_of_its_place_as_there_is(row, column, place):
    assert str(faults.PackageFault("bodies.csv", row, column, "Wrong.")) == f"{place}: Wrong."


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("title_hant", ""),
        ("title_en", ""),
        ("summary_hant", ""),
        ("summary_en", ""),
        ("sector", "nonsense"),
        ("sector", ""),
        ("source", "nonsense"),
        ("place", "nonsense"),
        ("ideas", "silver-fund nonsense"),
        ("instrument", "wish"),
        ("specificity", "vague"),
        ("proposed_on", "3/4/2026"),
        ("proposed_on", "2026-02-30"),
        ("proposed_on_precision", "week"),
        ("slug", "not a slug"),
        ("figures", "x" * 301),
        ("publication_state", "hidden"),
        ("status", "committed"),
        ("status", "nonsense"),
    ],
)
def test_a_faulty_cell_of_a_proposal_is_named(column, cell, chief, tmp_path):
    tables = changed("proposals", 2, **{column: cell})
    if column == "slug":
        for table in ("attributions", "status_updates", "evidence"):
            tables[table][1]["proposal"] = cell
    folder = packages.write(tmp_path, tables)
    assert ("proposals.csv", 2, column) in faults_of(folder, chief)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("proposed_on", {"proposed_on": ""}),
        ("proposed_on", {"proposed_on": "0001-01-01"}),
        ("proposed_on_precision", {"proposed_on": "2026-05"}),
        ("proposed_not_before", {"proposed_not_before": "2026-05"}),
        ("proposed_basis_en", {"proposed_basis_hant": "內文提及今日。"}),
    ],
)
def test_a_date_that_says_more_than_is_known_is_a_fault_of_its_column(
    column, cells, chief, tmp_path
):
    folder = packages.write(tmp_path, changed("proposals", 2, **cells))
    assert ("proposals.csv", 2, column) in faults_of(folder, chief)


@pytest.mark.parametrize(
    ("table", "row", "column", "cell"),
    [
        ("sectors", 1, "name_en", ""),
        ("sectors", 1, "position", "first"),
        ("bodies", 1, "position", "1.5"),
        ("bodies", 1, "position", "-1"),
        ("attributions", 1, "position", "99999"),
        ("bodies", 1, "name_hant", ""),
        ("places", 1, "name_en", ""),
        ("publications", 1, "url", "not a link"),
        ("authors", 1, "kind", "robot"),
        ("authors", 1, "name_hant", ""),
        ("sources", 1, "kind", "rumour"),
        ("sources", 1, "publication", "nonsense"),
        ("sources", 1, "published_on", "May"),
        ("ideas", 1, "title_en", ""),
        ("attributions", 2, "author", "nonsense"),
        ("attributions", 2, "proposal", "nonsense"),
        ("addressees", 1, "body", "nonsense"),
        ("addressees", 1, "basis", "guessed"),
        ("status_updates", 2, "proposal", "nonsense"),
        ("status_updates", 2, "number", "first"),
        ("status_updates", 2, "number", "2"),
        ("status_updates", 2, "status", "adopted"),
        ("status_updates", 2, "effective_on", "May"),
        ("status_updates", 2, "effective_on", "9999-01-01"),
        ("status_updates", 2, "reason_hant", ""),
        ("status_updates", 2, "superseded_by", "nonsense"),
        ("status_updates", 2, "void_of", "7"),
        ("status_updates", 2, "recorded_at", "yesterday"),
        ("policy_events", 1, "title", ""),
        ("policy_events", 1, "evidence_class", "hearsay"),
        ("policy_events", 1, "happened_on", "May"),
        ("policy_events", 1, "url", "not a link"),
        ("status_updates", 2, "confirms", "7"),
        ("status_updates", 2, "copied_from", "nonsense"),
        ("status_updates", 2, "copied_from_number", "first"),
        ("status_updates", 2, "event", "7"),
        ("proposals", 2, "merged_into", "nonsense"),
        ("proposals", 2, "merged_into", "two"),
        ("attributions", 2, "merged_from", "nonsense"),
        ("evidence", 2, "evidence_class", "hearsay"),
        ("evidence", 2, "title", ""),
        ("evidence", 2, "url", "not a link"),
        ("evidence", 2, "published_on", "May"),
        ("evidence", 2, "source", "nonsense"),
        ("evidence", 2, "number", "3"),
        ("checks", 1, "proposal", "nonsense"),
        ("checks", 1, "checked_on", "9999-01-01"),
        ("checks", 1, "next_check_on", "2026-06-01"),
        ("checks", 1, "next_check_on", "soon"),
    ],
)
def test_a_faulty_cell_of_any_other_table_is_named(table, row, column, cell, chief, tmp_path):
    folder = packages.write(tmp_path, changed(table, row, **{column: cell}))
    assert (f"{table}.csv", row, column) in faults_of(folder, chief)


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (added("status_updates", NOTED), ("status_updates.csv", 3, "evidence")),
        (
            added("status_updates", NOTED | {"status": "delivered"}, evidence=REPLY),
            ("status_updates.csv", 3, "status"),
        ),
        (
            added("status_updates", NOTED | {"number": "3"}, evidence=REPLY | {"number": "3"}),
            ("status_updates.csv", 3, "number"),
        ),
        (
            added("status_updates", UPDATE | {"void_of": "1"}),
            ("status_updates.csv", 3, ""),
        ),
        (added("evidence", REPLY), ("evidence.csv", 3, "number")),
        (added("proposals", packages.small()["proposals"][0]), ("proposals.csv", 3, "slug")),
        (
            added("attributions", packages.small()["attributions"][0]),
            ("attributions.csv", 3, "proposal"),
        ),
        (changed("authors", 1, slug=""), ("authors.csv", 1, "slug")),
        (
            changed("proposals", 1, publication_state="withdrawn"),
            ("proposals.csv", 1, "withdrawn_reason_hant"),
        ),
    ],
)
def test_what_the_rules_of_the_log_refuse_is_named(tables, fault, chief, tmp_path):
    assert fault in faults_of(packages.write(tmp_path, tables), chief)


def test_what_has_no_author_is_not_published(chief, tmp_path):
    tables = packages.small()
    del tables["attributions"][0]
    fault = ("proposals.csv", 1, "publication_state")
    assert faults_of(packages.write(tmp_path, tables), chief) == [fault]


def test_an_override_needs_the_right(tmp_path):
    tables = added("status_updates", NOTED | {"override_reason_hant": "例外。"})
    fault = ("status_updates.csv", 3, "override_reason_hant")
    assert faults_of(packages.write(tmp_path, tables), people.user()) == [fault]


def test_every_fault_is_listed_in_order(chief, tmp_path):
    tables = changed("proposals", 2, title_en="", proposed_on="May")
    tables["authors"][0]["kind"] = "robot"
    tables["checks"][0]["next_check_on"] = "soon"
    tables["proposals"][0]["instrument"] = "wish"
    found = faults_of(packages.write(tmp_path, tables), chief)
    assert found == sorted(found)
    assert {
        ("authors.csv", 1, "kind"),
        ("checks.csv", 1, "next_check_on"),
        ("proposals.csv", 1, "instrument"),
        ("proposals.csv", 2, "proposed_on"),
        ("proposals.csv", 2, "title_en"),
    } <= set(found)


# --- whole files ---


def rewritten(folder, table, old, new):
    path = folder / f"{table}.csv"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"name_en", b"name_fr", ("authors.csv", 0, "name_fr")),
        (b"slug,", b"", ("authors.csv", 0, "slug")),
        (b"note_en", b"kind", ("authors.csv", 0, "kind")),
        (b"chan,", b"chan,,,,,,,,,,,", ("authors.csv", 1, "")),
        (b"chan,", b"chan", ("authors.csv", 1, "")),
        (b"chan", b"\xff\xfe", ("authors.csv", 0, "")),
        (b"chan,", b'"chan', ("authors.csv", 0, "")),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_named(old, new, fault, chief, tmp_path):
    folder = packages.write(tmp_path, packages.small())
    rewritten(folder, "authors", old, new)
    assert fault in faults_of(folder, chief)


@pytest.mark.parametrize("table", sorted(set(packages.COLUMNS) - set(OPTIONAL)))
def test_a_missing_file_is_named(table, chief, tmp_path):
    folder = packages.write(tmp_path, packages.small())
    (folder / f"{table}.csv").unlink()
    assert faults_of(folder, chief) == [(f"{table}.csv", 0, "")]


def test_what_not_every_tracker_has_may_be_missing(chief, tmp_path):
    folder = packages.write(tmp_path, changed("sources", 1, publication=""))
    for table in OPTIONAL:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    loading.load(folder, by=chief)
    assert Proposal.objects.public().count() == 2


def test_a_missing_folder_is_named(chief, tmp_path):
    assert faults_of(tmp_path / "none", chief) == [(str(tmp_path / "none"), 0, "")]


# --- what is recorded is never edited ---


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("status_updates", "status", "noted"),
        ("status_updates", "effective_on", "2026-05-21"),
        ("status_updates", "reason_hant", "改寫。"),
        ("status_updates", "reason_en", ""),
        ("status_updates", "reason_hans", "改写。"),
        ("evidence", "title", "另一標題"),
        ("evidence", "evidence_class", "other"),
        ("evidence", "source", ""),
        ("evidence", "quote", "另一句"),
    ],
)
def test_a_recorded_row_that_differs_is_a_fault(table, column, cell, chief, tmp_path):
    loading.load(packages.write(tmp_path, packages.small()), by=chief)
    packages.write(tmp_path, changed(table, 2, **{column: cell}))
    assert faults_of(tmp_path, chief) == [(f"{table}.csv", 2, column)]


def test_evidence_is_not_added_to_what_is_recorded(chief, tmp_path):
    loading.load(packages.write(tmp_path, packages.small()), by=chief)
    packages.write(tmp_path, added("evidence", REPLY | {"number": "1"}))
    assert faults_of(tmp_path, chief) == [("status_updates.csv", 1, "number")]


SAID = {"proposal": "one", "number": "1", "position": "1", "state": "met"}


def test_what_was_said_of_criteria_is_not_said_otherwise(chief, tmp_path):
    loading.load(packages.write(tmp_path, packages.small()), by=chief)
    packages.write(tmp_path, changed("assessments", 1, state="met"))
    assert faults_of(tmp_path, chief) == [("status_updates.csv", 1, "number")]


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (changed("assessments", 1, position="first"), ("assessments.csv", 1, "position")),
        (added("assessments", SAID), ("assessments.csv", 2, "position")),
    ],
)
def test_a_faulty_word_of_criteria_is_named(tables, fault, chief, tmp_path):
    assert faults_of(packages.write(tmp_path, tables), chief) == [fault]


UPTAKE = {
    "slug": "address-one",
    "document": "address",
    "position": "1",
    "proposal": "one",
    "number": "1",
    "relation": "same",
    "quote": "設立基金。",
    "recorded_at": "2026-06-01T04:00:00+00:00",
}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("document", "nothing"), ("number", "9"), ("relation", "echoes"), ("quote", "")],
)
def test_a_faulty_cell_of_a_response_link_is_named(column, cell, chief, tmp_path):
    tables = added("uptakes", UPTAKE | {column: cell})
    assert faults_of(packages.write(tmp_path, tables), chief) == [("uptakes.csv", 1, column)]


def test_a_response_link_that_is_recorded_is_not_edited(chief, tmp_path):
    loading.load(packages.write(tmp_path, added("uptakes", UPTAKE)), by=chief)
    packages.write(tmp_path, added("uptakes", UPTAKE | {"quote": "設立另一基金。"}))
    assert faults_of(tmp_path, chief) == [("uptakes.csv", 1, "quote")]


def test_a_published_proposal_does_not_become_a_draft_again(chief, tmp_path):
    loading.load(packages.write(tmp_path, packages.small()), by=chief)
    packages.write(tmp_path, changed("proposals", 2, publication_state="draft"))
    assert faults_of(tmp_path, chief) == [("proposals.csv", 2, "publication_state")]


@pytest.mark.parametrize(
    "cells",
    [{"proposed_on": "2026-05-21"}, {"proposed_on": "2026-05", "proposed_on_precision": "month"}],
)
def test_another_day_of_an_ask_comes_with_the_log_that_tells_it(chief, tmp_path, cells):
    loading.load(packages.write(tmp_path / "a", packages.small()), by=chief)
    folder = packages.write(tmp_path / "b", changed("proposals", 1, **cells))
    assert faults_of(folder, chief) == [("proposals.csv", 1, "proposed_on")]


def test_so_does_another_day_of_its_source(chief, tmp_path):
    tables = changed("sources", 1, published_on="2026-05-20", published_on_precision="day")
    loading.load(packages.write(tmp_path / "a", tables), by=chief)
    tables["sources"][0]["published_on"] = "2026-05-21"
    alone = {name: tables[name] if name in ("publications", "sources") else [] for name in tables}
    folder = packages.write(tmp_path / "b", alone)
    assert faults_of(folder, chief) == [("proposals.csv", 0, "proposed_on")] * 2
