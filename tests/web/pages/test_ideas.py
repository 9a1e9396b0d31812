import datetime as dt

import pytest

from tests.factories import proposals


def test_the_page_of_one_shows_the_public_proposals_that_share_it(client, hide):
    idea = proposals.idea(summary_hant="多人主張設立基金。")
    sharing = [proposals.published(ideas=[idea]) for _ in range(2)]
    hide(ideas=[idea])
    answer = client.get("/ideas/silver-fund/")
    assert set(answer.context["proposals"]) == set(sharing)
    assert answer.context["count"] == 2
    page = answer.content.decode()
    assert "<h1>銀髮基金</h1>" in page
    assert "多人主張設立基金。" in page
    assert "不公開的建議" not in page


def test_it_tells_who_asked_first_and_who_asked_again_with_the_undated_last(client, db):
    idea = proposals.idea()
    days = {"again": dt.date(2026, 7, 1), "undated": None, "first": dt.date(2026, 5, 20)}
    made = {
        name: proposals.published(title_en=name, proposed_on=day, ideas=[idea])
        for name, day in days.items()
    }
    answer = client.get("/en/ideas/silver-fund/")
    assert answer.context["proposals"] == [made[name] for name in ("first", "again", "undated")]
    page = answer.content.decode()
    told = ["first known to propose it", ">first<", "asked again", ">again<", "date not stated"]
    places = [page.index(words) for words in [*told, ">undated<"]]
    assert places == sorted(places)
    assert page.count("asked again") == 1


def test_an_ask_of_which_bounds_are_known_stands_between_days_and_may_have_been_first(client, db):
    idea = proposals.idea()
    bounds = {
        "proposed_not_before": dt.date(2026, 5, 18),
        "proposed_not_after": dt.date(2026, 6, 2),
    }
    made = [
        proposals.published(ideas=[idea], **{"proposed_on": None, **known})
        for known in (
            {"proposed_on": dt.date(2026, 5, 17), "proposed_on_precision": "day"},
            bounds,
            {"proposed_on": dt.date(2026, 6, 1), "proposed_on_precision": "day"},
        )
    ]
    answer = client.get("/en/ideas/silver-fund/")
    assert answer.context["proposals"] == made
    assert (answer.context["firsts"], answer.context["has_undated"]) == ({made[0].pk}, False)
    made[0].ideas.clear()
    assert client.get("/en/ideas/silver-fund/").context["firsts"] == set()


def test_nobody_is_first_where_one_alone_asks(client, db):
    proposals.published(ideas=[proposals.idea()])
    assert "first known to propose it" not in client.get("/en/ideas/silver-fund/").content.decode()


def test_one_shared_by_drafts_only_is_not_found(client, db):
    proposals.draft(ideas=[proposals.idea()])
    assert client.get("/ideas/silver-fund/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_seven_queries(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor, ideas=[proposals.idea()])
    with django_assert_num_queries(9):
        client.get("/ideas/silver-fund/")
