"""Where each sector stands, how long asks have waited, and who asked first."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals.choices import Precision, Status
from proposals.counts import statistics
from proposals.counts.statistics import (
    ASKS,
    IDEAS,
    Wait,
    by_sector,
    certainly_first,
    months_before,
    shared,
    waits,
)
from proposals.editing import publishing
from proposals.models import Proposal
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def editor():
    return people.user()


def told(rows):
    return [(row.idea.slug, row.number, [ask.slug for ask in row.asks]) for row in rows]


def test_the_sector_with_most_comes_first_and_else_the_list_decides(editor):
    sectors = [
        taxonomy.sector(code, code, code, position=position)
        for position, code in enumerate(("transport", "finance", "ageing", "empty"))
    ]
    for sector, number in zip(sectors, (1, 1, 2), strict=False):
        for _ in range(number):
            row = proposals.published(sector=sector, by=editor)
    history.record(row, Status.NOTED, by=editor)
    counted = by_sector(Proposal.objects.public())
    assert [(sector.code, dict(counts)) for sector, counts in counted] == [
        ("ageing", {"proposed": 1, "noted": 1}),
        ("transport", {"proposed": 1}),
        ("finance", {"proposed": 1}),
    ]
    then = by_sector(Proposal.objects.public().as_of(dt.date(2026, 5, 31)))
    assert dict(then[0][1]) == {"proposed": 2}


@pytest.mark.parametrize(
    ("since", "wait"),
    [
        (TODAY, Wait.UNDER_3_MONTHS),
        (dt.date(2026, 8, 21), Wait.UNDER_3_MONTHS),
        (dt.date(2026, 8, 20), Wait.UNDER_6_MONTHS),
        (dt.date(2026, 5, 20), Wait.UNDER_12_MONTHS),
        (dt.date(2025, 11, 20), Wait.UNDER_24_MONTHS),
        (dt.date(2024, 11, 21), Wait.UNDER_24_MONTHS),
        (dt.date(2024, 11, 20), Wait.OVER_24_MONTHS),
        (None, Wait.NOT_STATED),
    ],
)
def test_a_wait_is_counted_from_the_day_of_the_status(since, wait):
    proposals.published(proposed_on=since)
    public = Proposal.objects.public()
    assert waits(public, TODAY) == {Status.PROPOSED: {wait: 1}}
    # What is not dated had certainly been asked when it was recorded.
    by = TODAY if since else timezone.localdate()
    assert waits(public.as_of(by), TODAY) == {Status.PROPOSED: {wait: 1}}


def test_a_wait_is_not_counted_from_the_first_of_a_year():
    proposals.published(proposed_on=dt.date(2025, 1, 1), proposed_on_precision=Precision.YEAR)
    public = Proposal.objects.public()
    assert waits(public, TODAY) == {Status.PROPOSED: {Wait.NOT_STATED: 1}}
    assert waits(public.as_of(TODAY), TODAY) == {Status.PROPOSED: {Wait.NOT_STATED: 1}}


def test_each_status_has_its_own_waits_in_their_order(editor):
    for _ in range(2):
        proposals.published(proposed_on=dt.date(2026, 10, 1), by=editor)
    studied = proposals.published(by=editor)
    history.record(studied, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
    assert list(waits(Proposal.objects.public(), TODAY).items()) == [
        (Status.PROPOSED, {Wait.UNDER_3_MONTHS: 2}),
        (Status.UNDER_STUDY, {Wait.UNDER_6_MONTHS: 1}),
    ]
    then = Proposal.objects.public().as_of(dt.date(2026, 5, 31))
    assert waits(then, dt.date(2026, 5, 31)) == {Status.PROPOSED: {Wait.UNDER_3_MONTHS: 1}}


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 11, 20), 3, dt.date(2026, 8, 20)),
        (dt.date(2026, 1, 15), 24, dt.date(2024, 1, 15)),
        (dt.date(2026, 5, 31), 3, dt.date(2026, 2, 28)),
        (dt.date(1, 3, 1), 3, dt.date.min),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_the_asks_for_an_idea_come_in_the_order_asked_and_the_undated_last(editor):
    fund, hub = proposals.idea("fund"), proposals.idea("hub")
    days = {"late": dt.date(2026, 6, 1), "undated": None, "early": dt.date(2026, 1, 1)}
    for slug, day in days.items():
        proposals.published(slug=slug, proposed_on=day, ideas=[fund], by=editor)
    proposals.published(slug="only", ideas=[hub], by=editor)
    proposals.published(slug="none", by=editor)
    (row,) = shared(Proposal.objects.public())
    assert told([row]) == [("fund", 3, ["early", "late", "undated"])]
    assert row.firsts == {Proposal.objects.get(slug="early").pk}


def test_of_very_many_the_most_shared_ideas_and_their_earliest_asks_are_told(editor):
    ideas = [proposals.idea(f"idea-{n:02}") for n in range(IDEAS + 1)]
    for _ in range(2):
        proposals.published(ideas=ideas, by=editor)
    for n in range(ASKS):
        day = dt.date(2026, 1, 1 + n)
        proposals.published(slug=f"ask-{n:02}", proposed_on=day, ideas=ideas[-1:], by=editor)
    found = shared(Proposal.objects.public())
    assert [row.idea.slug for row in found] == [
        f"idea-{IDEAS:02}",
        *(f"idea-{n:02}" for n in range(IDEAS - 1)),
    ]
    assert told(found[:1]) == [(f"idea-{IDEAS:02}", ASKS + 2, [f"ask-{n:02}" for n in range(ASKS)])]


def test_an_ask_withdrawn_while_its_idea_is_looked_up_is_not_told(editor, monkeypatch):
    fund, hub = proposals.idea("fund"), proposals.idea("hub")
    for idea in (fund, hub):
        for _ in range(2):
            proposals.published(ideas=[idea], by=editor)
    counted = statistics._most_shared

    def and_then_withdrawn(rows):
        found = counted(rows)
        gone = Proposal.objects.filter(ideas=fund).first()
        publishing.withdraw(gone, reason_hant="錯。", reason_en="Wrong.")
        return found

    monkeypatch.setattr(statistics, "_most_shared", and_then_withdrawn)
    assert [row.idea for row in shared(Proposal.objects.public())] == [hub]


def test_what_is_not_public_is_not_counted(editor):
    idea = proposals.idea()
    shown = proposals.published(proposed_on=dt.date(2026, 11, 1), ideas=[idea], by=editor)
    hidden = {"ideas": [idea], "proposed_on": None, "sector": taxonomy.sector("hidden", "隱", "h")}
    proposals.draft(**hidden)
    proposals.withdrawn(**hidden)
    proposals.merged(shown, **hidden)
    public = Proposal.objects.public()
    assert [(s.code, dict(counts)) for s, counts in by_sector(public)] == [
        ("ageing", {"proposed": 1})
    ]
    assert waits(public, TODAY) == {Status.PROPOSED: {Wait.UNDER_3_MONTHS: 1}}
    assert shared(public) == []


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ([("2026-01-01", "day"), ("2026-06-01", "day")], [0]),
        ([("2026-05-20", "day"), ("2026-05-20", "day")], [0, 1]),
        # An ask of some day of 2026 may be earlier than one of March, or later.
        ([("2026-01-01", "year"), ("2026-03-05", "day")], []),
        ([("2026-01-01", "year"), ("2027-01-01", "day")], [0]),
        ([("2026-05-01", "month"), ("2026-05-20", "day")], []),
        ([("2026-05-01", "month"), ("2026-06-01", "month")], [0]),
        ([("2026-05-20", "day"), (None, "")], [0]),
        ([(None, "")], []),
    ],
)
def test_who_was_first_is_only_told_where_no_other_may_have_been(asked, first):
    rows = [
        Proposal(
            pk=number,
            proposed_on=day and dt.date.fromisoformat(day),
            proposed_on_precision=precision,
        )
        for number, (day, precision) in enumerate(asked)
    ]
    assert sorted(certainly_first(rows)) == first
