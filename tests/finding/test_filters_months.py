"""The filter by the month of an ask, which is known to the day, the month or the year."""

import datetime as dt

import pytest

from tests.factories import proposals
from tests.finding.chosen import faults, found, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def asked_in(once):
    """A public proposal of each precision, and the same hidden."""
    with once():
        asked = {
            "may": (dt.date(2026, 5, 20), "day"),
            "may-month": (dt.date(2026, 5, 1), "month"),
            "june": (dt.date(2026, 6, 30), "day"),
            "january": (dt.date(2026, 1, 1), "day"),
            "year": (dt.date(2026, 1, 1), "year"),
            "undated": (None, ""),
            "after": (None, "", "proposed_not_before"),
            "before": (None, "", "proposed_not_after"),
        }
        rows = {}
        for name, (day, precision, *bounds) in asked.items():
            fields = {"proposed_on": day, "proposed_on_precision": precision}
            fields |= dict.fromkeys(bounds, dt.date(2026, 5, 20))
            rows[name] = proposals.published(**fields).pk
            hidden(**fields)
        return rows


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("proposed_month=2026-05", ["may", "may-month"]),
        ("proposed_month=2026-05&proposed_month=2026-06", ["may", "may-month", "june"]),
        ("proposed_month=2026-01", ["january"]),
        ("proposed_month=2026", ["year"]),
        ("proposed_month=undated", ["undated"]),
        ("proposed_month=bounded", ["after", "before"]),
        ("proposed_month=-undated,-bounded&proposed_month=-2026-05", ["june", "january", "year"]),
        ("proposed_month=2025-05", []),
    ],
)
def test_months_of_asks(asked_in, query, names):
    assert found(query) == sorted(asked_in[name] for name in names)


@pytest.mark.parametrize(
    "value", ["2026-13", "2026-5", "May 2026", "--undated", "２０２６-05", "-"]
)
def test_what_is_no_month_is_a_fault(value):
    assert set(faults(f"proposed_month={value}")) == {"proposed_month"}
