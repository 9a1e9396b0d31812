"""The command that matches an official text."""

import json
from io import StringIO

import docx
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from proposals.models import Change
from tests.factories import proposals
from tests.texts import made

SAID = "\ufeff第一章　銀髮經濟\r\n\r\n7. 政府會設立銀髮經濟基金，支持開發長者產品。\r\n"


@pytest.fixture(autouse=True)
def traditional_chinese():
    """Whatever an earlier test has visited."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def match(path, *arguments):
    out = StringIO()
    call_command("match", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "address.txt"
    made.write_bytes(SAID.encode())
    return made


@pytest.mark.django_db
def test_the_answer_is_one_object_with_offsets_in_the_text_as_given(path):
    shown = proposals.published()
    proposals.draft()
    told = json.loads(match(path, "--json"))
    assert list(told) == ["paragraphs"]
    [heading, paragraph] = told["paragraphs"]
    assert SAID[heading["start"] : heading["end"]] == "第一章　銀髮經濟"
    assert heading["matches"] == []
    assert SAID[paragraph["start"] : paragraph["end"]].startswith("7. 政府")
    [found] = paragraph["matches"]
    assert found.pop("score") >= 0.5
    assert found.pop("cues")
    assert found == {
        "proposal": shown.slug,
        "locator": "paragraph 7",
        "relation": "same",
        "status": "committed",
        "terms": ["設立銀髮經濟基金"[2:], "長者產品"],
        "days": [],
    }


@pytest.mark.django_db
def test_nothing_is_written(path):
    proposals.published()
    before = Change.objects.count()
    with connection.execute_wrapper(refuse_writes):
        assert "銀髮經濟基金" in match(path)
    assert Change.objects.count() == before


def refuse_writes(execute, sql, params, many, context):
    assert sql.lstrip().startswith("SELECT")
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_without_asks_in_the_database_those_of_the_fixtures_are_matched(tmp_path):
    path = tmp_path / "budget.txt"
    path.write_text("9. 政府會成立銀髮創業基金。\n", encoding="utf-8")
    [paragraph] = json.loads(match(path, "--json"))["paragraphs"]
    assert [m["proposal"] for m in paragraph["matches"]] == ["set-up-silver-entrepreneurship-fund"]


@pytest.mark.django_db
def test_a_higher_threshold_shows_less(path):
    proposals.published()
    told = json.loads(match(path, "--json", "--threshold", "1"))
    assert [p["matches"] for p in told["paragraphs"]] == [[], []]


@pytest.mark.parametrize("share", ["2", "-1", "much"])
def test_a_threshold_is_a_share(path, share):
    with pytest.raises(CommandError, match="threshold"):
        match(path, "--threshold", share)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no text"),
        (b"%PDF-1.4", "PDF is damaged"),
        (b"PK\x03\x04", "file is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 90, r"another kind \(doc, xls\)"),
        ("。，\n".encode(), "no paragraph"),
        (b"\0\1\2" * 90, "is no text"),
    ],
)
def test_what_cannot_be_matched_is_refused_with_the_remedy(tmp_path, data, said):
    path = tmp_path / "bad"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=said) as refused:
        match(path)
    assert str(refused.value).isascii()


@pytest.mark.django_db
def test_a_word_document_is_matched_as_a_text_is(tmp_path):
    shown, path = proposals.published(), tmp_path / "address.docx"
    document = docx.Document()
    document.add_paragraph("政府會設立銀髮經濟基金，支持開發長者產品。")
    document.save(path)
    [paragraph] = json.loads(match(path, "--json"))["paragraphs"]
    assert [m["proposal"] for m in paragraph["matches"]] == [shown.slug]


@pytest.mark.django_db
def test_a_pdf_is_matched_page_by_page(tmp_path):
    fund = proposals.published(title_en="Set up a silver economy fund for older people")
    path = tmp_path / "address.pdf"
    path.write_bytes(made.pdf("1. Foreword.", "2. We will set up the silver economy fund."))
    assert match(path).startswith(f"paragraph 2, page 2: {fund.slug} (")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"none\.txt: No such file"):
        match(tmp_path / "none.txt")
