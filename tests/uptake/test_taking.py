"""Official documents taken in: once, in passages, with what is wrong said."""

import pytest
from django.core.exceptions import ValidationError

from proposals.models import Document, Matching
from proposals.tracking.rules import Refusal
from proposals.uptake import taking
from tests.factories import documents

pytestmark = pytest.mark.django_db

TEXT = "第一章 安老\n\n1. 政府會設立銀髮基金。\n\n2. 政府會擴大醫療券。\f3. 政府會研究自願醫保。"


def test_a_text_is_kept_with_its_passages_each_with_its_place():
    document = documents.document(text=TEXT)
    assert [(p.position, p.kind, p.locator) for p in document.passages.order_by("position")] == [
        (1, "heading", "passage 1, page 1"),
        (2, "paragraph", "paragraph 1, page 1"),
        (3, "paragraph", "paragraph 2, page 1"),
        (4, "paragraph", "paragraph 3, page 2"),
    ]
    for passage in document.passages.all():
        assert document.text[passage.start : passage.end] == passage.text
    assert Matching.objects.get().document == document
    assert document.title_hans == "施政报告"


@pytest.mark.parametrize("again", [TEXT, TEXT.replace("\n\n", "\r\n\r\n"), f"\ufeff{TEXT}\n\n"])
def test_a_text_taken_in_twice_is_one_document(again):
    first = documents.document("first", TEXT)
    with pytest.raises(taking.TakenBefore) as refused:
        documents.document("second", again)
    assert refused.value.document == first
    assert "施政報告" in str(refused.value)
    assert Document.objects.count() == 1


def test_a_text_without_a_paragraph_is_refused_with_what_to_do():
    with pytest.raises(Refusal) as refused:
        documents.document(text=" \n——\n ")
    assert refused.value.rule == "document_without_passages"
    assert not Document.objects.exists()


def test_a_text_that_is_too_long_is_refused_with_its_length(monkeypatch):
    monkeypatch.setattr(taking, "LONGEST", 20)
    with pytest.raises(Refusal, match="21"):
        documents.document(text="一" * 21)


def test_what_nobody_sees_is_left_out_and_a_form_feed_ends_a_page():
    document = documents.document(text="政府會設立\0銀髮\u202e基金。\f政府會擴大醫療券。")
    assert document.text == "政府會設立銀髮基金。\f政府會擴大醫療券。"
    assert [p.page for p in document.passages.order_by("position")] == [1, 2]


def test_a_faulty_column_writes_nothing():
    with pytest.raises(ValidationError):
        documents.document(kind="speech")
    assert not Document.objects.exists()
