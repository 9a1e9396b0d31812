"""Columns of many rows, written in one statement."""

import datetime as dt

import pytest
from django.db import DataError

from proposals.models import Proposal
from proposals.models.together import save_together
from tests.factories import proposals

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_and_no_other_column_moves(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("proposals.models.together.AT_ONCE", 2)
    rows = [proposals.draft(slug=f"ask-{number}") for number in range(3)]
    for row, day in zip(rows, (dt.date(2026, 6, 1), None, dt.date(2026, 6, 3)), strict=True):
        row.checked_on, row.search_text, row.title_hant = day, f"{row.slug}「'\\,{{}}」", "別的"
    with django_assert_num_queries(2):
        save_together(rows, ["checked_on", "search_text"])
    stored = Proposal.objects.order_by("slug")
    assert [(p.checked_on, p.search_text) for p in stored] == [
        (row.checked_on, row.search_text) for row in rows
    ]
    assert "別的" not in {p.title_hant for p in stored}


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    row = proposals.draft()
    row.locator = "字" * 101
    with pytest.raises(DataError):
        save_together([row], ["locator"])


def test_no_rows_take_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        save_together([], ["checked_on"])
