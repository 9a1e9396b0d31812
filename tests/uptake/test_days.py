"""Times that official texts name, by the day of the text."""

import datetime as dt

import pytest

from proposals.uptake import days
from proposals.uptake.days import Span

DAY = dt.date(2026, 11, 18)
WRITTEN = Span(DAY, DAY)


def read(text, written=WRITTEN):
    return [(time.words, f"{time.first}/{time.last}") for time in days.named(text, written)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("會於下月推出", "下月", "2026-12-01/2026-12-31"),
        ("下月一日起", "下月一日", "2026-12-01/2026-12-01"),
        ("下個月初開業", "下個月初", "2026-12-01/2026-12-10"),
        ("今年內完成", "今年內", "2026-01-01/2026-12-31"),
        ("年內完成", "年內", "2026-01-01/2026-12-31"),
        ("年底前提交", "年底", "2026-10-01/2026-12-31"),
        ("明年第一季公布", "明年第一季", "2027-01-01/2027-03-31"),
        ("明年首季公布", "明年首季", "2027-01-01/2027-03-31"),
        ("明年三月前", "明年三月", "2027-03-01/2027-03-31"),
        ("明年年中", "明年年中", "2027-05-01/2027-08-31"),
        ("来年下半年", "来年下半年", "2027-07-01/2027-12-31"),
        ("去年九月三日", "去年九月三日", "2025-09-03/2025-09-03"),
        ("本年度內", "本年度", "2026-04-01/2027-03-31"),
        ("下個財政年度", "下個財政年度", "2027-04-01/2028-03-31"),
        ("本學年起", "本學年", "2026-09-01/2027-08-31"),
        ("下季開會", "下季", "2027-01-01/2027-03-31"),
        ("上周開幕", "上周", "2026-11-09/2026-11-15"),
        ("三年內", "三年內", "2026-11-18/2029-11-30"),
        ("半年之內", "半年之內", "2026-11-18/2027-05-31"),
        ("within this year", "this year", "2026-01-01/2026-12-31"),
        ("by the end of the year", "the end of the year", "2026-10-01/2026-12-31"),
        ("the first quarter of next year", "first quarter of next year", "2027-01-01/2027-03-31"),
        ("in March next year", "March next year", "2027-03-01/2027-03-31"),
        ("by mid-2027", "mid-2027", "2027-05-01/2027-08-31"),
        ("next month", "next month", "2026-12-01/2026-12-31"),
        ("this financial year", "this financial year", "2026-04-01/2027-03-31"),
        ("within three years", "within three years", "2026-11-18/2029-11-30"),
    ],
)
def test_a_time_is_told_by_the_day_of_the_text(text, words, expected):
    assert read(text) == [(words, expected)]
    undated = [] if "2027" not in text else [(words, expected)]
    assert read(text, None) == undated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027年1月1日起實施", "2027-01-01/2027-01-01"),
        ("二〇二七年十二月", "2027-12-01/2027-12-31"),
        ("二○三○年前", "2030-01-01/2030-12-31"),
        ("由2028/29學年起", "2028-09-01/2029-08-31"),
        ("二〇二六／二七學年", "2026-09-01/2027-08-31"),
        ("2027-28財政年度", "2027-04-01/2028-03-31"),
        ("on 3 May 2027", "2027-05-03/2027-05-03"),
        ("May 3, 2027", "2027-05-03/2027-05-03"),
    ],
)
def test_what_is_named_in_full_needs_no_day_of_the_text(text, expected):
    assert [when for _words, when in read(text, None)] == [expected]


@pytest.mark.parametrize(
    "text", ["過去五年內", "十一月", "2026年2月30日", "周年紀念", "2027-28", "in the year", "now"]
)
def test_what_is_no_time_that_one_could_tell_is_left_out(text):
    assert read(text) == []


def test_of_a_text_of_some_day_in_a_year_only_what_hangs_on_the_year_is_told():
    year = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert read("明年推出，下月公布", year) == [("明年", "2027-01-01/2027-12-31")]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("明年第一季", (dt.date(2027, 3, 1), "month")),
        ("今年內", (dt.date(2026, 1, 1), "year")),
        ("下月一日", (dt.date(2026, 12, 1), "day")),
        ("本財政年度", (dt.date(2027, 3, 1), "month")),
    ],
)
def test_it_is_due_no_more_exactly_than_it_is_named(text, due):
    [time] = days.named(text, WRITTEN)
    assert time.due == due


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二六年施政報告（節錄）", "2026-01-01/2026-12-31"),
        ("新聞公報\n2026年11月18日（星期三）", "2026-11-18/2026-11-18"),
        ("Press release, 18 November 2026", "2026-11-18/2026-11-18"),
        ("The 2026 Policy Address", "2026-01-01/2026-12-31"),
    ],
)
def test_a_document_says_at_its_head_when_it_was_written(text, expected):
    found = days.of_document(text)
    assert f"{found.first}/{found.last}" == expected


def test_one_that_does_not_is_of_no_day():
    assert days.of_document("以下是今日（十一月十八日）的答覆") is None
