"""Where the parts of a picture are drawn."""

import datetime as dt
from collections import Counter

import pytest

from proposals.choices import Status
from proposals.counts.stock import Interval
from proposals.models import Proposal
from proposals.web.pages import pictures
from proposals.web.pages.pictures import Segment, axis_end, bars, stacked, stock_picture
from tests.factories import history, people, proposals

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("number", "end"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (8, 8), (9, 10), (106, 120), (101, 120), (98_000, 100_000)],
)
def test_an_axis_ends_on_a_round_number_that_can_be_halved(number, end):
    assert axis_end(number) == end


def test_the_parts_of_a_bar_follow_each_other():
    assert stacked(Counter(a=1, b=2), ["c", "b", "a"], 8) == [
        Segment("b", 2, "0.000%", "25.000%"),
        Segment("a", 1, "25.000%", "12.500%"),
    ]


def test_lying_bars_have_their_length_of_the_longest_or_of_themselves():
    rows = [("long", Counter(a=3, b=1)), ("short", Counter(a=1))]
    assert [[s.size for s in bar.segments] for bar in bars(rows, ["a", "b"], 4)] == [
        ["75.000%", "25.000%"],
        ["25.000%"],
    ]
    assert [[s.size for s in bar.segments] for bar in bars(rows, ["a", "b"])] == [
        ["75.000%", "25.000%"],
        ["100.000%"],
    ]


@pytest.mark.parametrize(
    ("first_on", "drawn"),
    [
        (None, (Interval.MONTH, dt.date(2025, 12, 1))),
        (dt.date(2026, 9, 3), (Interval.MONTH, dt.date(2025, 12, 1))),
        (dt.date(2021, 12, 1), (Interval.MONTH, dt.date(2021, 12, 1))),
        (dt.date(2021, 11, 30), (Interval.QUARTER, dt.date(2021, 10, 1))),
        (dt.date(2012, 1, 1), (Interval.QUARTER, dt.date(2012, 1, 1))),
        (dt.date(2011, 12, 31), (Interval.YEAR, dt.date(2011, 1, 1))),
        (dt.date(1898, 1, 1), (Interval.YEAR, dt.date(1967, 1, 1))),
    ],
)
def test_no_more_is_drawn_than_can_be_seen_and_no_less_than_a_year(first_on, drawn):
    assert pictures._drawn(first_on, TODAY) == drawn


@pytest.mark.django_db
def test_the_bars_of_the_stock_stand_on_the_ground_in_the_order_of_the_statuses():
    editor = people.user()
    for _ in range(3):
        row = proposals.published(by=editor)
    history.record(row, Status.NOTED, dt.date(2026, 6, 1), by=editor)
    picture = stock_picture(Proposal.objects.public().as_of(dt.date(2026, 6, 30)))
    assert picture.statuses == [Status.PROPOSED, Status.NOTED]
    assert picture.counts == [(0, "100.000%"), (2, "50.000%"), (4, "0.000%")]
    assert picture.days == [
        ("2025年7月", "0.000%"),
        ("2025年11月", "33.333%"),
        ("2026年3月", "66.667%"),
    ]
    assert len(picture.bars) == 12
    assert [bar.segments for bar in picture.bars[-3:]] == [
        [],
        [Segment("proposed", 3, "25.000%", "75.000%")],
        [Segment("noted", 1, "25.000%", "25.000%"), Segment("proposed", 2, "50.000%", "50.000%")],
    ]
    assert picture.rows[-2:] == [
        (dt.date(2026, 5, 31), [(3, 3), (0, 0)], 3),
        (dt.date(2026, 6, 30), [(2, 0), (1, 1)], 3),
    ]


@pytest.mark.django_db
def test_the_stock_of_a_year_before_the_calendar_can_be_drawn():
    proposals.published(proposed_on=None)
    picture = stock_picture(Proposal.objects.public().as_of(dt.date(1, 3, 1)))
    assert [stand.ends_on for stand in picture.stands][-1] == dt.date(1, 3, 1)
