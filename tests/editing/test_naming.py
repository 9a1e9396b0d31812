"""What there is already that an editor may mean."""

import pytest

from proposals.editing import naming
from tests.factories import proposals, sources

pytestmark = pytest.mark.django_db


def test_a_proposal_is_not_like_itself():
    one = proposals.draft(title_hant="設立銀髮經濟基金")
    other = proposals.draft(title_hant="設立銀髮經濟基金")
    assert set(naming.titled_alike("設立銀髮經濟基金")) == {one, other}
    assert naming.titled_alike("設立銀髮經濟基金", but=one.pk) == [other]


def test_nor_is_a_source():
    one = sources.source("完善銀髮經濟", slug="one", url="https://daily.example/a")
    other = sources.source("另一題目", slug="other", url="https://daily.example/a?utm_source=mail")
    assert naming.printed_alike("完善銀髮經濟", "https://daily.example/a") == [one, other]
    assert naming.printed_alike("完善銀髮經濟", "https://daily.example/a", but=one.pk) == [other]
