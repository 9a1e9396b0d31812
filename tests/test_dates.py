import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.timezone import template_localtime
from django.utils.translation import override

from proposals.choices import Precision
from proposals.dates import (
    Dating,
    WholeDayField,
    is_doubtful,
    known_part,
    last_possible,
    machine_day,
    read_day,
    read_instant,
    read_written_date,
    written_day,
    written_instant,
)

DAY = dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("language", "precision", "written"),
    [
        ("zh-hant", Precision.DAY, "2026年5月1日"),
        ("zh-hant", Precision.MONTH, "2026年5月"),
        ("zh-hant", Precision.YEAR, "2026年"),
        ("zh-hans", Precision.DAY, "2026年5月1日"),
        ("en", Precision.DAY, "1 May 2026"),
        ("en", Precision.MONTH, "May 2026"),
        ("en", Precision.YEAR, "2026"),
    ],
)
def test_a_day_is_written_no_more_exact_than_it_is_known(language, precision, written):
    with override(language):
        assert written_day(DAY, precision) == written


@pytest.mark.parametrize(
    ("language", "last", "written"),
    [
        ("zh-hant", dt.date(2026, 7, 25), "2026年5月1日至7月25日之間"),
        ("zh-hant", dt.date(2027, 7, 25), "2026年5月1日至2027年7月25日之間"),
        ("zh-hans", dt.date(2026, 7, 25), "2026年5月1日至7月25日之间"),
        ("en", dt.date(2026, 7, 25), "between 1 May and 25 July 2026"),
        ("en", dt.date(2027, 7, 25), "between 1 May 2026 and 25 July 2027"),
    ],
)
def test_the_year_of_what_lies_between_two_days_is_said_once(language, last, written):
    with override(language):
        assert Dating(not_before=DAY, not_after=last).written() == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hant", "日期不詳"), ("zh-hans", "日期不详"), ("en", "date not stated")],
)
def test_no_day_is_said_to_be_none(language, written):
    with override(language):
        assert written_day(None) == written


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("precision", Precision)
def test_a_day_is_read_as_it_is_written(language, precision):
    with override(language):
        read = read_written_date(
            written_day(known_part(dt.date(2026, 8, 20), precision), precision)
        )
    assert (read, read.precision) == (known_part(dt.date(2026, 8, 20), precision), precision)


@pytest.mark.parametrize(
    "text", ["20 May 2026", "20 may 2026", "May 20, 2026", "20May2026", "２０ May 2026"]
)
def test_a_month_may_have_its_english_name(text):
    assert read_written_date(text) == dt.date(2026, 5, 20)


@pytest.mark.parametrize("text", ["20 Mai 2026", "May", "20 May", "31 Feb 2026", "May 20 2026 "])
def test_what_is_no_date_is_not_read(text):
    assert read_written_date(text) is None


def test_machines_read_it_no_more_exact_either():
    assert [machine_day(DAY, precision) for precision in Precision] == [
        "2026-05-01",
        "2026-05",
        "2026",
    ]


@pytest.mark.parametrize("write", [written_instant, lambda at: localize(template_localtime(at))])
def test_an_instant_is_told_by_the_clock_of_hong_kong(write):
    instant = dt.datetime(2026, 5, 1, 16, 30, tzinfo=dt.UTC)
    with override("en"):
        assert write(instant) == "2 May 2026 00:30"


@pytest.mark.parametrize(
    ("precision", "kept"),
    [
        (Precision.DAY, dt.date(2026, 5, 20)),
        (Precision.MONTH, dt.date(2026, 5, 1)),
        (Precision.YEAR, dt.date(2026, 1, 1)),
    ],
)
def test_what_is_not_known_of_a_day_is_the_first(precision, kept):
    assert known_part(dt.date(2026, 5, 20), precision) == kept


@pytest.mark.parametrize(
    ("precision", "last"),
    [
        (Precision.DAY, dt.date(2026, 2, 1)),
        (Precision.MONTH, dt.date(2026, 2, 28)),
        (Precision.YEAR, dt.date(2026, 12, 31)),
    ],
)
def test_the_last_day_that_it_may_have_been(precision, last):
    assert last_possible(dt.date(2026, 2, 1), precision) == last


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", DAY),
        ("2026-02-30", None),
        ("1/5/2026", None),
        ("May", None),
        ("", None),
        ("1000-01-01", dt.date(1000, 1, 1)),
        ("0999-12-31", None),
    ],
)
def test_a_day_is_read_where_a_calendar_has_it(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-05-01T08:00:00+08:00", dt.datetime(2026, 5, 1, tzinfo=dt.UTC)),
        ("2026-05-01T00:00:00Z", dt.datetime(2026, 5, 1, tzinfo=dt.UTC)),
        ("2026-05-01T24:30:00Z", None),
        ("soon", None),
        ("", None),
    ],
)
def test_an_instant_is_read_where_there_is_one(text, instant):
    assert read_instant(text) == instant


def test_an_instant_without_an_offset_is_given_none():
    assert read_instant("2026-05-01T08:00:00").tzinfo is None


@pytest.mark.parametrize("text", ["2026-05-01", "1/5/2026", "2026年5月1日", "2026-5-1"])
def test_a_whole_day_is_taken_as_people_write_it(text):
    assert WholeDayField().clean(text) == DAY


@pytest.mark.parametrize("text", ["2026-05", "2026年5月", "2026"])
def test_where_a_whole_day_is_needed_a_month_is_no_first_of_it(text):
    with override("en"), pytest.raises(ValidationError, match="whole day"):
        WholeDayField().clean(text)


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("3/4/2026", True),
        ("3.4.2026", True),
        ("20/5/2026", False),
        ("4/4/2026", False),
        ("2026/3/4", False),
        ("2026-03-04", False),
        ("3月", False),
    ],
)
def test_day_and_month_may_be_taken_for_one_another(text, doubtful):
    assert is_doubtful(text) is doubtful
