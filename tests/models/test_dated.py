import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from proposals.choices import DateBasis, Precision
from proposals.dates import WrittenDateField
from proposals.editing import writing
from proposals.models import Proposal, Source
from tests import refused
from tests.factories import proposals, sources

pytestmark = pytest.mark.django_db

DAY, LATER = dt.date(2026, 5, 17), dt.date(2026, 6, 30)
REASON = {"published_basis_hant": "內文提及今日開幕。", "published_basis_en": "It opens today."}


@pytest.mark.parametrize(
    ("columns", "bounds"),
    [
        ({}, (dt.date.min, dt.date.max)),
        ({"proposed_on": DAY, "proposed_on_precision": "day"}, (DAY, DAY)),
        (
            {"proposed_on": dt.date(2024, 2, 1), "proposed_on_precision": "month"},
            (dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ),
        (
            {"proposed_on": dt.date(2026, 1, 1), "proposed_on_precision": "year"},
            (dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ),
        ({"proposed_not_before": DAY}, (DAY, dt.date.max)),
        ({"proposed_not_after": DAY}, (dt.date.min, DAY)),
        ({"proposed_not_before": DAY, "proposed_not_after": LATER}, (DAY, LATER)),
    ],
)
def test_the_database_knows_the_first_and_last_day_that_it_may_have_been(columns, bounds):
    ask = proposals.draft(**{"proposed_on": None} | columns)
    assert (ask.proposed_from, ask.proposed_to) == bounds
    assert (ask.proposed.earliest or dt.date.min, ask.proposed.latest or dt.date.max) == bounds


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("date_or_bounds", {"published_on": DAY, "published_not_before": DAY}),
        ("date_or_bounds", {"published_on": DAY, "published_not_after": LATER}),
        ("bounds_in_order", {"published_not_before": LATER, "published_not_after": DAY}),
        ("bounds_in_order", {"published_not_before": DAY, "published_not_after": DAY}),
        ("inferred_with_reason", REASON),
        ("inferred_with_reason", {"published_not_after": DAY, "published_basis_en": "Why."}),
    ],
)
def test_the_database_refuses_a_dating_that_contradicts_itself(constraint, columns):
    if "published_on" in columns:
        columns = columns | {"published_on_precision": "day"}
    with refused.by_database(f"source_published_{constraint}"):
        sources.source(**columns)


@pytest.mark.parametrize(
    ("field", "columns"),
    [
        ("published_on", {"published_on_precision": "day"}),
        ("published_on", {"published_on": dt.date(1, 1, 1)}),
        ("published_on_precision", {"published_on": "2026-05", "published_on_precision": "day"}),
        ("published_on_precision", {"published_on": "2026", "published_on_precision": "month"}),
        ("published_not_after", {"published_on": "2026", "published_not_after": DAY}),
        ("published_not_after", {"published_not_before": LATER, "published_not_after": DAY}),
        ("published_basis_hant", REASON),
        ("published_basis_en", REASON | {"published_not_after": DAY, "published_basis_en": ""}),
    ],
)
def test_a_fault_of_a_dating_stands_at_its_field(field, columns):
    source = Source(slug="page", headline="標題", **written(columns))
    with pytest.raises(ValidationError) as fault:
        source.full_clean()
    assert field in fault.value.message_dict


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ({"published_on": "2026-05-17"}, {"published_on": DAY, "published_on_precision": "day"}),
        (
            {"published_on": "2026-05"},
            {"published_on": dt.date(2026, 5, 1), "published_on_precision": "month"},
        ),
        (
            {"published_on": "2026-05-17", "published_on_precision": "year"},
            {"published_on": dt.date(2026, 1, 1), "published_on_precision": "year"},
        ),
        (
            {"published_not_before": "2026-05", "published_not_after": "2026-06"},
            {"published_not_before": dt.date(2026, 5, 1), "published_not_after": LATER},
        ),
        (
            {"published_not_before": "2026-05-17", "published_not_after": "2026-05-17"},
            {"published_on": DAY, "published_not_before": None, "published_not_after": None},
        ),
    ],
)
def test_a_date_is_kept_as_far_as_it_was_written(columns, kept):
    source = Source(slug="page", headline="標題", **written(columns))
    source.full_clean()
    assert {name: getattr(source, name) for name in kept} == kept


def written(columns):
    """The texts among the columns as a form reads them."""
    dates = ("published_on", "published_not_before", "published_not_after")
    read = {n: WrittenDateField().clean(v) for n, v in columns.items() if n in dates}
    return columns | read


def test_a_dating_is_printed_inferred_or_not_known():
    bases = [
        sources.source().published.basis,
        sources.source(published_not_after=DAY).published.basis,
        sources.source(published_not_after=DAY, **REASON).published.basis,
    ]
    assert bases == [DateBasis.UNKNOWN, DateBasis.STATED, DateBasis.INFERRED]


def test_an_ask_without_a_date_has_that_of_its_source_and_follows_it():
    source = sources.source(published_not_before=DAY, **REASON)
    ask = proposals.draft(source=source, proposed_on=None)
    own = proposals.draft(source=source)
    assert (ask.proposed_not_before, ask.proposed_basis_en) == (DAY, "It opens today.")
    source.published_not_before = None
    source.published_on, source.published_on_precision = dt.date(2026, 6, 1), Precision.MONTH
    writing.save_shared(source, Proposal.objects.filter(source=source))
    ask.refresh_from_db()
    own.refresh_from_db()
    assert (ask.proposed.earliest, ask.proposed_not_before) == (dt.date(2026, 6, 1), None)
    assert own.proposed_on == proposals.PROPOSED_ON
    with transaction.atomic():
        ask.proposed_on, ask.proposed_on_precision = DAY, Precision.DAY
        ask.proposed_basis_hant = ask.proposed_basis_hans = ask.proposed_basis_en = ""
        writing.write(ask)
    source.published_on = dt.date(2026, 7, 1)
    writing.save_shared(source, Proposal.objects.filter(source=source))
    ask.refresh_from_db()
    assert ask.proposed_on == DAY


@pytest.mark.parametrize(
    "columns",
    [
        {"published_on": dt.date(9999, 12, 31)},
        {"published_on": dt.date(9999, 1, 1), "published_on_precision": "year"},
        {"published_not_before": dt.date(9999, 12, 1)},
    ],
)
def test_nothing_has_been_printed_before_its_day_has_come(columns):
    source = sources.source(published_on=None)
    for column, value in columns.items():
        setattr(source, column, value)
    with pytest.raises(ValidationError) as fault:
        source.full_clean()
    assert list(fault.value.message_dict) == [next(iter(columns))]


def test_a_year_that_has_begun_is_not_in_the_future():
    source = sources.source(published_on=None)
    source.published_on = timezone.localdate().replace(month=1, day=1)
    source.published_on_precision = "year"
    source.full_clean()


def test_a_month_is_no_day_on_which_a_copy_was_made():
    source = sources.source(url="https://a.example/", archived_url="https://b.example/")
    source.archived_on = WrittenDateField().clean("2026-05")
    with pytest.raises(ValidationError) as fault:
        source.full_clean()
    assert list(fault.value.message_dict) == ["archived_on"]
