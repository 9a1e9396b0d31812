"""Days that an official text names, most of them by its own day: 明年第一季, within this year.

A financial year runs from April, a school year from September. A month without its year is of no
year that one could tell, and is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from proposals.choices import Precision
from proposals.dates import known_part, last_possible
from proposals.folding import fold, fold_with_origins
from proposals.search import HAN


@dataclass(frozen=True)
class Span:
    """From one day to another, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Named(Span):
    """A time that a text names, in the words in which it does."""

    words: str

    @property
    def due(self) -> tuple[dt.date, Precision]:
        """The day by which it is over, no more exact than it was named."""
        if self.first == self.last:
            return self.last, Precision.DAY
        whole = (self.first.month, self.first.day, self.last.month, self.last.day)
        if whole == (1, 1, 12, 31) and self.first.year == self.last.year:
            return self.first, Precision.YEAR
        return self.last.replace(day=1), Precision.MONTH


def spanned(day: dt.date | None, precision: str = Precision.DAY) -> Span | None:
    """A day, a month or a year, as far as it is known."""
    return Span(known_part(day, precision), last_possible(day, precision)) if day else None


@lru_cache(10_000)
def named(text: str, written: Span | None = None) -> tuple[Named, ...]:
    """The times that a text names, in its order. Where nobody knows when it was written, those
    alone that it names in full.
    """
    folded, origins = fold_with_origins(text)
    found = []
    for match in _TIMES.finditer(folded):
        span = _read(match, written)
        if span is not None:
            words = text[origins[match.start()] : origins[match.end() - 1] + 1]
            found.append(Named(span.first, span.last, words.strip()))
    return tuple(found)


def of_document(text: str) -> Span | None:
    """When a document was written, by what stands at its beginning; None where it does not say."""
    head = fold(text[:_HEAD])
    for match in _TIMES.finditer(head):
        is_whole = match["day"] or match["en_day"] or match["en_after"]
        if is_whole and (span := _read(match, None)):
            return span
    titled = _TITLED.search(head)
    return _year(_number(titled[1] or titled[2])) if titled else None


def _folded(pattern: str) -> str:
    """A pattern with its Chinese folded, and nothing else."""
    return re.sub(f"[{HAN}]+", lambda han: fold(han[0]), pattern)


# How much of a text tells when it was written.
_HEAD = 600
_TITLED = re.compile(
    _folded(r"([一二][〇○零一二三四五六七八九]{3}|20\d\d)(?:年度?)?(?:施政報告|財政預算案)")
    + r"|(20\d\d) policy address"
)
_HAN_DIGITS = {digit: str(place) for place, digit in enumerate("〇一二三四五六七八九")}
_HAN_DIGITS |= {"○": "0", "零": "0", "两": "2"}
_YEAR = _folded(r"(?P<year>[一二][〇○零一二三四五六七八九]{3}|(?:19|20)\d\d) ?年")
_NUMBER = r"[一二三四五六七八九十两]{1,3}|\d{1,2}"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_EN_MONTH = "|".join(_MONTHS)
# Parts of a year, after its number or after 今年, 明年.
_PART = _folded(
    rf"(?:(?P<month>{_NUMBER}) ?月(?:(?P<day>{_NUMBER}) ?[日號]|(?P<third>[初中底])|份)?"
    r"|第(?P<quarter>[一二三四1-4])季度?|(?P<season>[首末])季|(?P<half>[上下])半年"
    r"|(?P<end>年?(?:底|末|初|中))|(?P<within>年?[內内]))?"
)
_TIMES = re.compile(
    _folded(rf"(?:{_YEAR}|(?P<near>今年|本年(?!度)|明年|來年(?!度)|後年|去年|前年|上年(?!度)))")
    + _PART
    + _folded(
        r"|(?P<of_year>(?<![一二三四五六七八九十\d去前上])年(?:[內内底中]))"
        r"|(?P<near_month>[本上下]個?月)(?P<near_month_part>[初中底]|(?P<near_month_day>"
        + _NUMBER
        + r")[日號])?"
        r"|(?P<week>[本上下](?:個)?(?:周|星期))(?![年歲])"
        r"|(?P<term>[本上下今](?:個|一個?)?季)"
        r"|(?P<fiscal>[本上下今新](?:個|一個?)?(?:財政|財務)?年度)"
        r"|(?P<school>[本上下今新](?:個|一個?)?學年)"
        r"|(?P<double_year>(?:20\d\d|[一二][〇○零一二三四五六七八九]{3}) ?[-/至] ?"
        r"(?:\d\d|[一二三四五六七八九〇○零]{2})(?:學|(?:財政|財務)?)年度?)"
        rf"|(?<![去近])(?P<count>半|{_NUMBER})(?P<unit>年|個月)[之以]?[內内]"
        r"|(?P<today>今[日天]|即日|明[日天]|昨[日天])"
    )
    + rf"|\b(?:(?P<en_day>\d{{1,2}}) (?:of )?)?(?P<en_month>{_EN_MONTH})"
    r"(?: (?P<en_after>\d{1,2}),)?"
    r",? (?:(?P<en_year>20\d\d)|(?:of )?(?P<en_rel>this|next|last) year)\b"
    r"|\b(?P<en_quarter>first|second|third|fourth|last) (?P<en_piece>quarter|half) (?:of )?"
    r"(?:(?P<q_year>20\d\d)(?!-)|(?P<q_rel>this|the|next|last) year)\b"
    r"|\b(?:(?P<edge>the end of|end[- ]|early|mid[- ]|late)\s?)?"
    r"(?:(?P<e_year>20\d\d)(?![-\d])"
    r"|(?P<e_rel>this|next|last|the) (?P<e_unit>year|month|week|quarter)"
    r"|(?P<e_span>this|next|last|the current|the coming) (?P<e_kind>financial|school|academic) year"
    r")\b"
    r"|\bwithin (?P<w_count>a|an|one|two|three|four|five|six|twelve|\d{1,2}) "
    r"(?P<w_unit>year|month)s?\b"
)
_EN_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_EN_COUNT["twelve"] = 12
_EN_STEP = {"last": -1, "this": 0, "the": 0, "the current": 0, "next": 1, "the coming": 1}
_STEPS = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "上年": -1, "前年": -2}
_NEAR = {"上": -1, "本": 0, "今": 0, "下": 1, "新": 0}


def _read(match: re.Match[str], written: Span | None) -> Span | None:
    """What the words of a time say; None where it hangs on a day that nobody knows, or is none."""
    try:
        for name, read in _READERS.items():
            if match[name]:
                return read(match, written)
    except (ValueError, OverflowError):
        # The 31st of June, or the year 0.
        return None
    return None


def _year_of(written: Span | None) -> int | None:
    if written is None or written.first.year != written.last.year:
        return None
    return written.first.year


def _month_of(written: Span | None) -> dt.date | None:
    if written is None or (written.last - written.first).days > 31:
        return None
    return written.first.replace(day=1)


def _day_of(written: Span | None) -> dt.date | None:
    return written.first if written and written.first == written.last else None


def _whole(match: re.Match[str], written: Span | None) -> Span | None:
    return _part(int(_number(match["year"])), match)


def _near(match: re.Match[str], written: Span | None) -> Span | None:
    year = _year_of(written)
    return None if year is None else _part(year + _STEPS[match["near"]], match)


def _part(year: int, match: re.Match[str]) -> Span:
    if match["month"]:
        month = _number(match["month"])
        if match["day"]:
            day = dt.date(year, month, _number(match["day"]))
            return Span(day, day)
        return _thirds(dt.date(year, month, 1), match["third"] or "")
    if match["quarter"]:
        return _months(year, 3 * _number(match["quarter"]) - 2, 3)
    if match["season"]:
        return _months(year, 1 if match["season"] == "首" else 10, 3)
    if match["half"]:
        return _months(year, 1 if match["half"] == "上" else 7, 6)
    return _edge(year, (match["end"] or "")[-1:])


def _edge(year: int, where: str) -> Span:
    match where:
        case "初":
            return _months(year, 1, 3)
        case "中":
            return _months(year, 5, 4)
        case "底" | "末":
            return _months(year, 10, 3)
    return _year(year)


def _thirds(month: dt.date, where: str) -> Span:
    last = last_possible(month, Precision.MONTH)
    match where:
        case "初":
            return Span(month, month.replace(day=10))
        case "中":
            return Span(month.replace(day=11), month.replace(day=20))
        case "底":
            return Span(month.replace(day=21), last)
    return Span(month, last)


def _of_year(match: re.Match[str], written: Span | None) -> Span | None:
    year = _year_of(written)
    return None if year is None else _edge(year, match["of_year"][-1])


def _near_month(match: re.Match[str], written: Span | None) -> Span | None:
    month = _month_of(written)
    if month is None:
        return None
    month = _later(month, _NEAR[match["near_month"][0]])
    if match["near_month_day"]:
        day = month.replace(day=_number(match["near_month_day"]))
        return Span(day, day)
    return _thirds(month, match["near_month_part"] or "")


def _week(match: re.Match[str], written: Span | None) -> Span | None:
    return _week_from(_day_of(written), _NEAR[match["week"][0]])


def _week_from(day: dt.date | None, step: int) -> Span | None:
    if day is None:
        return None
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=step)
    return Span(monday, monday + dt.timedelta(days=6))


def _term(match: re.Match[str], written: Span | None) -> Span | None:
    return _quarter_from(_month_of(written), _NEAR[match["term"][0]])


def _quarter_from(month: dt.date | None, step: int) -> Span | None:
    if month is None:
        return None
    first = _later(month, -((month.month - 1) % 3) + 3 * step)
    return _months(first.year, first.month, 3)


def _fiscal(match: re.Match[str], written: Span | None) -> Span | None:
    return _year_from(_month_of(written), 4, _NEAR[match["fiscal"][0]])


def _school(match: re.Match[str], written: Span | None) -> Span | None:
    return _year_from(_month_of(written), 9, _NEAR[match["school"][0]])


def _double_year(match: re.Match[str], written: Span | None) -> Span:
    begins = 9 if fold("學") in match["double_year"] else 4
    return _months(_number(match["double_year"][:4]), begins, 12)


def _year_from(month: dt.date | None, begins: int, step: int) -> Span | None:
    if month is None:
        return None
    return _months(month.year - (month.month < begins) + step, begins, 12)


def _within(match: re.Match[str], written: Span | None) -> Span | None:
    if match["count"] == "半":
        months = 6
    else:
        months = _number(match["count"]) * (12 if match["unit"] == "年" else 1)
    return _from_now(written, months)


def _from_now(written: Span | None, months: int) -> Span | None:
    month = _month_of(written)
    if written is None or month is None:
        return None
    last = _later(month, months)
    return Span(written.first, last_possible(last, Precision.MONTH))


def _today(match: re.Match[str], written: Span | None) -> Span | None:
    day = _day_of(written)
    if day is None:
        return None
    day += dt.timedelta(days={"明": 1, "昨": -1}.get(match["today"][0], 0))
    return Span(day, day)


def _en_month(match: re.Match[str], written: Span | None) -> Span | None:
    year = _en_year(match["en_year"], match["en_rel"], written)
    if year is None:
        return None
    first = dt.date(year, _MONTHS.index(match["en_month"]) + 1, 1)
    if number := match["en_day"] or match["en_after"]:
        day = first.replace(day=int(number))
        return Span(day, day)
    return Span(first, last_possible(first, Precision.MONTH))


def _en_quarter(match: re.Match[str], written: Span | None) -> Span | None:
    year = _en_year(match["q_year"], match["q_rel"], written)
    if year is None:
        return None
    place = _QUARTERS[match["en_quarter"]]
    if match["en_piece"] == "half":
        return _months(year, 1 if place == 1 else 7, 6)
    return _months(year, 3 * place - 2, 3)


def _en_year(number: str | None, relative: str | None, written: Span | None) -> int | None:
    if number:
        return int(number)
    year = _year_of(written)
    return None if year is None or relative is None else year + _EN_STEP[relative]


def _en_edge(match: re.Match[str], written: Span | None) -> Span | None:
    edge = (match["edge"] or "").rstrip(" -")
    where = {"early": "初", "mid": "中", "": ""}.get(edge, "底")
    if match["e_year"]:
        return _edge(int(match["e_year"]), where)
    step = _EN_STEP[match["e_rel"]]
    if match["e_rel"] == "the" and not edge:
        # “The year” alone is any.
        return None
    if match["e_unit"] == "year":
        year = _year_of(written)
        return None if year is None else _edge(year + step, where)
    if match["e_unit"] == "week":
        return _week_from(_day_of(written), step)
    month = _month_of(written)
    if match["e_unit"] == "quarter":
        return _quarter_from(month, step)
    return None if month is None else _thirds(_later(month, step), where)


def _en_span(match: re.Match[str], written: Span | None) -> Span | None:
    begins = 4 if match["e_kind"] == "financial" else 9
    return _year_from(_month_of(written), begins, _EN_STEP[match["e_span"]])


def _en_within(match: re.Match[str], written: Span | None) -> Span | None:
    count = match["w_count"]
    number = _EN_COUNT.get(count) or int(count)
    return _from_now(written, number * (12 if match["w_unit"] == "year" else 1))


_READERS: dict[str, Callable[[re.Match[str], Span | None], Span | None]] = {
    "year": _whole,
    "near": _near,
    "of_year": _of_year,
    "near_month": _near_month,
    "week": _week,
    "term": _term,
    "fiscal": _fiscal,
    "school": _school,
    "double_year": _double_year,
    "count": _within,
    "today": _today,
    "en_month": _en_month,
    "en_quarter": _en_quarter,
    "e_year": _en_edge,
    "e_rel": _en_edge,
    "e_span": _en_span,
    "w_count": _en_within,
}


def _number(text: str) -> int:
    """十二, 二十, 12 and 二〇二六."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * int(_HAN_DIGITS.get(tens, "1")) + int(_HAN_DIGITS.get(ones, "0"))
    return int("".join(_HAN_DIGITS[digit] for digit in text))


def _year(year: int) -> Span:
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _months(year: int, month: int, count: int) -> Span:
    first = dt.date(year, month, 1)
    last = _later(first, count - 1)
    return Span(first, last.replace(day=monthrange(last.year, last.month)[1]))


def _later(month: dt.date, count: int) -> dt.date:
    """The first of the month so many months later."""
    years, place = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, place + 1, 1)
