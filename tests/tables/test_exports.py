import json

import pytest
from django.utils import translation

from proposals.models import Proposal
from proposals.tables import exports
from proposals.tables.columns import COLUMNS
from tests.factories import proposals

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
