"""Days and instants, read from texts, and written as readers of each language write them: no
more exact than we know them."""

import datetime as dt
import re
import unicodedata
from calendar import month_abbr, month_name, monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from proposals.choices import DateBasis, Precision
from proposals.languages import EN

# How many parts of a day are known: year, month, day.
_KNOWN: dict[str, int] = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}


# What stands before is a slip, or stands for a day that nobody knows.
FIRST_DAY = dt.date(1000, 1, 1)


def read_day(text: str) -> dt.date | None:
    """A day in ISO 8601; None where the text is none that a calendar has, or before FIRST_DAY."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day >= FIRST_DAY else None


class WrittenDate(dt.date):
    """The first day that a date stands for, with how much of it was written."""

    precision = Precision.DAY


def read_date(text: str) -> WrittenDate | None:
    """A date as 2026-05-20, 2026-05 or 2026; None where the text is none, or before FIRST_DAY."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text, re.ASCII):
        return None
    day = read_day(text + "-01-01"[len(text) - 4 :])
    if day is None:
        return None
    date = WrittenDate.fromisoformat(day.isoformat())
    date.precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(text)]
    return date


_MONTHS = {
    name.lower(): number
    for names in (month_name, month_abbr)
    for number, name in enumerate(names)
    if name
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
# What people write: the parts of a date by name, in any order that leaves no doubt.
_WRITTEN = (
    r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})[日號])?)?",
    r"(?P<year>[0-9]{4})[/.](?P<month>[0-9]{1,2})[/.](?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
    r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})",
    r"(?P<year>[0-9]{4})[/-](?P<month>[0-9]{1,2})",
    r"(?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})",
    rf"(?P<day>[0-9]{{1,2}})?{_MONTH}(?P<year>[0-9]{{4}})",
    rf"{_MONTH}(?P<day>[0-9]{{1,2}}),(?P<year>[0-9]{{4}})",
)


@lru_cache(maxsize=1024)
def read_written_date(text: str) -> WrittenDate | None:
    """A date as people write it: 20/5/2026, 20 May 2026, 2026年5月20日 or 2026年5月, and as
    `read_date` has it. The day comes before the month, as in Hong Kong."""
    close = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    for form in _WRITTEN:
        if found := re.fullmatch(form, close, re.ASCII):
            parts = found.groupdict()
            month = parts.get("month")
            known = (parts["year"], _MONTHS.get(month or "", month), parts.get("day"))
            return read_date("-".join(f"{int(part):02}" for part in known if part))
    return read_date(close)


def is_doubtful(text: str) -> bool:
    """Whether day and month of a date could be taken for one another, as in 3/4/2026."""
    parts = re.fullmatch(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}\s*", text, re.ASCII)
    months = {int(part) for part in parts.groups()} & MONTHS.keys() if parts else ()
    return len(months) > 1


def written_precision(day: dt.date) -> Precision:
    """How much of a date was written."""
    return getattr(day, "precision", Precision.DAY)


def is_written(day: dt.date, precision: str) -> bool:
    """Whether a date says as much as the precision claims."""
    return _KNOWN.get(precision, 0) <= _KNOWN[written_precision(day)]


class WrittenDateField(forms.DateField):
    """A day, a month or a year, as people write them."""

    # The desk says beside it how it reads what is typed.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "written-date"})
    default_error_messages = {
        "invalid": _(
            "“%(value)s” is not a date. Write 2026-05-20, 20/5/2026, 2026年5月20日, 2026-05 "
            "or 2026."
        )
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        date = read_written_date(str(value))
        if date is None:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            )
        return date


class WholeDayField(WrittenDateField):
    """A day, as people write it, where no less will do."""

    default_error_messages = {
        "partial": _("Write the whole day: 2026-05-20, 20/5/2026 or 2026年5月20日."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        date = super().to_python(value)
        if date and written_precision(date) != Precision.DAY:
            raise forms.ValidationError(self.error_messages["partial"], code="partial")
        return date


class WrittenInstantField(forms.DateTimeField):
    """An instant, brought to universal time: the database knows no offset of sixteen hours."""

    def to_python(self, value: Any) -> dt.datetime | None:
        instant = super().to_python(value)
        try:
            return instant and instant.astimezone(dt.UTC)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


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


@dataclass(frozen=True)
class Dating:
    """When something was published or asked, as far as it is known: a day, month or year, or
    only what it lies between; as it is printed, or inferred by the editors."""

    on: dt.date | None = None
    precision: str = ""
    not_before: dt.date | None = None
    not_after: dt.date | None = None
    is_inferred: bool = False

    @property
    def earliest(self) -> dt.date | None:
        """The first day that it may have been."""
        return self.on or self.not_before

    @property
    def latest(self) -> dt.date | None:
        """The last day that it may have been."""
        return last_possible(self.on, self.precision) if self.on else self.not_after

    @property
    def recorded(self) -> tuple[dt.date | None, str, dt.date | None]:
        """What of it the log of a proposal tells."""
        return self.on, self.precision, self.latest

    @property
    def basis(self) -> DateBasis:
        if self.earliest is None and self.latest is None:
            return DateBasis.UNKNOWN
        return DateBasis.INFERRED if self.is_inferred else DateBasis.STATED

    def written(self) -> str:
        """“2026年6月（據內文推定）” or “not before 17 May 2026”."""
        date = self._written_date()
        if self.is_inferred:
            return gettext("%(date)s (inferred from the text)") % {"date": date}
        return date

    def _written_date(self) -> str:
        first, last = self.not_before, self.not_after
        if first and last:
            days = {"first": written_day(first), "last": written_day(last)}
            if first.year == last.year:
                # Said once: with the last day in English, with the first in Chinese.
                days["first"] = days["first"].removesuffix(f" {last.year}")
                days["last"] = days["last"].removeprefix(f"{first.year}年")
            return gettext("between %(first)s and %(last)s") % days
        if first:
            return gettext("not before %(day)s") % {"day": written_day(first)}
        if last:
            return gettext("not after %(day)s") % {"day": written_day(last)}
        return written_day(self.on, self.precision)


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
