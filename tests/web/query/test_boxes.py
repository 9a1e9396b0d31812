"""The boxes of the form: what each gives, how the right ones are found, and what is left out."""

import datetime as dt

import pytest

from proposals.choices import Precision
from tests.factories import history, people, proposals, taxonomy
from tests.interface import says


def facet(client, name, query="", prefix=""):
    answer = client.get(f"{prefix}/proposals/?{query}")
    return next(f for f in answer.context["facets"] if f.name == name)


def boxes(client, name, query="", prefix=""):
    options = facet(client, name, query, prefix).options
    return [(option.value, option.number, option.is_ticked) for option in options]


def text(client, query="", prefix="/en"):
    return client.get(f"{prefix}/proposals/?{query}").content.decode()


def test_a_box_tells_what_it_would_give_under_all_other_choices(client, db):
    finance = taxonomy.sector("finance", "金融", "Finance")
    proposals.published(instrument="tax")
    proposals.published(sector=finance)
    proposals.published(sector=finance, instrument="tax")
    assert boxes(client, "sector", "instrument=tax&sector=finance") == [
        ("ageing", 1, False),
        ("finance", 1, True),
    ]
    assert boxes(client, "instrument", "instrument=tax&sector=finance") == [
        ("fund", 1, False),
        ("tax", 1, True),
    ]


def test_every_status_has_a_box_and_other_facets_what_something_has(client, db):
    proposals.published()
    assert boxes(client, "status")[:2] == [("proposed", 1, False), ("noted", 0, False)]
    assert len(boxes(client, "status")) == 10
    assert boxes(client, "instrument") == [("fund", 1, False)]


def test_what_is_chosen_keeps_its_box_though_nothing_has_it(client, db):
    proposals.published()
    taxonomy.sector("finance", "金融", "Finance")
    assert boxes(client, "sector", "sector=finance&sector=-ageing") == [
        ("finance", 0, True),
        ("-ageing", None, True),
        ("ageing", 1, False),
    ]


def test_sectors_are_in_the_order_of_the_editors(client, db):
    for code, position in (("b", 2), ("a", 3), ("c", 1)):
        proposals.published(sector=taxonomy.sector(code, code, code, position=position))
    assert [value for value, _number, _ticked in boxes(client, "sector")] == ["c", "b", "a"]


def test_months_are_newest_first_then_years_then_what_is_not_dated(client, db):
    for day, precision in (
        (dt.date(2026, 5, 20), Precision.DAY),
        (dt.date(2026, 1, 1), Precision.YEAR),
        (None, ""),
        (dt.date(2025, 12, 1), Precision.MONTH),
    ):
        proposals.published(proposed_on=day, proposed_on_precision=precision)
    proposals.published(proposed_on=None, proposed_not_before=dt.date(2026, 5, 20))
    found = facet(client, "proposed_month").options
    assert [(o.value, o.label.text, o.number) for o in found] == [
        ("2026-05", "2026年5月", 1),
        ("2025-12", "2025年12月", 1),
        ("2026", "2026年", 1),
        ("bounded", "只知日期範圍", 1),
        ("undated", says("date not stated"), 1),
    ]
    found = facet(client, "proposed_month", prefix="/en").options
    assert found[0].label.text == "May 2026"


def test_a_month_is_a_chip_and_a_part_of_the_sentence(client, db):
    proposals.published()
    answer = client.get("/en/proposals/?proposed_month=2026-05&proposed_month=-undated")
    assert answer.context["chosen"].sentence() == ("Month proposed: May 2026, not date not stated")
    assert client.get("/en/proposals/?proposed_month=0000").status_code == 200


def test_numbers_are_grouped_and_said_whole(client, db):
    original = proposals.published()
    proposals.copies(original, ({"change_seq": n} for n in range(1_233)))
    number = '<span class="number">1,234<span class="sr"> proposals</span></span>'
    assert number in text(client)


class TestExclusion:
    def test_a_link_beside_a_box_leaves_its_value_out(self, client, db):
        proposals.published()
        (option,) = facet(client, "sector", "q=基金&view=table").options
        assert option.opposite == "/proposals/?q=%E5%9F%BA%E9%87%91&view=table&sector=-ageing"

    def test_beside_a_ticked_box_it_turns_the_value_round(self, client, db):
        proposals.published()
        (option,) = facet(client, "sector", "sector=ageing").options
        assert option.opposite == "/proposals/?sector=-ageing"
        excluded, plain = facet(client, "sector", "sector=-ageing").options
        assert (excluded.opposite, plain.opposite) == ("/proposals/?sector=ageing", "")


@pytest.fixture(scope="module")
def many(once):
    with once():
        authors = [
            people.author(f"陳大文{n:02}", f"Chan Tai-man {n:02}", slug=f"chan-{n:02}")
            for n in range(15)
        ]
        authors.append(people.author("羅銀髮", "Law", slug="law"))
        for author in authors:
            proposals.published(authors=[author])
        proposals.published(authors=authors[13:15])


class TestFind:
    """Nobody is hidden by the number of boxes: who has none is found by name."""

    def test_those_with_most_proposals_have_boxes_and_the_others_are_counted(self, client, many):
        found = boxes(client, "author")
        assert found[:3] == [("chan-13", 2, False), ("chan-14", 2, False), ("chan-00", 1, False)]
        assert len(found) == 12
        assert facet(client, "author").more == 4
        assert "4 more: find them by name." in text(client)

    @pytest.mark.parametrize("typed", ["羅", "罗", "law", "LAW", "银发", "羅 銀髮"])
    def test_a_part_of_the_name_finds_in_any_script(self, client, many, typed):
        assert boxes(client, "author", f"find_author={typed}") == [("law", 1, False)]

    def test_who_is_ticked_stays(self, client, many):
        assert boxes(client, "author", "author=chan-03&author=-chan-04&find_author=law") == [
            ("chan-03", 1, True),
            ("-chan-04", None, True),
            ("law", 1, False),
        ]

    def test_only_who_is_among_those_found_is_offered(self, client, many):
        assert boxes(client, "author", "find_author=law&status=declined") == []
        assert "No match." in text(client, "find_author=law&status=declined")

    def test_who_is_not_public_is_not_found(self, client, many):
        secret = [people.author("隱藏的人", "Hidden", slug="secret")]
        proposals.draft(authors=secret)
        proposals.withdrawn(authors=secret)
        assert boxes(client, "author", "find_author=hidden") == []

    def test_bodies_too(self, client, db):
        for code, name in (("lwb", "勞工及福利局"), ("hha", "醫院管理局")):
            proposals.published(bodies=[taxonomy.body(code, name, code)])
        assert boxes(client, "body", "find_body=医院") == [("hha", 1, False)]

    def test_what_is_typed_stays_in_its_field(self, client, many):
        field = 'id="find_author" name="find_author" type="search" value="&lt;b&gt;"'
        assert field in text(client, "find_author=<b>")

    def test_it_is_asked_for_only_where_not_everyone_is_shown(self, client, db):
        proposals.published()
        assert "find_author" not in text(client)

    @pytest.mark.parametrize("query", ["find_author=%00", "find_author=" + "x" * 5000])
    def test_nothing_that_is_typed_breaks_it(self, client, many, query):
        assert client.get(f"/proposals/?{query}").status_code == 200

    def test_given_twice_it_is_a_fault(self, client, many):
        assert client.get("/proposals/?find_author=a&find_author=b").status_code == 400


def test_boxes_of_a_faulty_query_tell_no_numbers(client, db):
    proposals.published()
    assert boxes(client, "sector", "status=gone") == [("ageing", None, False)]


def test_a_facet_is_unfolded_where_something_is_chosen(client, db):
    proposals.published()
    assert 'id="facet-status" open' in text(client)
    assert 'id="facet-instrument">' in text(client)
    assert 'id="facet-instrument" open' in text(client, "instrument=fund")


def test_counts_of_the_past_are_of_then(client, editor):
    history.record(proposals.published(by=editor), by=editor)
    assert boxes(client, "status", "as_of=2026-05-25")[0] == ("proposed", 1, False)
    assert boxes(client, "status")[0] == ("proposed", 0, False)


def test_a_box_does_not_count_what_is_not_public(client, hide):
    hide()
    assert boxes(client, "sector") == [("ageing", 1, False)]
    assert boxes(client, "body") == [("lwb", 1, False)]


@pytest.mark.parametrize("count", [1, 3])
def test_finding_a_name_takes_a_query_more(client, editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    client.get("/proposals/")
    with django_assert_num_queries(9):
        client.get("/proposals/?find_author=chan")
