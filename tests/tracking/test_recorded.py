"""The days that a record may name, and the order in which records are made."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.dates import machine_day, read_date
from proposals.editing import publishing
from proposals.models import StatusUpdate
from proposals.models.clocks import FOREVER
from proposals.tracking import integrity
from proposals.tracking.rules import Conflict
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

PROPOSED_ON = dt.date(2026, 5, 20)
THEN_ON = dt.date(2026, 6, 10)


@pytest.fixture
def editor():
    return people.user()


def asked(*, by):
    """A draft whose log says that it was proposed, and no more."""
    draft = proposals.draft(proposed_on=PROPOSED_ON)
    publishing.state_as_proposed(draft, by=by)
    return draft


def numbers(proposal):
    return sorted(proposal.updates.values_list("number", flat=True))


# Days are Hong Kong days, eight hours ahead of UTC.
@pytest.mark.parametrize(
    ("now", "today"),
    [
        (dt.datetime(2026, 11, 19, 15, 59, tzinfo=dt.UTC), dt.date(2026, 11, 19)),
        (dt.datetime(2026, 11, 19, 16, 0, tzinfo=dt.UTC), dt.date(2026, 11, 20)),
        (dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC), dt.date(2026, 11, 20)),
    ],
)
def test_the_future_begins_at_midnight_in_hong_kong(now, today, editor, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    proposal = asked(by=editor)
    tomorrow = today + dt.timedelta(days=1)
    with refused.by_rule("effective_in_future", field="effective_on"):
        history.record(proposal, effective_on=tomorrow, by=editor)
    with refused.by_rule("check_in_future", field="checked_on"):
        tracking.check(proposal, checked_on=tomorrow, by=editor)
    update = history.record(proposal, effective_on=today, by=editor)
    assert (update.effective_on, update.recorded_at) == (today, now)
    assert proposal.checked_on == today
    assert tracking.check(proposal, checked_on=today, by=editor).checked_on == today


@pytest.mark.parametrize(
    ("precision", "kept"),
    [
        ("day", dt.date(2026, 6, 17)),
        ("month", dt.date(2026, 6, 1)),
        ("year", dt.date(2026, 1, 1)),
    ],
)
def test_only_the_known_part_of_a_date_is_kept(precision, kept, editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    history.record(
        proposal,
        effective_on=dt.date(2026, 6, 17),
        effective_on_precision=precision,
        by=editor,
    )
    stored = StatusUpdate.objects.get(proposal=proposal, number=2)
    assert (stored.effective_on, stored.effective_on_precision) == (kept, precision)
    proposal.refresh_from_db()
    assert (proposal.status_since, proposal.status_since_precision) == (kept, precision)


@pytest.mark.parametrize("precision", ["month", "year"])
def test_a_month_or_year_that_has_begun_is_not_in_the_future(precision, editor, monkeypatch):
    proposal = asked(by=editor)
    now = dt.datetime(2027, 1, 15, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    day = dt.date(2027, 1, 31)
    update = history.record(proposal, effective_on=day, effective_on_precision=precision, by=editor)
    assert update.effective_on == dt.date(2027, 1, 1)
    with refused.by_rule("effective_in_future"):
        history.record(
            proposal,
            effective_on=dt.date(2028, 1, 1),
            effective_on_precision=precision,
            by=editor,
        )


def test_an_unknown_precision_is_refused(editor):
    with refused.by_rule("unknown_precision", field="effective_on_precision"):
        history.record(asked(by=editor), effective_on_precision="week", by=editor)


@pytest.mark.parametrize(
    ("written", "precision"), [("2026-06-17", "day"), ("2026-06", "month"), ("2026", "year")]
)
def test_a_date_without_precision_is_as_exact_as_it_is_written(written, precision, editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    update = history.record(proposal, effective_on=read_date(written), by=editor)
    assert machine_day(update.effective_on, update.effective_on_precision) == written
    assert update.effective_on_precision == precision


@pytest.mark.parametrize(
    ("rule", "day", "precision"),
    [
        ("precision_not_written", read_date("2026-06"), "day"),
        ("precision_not_written", read_date("2026"), "month"),
        ("effective_before_all", dt.date(999, 12, 31), "day"),
    ],
)
def test_a_date_that_says_more_than_is_written_or_is_none_is_refused(rule, day, precision, editor):
    proposal = proposals.published(proposed_on=None, by=editor)
    with refused.by_rule(rule):
        history.record(proposal, effective_on=day, effective_on_precision=precision, by=editor)


@pytest.mark.parametrize("act", ["record", "check"])
def test_an_act_upon_a_log_that_has_grown_meanwhile_is_a_clash(act, editor):
    proposal = asked(by=editor)
    seen = tracking.newest_number(proposal)
    acts = {
        "record": lambda: history.record(proposal, Status.NOTED, THEN_ON, seen=seen, by=editor),
        "check": lambda: tracking.check(proposal, checked_on=THEN_ON, seen=seen, by=editor),
    }
    acts[act]()
    history.record(proposal, Status.UNDER_STUDY, THEN_ON, by=people.user())
    before = numbers(proposal), proposal.checks.count()
    with pytest.raises(Conflict) as caught:
        acts[act]()
    assert caught.value.stored == proposal
    assert caught.value.stored.status == Status.UNDER_STUDY
    assert (numbers(proposal), proposal.checks.count()) == before


def test_a_record_is_not_older_than_the_newest_one(editor):
    proposal = asked(by=editor)
    newest = proposal.updates.get().recorded_at
    moment = dt.timedelta(microseconds=1)
    with refused.by_rule("recorded_out_of_order", field="recorded_at"):
        history.record(proposal, recorded_at=newest - moment, by=editor)
    assert history.record(proposal, recorded_at=newest, by=editor).number == 2


def test_what_was_believed_for_no_time_at_all_is_not_kept(editor):
    proposal = asked(by=editor)
    newest = proposal.updates.get().recorded_at
    for status in (Status.UNDER_STUDY, Status.NOTED):
        history.record(proposal, status, recorded_at=newest, by=editor)
    assert set(proposal.spans.values_list("recorded_from", "recorded_to")) == {(newest, FOREVER)}
    assert list(integrity.check()) == []


def test_what_is_still_believed_is_kept_as_it_was_first_known(editor):
    proposal = asked(by=editor)
    known = proposal.updates.get().recorded_at
    history.record(proposal, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
    history.record(proposal, Status.NOTED, dt.date(2026, 6, 10), by=editor)
    first, second = proposal.spans.filter(status=Status.PROPOSED).order_by("pk")
    assert (first.recorded_from, first.recorded_to) == (known, second.recorded_from)
    # The second record moved nothing that the first had said of June.
    assert second.recorded_to == FOREVER


def test_a_clock_that_is_behind_does_not_put_a_record_before_the_newest(editor, monkeypatch):
    proposal = asked(by=editor)
    newest = proposal.updates.get().recorded_at
    monkeypatch.setattr(timezone, "now", lambda: newest - dt.timedelta(seconds=2))
    update = history.record(proposal, by=editor)
    assert (update.number, update.recorded_at) == (2, newest)


def test_nothing_is_recorded_before_it_has_happened(editor):
    proposal = proposals.draft(proposed_on=PROPOSED_ON)
    # The day begins at four in the afternoon before, by UTC.
    for recorded_at, rule in (
        (dt.datetime(2026, 5, 19, 15, 59, tzinfo=dt.UTC), "effective_in_future"),
        (dt.datetime(2026, 5, 19, 16, 0, tzinfo=dt.UTC), None),
    ):
        act = {"status": Status.PROPOSED, "effective_on": PROPOSED_ON, "recorded_at": recorded_at}
        if rule:
            with refused.by_rule(rule, field="effective_on"):
                history.record(proposal, **act, by=editor)
        else:
            assert history.record(proposal, **act, by=editor).number == 1
