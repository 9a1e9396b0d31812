"""Style sheets are whole: no rule swallows those after it."""

import re
from pathlib import Path

import pytest

SHEETS = sorted(Path("proposals/static/proposals").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_media_rule_is_closed_before_the_next_begins(sheet):
    depth = 0
    for line in sheet.read_text(encoding="utf-8").splitlines():
        assert not (depth and re.match("@media", line)), line
        depth += line.count("{") - line.count("}")
    assert depth == 0
