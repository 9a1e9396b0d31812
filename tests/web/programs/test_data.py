"""The files that anyone may take, and the page that tells of them."""

import csv
import datetime as dt
import fcntl
import hashlib
import io
import json
import re
import warnings
import zipfile
from unittest import mock

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals import tasks, tracking
from proposals.choices import Status
from proposals.counts.columns import columns
from proposals.dates import written_instant
from proposals.editing import merging
from proposals.languages import interface_to_hans
from proposals.models import Change, Proposal
from proposals.package import archive, loading, public, schema
from proposals.tables import exports, parquet, sheets, spreadsheet, workbook
from proposals.tables.columns import COLUMNS
from tests.factories import history, people, proposals, sources, taxonomy
from tests.factories import packages as packaged

pytestmark = pytest.mark.django_db

PREFIXES = ["", "/zh-hans", "/en"]
FILES = ["/data/proposals.csv", "/data/proposals.ndjson", "/data/proposals.xlsx"]
NAMES = [column.name for column in COLUMNS]
JOINTS = {column.name: column.joint for column in COLUMNS if column.type == "array"}
WHOLE = [column.name for column in COLUMNS if column.type == "integer"]

PAYLOADS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"),
    *("＝1", "＋1", "－1", "＠1", " =1", '"=1', "'=1"),
]


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "packages"


def content(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return b"".join(response) if response.streaming else response.content


def as_csv(client, address="/en/data/proposals.csv"):
    text = content(client, address).decode()
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == NAMES
    return [dict(zip(header, row, strict=True)) for row in rows]


def as_ndjson(client, address="/en/data/proposals.ndjson"):
    return [json.loads(line) for line in content(client, address).decode().splitlines()]


def as_xlsx(client, address="/en/data/proposals.xlsx"):
    book = openpyxl.load_workbook(io.BytesIO(content(client, address)))
    header, *rows = book.active.iter_rows()
    assert [cell.value for cell in header] == NAMES
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def unpacked(client, folder):
    archive.build()
    with zipfile.ZipFile(io.BytesIO(content(client, "/data/tracker.zip"))) as file:
        file.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def rich(once):
    with once():
        editor = people.user(is_superuser=True)
        publication = {"publication": None, "published_on": dt.date(2026, 5, 20)}
        proposal = proposals.published(
            slug="fund",
            authors=[
                people.author(slug="chan"),
                people.author("李小明", "Lee Siu-ming", slug="lee"),
            ],
            bodies=[taxonomy.body(), taxonomy.body("fstb", "財庫局", "FSTB")],
            ideas=[proposals.idea()],
            place=taxonomy.place(),
            source=sources.source(slug="page", published_on_precision="day", **publication),
            figures="30億元；2027年前\n（估計）",
            by=editor,
        )
        proposals.criterion(proposal)
        history.record(proposal, Status.UNDER_STUDY, by=editor)
        tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
        proposals.published(slug="plain", proposed_on=None, bodies=[], by=editor)
        proposal.refresh_from_db()
        return proposal


# --- The list as a file ----------------------------------------------------------------------


def test_a_row_has_codes_and_what_they_are_called(client, rich):
    [row] = as_ndjson(client, "/en/data/proposals.ndjson?idea=silver-fund")
    assert list(row) == NAMES
    assert {name: row[name] for name in NAMES if not name.startswith(("summary", "scheme"))} == {
        "slug": "fund",
        "url": "http://localhost:8000/api/v1/proposals/fund/",
        "html_url": "http://localhost:8000/proposals/fund/",
        "title_hant": "設立銀髮經濟基金",
        "title_hans": "设立银发经济基金",
        "title_en": "Set up a silver-economy fund",
        "status": "under_study",
        "status_label": "Under study",
        "status_since": "2026-06-01",
        "status_since_precision": "day",
        "sector": "ageing",
        "sector_label": "Ageing",
        "instrument": "fund",
        "instrument_label": "Fund",
        "specificity": "firm",
        "specificity_label": "Firm: a measure that can be checked",
        "place": "central_asia",
        "place_label": "Central Asia",
        "bodies": ["lwb", "fstb"],
        "bodies_label": ["Labour and Welfare Bureau", "FSTB"],
        "bodies_stated": ["lwb", "fstb"],
        "ideas": ["silver-fund"],
        "criteria": ["unknown"],
        "criteria_label": ["The fund takes applications"],
        "related": [],
        "authors": ["chan", "lee"],
        "authors_name_hant": ["陳大文", "李小明"],
        "authors_name_hans": ["陈大文", "李小明"],
        "authors_name_en": ["Chan Tai-man", "Lee Siu-ming"],
        "authors_capacity_hant": ["立法會議員"] * 2,
        "authors_capacity_hans": ["立法会议员"] * 2,
        "authors_capacity_en": ["Legislative Councillor"] * 2,
        "source": "page",
        "source_headline": "完善銀髮經濟",
        "source_publication": None,
        "source_publication_label": None,
        "source_published_on": "2026-05-20",
        "source_published_on_precision": "day",
        "source_url": None,
        "locator": "設立銀髮經濟基金",
        "proposed_on": "2026-05-20",
        "proposed_on_precision": "day",
        "figures": "30億元；2027年前\n（估計）",
        "checked_on": rich.checked_on.isoformat(),
        "next_check_on": rich.next_check_on.isoformat(),
        "update_count": 2,
        "first_published_at": timezone.localtime(rich.first_published_at).isoformat(),
        "updated_at": timezone.localtime(rich.updated_at).isoformat(),
        "change_seq": rich.change_seq,
        "places": ["central_asia"],
        "places_label": ["Central Asia"],
        "proposed_not_before": "2026-05-20",
        "proposed_not_after": "2026-05-20",
        "proposed_basis": "stated",
        "proposed_basis_hant": None,
        "proposed_basis_hans": None,
        "proposed_basis_en": None,
        "source_published_not_before": "2026-05-20",
        "source_published_not_after": "2026-05-20",
        "source_page": None,
        "source_archived_url": None,
        "source_headline_en": None,
        "figures_en": None,
        "target_on": None,
        "target_on_precision": None,
        "target_not_after": None,
        "target_title": None,
        "target_url": None,
    }


def test_every_file_has_the_columns_of_the_api(client, rich):
    [row] = client.get("/api/v1/proposals/?idea=silver-fund").json()["results"]
    flat = {name for name in row if name not in ("authors", "source")}
    assert flat <= set(NAMES)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_labels_are_in_the_language_of_the_file(client, rich, prefix):
    row = as_csv(client, f"{prefix}/data/proposals.csv?idea=silver-fund")[0]
    assert (
        row["sector_label"]
        == {
            "": "安老與銀髮經濟",
            "/zh-hans": "安老与银发经济",
            "/en": "Ageing",
        }[prefix]
    )
    assert row["sector"] == "ageing"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_csv_read_back_is_the_ndjson_and_the_workbook(client, rich, prefix):
    def as_cells(row):
        return {
            name: JOINTS[name].join(value)
            if name in JOINTS
            else ("" if value is None else str(value))
            for name, value in row.items()
        }

    def as_text(value):
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        return "" if value is None else str(value)

    expected = [as_cells(row) for row in as_ndjson(client, f"{prefix}/data/proposals.ndjson")]
    assert len(expected) == 2
    assert as_csv(client, f"{prefix}/data/proposals.csv") == expected
    assert [
        {name: as_text(cell.value) for name, cell in row.items()}
        for row in as_xlsx(client, f"{prefix}/data/proposals.xlsx")
    ] == expected


def test_numbers_are_numbers_in_a_workbook(client, rich):
    for row in as_xlsx(client):
        assert {name for name, cell in row.items() if cell.data_type == "n" and cell.value} == {
            *WHOLE
        }


def test_a_day_is_a_date_in_a_workbook_and_what_is_less_than_a_day_is_text(client):
    known = {"day": dt.date(2026, 5, 20), "month": dt.date(2026, 5, 1), "year": dt.date(2026, 1, 1)}
    for precision, on in known.items():
        proposals.published(slug=precision, proposed_on=on, proposed_on_precision=precision)
    proposals.published(slug="old", proposed_on=dt.date(1899, 12, 31), proposed_on_precision="day")
    cells = {row["slug"].value: row["proposed_on"] for row in as_xlsx(client)}
    assert cells["day"].value == dt.datetime(2026, 5, 20)  # noqa: DTZ001 - as workbooks have it
    assert cells["day"].number_format == "yyyy-mm-dd"
    assert {slug: cell.value for slug, cell in cells.items() if slug != "day"} == {
        "month": "2026-05-01",
        "year": "2026-01-01",
        "old": "1899-12-31",
    }


def test_a_workbook_of_one_etag_has_the_same_bytes(client, rich):
    with mock.patch("xlsxwriter.workbook.datetime") as clock:
        clock.now.side_effect = AssertionError("it looks at the clock")
        workbook._empty.cache_clear()
        first, again = (client.get("/data/proposals.xlsx") for _ in range(2))
        assert first.headers["ETag"] == again.headers["ETag"]
        assert first.getvalue() == again.getvalue()


def test_a_workbook_is_sent_while_its_rows_are_read(client, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    monkeypatch.setattr(workbook, "LARGE", 1)
    for title in ("\x01_x0041_ \ufffe", "<b> & ]]>", "  \n\r\t 香 "):
        proposals.published(title_en=title)
    parts = list(client.get("/data/proposals.xlsx?ordering=proposed_on"))
    assert len(parts) == 5
    cells = [row["title_en"].value for row in as_xlsx(client)]
    assert {spreadsheet.unmark(sheets.decoded(cell)) for cell in cells} == {
        *("\x01_x0041_ \ufffe", "<b> & ]]>", "  \n\r\t 香 ")
    }
    book = openpyxl.load_workbook(io.BytesIO(b"".join(parts)), read_only=True)
    assert len(list(book.active.rows)) == 4


def test_texts_that_share_a_cell_split_into_as_many_as_there_are_authors(client):
    names = ["Bay; Area | Fund", "", "Lee"]
    people_of_note = [people.author(f"名{n}", name) for n, name in enumerate(names)]
    proposals.published(authors=people_of_note)
    for row in (
        as_csv(client)[0],
        {name: cell.value for name, cell in as_xlsx(client)[0].items()},
    ):
        assert row["authors_name_en"].split("|") == ["Bay; Area ｜ Fund", "", "Lee"]
        assert len(row["authors"].split(";")) == 3


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula_in_a_spreadsheet_and_json_is_left_alone(client, payload):
    proposals.published(
        title_en=payload,
        figures=payload,
        authors=[people.author(payload, payload)],
        source=sources.source(payload),
    )
    texts = ["title_en", "figures", "authors_name_hant", "authors_name_en", "source_headline"]
    [row] = as_csv(client)
    for name in texts:
        assert row[name] == f"'{payload}"
        assert spreadsheet.unmark(row[name]) == payload
    [cells] = as_xlsx(client)
    for name in texts:
        assert cells[name].data_type in ("s", "inlineStr")
        assert spreadsheet.unmark(cells[name].value.replace("_x000D_", "\r")) == payload
    [plain] = as_ndjson(client)
    assert plain["title_en"] == payload
    assert plain["authors_name_hant"] == [payload]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("address", FILES)
def test_what_is_not_public_is_in_no_file(client, hide, address, prefix):
    hidden = hide()
    data = content(client, prefix + address)
    if address.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    text = data.decode()
    assert "takes in another" in text.lower()
    for proposal in hidden:
        assert proposal.slug + "," not in text
        assert f'"{proposal.slug}"' not in text
    for title in ("不公開的建議", "不公开的建议", "Not for the public"):
        assert title not in text


@pytest.mark.parametrize("address", FILES)
def test_the_filter_and_its_order_hold_for_a_file(client, address):
    for title in ("丙", "甲", "乙"):
        proposals.published(title_hant=title, title_en=title)
    proposals.published(title_hant="不選", sector=taxonomy.sector("finance"))
    read = {".csv": as_csv, ".ndjson": as_ndjson, ".xlsx": as_xlsx}[address[15:]]
    rows = read(client, f"{address}?sector=-finance&ordering=title")
    titles = [getattr(row["title_hant"], "value", row["title_hant"]) for row in rows]
    assert titles == sorted(["丙", "甲", "乙"])


def test_a_file_of_the_past_shows_where_they_stood(client, rich):
    [row] = as_csv(
        client, "/en/data/proposals.csv?as_of=2026-05-31&sector=ageing&place=central_asia"
    )
    assert (row["status"], row["status_label"]) == ("proposed", "Proposed")


@pytest.mark.parametrize("query", ["q=基金&ordering=relevance", "as_of=2026-05-31&body=lwb"])
def test_a_workbook_has_the_rows_of_the_csv_whatever_is_asked(client, rich, query):
    slugs = [row["slug"].value for row in as_xlsx(client, f"/data/proposals.xlsx?{query}")]
    assert slugs == [row["slug"] for row in as_csv(client, f"/data/proposals.csv?{query}")] != []


@pytest.mark.parametrize("address", FILES)
def test_a_fault_is_named(client, address):
    response = client.get(f"/en{address}?specificity=hard")
    assert response.status_code == 400
    if address.endswith("json"):
        assert response.json()["errors"][0]["field"] == "specificity"
    else:
        assert response.content.decode() == (
            "specificity: “hard” is not a value of this parameter.\n  Allowed: firm, soft\n"
        )


@pytest.mark.parametrize("address", [*FILES, "/data/proposals.parquet", "/data/tracker.zip"])
def test_nothing_new_costs_one_query(client, django_assert_num_queries, address):
    proposals.published()
    archive.build()
    first = client.get(address)
    b"".join(first)
    assert first.headers["Content-Disposition"].startswith('attachment; filename="')
    assert f"-{timezone.localdate()}." in first.headers["Content-Disposition"]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", FILES[:2])
@pytest.mark.parametrize("count", [1, 3])
def test_all_rows_are_read_by_one_query(client, monkeypatch, address, count):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    idea = proposals.idea()
    for _ in range(count):
        proposals.published(ideas=[idea])
    with CaptureQueriesContext(connection) as queries:
        content(client, address)
    # The newest change; and the rows, between the beginning and the end of a transaction.
    assert len(queries) == 4


def test_a_workbook_that_would_be_too_long_is_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr(workbook, "MOST", 1)
    proposals.published()
    assert len(as_xlsx(client)) == 1
    proposals.published()
    response = client.get("/en/data/proposals.xlsx")
    assert response.status_code == 400
    assert response.content.decode() == (
        "proposals.xlsx: A workbook holds 1 proposals at the most. "
        "Choose fewer, or take the CSV file.\n"
    )


def test_a_text_that_no_cell_holds_is_refused_and_not_cut(client):
    proposals.published(summary_en="x" * 32_768)
    assert client.get("/en/data/proposals.xlsx").status_code == 400
    assert as_csv(client)[0]["summary_en"] == "x" * 32_768


def as_parquet(client, address="/en/data/proposals.parquet"):
    return pq.read_table(io.BytesIO(content(client, address)))


def test_parquet_has_the_rows_of_the_ndjson_in_types_of_its_own(client, rich, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    table = as_parquet(client)
    kinds = {"string": "string", "integer": "int64", "date": "date32[day]"}
    kinds |= {"datetime": "timestamp[us, tz=UTC]", "array": "list<element: string>"}
    told = [(field.name, str(field.type)) for field in table.schema]
    assert told == [(column.name, kinds[column.type]) for column in COLUMNS]
    rows, objects = table.to_pylist(), as_ndjson(client)
    assert len(rows) == 2
    reads = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}
    for name, kind in ((column.name, column.type) for column in COLUMNS):
        read = reads.get(kind, lambda value: value)
        expected = [read(row[name]) if row[name] else row[name] for row in objects]
        assert [row[name] for row in rows] == expected, name


def test_parquet_takes_the_one_filter_and_holds_nothing_private(client, hide):
    hide()
    assert as_parquet(client)["title_en"].to_pylist() == ["Takes in another"]
    assert as_parquet(client, "/data/proposals.parquet?status=declined").num_rows == 0
    assert client.get("/data/proposals.parquet?specificity=hard").status_code == 400


def test_without_pyarrow_parquet_names_what_is_missing(client, monkeypatch):
    monkeypatch.setattr(parquet, "IS_INSTALLED", False)
    answer = client.get("/en/data/proposals.parquet")
    assert answer.status_code == 501
    assert answer.content.decode() == (
        "This site gives no Parquet: its operator has not installed the extra “parquet”.\n"
    )
    assert "ETag" not in answer.headers
    assert "proposals.parquet" not in client.get("/en/data/").content.decode()


# --- The whole package -----------------------------------------------------------------------


def test_the_package_is_valid_to_an_outside_reader(client, rich, tmp_path):
    folder = unpacked(client, tmp_path / "out")
    with warnings.catch_warnings():
        # Of its own making.
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["path", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


def test_the_package_says_how_many_rows_which_sums_and_when(client, rich, tmp_path):
    folder = unpacked(client, tmp_path / "out")
    described = json.loads((folder / "datapackage.json").read_text())
    made = dt.datetime.fromisoformat(described["generated_at"])
    assert dt.timedelta(0) <= timezone.now() - made < dt.timedelta(minutes=1)
    assert described["created"] == described["generated_at"]
    counts = {}
    for table in described["resources"]:
        data = (folder / table["path"]).read_bytes()
        counts[table["name"]] = len(list(csv.reader(io.StringIO(data.decode())))) - 1
        assert table["rows"] == counts[table["name"]]
        assert table["bytes"] == len(data)
        assert table["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert counts == archive.newest().rows
    assert counts["proposals"] == 2


def test_nothing_that_is_not_public_is_in_the_package(client, editor, tmp_path):
    shown = proposals.published(slug="shown", by=editor)
    for make in (proposals.draft, proposals.withdrawn):
        hidden = make(
            title_hant="不公開的建議",
            title_en="Not for the public",
            authors=[people.author("不公開的人", "Nobody")],
            ideas=[proposals.idea(f"hidden-{make.__name__}", "不公開的主張")],
            source=sources.source("不公開的文章"),
        )
    hidden = proposals.published(slug="hidden", title_hant="不公開的建議", by=editor)
    step = history.record(hidden, reason_hant="不公開的理由。", by=editor)
    history.record(
        shown,
        Status.SUPERSEDED,
        superseded_by=hidden,
        evidence=[history.evidence("source", source=step.proposal.source)],
        by=editor,
    )
    merging.merge(hidden, into=shown, reason_hant="同一建議。", reason_en="The same.", by=editor)
    folder = unpacked(client, tmp_path / "out")
    text = {path.name: path.read_text() for path in folder.glob("*.csv")}
    told = text.pop("withdrawn.csv")
    assert "不公開的建議" not in told
    assert "Not for" not in told
    # The log names what was public once; nobody could verify it otherwise.
    log = text.pop("changes.csv")
    assert "不公開" not in log
    assert "hidden-draft" not in log
    for name, rows in text.items():
        for word in (
            "不公開的建議",
            "Not for",
            "Nobody",
            "不公開的人",
            "不公開的主張",
            "不公開的文章",
        ):
            assert word not in rows, name
        assert "hidden" not in rows, name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        assert frictionless.Package(str(folder / "datapackage.json")).validate().valid


def test_a_policy_event_is_in_the_package_where_something_public_was_recorded_from_it(
    client, editor, tmp_path
):
    from proposals.models import PolicyEvent

    for title in ("公開的事件", "不公開的事件"):
        PolicyEvent.objects.create(
            title=title,
            evidence_class="official_document",
            happened_on=dt.date(2026, 6, 1),
            happened_on_precision="day",
            recorded_at=timezone.now(),
            recorded_by=editor,
        )
    shown, event = proposals.published(by=editor), PolicyEvent.objects.get(title="公開的事件")
    history.record(shown, event=event, by=editor)
    folder = unpacked(client, tmp_path / "out")
    titles = [row["title"] for row in packaged.read(folder, "policy_events")]
    assert titles == ["公開的事件"]


def test_the_package_loaded_where_it_is_from_changes_nothing(client, rich, editor, tmp_path):
    folder = unpacked(client, tmp_path / "out")
    loaded = loading.load(folder, by=editor)
    assert not any(loaded.changed.values())


@pytest.fixture
def asked_for(monkeypatch):
    """How often the worker was asked to make the package."""
    asked = mock.Mock()
    monkeypatch.setattr(tasks.build_package, "delay", asked)
    cache.clear()
    return asked


def test_the_package_is_asked_for_where_there_is_none_yet(client, asked_for):
    proposals.published()
    answer = client.get("/en/data/tracker.zip")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.content.decode() == (
        "The package is being made for the first time. Try again in a minute.\n"
    )
    client.get("/data/tracker.zip")
    asked_for.assert_called_once_with()
    tasks.build_package()
    assert content(client, "/data/tracker.zip")


def test_the_last_package_is_given_at_once_and_a_new_one_asked_for(
    client, packages, asked_for, django_assert_num_queries
):
    proposals.published()
    archive.build()
    with django_assert_num_queries(1):  # the newest change: whether another is to be made
        first = client.get("/data/tracker.zip")
    assert not asked_for.called
    old = b"".join(first)
    proposals.published()
    with django_assert_num_queries(1):
        behind = client.get("/en/data/tracker.zip")
    assert (behind.headers["ETag"], b"".join(behind)) == (first.headers["ETag"], old)
    assert behind.headers["Last-Modified"] == first.headers["Last-Modified"]
    asked_for.assert_called_once_with()
    tasks.build_package()
    anew = client.get("/data/tracker.zip")
    assert anew.headers["ETag"] != first.headers["ETag"]
    assert b"".join(anew) != old
    for _ in range(2):
        proposals.published()
        archive.build()
        assert len(list(packages.glob("tracker-*.zip"))) == 2
    assert not list(packages.glob("making-*"))


def test_the_package_is_made_by_one_process_at_a_time(packages):
    proposals.published()
    first = archive.build()
    assert archive.build() == first
    proposals.published()
    with (packages / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert archive.build() is None
    (packages / "making-killed").mkdir()
    assert archive.build() != first
    assert not (packages / "making-killed").exists()


def test_the_package_tells_what_is_here_no_more(client, editor, tmp_path):
    into = proposals.published(slug="into", by=editor)
    gone = proposals.published(slug="gone", by=editor)
    proposals.draft(slug="draft")
    proposals.withdrawn(slug="ended")
    merging.merge(gone, into=into, reason_hant="同一建議。", reason_en="The same.", by=editor)
    rows = packaged.read(unpacked(client, tmp_path / "out"), "withdrawn")
    told = [(row["slug"], row["kind"], row["target"], row["reason_en"]) for row in rows]
    assert told == [
        ("ended", "withdrawn", "", "The source was withdrawn."),
        ("gone", "merged", "into", ""),
    ]
    ends = Change.objects.filter(kind__in=["withdrawn", "merged"]).order_by("key")
    assert [dt.datetime.fromisoformat(row["at"]) for row in rows] == [end.at for end in ends]


@pytest.mark.parametrize("count", [1, 3])
def test_the_package_is_read_by_a_fixed_number_of_queries(count, tmp_path):
    editor = people.user(is_superuser=True)
    for _ in range(count):
        proposal = proposals.published(ideas=[proposals.idea()], by=editor)
        history.record(proposal, by=editor)
        tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
        proposals.withdrawn()
    with CaptureQueriesContext(connection) as queries:
        public.dump(tmp_path / "out")
    assert len(queries) == 30


def test_one_copy_a_month_is_kept_for_good(client, packages):
    days = [(2026, 11, 28), (2026, 11, 30), (2026, 12, 1), (2026, 12, 2)]
    made = []
    for day in days:
        proposals.published()
        with mock.patch("django.utils.timezone.localdate", return_value=dt.date(*day)):
            made.append(archive.build().path.read_bytes())
    listed = client.get("/data/releases.json").json()
    assert [row["day"] for row in listed["results"]] == ["2026-12-01", "2026-11-28"]
    assert listed["latest"]["url"] == "http://localhost:8000/data/tracker.zip"
    for row, content_then in zip(listed["results"], (made[2], made[0]), strict=True):
        path = row["url"].removeprefix("http://localhost:8000")
        answer = client.get(path)
        assert "immutable" in answer.headers["Cache-Control"]
        data = b"".join(answer)
        assert data == content_then
        assert (len(data), hashlib.sha256(data).hexdigest()) == (row["bytes"], row["sha256"])
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert path in client.get("/en/data/").content.decode()
    assert client.get("/data/releases/tracker-2026-12-02.zip").status_code == 404
    assert client.get("/data/releases.json?day=1").json()["errors"][0]["field"] == "day"


def test_before_there_is_a_package_the_list_of_copies_is_empty(client):
    answer = client.get("/data/releases.json")
    assert answer.json() == {"latest": None, "results": []}
    again = client.get("/data/releases.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_package_takes_no_parameters(client):
    response = client.get("/en/data/tracker.zip?sector=ageing")
    assert response.status_code == 400
    assert response.content.decode() == "sector: This address takes no parameters.\n"


# --- The page --------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_leads_to_every_file_and_feed(client, rich, prefix):
    html = client.get(f"{prefix}/data/").content.decode()
    for name in (
        *("data/proposals.csv", "data/proposals.xlsx", "data/proposals.ndjson"),
        *("data/tracker.zip", "feeds/proposals.atom", "feeds/proposals.json"),
        *("feeds/changes.atom", "feeds/deadlines.ics", "changes/"),
    ):
        assert f'href="{prefix}/{name}"' in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_explains_every_column_in_the_readers_language(client, prefix):
    html = client.get(f"{prefix}/data/").content.decode()
    for name in NAMES:
        assert f"<code>{name}</code></th>" in html
    for table in schema.published()["resources"]:
        for field in table["schema"]["fields"]:
            written = field["description_zh"]
            hans, english = interface_to_hans(written), field["description"]
            meaning = {"": written, "/zh-hans": hans, "/en": english}
            assert f"<td>{meaning[prefix]}</td>" in html


def test_the_page_counts_public_rows_and_no_others(client, hide, rich):
    hide()
    html = client.get("/en/data/").content.decode()
    assert Proposal.objects.count() == 6
    assert "3 proposals, one row each" in html


def test_the_page_tells_the_rows_of_the_package_and_of_when_it_is(client, editor):
    fund = proposals.published()
    client.get("/en/data/")
    assert not re.search(r"\d rows?</span>", client.get("/en/data/").content.decode())

    package = archive.build()
    html = client.get("/en/data/").content.decode()
    for name, rows in package.rows.items():
        told = rf"<code>{name}</code> [^<]+ <span class=\"number\">{rows} rows?</span>"
        assert re.search(told, html), name
    assert package.rows["proposals"] == 1
    when = rf"package made on <time [^>]+>{written_instant(package.generated_at)}</time>"
    assert re.search(when, html)
    history.record(fund, by=editor)
    assert "1 proposal, one row each" in client.get("/en/data/").content.decode()
    # Another package, and no change since the page was given.
    before = client.get("/en/data/")
    again = archive.build()
    after = client.get("/en/data/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    updates = again.rows["status_updates"]
    assert updates == package.rows["status_updates"] + 1
    assert re.search(
        rf"status_updates</code> [^<]+ <span class=\"number\">{updates} rows<",
        after.content.decode(),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_a_fixed_number_of_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        proposals.published()
    columns()
    # The newest change: for the answer, to be told, and whether anything has moved.
    with django_assert_num_queries(3):
        client.get("/data/")
