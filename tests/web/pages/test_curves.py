"""The curve of answers: where it is drawn, and the table of it."""

from collections import Counter

import pytest

from proposals.counts.answers import Answers, TimeSinceAsk, curve
from proposals.templatetags.wording import percent
from proposals.web.pages.curves import curve_picture, steps


def told(**ends):
    """The answers of asks that waited for so many months: m2=(answered, not answered)."""
    waits = {
        TimeSinceAsk(int(name[1:])): Counter({True: answered, False: others})
        for name, (answered, others) in ends.items()
    }
    return Answers(curve(waits), undated=0)


def test_a_curve_steps_where_asks_are_answered_and_ends_where_none_is_watched_longer():
    # One of four after two months; of the two that had waited for five, one.
    assert steps(told(m2=(1, 1), m5=(1, 0), m9=(0, 1)), span=24) == "M0 100H2V75H5V37.5H9"


def test_a_curve_of_asks_that_are_all_answered_goes_on_to_the_end():
    assert steps(told(m2=(1, 0), m5=(1, 0)), span=24) == "M0 100H2V50H5V0H24"


def test_a_curve_without_an_answer_is_flat():
    assert steps(told(m7=(0, 3)), span=24) == "M0 100H7"


def test_the_table_has_a_row_for_each_step_and_for_the_end():
    picture = curve_picture(told(m2=(1, 1), m5=(1, 0), m9=(0, 1)))
    assert [(p.months, p.answered, p.waiting, p.censored) for p in picture.points] == [
        (0, 0, 4, 0),
        (2, 1, 2, 1),
        (5, 2, 1, 1),
        (9, 2, 0, 2),
    ]


@pytest.mark.parametrize(
    ("longest", "labels"),
    [
        (0, [0, 2, 4, 6, 8, 10, 12]),
        (17, [0, 3, 6, 9, 12, 15]),
        (60, [0, 12, 24, 36, 48, 60]),
        (120, [0, 24, 48, 72, 96, 120]),
    ],
)
def test_an_axis_of_months_is_a_year_at_the_least(longest, labels):
    picture = curve_picture(told(**{f"m{longest}": (0, 1)}))
    assert [months for months, _place in picture.months] == labels
    assert picture.span == max(longest, 12)


def test_a_share_is_known_for_as_long_as_any_was_watched_or_once_all_are_answered():
    watched = told(m2=(1, 1), m5=(1, 0), m9=(0, 1))
    assert [watched.within(months) for months in (1, 2, 9, 10)] == [0, 0.25, 0.625, None]
    assert watched.median_months == 5
    assert told(m2=(1, 0)).within(12) == 1
    assert told().within(0) is None


@pytest.mark.parametrize(
    ("part", "written"),
    [(0, "0%"), (0.001, "<1%"), (0.125, "12%"), (0.999, "99%"), (1, "100%")],
)
def test_only_none_and_all_are_told_as_none_and_all(part, written):
    assert percent(part) == written
