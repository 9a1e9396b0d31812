"""What kind of official document a text is."""

import pytest

from proposals.choices import EvidenceClass
from proposals.uptake.documents import evidence_class


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二零二六年施政報告", EvidenceClass.OFFICIAL_DOCUMENT),
        ("財政預算案演辭", EvidenceClass.OFFICIAL_DOCUMENT),
        ("立法會五題：渡輪\n以下是陳議員的提問和書面答覆", EvidenceClass.LEGISLATIVE_RECORD),
        ("LCQ8: Ferries", EvidenceClass.LEGISLATIVE_RECORD),
        ("新闻公报\n发言人今日表示", EvidenceClass.OFFICIAL_STATEMENT),
        ("Speech by the Secretary for Transport", EvidenceClass.OFFICIAL_STATEMENT),
        ("渡輪票價會下調。", EvidenceClass.OFFICIAL_DOCUMENT),
    ],
)
def test_the_beginning_tells_the_kind(text, expected):
    assert evidence_class(text) == expected
