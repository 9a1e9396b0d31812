import datetime as dt

import pytest

from proposals.choices import Status
from tests.factories import history, proposals, taxonomy
from tests.interface import says


def test_what_moved_last_is_told_with_its_step_its_reason_and_its_evidence(client, editor):
    proposals.published(by=editor)
    early, late = proposals.published(by=editor), proposals.published(by=editor)
    history.record(late, effective_on=dt.date(2026, 7, 1), by=editor)
    history.record(early, effective_on=dt.date(2026, 6, 1), by=editor)
    answer = client.get("/en/")
    assert [(move.proposal, move.came_from, move.status) for move in answer.context["moved"]] == [
        (late, Status.PROPOSED, Status.UNDER_STUDY),
        (early, Status.PROPOSED, Status.UNDER_STUDY),
    ]
    page = answer.content.decode()
    assert "1 July 2026" in page
    assert "Government says that it is studying it." in page
    assert "施政報告第 10 段" in page
    assert "Latest updates" in page


def test_a_refusal_that_nobody_has_confirmed_is_shown_as_waiting(client, editor):
    history.record(proposals.published(by=editor), Status.DECLINED, by=editor)
    page = client.get("/en/").content.decode()
    assert "awaiting confirmation" in page
    assert client.get("/").context["bar"].answered == 0


def test_without_any_movement_the_newest_proposals_stand_there_under_that_name(client, editor):
    june = {"proposed_on": dt.date(2026, 6, 1), "by": editor}
    soft = proposals.published(specificity="soft", **june)
    firm = proposals.published(specificity="firm", **june)
    older = proposals.published(proposed_on=dt.date(2026, 5, 1), by=editor)
    answer = client.get("/en/")
    assert answer.context["newest"] == [firm, soft, older]
    assert "Newest proposals" in answer.content.decode()
    assert "Latest updates" not in answer.content.decode()


def test_the_bar_says_how_many_were_asked_answered_and_delivered(client, editor):
    proposals.published(by=editor)
    stalled = proposals.published(by=editor)
    history.record(stalled, Status.NOTED, dt.date(2026, 6, 1), by=editor)
    answer = client.get("/en/")
    bar = answer.context["bar"]
    assert (bar.asked, bar.answered, bar.delivered) == (2, 1, 0)
    assert "<strong>1</strong> not yet checked" in answer.content.decode()
    past = client.get("/en/?as_of=2026-05-25")
    assert past.context["bar"].answered == 0
    assert "ot yet checked" not in past.content.decode()


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
    assert [p.title_hant for p in answer.context["newest"]] == ["收納別人的建議"]
    page = answer.content.decode()
    assert "不公開的建議" not in page
    assert "隱藏的範疇" not in page


def test_an_empty_tracker_says_so(client, db):
    assert says("Nothing has been published yet.") in client.get("/").content.decode()


def test_a_day_before_every_proposal_says_so(client, db):
    proposals.published()
    page = client.get("/en/?as_of=1999-01-01").content.decode()
    assert "No proposal is known to have been made by that day." in page
    assert "See all" not in page
    assert "Nothing has been published" not in page
    before = client.get("/en/?known_at=2020-01-01").content.decode()
    assert "Nothing had been published by then." in before


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_fixed_number_of_queries_and_fewer_until_the_next_change(
    client, editor, count, django_assert_num_queries
):
    for _ in range(count):
        history.record(proposals.published(by=editor), by=editor)
    # The newest change, for two counts once more, and what they are counted in; the sectors; what
    # moved, its authors and its evidence.
    with django_assert_num_queries(14 + 1):
        client.get("/")
    with django_assert_num_queries(7 + 1):
        client.get("/")
    history.record(proposals.published(by=editor), by=editor)
    assert client.get("/").context["count"] == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_so_it_does_without_any_movement(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    client.get("/")
    with django_assert_num_queries(11):
        client.get("/")


@pytest.mark.parametrize("page", ["/", "/proposals/", "/proposals/?view=board", "/stats/"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("", '<a href="{list}">1 項沒有確切日期的建議</a>未必在當日或之前提出，不計算在內。'),
        (
            "/zh-hans",
            '<a href="{list}">1 项没有确切日期的建议</a>未必在当日或之前提出，不计算在内。',
        ),
        ("/en", '<a href="{list}">1 proposal without an exact date</a> is not counted: it may '),
    ],
)
def test_what_is_not_dated_is_told_apart_of_a_past_day(client, editor, page, language, said):
    proposals.published(by=editor)
    undated = proposals.published(proposed_on=None, by=editor)
    address = f"{language}/proposals/?proposed_month=bounded&amp;proposed_month=undated"
    said = said.format(list=address)
    past = f"{language}{page}{'&' if '?' in page else '?'}as_of=2026-06-01"
    assert said in client.get(past).content.decode()
    listed = client.get(f"{language}/proposals/?proposed_month=undated").content.decode()
    assert undated.get_absolute_url() in listed
    assert said not in client.get(f"{language}{page}").content.decode()


@pytest.mark.parametrize("page", ["/proposals/?view=chart", "/stats/"])
def test_what_is_not_dated_is_in_no_picture_of_time(client, editor, page):
    proposals.published(by=editor)
    proposals.published(proposed_on=None, by=editor)
    shown = client.get(page).content.decode()
    address = "/proposals/?status=proposed&amp;proposed_month=bounded&amp;proposed_month=undated"
    assert f'<a href="{address}">1 項沒有確切日期的建議</a>不在圖中。' in shown
