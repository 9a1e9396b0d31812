"""The cells of a file, and what is said of those that cannot be taken as they are."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.utils import translation

from proposals.tables import faults, reading, sheets


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def book(*cells):
    made = openpyxl.Workbook()
    made.active.append(cells)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def archive(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(name, "a text")
    return file.getvalue()


def test_what_is_no_text_is_read_as_people_would_write_it():
    [cells] = sheets.rows(
        book(True, dt.time(9, 30), dt.datetime.fromisoformat("2026-05-20T09:30"), 7, 1.5)
    )
    assert cells == ["TRUE", "09:30:00", "2026-05-20 09:30:00", "7", "1.5"]


def test_a_formula_that_failed_is_told_with_its_value():
    broken = sheets.Broken("#REF!")
    assert reading.unread(broken) == "The formula failed (#REF!). Write the value instead."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b" \n", "The file is empty."),
        (b",,\n,,\n", "The file is empty."),
        (archive("letter.txt"), "It is not an Excel workbook. Save it as XLSX or CSV."),
        (book(*"x" * (sheets.WIDEST + 1)), f"The sheet is wider than {sheets.WIDEST} columns."),
    ],
)
def test_what_is_no_table_is_refused(data, said):
    with pytest.raises(reading.Unreadable) as caught:
        reading.sheet(data)
    assert list(caught.value.messages) == [said]


def test_a_file_larger_than_people_send_is_not_read_unless_it_is_ours(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(reading.Unreadable):
        reading.sheet(b"slug,kind\na,b\n")
    assert len(reading.sheet(b"slug,kind\na,b\n", limited=False).rows) == 2


def test_of_many_codes_those_are_listed_that_are_like_the_wrong_one():
    codes = [(f"{letter}_fund", letter) for letter in map(chr, range(0x61, 0x61 + 26))]
    many = [*codes, *((f"tax_{number}", number) for number in range(100))]
    assert faults.listed(many, "a_fond").startswith("Like it are: a_fund (a)")
    assert faults.listed(many, "???") == "Nothing like it is known. Import its own table first."
    assert faults.listed([]) == "There is none yet. Import its own table first."
