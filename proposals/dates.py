"""Days and instants, read from texts, and written as readers of each language write them: no
more exact than we know them."""

import datetime as dt
from calendar import monthrange

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext

from proposals.choices import Precision
from proposals.languages import EN

# How many parts of a day are known: year, month, day.
_KNOWN: dict[str, int] = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}


def read_day(text: str) -> dt.date | None:
    """A day in ISO 8601; None where the text is none that a calendar has."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def read_instant(text: str) -> dt.datetime | None:
    """An instant in ISO 8601, with an offset where the text has one; None where it is none."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def known_part(day: dt.date, precision: str) -> dt.date:
    """The day with the first of the month or year for what is not known of it."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


def last_possible(day: dt.date, precision: str) -> dt.date:
    """The last day that it may have been, by what is known of it."""
    if precision == Precision.DAY:
        return day
    month = 12 if precision == Precision.YEAR else day.month
    return day.replace(month=month, day=monthrange(day.year, month)[1])


def written_day(day: dt.date | None, precision: str = Precision.DAY) -> str:
    """“2026年5月20日” or “20 May 2026”, without what is not known."""
    if day is None:
        return gettext("date not stated")
    if get_language() == EN:
        known = [str(day.day), str(MONTHS[day.month]), str(day.year)]
        return " ".join(known[3 - _KNOWN.get(precision, 1) :])
    known = [f"{day.year}年", f"{day.month}月", f"{day.day}日"]
    return "".join(known[: _KNOWN.get(precision, 1)])


def machine_day(day: dt.date, precision: str = Precision.DAY) -> str:
    """A day as machines read it, without what is not known: 2026-05-20, 2026-05 or 2026."""
    return "-".join(day.isoformat().split("-")[: _KNOWN.get(precision, 1)])


def written_instant(instant: dt.datetime) -> str:
    """An instant by the clock of Hong Kong, to the minute."""
    local = timezone.localtime(instant)
    return f"{written_day(local.date())} {local:%H:%M}"
