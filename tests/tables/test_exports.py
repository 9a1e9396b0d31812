import csv
import io
import json

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from proposals.models import Proposal
from proposals.package import loading
from proposals.tables import exports, spreadsheet
from proposals.tables.columns import COLUMNS
from tests.factories import people, proposals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "label"), [("zh-hant", "基金"), ("en", "Fund")])
def test_a_file_keeps_its_language_though_another_is_spoken_while_it_is_read(
    monkeypatch, language, label
):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for _ in range(2):
        proposals.published()
    rows = []
    with translation.override(language):
        parts = exports.as_ndjson(Proposal.objects.public().order_by("pk"))
        rows.append(json.loads(next(parts)))
    with translation.override("zh-hans"):
        rows += [json.loads(part) for part in parts]
        assert translation.get_language() == "zh-hans"
    assert [row["instrument_label"] for row in rows] == [label, label]


@pytest.mark.django_db(transaction=True)
def test_the_first_rows_are_sent_before_the_database_has_found_the_last(monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for _ in range(2):
        proposals.published()
    parts = exports.as_ndjson(Proposal.objects.public())
    next(parts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_holdable FROM pg_cursors")
        assert cursor.fetchall() == [(False,)]
    assert len(list(parts)) == 1


def test_each_column_has_a_name_of_its_own_and_a_meaning():
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert all(str(column.meaning) for column in COLUMNS)
    assert {column.type for column in COLUMNS} == {
        *("string", "date", "datetime", "integer", "array")
    }


def test_nothing_public_gives_a_file_with_a_header_alone():
    nothing = Proposal.objects.public()
    names = ",".join(column.name for column in COLUMNS)
    assert "".join(exports.as_csv(nothing)) == f"\ufeff{names}\r\n"
    assert "".join(exports.as_ndjson(nothing)) == ""


ARRAYS = {column.name: column for column in COLUMNS if column.type == "array"}
OF_AUTHORS = [name for name in ARRAYS if name.startswith("authors")]


@pytest.fixture(scope="module")
def catalogue(once):
    with once():
        loading.load(settings.FIXTURES_DIR, by=people.user(is_superuser=True))


@pytest.mark.slow("the whole catalogue is loaded")
def test_every_array_of_the_catalogue_splits_into_what_it_was_made_of(catalogue):
    found = Proposal.objects.public().order_by("pk")
    objects = [json.loads(line) for line in "".join(exports.as_ndjson(found)).splitlines()]
    text = "".join(exports.as_csv(found)).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(objects) > 90
    assert any("; " in text for row in objects for text in row["authors_capacity_en"])
    for row, made_of in zip(rows, objects, strict=True):
        for name, column in ARRAYS.items():
            cell = spreadsheet.unmark(row[name])
            assert (cell.split(column.joint) if made_of[name] else cell or []) == made_of[name]
        for name in OF_AUTHORS:
            items = spreadsheet.unmark(row[name]).split(ARRAYS[name].joint)
            assert len(items) == len(made_of["authors"])


@given(items=st.lists(st.text("|｜;'= \n香a", max_size=4), min_size=1, max_size=4))
def test_any_texts_split_into_as_many_and_differ_by_the_bar_alone(items):
    column = ARRAYS["authors_capacity_en"]
    cell = spreadsheet.unmark(spreadsheet.mark(column.joined(items)))
    assert cell.split(column.joint) == [item.replace("|", "｜") for item in items]
