import datetime as dt

import pytest

from proposals.choices import Status
from tests.factories import history, proposals, taxonomy
from tests.interface import says


def test_what_moved_last_comes_first(client, editor):
    first = proposals.published(by=editor)
    second = proposals.published(by=editor)
    history.record(first, by=editor)
    moved = client.get("/").context["moved"]
    assert [(proposal, str(kind)) for proposal, kind in moved] == [
        (first, says("Status recorded", context="change")),
        (second, says("Published", context="change")),
    ]


def test_each_status_and_sector_is_counted_and_leads_to_the_list(client, editor):
    proposals.published(sector=taxonomy.sector("finance", "金融", "Finance"))
    history.record(proposals.published(), by=editor)
    answer = client.get("/")
    assert dict(answer.context["statuses"]) == dict.fromkeys(Status, 0) | {
        Status.PROPOSED: 1,
        Status.UNDER_STUDY: 1,
    }
    assert {s.code: n for s, n in answer.context["sectors"]} == {"finance": 1, "ageing": 1}
    page = answer.content.decode()
    assert '<a href="/proposals/?status=under_study">' in page
    assert '<a href="/proposals/?sector=finance">' in page


def test_what_is_not_public_is_neither_listed_nor_counted(client, hide):
    hide(sector=taxonomy.sector("hidden", "隱藏的範疇", "A hidden sector"))
    answer = client.get("/")
    assert answer.context["count"] == 1
    assert [p.title_hant for p, _kind in answer.context["moved"]] == ["收納別人的建議"]
    page = answer.content.decode()
    assert "不公開的建議" not in page
    assert "隱藏的範疇" not in page


def test_an_empty_tracker_says_so(client, db):
    assert says("Nothing has been published yet.") in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_nine_queries_and_seven_until_the_next_change(
    client, editor, count, django_assert_num_queries
):
    for _ in range(count):
        proposals.published(by=editor, proposed_on=dt.date(2026, 5, 1))
    # The newest change, by status, by sector, the sectors; what moved, its authors, its bodies
    # and its ideas.
    with django_assert_num_queries(9):
        client.get("/")
    with django_assert_num_queries(7):
        client.get("/")
    proposals.published(by=editor)
    assert client.get("/").context["count"] == count + 1
