"""How many stood where at the end of each month, against counts of the set as of that day."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from proposals.choices import Precision, Status
from proposals.counts import columns
from proposals.counts.stock import Interval, first_day, last_day, stock, timeline
from proposals.models import Proposal
from tests.drawn import drawn
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

STATUSES = [Status.PROPOSED, Status.NOTED, Status.COMMITTED]
ENDS = [
    dt.date(2026, 1, 31),
    dt.date(2026, 2, 28),
    dt.date(2026, 3, 31),
    dt.date(2026, 4, 17),
]


def counted(rows):
    """What is dated."""
    return Counter(row.shown_status for row in rows if row.shown_since)


@pytest.fixture
def editor():
    return people.user()


@pytest.fixture
def original():
    """A public row to make copies of; it has no log of its own, so no past either."""
    proposal = proposals.published()
    kept = proposals.copies(proposal, [{}])[0]
    Proposal.objects.filter(pk=proposal.pk).update(merged_into=kept)
    return kept


# (status, day or None, voids the n-th before it or 0), each recorded an hour after another. On the
# first and last days of months all is decided.
DAYS = st.sampled_from([end + dt.timedelta(days=n) for end in ENDS for n in (0, 1)])
ENTRY = st.tuples(st.sampled_from(STATUSES), DAYS | st.none(), st.sampled_from([0, 0, 0, 1, 2]))


@drawn(60)
@given(
    logs=st.lists(st.lists(ENTRY, min_size=3, max_size=6), min_size=3, max_size=3),
    published=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    known_at=st.none() | st.integers(1, 6).map(history.at),
)
def test_the_stock_is_what_each_last_day_counts(original, editor, logs, published, known_at):
    with transaction.atomic():
        rows = proposals.copies(
            original, [{"first_published_at": history.at(h)} for h in published]
        )
        for row, entries in zip(rows, logs, strict=False):
            history.write_log(row, entries, by=editor)
        # Nobody was told of these rows.
        cache.clear()
        columns._held.clear()
        public = Proposal.objects.public()
        if known_at is not None:
            public = public.known_at(known_at)
        told = stock(public, interval=Interval.MONTH, from_on=dt.date(2026, 1, 9), to_on=ENDS[-1])
        stands = told.stands
        assert [(s.ends_on, s.standing) for s in stands] == [
            (end, counted(public.as_of(end))) for end in ENDS
        ]
        april, came = stands[-1], Counter()
        days = [april.begins_on + dt.timedelta(days=n) for n in range(-1, april.ends_on.day)]
        stood = [
            {r.pk: (r.shown_status, r.shown_since) for r in public.as_of(on) if r.shown_since}
            for on in days
        ]
        for before, after in pairwise(stood):
            came += Counter(after[pk][0] for pk in after if before.get(pk) != after[pk])
        assert april.entered == came
        assert told.undated == Counter(
            row.shown_status for row in public.as_of(ENDS[-1]) if not row.shown_since
        )
        quarters = stock(public, interval=Interval.QUARTER, from_on=ENDS[0], to_on=ENDS[-1])
        by_quarter = quarters.stands
        assert [s.standing for s in by_quarter] == [stands[2].standing, stands[3].standing]
        assert by_quarter[0].entered == sum((s.entered for s in stands[:3]), Counter())
        transaction.set_rollback(True)


# --- each fact by itself ---


def months(rows, **range_):
    return [
        (s.ends_on.isoformat(), dict(s.standing), dict(s.entered))
        for s in stock(rows, **range_).stands
    ]


@pytest.fixture
def story(editor):
    """Proposed on 20 May, studied from 1 June, and promised on 30 June."""
    proposal = proposals.published(by=editor)
    history.record(proposal, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
    history.record(proposal, Status.COMMITTED, dt.date(2026, 6, 30), by=editor)
    return proposal


def test_each_month_has_its_stock_and_its_flow(story):
    public = Proposal.objects.public()
    assert months(
        public, interval=Interval.MONTH, from_on=dt.date(2026, 4, 30), to_on=dt.date(2026, 7, 2)
    ) == [
        ("2026-04-30", {}, {}),
        ("2026-05-31", {"proposed": 1}, {"proposed": 1}),
        ("2026-06-30", {"committed": 1}, {"under_study": 1, "committed": 1}),
        ("2026-07-02", {"committed": 1}, {}),
    ]


def test_the_last_interval_ends_on_the_day_asked_for(story):
    assert months(
        Proposal.objects.public(),
        interval=Interval.YEAR,
        from_on=dt.date(2025, 7, 1),
        to_on=dt.date(2026, 6, 29),
    ) == [
        ("2025-12-31", {}, {}),
        ("2026-06-29", {"under_study": 1}, {"proposed": 1, "under_study": 1}),
    ]


def test_an_undated_ask_stands_apart_and_in_no_interval(editor):
    undated = proposals.published(proposed_on=None, by=editor)
    today = timezone.localdate()
    year = {"interval": Interval.YEAR, "from_on": today, "to_on": today}
    public = Proposal.objects.public()
    assert months(public, **year) == [(today.isoformat(), {}, {})]
    assert stock(public, **year).undated == {Status.PROPOSED: 1}
    history.record(undated, Status.NOTED, today, by=editor)
    assert months(public, **year) == [(today.isoformat(), {"noted": 1}, {"noted": 1})]
    assert stock(public, **year).undated == {}


def test_a_step_of_a_month_is_counted_once_the_month_is_over(editor):
    proposal = proposals.published(by=editor)
    may = dt.date(2026, 5, 1)
    history.record(
        proposal, Status.COMMITTED, may, effective_on_precision=Precision.MONTH, by=editor
    )
    june = {"interval": Interval.MONTH, "from_on": may}
    public = Proposal.objects.public()
    assert months(public, **june, to_on=dt.date(2026, 5, 30)) == [
        ("2026-05-30", {"proposed": 1}, {"proposed": 1})
    ]
    assert months(public, **june, to_on=dt.date(2026, 5, 31)) == [
        ("2026-05-31", {"committed": 1}, {"proposed": 1, "committed": 1})
    ]


def test_an_instant_shows_it_as_we_knew_it_then(story):
    recorded_at = story.updates.get(status=Status.COMMITTED).recorded_at
    then = Proposal.objects.public().known_at(recorded_at - dt.timedelta(microseconds=1))
    june = {"interval": Interval.MONTH, "from_on": dt.date(2026, 6, 1)}
    assert months(then, to_on=dt.date(2026, 6, 30), **june) == [
        ("2026-06-30", {"under_study": 1}, {"under_study": 1})
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_however_long_the_time_and_none_until_the_next_change(
    django_assert_num_queries, editor, number
):
    for _ in range(number):
        proposals.published(by=editor)
    long = {
        "interval": Interval.MONTH,
        "from_on": dt.date(1990, 1, 1),
        "to_on": dt.date(2026, 11, 20),
    }
    columns.columns()
    # The newest change, and what has moved since the columns were read.
    with django_assert_num_queries(2):
        stands = stock(Proposal.objects.public(), **long).stands
    assert len(stands) == 443
    assert stands[-1].standing == {Status.PROPOSED: number}
    with django_assert_num_queries(1):
        assert stock(Proposal.objects.public(), **long).stands == stands
    history.record(Proposal.objects.first(), Status.NOTED, by=editor)
    # And of what has moved its row, its links and its spans.
    with django_assert_num_queries(5):
        stands = stock(Proposal.objects.public(), **long).stands
    assert stands[-1].standing[Status.NOTED] == 1


def test_what_is_not_public_is_not_counted():
    proposals.draft()
    proposals.withdrawn()
    shown = proposals.published()
    proposals.merged(shown)
    (june,) = months(
        Proposal.objects.public(),
        interval=Interval.MONTH,
        from_on=dt.date(2026, 6, 1),
        to_on=dt.date(2026, 6, 30),
    )
    assert june == ("2026-06-30", {"proposed": 1}, {})


@pytest.mark.parametrize(
    ("interval", "begins_on"),
    [
        ("month", dt.date(2026, 5, 1)),
        ("quarter", dt.date(2026, 4, 1)),
        ("year", dt.date(2026, 1, 1)),
    ],
)
def test_an_interval_begins_with_the_calendar(interval, begins_on):
    interval = Interval(interval)
    assert interval.begin(interval.number(dt.date(2026, 5, 20))) == begins_on
    assert interval.begin(interval.number(dt.date.min) - 1) == dt.date.min


def test_the_first_day_is_that_of_the_earliest_step_that_is_dated(story):
    assert first_day(Proposal.objects.public()) == dt.date(2026, 5, 20)
    assert first_day(Proposal.objects.none()) is None
    other = proposals.published(proposed_on=None)
    Proposal.objects.filter(pk=story.pk).update(merged_into=other)
    columns._held.clear()
    assert first_day(Proposal.objects.public()) is None


def test_the_last_day_is_today_or_that_of_the_clocks():
    public, today = Proposal.objects.public(), dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)
    assert last_day(public) == today.date()
    assert last_day(public.as_of(dt.date(2099, 1, 1))) == today.date()
    assert last_day(public.as_of(dt.date(2026, 5, 1))) == dt.date(2026, 5, 1)
    # It is past midnight in Hong Kong.
    known = public.known_at(dt.datetime(2026, 4, 30, 17, tzinfo=dt.UTC))
    assert last_day(known) == last_day(known.as_of(dt.date(2026, 6, 1))) == dt.date(2026, 5, 1)


def test_more_intervals_than_can_be_told_are_not_counted():
    told = timeline(
        Proposal.objects.public(),
        ["status"],
        interval=Interval.MONTH,
        from_on=dt.date(1, 1, 1),
        to_on=dt.date(9999, 12, 31),
    )
    assert told is None


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_MOVES"])
def test_what_is_too_much_to_tell_is_not_told(monkeypatch, original, limit):
    def told():
        cache.clear()
        public, months = Proposal.objects.public(), Interval.MONTH
        return timeline(public, ["status"], interval=months, from_on=ENDS[0], to_on=ENDS[-1])

    assert told() is not None
    monkeypatch.setattr(f"proposals.counts.stock.{limit}", -1)
    assert told() is None
