"""Files as people send them: each is read as what it is, or refused in words that help."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import translation

from proposals.choices import Precision
from proposals.models import Author, Proposal, Source, Upload
from proposals.tables import reading, sheets
from tests.admin.forms import messages
from tests.admin.importing import confirm, page, preview, send, upload
from tests.factories import people, sources, taxonomy

HEADER = "slug,kind,name_hant,name_hans,name_en,note_hant,note_en"
ROW = "case-wong,person,黃美玲,,Wong Mei Ling,,"
AUTHORS = f"{HEADER}\n{ROW}\n"


@pytest.fixture(autouse=True)
def english():
    """What is said is compared in the language in which it is written in the code."""
    with translation.override("en"):
        yield


def said(client, content, noun="author", name="rows.csv"):
    """What the page says of the file: what is wrong with it as a whole, or row by row."""
    shown = send(client, upload(content, name), noun)
    assert shown.status_code == 200
    assert "confirm_form" not in shown.context
    whole = list(shown.context["form"].errors.get("import_file", []))
    rows = [
        (row.number, fault.column, fault.value, fault.message)
        for row in shown.context.get("faulty", [])
        for fault in row.faults
    ]
    assert len(whole + rows) > 0
    return whole or rows


def taken(client, content, noun="author", name="rows.csv"):
    """The page that asks to confirm the file, once it has been."""
    shown = send(client, upload(content, name), noun)
    assert shown.context["form"].errors == {}
    assert shown.context["result"].invalid_rows == []
    confirm(client, shown, noun)
    return shown


def workbook(*rows, formats=(), formula=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats:
        book.active[cell].number_format = number_format
    if formula:
        book.active[formula[0]] = formula[1]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# --- What the bytes are -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["Read as UTF-16 text."]),
        ("utf-16-le", ["Read as UTF-16 text."]),
        ("utf-16-be", ["Read as UTF-16 text."]),
        ("utf-32", ["Read as UTF-32 text."]),
        ("big5hkscs", ["Read as Big5-HKSCS text."]),
        ("gb18030", ["Read as GB18030 text."]),
    ],
)
def test_a_file_is_read_in_its_encoding_which_is_told(editor, encoding, note):
    text = AUTHORS + "case-research,organisation,香港未來研究中心,,Future Research,研究機構。,\n"
    shown = taken(editor, text.encode(encoding))
    assert shown.context["table"].notes == note
    names = Author.objects.order_by("slug").values_list("name_hant", flat=True)
    assert list(names) == ["香港未來研究中心", "黃美玲"]


def test_a_single_name_of_common_characters_tells_its_encoding(editor):
    content = AUTHORS.replace("黃美玲", "陳志強").encode("big5hkscs")
    shown = taken(editor, content)
    assert shown.context["table"].notes == ["Read as Big5-HKSCS text."]
    assert Author.objects.get().name_hant == "陳志強"


def test_what_hong_kong_alone_writes_tells_its_encoding(editor):
    content = AUTHORS.replace("黃美玲", "深水埗嘅嘢").encode("big5hkscs")
    shown = taken(editor, content)
    assert shown.context["table"].notes == ["Read as Big5-HKSCS text."]


def test_what_stands_in_a_column_without_a_name_is_not_dropped(editor):
    taken(editor, f"{HEADER},\n{ROW},\n".encode())
    [told] = said(editor, f"{HEADER},\n{ROW},left over\n".encode())
    assert told == "Column 8 has no name in the first row. Name or delete it."


def test_a_first_sheet_that_holds_no_table_is_named(editor):
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    book.create_sheet("rows").append(HEADER.split(","))
    file = io.BytesIO()
    book.save(file)
    [told] = said(editor, file.getvalue(), name="rows.xlsx")
    assert told.startswith("The first row (Read me) names no column of this table.")


@pytest.mark.parametrize(
    "content",
    [
        AUTHORS.replace("Wong", "Wöng").encode("latin-1", "replace"),
        "slug,kind,name_hant\na,person,日本語の名前\n".encode("shift-jis"),
        AUTHORS.encode()[:-20] + "美".encode()[:2],
        b"\xff\xfe" + AUTHORS.encode("utf-16-le")[:-1],
    ],
)
def test_what_may_be_one_text_or_another_is_refused_with_the_remedy(editor, content):
    [told] = said(editor, content)
    assert told.startswith("From row ")
    assert "Save the file as “CSV UTF-8”" in told


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_what_parts_the_cells_is_found(editor, sign, name):
    shown = taken(editor, AUTHORS.replace(",", sign).encode())
    assert shown.context["table"].notes == [f"Cells are parted by: {name}."]
    assert Author.objects.get().name_en == "Wong Mei Ling"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (AUTHORS.replace(",", "|").encode(), "not parted by comma, semicolon or tab"),
        (b"", "empty"),
        (b" \n\n", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Save it as XLSX"),
        (b"PK\x03\x04" + bytes(500), "save it anew as XLSX"),
        (HEADER.encode(), "There is no row below the names"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "The first row"),
    ],
)
def test_what_holds_no_table_is_refused(editor, content, told):
    [message] = said(editor, content)
    assert told in message


# --- What the columns are ---------------------------------------------------------------------


def test_a_column_that_nobody_reads_is_named_with_the_one_that_may_be_meant(editor):
    shown = send(
        editor, upload(b"slug,kind,name_hant,name_eng,tel\nx,person,\xe9\xbb\x83,W,1\n"), "author"
    )
    unread = shown.context["table"].unread
    assert unread["tel"] == "There is no such column."
    assert unread["name_eng"] == "There is no such column. Is “name_en” meant?"
    assert "tel" in shown.text


def test_a_column_of_the_public_file_that_is_not_read_is_told(editor):
    rows = [{"slug": "none", "authors": "a", "bodies": "b", "status_label": "c"}]
    unread = preview(editor, rows).context["table"].unread
    assert "attributions" in unread["authors"]
    assert "addressees" in unread["bodies"]
    assert "public’s file" in unread["status_label"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("slug,kind,name_hant,kind", "“kind” stands there twice"),
        ("slug,kind,,name_hant", "Column 3 has no name"),
        ("kind,name_hant,name_en,tel", "“slug” is missing"),
        ("姓名,類別,電話,電郵", "names no column of this table"),
    ],
)
def test_a_header_that_is_not_clear_is_refused(editor, header, told):
    [message] = said(editor, f"{header}\na,person,b,c\n".encode())
    assert told in message


def test_what_nobody_sees_in_a_name_of_a_column_is_named(editor):
    [message] = said(editor, AUTHORS.replace("kind", "ki\0nd").encode())
    assert "U+0000" in message


def test_a_text_of_any_length_is_read_and_judged(editor):
    [fault] = said(editor, AUTHORS.replace("黃美玲", "黃" * 200_000).encode())
    assert fault[1] == "name_hant"
    assert "200000 characters" in fault[3]


def test_names_of_columns_are_known_in_capitals_and_with_blanks(editor):
    taken(editor, AUTHORS.replace("slug,kind", " Slug ,KIND").encode())
    assert Author.objects.get().slug == "case-wong"


def test_titles_above_the_header_are_named_with_the_remedy(editor):
    [message] = said(editor, f"List of authors,,,\n\n{AUTHORS}".encode())
    assert message == "The names of the columns stand in row 3. Delete the rows above it."


def test_a_line_for_excel_alone_is_named(editor):
    [message] = said(editor, f"sep=,\n{AUTHORS}".encode())
    assert message == "Row 1 is “sep=”, which only Excel reads. Delete that row."


# --- Where rows begin and end -----------------------------------------------------------------


@pytest.mark.parametrize(
    "opened",
    [
        'case-wong,person,"黃美玲,,Wong,,\ncase-lam,person,林,,Lam,,\n',
        'case-wong,person,"黃美玲,,Wong,,\ncase-lam,person,"林",,Lam,,\n',
        'case-wong,person,黃美玲,,"Wong" Mei,,\n',
    ],
)
def test_a_quote_that_is_not_closed_is_named_by_the_row_where_it_opens(editor, opened):
    before = "case-first,person,首,,First,,\n\n"
    [message] = said(editor, f"{HEADER}\n{before}{opened}".encode())
    assert message.startswith("Row 4 cannot be cut into cells: a quote that opens there")


def test_a_text_goes_on_over_lines_and_rows_count_as_a_spreadsheet_counts(editor):
    noted = 'case-a,person,甲,,A,"一\n二\n三",\n'
    [fault] = said(editor, f"{HEADER}\n{noted}\ncase-b,robot,乙,,B,,\n".encode())
    assert fault[:3] == (4, "kind", "robot")


def test_a_name_does_not_hold_the_next_row(editor):
    [fault] = said(editor, f'{HEADER}\ncase-a,person,"甲\ncase-b,person,乙"\n'.encode())
    assert fault[0] == 2
    assert "Look for a quote that is not closed" in fault[3]


def test_a_row_longer_than_the_header_is_named(editor):
    [fault] = said(editor, f"{AUTHORS}case-b,person,乙,,Lam, Mei,,,\n".encode())
    assert fault[0] == 3
    assert "2 cells more than the first row" in fault[3]


# --- What stands in a cell --------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\u202e", "\u200f", "\u200b", "\ufeff", "\ufffd"])
def test_what_nobody_sees_is_named_at_its_row_and_column(editor, letter):
    [fault] = said(editor, f"{AUTHORS}case-b,person,林{letter}美,,Lam,,\n".encode())
    assert fault[:2] == (3, "name_hant")
    assert "At character 2" in fault[3]


def test_blanks_around_a_text_are_not_taken(editor):
    taken(
        editor,
        AUTHORS.replace("黃美玲", " 黃美玲\u3000").replace("case-wong", "case-wong ").encode(),
    )
    author = Author.objects.get()
    assert (author.slug, author.name_hant) == ("case-wong", "黃美玲")


def test_a_slug_in_capitals_is_the_same_and_a_new_one_is_written_small(editor):
    people.author(slug="case-wong", name_hant="黃")
    content = f"{HEADER}\nCase-Wong,person,黃美玲,,,,\n"
    taken(editor, content.encode())
    assert Author.objects.get().name_hant == "黃美玲"
    [fault] = said(editor, content.replace("Case-Wong", "Case-Lam").encode())
    assert fault[3] == "Write it in small letters: case-lam"


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("kind", "robot", ["person (Person)", "“robot”"]),
        ("name_hant", "", ["It is empty."]),
        ("name_hant", "名" * 101, ["It has 101 characters"]),
        ("slug", "no slug", ["lower-case letters, digits and hyphens"]),
    ],
)
def test_a_fault_says_what_is_allowed(editor, column, cell, told):
    row = dict(zip(HEADER.split(","), ROW.split(","), strict=True)) | {column: cell}
    shown = preview(editor, [row], "author")
    [fault] = shown.context["faulty"][0].faults
    assert (fault.column, fault.value) == (column, cell)
    assert all(part in fault.message for part in told)


PROPOSAL = {
    "slug": "case-ask",
    "title_hant": "一項建議",
    "title_en": "An ask",
    "summary_hant": "摘要。",
    "summary_en": "Summary.",
    "sector": "ageing",
    "instrument": "fund",
    "specificity": "firm",
    "source": "case-source",
    "proposed_on": "2026-05-20",
    "proposed_on_precision": "",
}


def asked(client, **cells):
    """What is wrong with the row of a proposal."""
    taxonomy.sector("ageing", "安老", "Ageing")
    sources.source(slug="case-source")
    shown = preview(client, [PROPOSAL | cells])
    return [
        (fault.column, fault.message) for row in shown.context["faulty"] for fault in row.faults
    ]


def test_what_a_new_row_lacks_is_told_column_by_column(editor):
    [row] = preview(editor, [{"slug": "case-ask", "title_en": "An ask"}]).context["faulty"]
    told = {fault.column: fault.message for fault in row.faults}
    assert set(told) == {"title_hant"}
    assert told["title_hant"].startswith("It is empty.")


def test_a_new_row_with_a_chinese_title_alone_is_a_draft(editor):
    rows = [{"slug": "case-ask", "title_hant": "一項建議"}]
    confirm(editor, preview(editor, rows))
    draft = Proposal.objects.get()
    assert (draft.publication_state, draft.sector, draft.instrument) == ("draft", None, "")


def test_an_unknown_code_is_told_with_those_that_are_known(editor):
    assert asked(editor, sector="eldercare") == [
        ("sector", "There is no “eldercare”. Known are: ageing (Ageing).")
    ]


def test_the_title_of_a_faulty_row_is_told(editor):
    asked(editor, sector="eldercare")
    shown = preview(editor, [PROPOSAL | {"sector": "eldercare"}])
    [row] = shown.context["faulty"]
    assert (row.number, row.name, row.title) == (2, "case-ask", "一項建議")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"proposed_on": "", "proposed_on_precision": "day"}, "proposed_on"),
        ({"proposed_on": "2026-05", "proposed_on_precision": "day"}, "proposed_on_precision"),
        ({"proposed_on_precision": "week"}, "proposed_on_precision"),
        ({"proposed_on": "0001-01-01"}, "proposed_on"),
        ({"proposed_on": "46162"}, "proposed_on"),
        ({"proposed_on": "3/4/2026"}, "proposed_on"),
        ({"proposed_on": "5/20/2026"}, "proposed_on"),
        ({"proposed_on": "9999-12-31"}, "proposed_on"),
    ],
)
def test_a_date_and_its_precision_are_judged_in_words(editor, cells, column):
    [(named, message)] = asked(editor, **cells)
    assert named == column
    assert "onstraint" not in message


def test_a_date_without_precision_is_as_exact_as_it_is_written(editor):
    assert asked(editor) == []


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2026", dt.date(2026, 1, 1), Precision.YEAR),
        ("2026-05", dt.date(2026, 5, 1), Precision.MONTH),
        ("2026年5月", dt.date(2026, 5, 1), Precision.MONTH),
        ("2026-5", dt.date(2026, 5, 1), Precision.MONTH),
        ("2026/05", dt.date(2026, 5, 1), Precision.MONTH),
        ("05-2026", dt.date(2026, 5, 1), Precision.MONTH),
        ("2026年5月20日", dt.date(2026, 5, 20), Precision.DAY),
        ("20/5/2026", dt.date(2026, 5, 20), Precision.DAY),
        ("5/5/2026", dt.date(2026, 5, 5), Precision.DAY),
        ("2026/5/4", dt.date(2026, 5, 4), Precision.DAY),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_a_date_is_read_as_people_write_it(editor, written, day, precision, is_named):
    row = {
        "slug": "case-page",
        "kind": "op_ed",
        "headline": "標題",
        "language": "zh-Hant",
        "published_on": written,
        "published_on_precision": precision if is_named else "",
    }
    confirm(editor, preview(editor, [row], "source"), "source")
    source = Source.objects.get()
    assert (source.published_on, source.published_on_precision) == (day, precision)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("www.example.hk/a", "Write https://www.example.hk/a"),
        (
            "https://a.example/1; https://b.example/https://a.example/1",
            "more than one address",
        ),
        ("a.example:8000", "Write https://a.example:8000"),
        ("https://[a.example/1", "Enter a valid URL"),
        ("https://a.example:99999/1", "Enter a valid URL"),
        ("see the paper", "Write it whole: https://www.example.hk/page"),
        ("javascript:alert(1)", "begins with https:// or http://"),
        ("mailto:chan@a.example", "begins with https:// or http://"),
        ("<https://a.example/1>", "Write it whole"),
        ("[paper](https://a.example/1)", "Write it whole"),
        ("ｈｔｔｐｓ：//a.example/1", "Write it whole"),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_remedy(editor, url, told):
    row = {"slug": "case-page", "kind": "op_ed", "headline": "題", "language": "en", "url": url}
    shown = preview(editor, [row], "source")
    [fault] = shown.context["faulty"][0].faults
    assert fault.column == "url"
    assert told in fault.message


def test_a_day_that_could_be_either_of_two_is_said_to_be(editor):
    [(_column, message)] = asked(editor, proposed_on="3/4/2026")
    assert message == "“3/4/2026” may be either of two days. Write 2026-05-20."


# --- Workbooks --------------------------------------------------------------------------------


def test_a_workbook_is_read_with_its_dates_and_numbers(editor):
    header = ["slug", "kind", "headline", "language", "published_on"]
    row = ["case-page", "op_ed", 2026, "en", dt.date(2026, 5, 20)]
    taken(editor, workbook(header, row), "source", "rows.xlsx")
    source = Source.objects.get()
    assert (source.headline, source.published_on) == ("2026", dt.date(2026, 5, 20))


@pytest.mark.parametrize(
    ("number_format", "precision"),
    [
        ("yyyy-mm-dd", Precision.DAY),
        ('yyyy"年"m"月"d"日"', Precision.DAY),
        ("mmm-yy", Precision.MONTH),
        ('[$-404]yyyy"年"m"月"', Precision.MONTH),
        ("yyyy", Precision.YEAR),
    ],
)
def test_a_date_in_a_workbook_is_as_exact_as_its_cell_shows_it(editor, number_format, precision):
    header = ["slug", "kind", "headline", "language", "published_on"]
    row = ["case-page", "op_ed", "題", "en", dt.date(2026, 1, 1)]
    book = workbook(header, row, formats=[("E2", number_format)])
    taken(editor, book, "source", "rows.xlsx")
    source = Source.objects.get()
    assert (source.published_on, source.published_on_precision) == (dt.date(2026, 1, 1), precision)


def test_the_number_of_a_day_is_refused_where_no_format_says_that_it_is_one(editor):
    header = ["slug", "kind", "headline", "language", "published_on"]
    book = workbook(header, ["case-page", "op_ed", "題", "en", 46162])
    [fault] = said(editor, book, "source", "rows.xlsx")
    assert fault[:3] == (2, "published_on", "46162")
    assert "the number by which a spreadsheet keeps a day" in fault[3]


def test_a_formula_without_a_value_is_not_an_empty_cell(editor):
    book = workbook(HEADER.split(","), ROW.split(","), formula=("F2", "=A2&B2"))
    [fault] = said(editor, book, name="rows.xlsx")
    assert fault[:2] == (2, "note_hant")
    assert "=A2&B2" in fault[3]


def test_the_sheets_that_are_not_read_are_named(editor):
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADER.split(","), ROW.split(","))))
    book.create_sheet("備份")
    file = io.BytesIO()
    book.save(file)
    [note] = taken(editor, file.getvalue(), name="rows.xlsx").context["table"].notes
    assert "備份" in note


def test_a_file_is_measured_before_it_is_read(editor, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    rows = [ROW.replace("wong", str(n)).split(",") for n in range(6)]
    for content in (
        "\n".join([HEADER, *map(",".join, rows)]).encode(),
        workbook(HEADER.split(","), *rows),
    ):
        [message] = said(editor, content)
        assert "more than 5 rows" in message
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000)
    [message] = said(editor, workbook(HEADER.split(","), ROW.split(",")))
    assert message.startswith("Unpacked, the workbook is larger")
    monkeypatch.setattr(reading, "MOST_BYTES", 50)
    [message] = said(editor, AUTHORS.encode())
    assert "Divide it" in message


# --- Once it was shown ------------------------------------------------------------------------


def test_a_file_is_imported_once(editor):
    shown = send(editor, upload(AUTHORS.encode()), "author")
    assert len(messages(confirm(editor, shown, "author"))) == 1
    [message] = messages(confirm(editor, shown, "author"))
    assert "imported already" in message
    assert Upload.objects.count() == 0


def test_a_file_is_kept_small_and_one_of_an_earlier_release_is_imported(editor):
    file = (AUTHORS + "\n" * 10_000).encode()
    shown = send(editor, upload(file), "author")
    assert len(Upload.objects.get().content) < 500
    assert Upload.objects.get().file() == file
    Upload.objects.update(content=file)
    confirm(editor, shown, "author")
    assert Author.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "99999", "x", "", "/etc/passwd"])
def test_a_file_that_was_never_sent_gives_a_message(editor, number):
    done = editor.post(page("process_import", "author"), {"upload": number}, follow=True)
    [message] = messages(done)
    assert message.startswith("There is no such file")


def test_a_file_is_confirmed_by_who_sent_it_for_the_table_that_it_was_sent_for(editor, sign_in):
    shown = send(editor, upload(AUTHORS.encode()), "author")
    for client, noun in ((sign_in("Editor"), "author"), (editor, "source")):
        [message] = messages(confirm(client, shown, noun))
        assert message.startswith("There is no such file")
    assert Author.objects.count() == 0
    assert Upload.objects.count() == 1


def test_a_faulty_file_is_not_kept_nor_one_that_nobody_confirms(editor):
    said(editor, AUTHORS.replace("person", "robot").encode())
    assert Upload.objects.count() == 0
    send(editor, upload(AUTHORS.encode()), "author")
    Upload.objects.update(uploaded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    send(editor, upload(AUTHORS.encode()), "author")
    assert Upload.objects.count() == 1


def test_nothing_is_told_that_a_library_says(editor, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("psycopg says this")

    monkeypatch.setattr(Author, "full_clean", breaks)
    [fault] = said(editor, AUTHORS.encode())
    assert fault[0] == 2
    assert "psycopg" not in fault[3]
    assert Proposal.objects.count() == 0
