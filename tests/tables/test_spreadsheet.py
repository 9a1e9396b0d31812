import csv
import io

import openpyxl
import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st

from proposals.tables import reading, spreadsheet
from tests.tables.cells import LIVE

PLAIN = ["", "'", "''", "'tis", "a=1", "1-2", "建議（＋）", "–1", "_x000D_", "#N/A", "1", " "]


@pytest.mark.parametrize("text", LIVE)
def test_a_text_that_could_be_a_formula_goes_out_behind_an_apostrophe(text):
    assert spreadsheet.mark(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_any_other_text_goes_out_as_it_is(text):
    assert spreadsheet.mark(text) == text


@given(st.text(alphabet="'=+-@\t\r\n＝＠ \"a1", max_size=8) | st.text())
def test_every_text_comes_back(text):
    assert spreadsheet.unmark(spreadsheet.mark(text)) == text


@given(st.text(alphabet="'=\t ＝a", max_size=6))
def test_what_goes_out_cannot_begin_a_formula(text):
    cell = spreadsheet.mark(text)
    assert cell.startswith("'") or not spreadsheet.is_live(cell)


@pytest.mark.parametrize("file_format", spreadsheet.FORMATS)
@given(rows=st.lists(st.text(alphabet="'=\t\r\n＝a_x0D \x01\x0b建", max_size=12), min_size=1))
def test_a_file_gives_back_the_texts_that_were_put_in(file_format, rows):
    dataset = tablib.Dataset(*([str(n), text] for n, text in enumerate(rows)))
    dataset.headers = ["n", "text"]
    sheet = reading.sheet(file_format().export_data(dataset), ["n", "text"])
    read = reading.table(sheet, ["n", "text"], required=["n"])
    assert read.rows == [[str(n), text] for n, text in enumerate(rows)]


@pytest.mark.parametrize("text", [*LIVE, "#N/A", "=", "1", "2026-01-01"])
def test_every_cell_of_a_workbook_is_text(text):
    dataset = tablib.Dataset([text], headers=["text"])
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.XLSX().export_data(dataset)))
    assert [cell.data_type for (cell,) in book.active.iter_rows()] == ["s", "s"]


def test_a_text_too_long_for_a_workbook_is_refused_and_not_cut():
    dataset = tablib.Dataset(["字" * 40_000], headers=["text"])
    with pytest.raises(ValueError, match="CSV"):
        spreadsheet.XLSX().export_data(dataset)


def test_a_lone_carriage_return_stays_within_its_cell():
    file = io.StringIO(newline="")
    csv.writer(spreadsheet.RowLines(file)).writerow(["a\rb", "c"])
    assert file.getvalue() == '"a\rb",c\n'
