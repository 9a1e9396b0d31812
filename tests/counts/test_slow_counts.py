"""Groups, time and answers against a slow reading of the same proposals, whatever their log."""

import datetime as dt
from calendar import monthrange
from collections import Counter, defaultdict
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise, product

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from proposals.choices import Precision, Status
from proposals.counts import columns
from proposals.counts.answers import NAMES, TimeSinceAsk, answers, curve
from proposals.counts.groups import TRAITS, numbers
from proposals.counts.stock import Interval, timeline
from proposals.dates import known_part, last_possible
from proposals.models import Addressee, Attribution, Proposal
from proposals.tracking.projection import live
from tests.drawn import drawn
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

# Answers, what is none, and what ends the wait without one.
STATUSES = [Status.PROPOSED, Status.NOTED, Status.COMMITTED, Status.STALLED, Status.SUPERSEDED]
# The ends of months are where a day decides.
DAYS = st.sampled_from(
    [
        *(dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 1, 30), dt.date(2026, 1, 31)),
        *(dt.date(2026, 2, 27), dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
    ]
)
EXACT = st.sampled_from(Precision.values)
DATES = st.tuples(DAYS, EXACT)
ENTRY = st.tuples(st.sampled_from(STATUSES), DAYS | st.none(), st.sampled_from([0, 0, 0, 1, 2]))
ROW = st.fixed_dictionaries(
    {
        "sector": st.integers(0, 1),
        "place": st.none() | st.integers(0, 1),
        "instrument": st.sampled_from(["fund", "tax"]),
        "specificity": st.sampled_from(["firm", "soft"]),
        "body": st.sets(st.integers(0, 1)),
        "author": st.sets(st.integers(0, 1)),
        "asked": st.none() | DATES,
        "published": st.integers(0, 3),
        "log": st.lists(
            st.builds(
                lambda entry, exact: (*entry, exact), ENTRY, st.sampled_from(Precision.values)
            ),
            min_size=1,
            max_size=5,
        ),
    }
)
CLOCKS = st.fixed_dictionaries(
    {"as_of": st.none() | DAYS, "known_at": st.none() | st.integers(1, 5).map(history.at)}
)
LAST = dt.date(2026, 4, 15)
slowly = drawn(30)


def some(names):
    return st.lists(st.sampled_from(list(names)), min_size=1, max_size=2, unique=True)


@pytest.fixture
def terms():
    """Two of everything that a proposal may have, a row to make copies of, and an editor."""
    return {
        "original": proposals.published(),
        "editor": people.user(),
        "sector": [taxonomy.sector(code) for code in ("s0", "s1")],
        "place": [taxonomy.place(code) for code in ("p0", "p1")],
        "body": [taxonomy.body(code) for code in ("b0", "b1")],
        "author": [people.author(slug=slug) for slug in ("a0", "a1")],
    }


class Read:
    """One proposal and what its log says, read in the slowest way there is."""

    def __init__(self, row, proposal, known_at):
        self.row, self.pk = row, proposal.pk
        self.published = known_at is None or proposal.first_published_at <= known_at
        log = proposal.updates.order_by("number")
        self.live = live(u for u in log if known_at is None or u.recorded_at <= known_at)
        self.asked_on, self.exact = proposal.proposed_on, proposal.proposed_on_precision

    def certain_from(self, place):
        """The day by which a record, and so all before it, had certainly happened."""
        return min(latest(update) for update in self.live[place:])

    def run(self, day):
        """The records by which it certainly stands where it does at the end of the day."""
        run = []
        for place, update in enumerate(self.live):
            if self.certain_from(place) <= day:
                run = [*run, update] if run and run[-1].status == update.status else [update]
        return run

    def keys(self, names, status):
        row, month = self.row, self.asked_on
        codes = {
            "status": [status],
            "sector": [f"s{row['sector']}"],
            "place": [None if row["place"] is None else f"p{row['place']}"],
            "instrument": [row["instrument"]],
            "specificity": [row["specificity"]],
            "body": [f"b{n}" for n in row["body"]] or [None],
            "author": [f"a{n}" for n in row["author"]] or [None],
            "proposed_month": [
                str(month)[: 4 if self.exact == Precision.YEAR else 7] if month else "undated"
            ],
        }
        return set(product(*(codes[name] for name in names)))

    def end(self, until):
        """The last day that its wait may have ended by then, and whether by an answer."""
        for place in range(len(self.live)):
            day = self.certain_from(place)
            run = self.run(day)
            if day <= until and run[0].status in ENDED:
                return day, run[0].status != Status.SUPERSEDED
        return until, False


def latest(update):
    """The last day on which it can have happened: recorded on one, it had by then."""
    recorded_on = (update.recorded_at + dt.timedelta(hours=8)).date()
    if update.effective_on is None:
        return recorded_on
    return min(last_possible(update.effective_on, update.effective_on_precision), recorded_on)


ENDED = {Status.NOTED, Status.COMMITTED, Status.SUPERSEDED}


@contextmanager
def world(terms, rows, clocks):
    """The rows as proposals, the set of them by the clocks, and each read slowly."""
    with transaction.atomic():
        made = proposals.copies(
            terms["original"],
            [
                {
                    "sector_id": terms["sector"][row["sector"]].pk,
                    "instrument": row["instrument"],
                    "specificity": row["specificity"],
                    "proposed_on": row["asked"] and known_part(*row["asked"]),
                    "proposed_on_precision": row["asked"][1] if row["asked"] else "",
                    "first_published_at": history.at(row["published"]),
                }
                for row in rows
            ],
        )
        for row, proposal in zip(rows, made, strict=True):
            if row["place"] is not None:
                proposal.places.add(terms["place"][row["place"]])
            for n in row["author"]:
                Attribution.objects.create(proposal=proposal, author=terms["author"][n])
            for n in row["body"]:
                Addressee.objects.create(proposal=proposal, body=terms["body"][n])
            history.write_log(proposal, row["log"], by=terms["editor"])
        # Nobody was told of these rows.
        cache.clear()
        columns._held.clear()
        found = Proposal.objects.public().filter(pk__in=[proposal.pk for proposal in made])
        if clocks["as_of"]:
            found = found.as_of(clocks["as_of"])
        if clocks["known_at"]:
            found = found.known_at(clocks["known_at"])
        read = [Read(row, p, clocks["known_at"]) for row, p in zip(rows, made, strict=True)]
        if any(clocks.values()):
            day = clocks["as_of"] or dt.date.max
            read = [each for each in read if each.published and each.run(day)]
        yield found, read
        transaction.set_rollback(True)


@slowly
@given(rows=st.lists(ROW, min_size=3, max_size=5), clocks=CLOCKS, names=some(TRAITS))
def test_a_group_has_those_that_have_its_codes(terms, rows, clocks, names):
    with world(terms, rows, clocks) as (found, read):
        shown = {row.pk: row.shown_status for row in found}
        assert set(shown) == {each.pk for each in read}
        expected = Counter(key for each in read for key in each.keys(names, shown[each.pk]))
        assert dict(numbers(found, names)) == expected


@slowly
@given(
    rows=st.lists(ROW, min_size=3, max_size=5),
    clocks=CLOCKS,
    names=some(TRAITS),
    interval=st.sampled_from(list(Interval)),
    from_on=DAYS,
)
def test_time_is_what_each_day_shows(terms, rows, clocks, names, interval, from_on):
    to_on = min(clocks["as_of"] or LAST, LAST)
    with world(terms, rows, clocks) as (found, read):
        told = timeline(found, names, interval=interval, from_on=from_on, to_on=to_on)

        def stood(day):
            """By proposal and group, since when; what is not dated is not told of a day."""
            runs = {each: run for each in read if (run := each.run(day)) and run[0].effective_on}
            return {
                (each.pk, key): run[0].pk if "status" in names else None
                for each, run in runs.items()
                for key in each.keys(names, run[0].status)
            }

        numbers = range(interval.number(from_on), interval.number(to_on) + 1)
        assert [stand.begins_on for stand in told.stands] == [interval.begin(n) for n in numbers]
        for stand in told.stands:
            length = (stand.ends_on - stand.begins_on).days
            days = [stand.begins_on + dt.timedelta(days=n) for n in range(-1, length + 1)]
            came, gone = Counter(), Counter()
            for before, after in pairwise([stood(day) for day in days]):
                came += Counter(
                    key
                    for (pk, key), run in after.items()
                    if (pk, key) not in before or before[pk, key] != run
                )
                gone += Counter(
                    key
                    for (pk, key), run in before.items()
                    if (pk, key) not in after or after[pk, key] != run
                )
            assert stand.standing == Counter(key for _pk, key in stood(stand.ends_on))
            assert (stand.entered, stand.left) == (came, gone)
        undated = Counter(
            key
            for each in read
            if (run := each.run(to_on)) and run[0].effective_on is None
            for key in each.keys(names, run[0].status)
        )
        assert told.undated == undated or not told.stands


def months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@slowly
@given(
    rows=st.lists(ROW, min_size=3, max_size=8),
    clocks=CLOCKS,
    names=some(NAMES) | st.just([]),
)
def test_answers_are_what_kaplan_and_meier_estimate(terms, rows, clocks, names):
    until = min(clocks["as_of"] or LAST, LAST)
    with world(terms, rows, clocks) as (found, read):
        groups = defaultdict(list)
        for each in read:
            for key in each.keys(names, None):
                groups[key].append(each)
        told = answers(found, names, until=until)
        assert set(told) == set(groups)
        for key, members in groups.items():
            dated = [each for each in members if each.exact in {Precision.DAY, Precision.MONTH}]
            assert told[key].undated == len(members) - len(dated)
            ends = []
            for each in dated:
                over, answered = each.end(until)
                over, whole = max(over, each.asked_on), 0
                while months_after(each.asked_on, whole + 1) <= over:
                    whole += 1
                ends.append((whole, (over - months_after(each.asked_on, whole)).days, answered))
            for point in told[key].points:
                by_then = [end for end in ends if end[:2] <= (point.months, 0)]
                unanswered = Fraction(1)
                for wait in {end[:2] for end in by_then}:
                    here = sum(1 for end in ends if end[:2] == wait and end[2])
                    unanswered *= 1 - Fraction(here, sum(1 for end in ends if end[:2] >= wait))
                assert point.share == (round(float(1 - unanswered), 6) if dated else None)
                assert point.answered == sum(1 for end in by_then if end[2])
                assert point.censored == len(by_then) - point.answered
                assert point.waiting == len(ends) - len(by_then)
            longest = max((end[0] for end in ends), default=0)
            assert [point.months for point in told[key].points][: longest + 1] == [
                *range(longest + 1)
            ]
            after = told[key].points[longest + 1 :]
            assert [(point.months, point.share) for point in after] in ([], [(longest + 1, 1.0)])


# --- each fact by itself ---


def test_those_that_still_wait_make_the_share_neither_larger_nor_smaller():
    """The example of Kaplan and Meier's method that textbooks work by hand."""
    ends = {
        TimeSinceAsk(1): Counter({True: 1}),
        TimeSinceAsk(2): Counter({False: 1}),
        TimeSinceAsk(3): Counter({True: 1, False: 1}),
        TimeSinceAsk(4, 9): Counter({False: 2}),
    }
    # 1/6 in the first month; then of the four that had waited three months, one.
    assert [(point.months, point.share) for point in curve(ends)] == [
        (0, 0.0),
        (1, 0.166667),
        (2, 0.166667),
        (3, 0.375),
        (4, 0.375),
    ]


def test_a_curve_ends_where_all_are_answered_or_nobody_has_been_watched_so_long():
    assert [p.months for p in curve({TimeSinceAsk(1, 3): Counter({True: 1})})] == [0, 1, 2]
    assert [p.months for p in curve({TimeSinceAsk(1, 3): Counter({False: 1})})] == [0, 1]
    assert [p.months for p in curve({TimeSinceAsk(0): Counter({True: 1})})] == [0]
    assert len(curve({TimeSinceAsk(999): Counter({False: 1})})) == 121
    [point] = curve({})
    assert (point.months, point.share) == (0, None)
