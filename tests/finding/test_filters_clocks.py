"""Two clocks: what was true on a day, and what we had published by an instant."""

import datetime as dt

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from proposals import tracking
from proposals.choices import Status
from proposals.editing import publishing
from proposals.finding.filters import ProposalFilter
from proposals.models import Proposal
from proposals.models.clocks import Moment
from tests.drawn import drawn
from tests.factories import history, people, proposals
from tests.factories.logs import LOG, STATUSES, at, day, write_log

pytestmark = pytest.mark.django_db


def read(query):
    rows = ProposalFilter(QueryDict(query), Proposal.objects.public()).qs
    return {p.pk: (p.shown_status, p.shown_since, p.shown_since_precision) for p in rows}


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


# --- against a slow reading of the log ---

HOURS = dt.timedelta(hours=8)


def replayed(log, as_of, known_at):
    """Status and since when, by going through the log from its beginning; None if it had none."""
    known = [u for u in log if known_at is None or u.recorded_at <= known_at]
    voided = {u.void_of_id for u in known}
    held = [u for u in known if not u.void_of_id and u.pk not in voided]
    held.sort(key=lambda u: (u.effective_on or dt.date.min, u.pk))
    now = None
    for place, update in enumerate(held):
        # An undated one had certainly happened when a later one had, or when it was recorded.
        by = min(u.effective_on or (u.recorded_at + HOURS).date() for u in held[place:])
        if as_of and by > as_of:
            break
        if now is None or now[0] != update.status:
            now = (update.status, update.effective_on, update.effective_on_precision)
    return now


@drawn(40)
@given(
    logs=st.lists(LOG, min_size=2, max_size=3),
    published=st.lists(st.integers(0, 9), min_size=3, max_size=3),
    as_of=st.none() | st.integers(0, 6).map(lambda n: dt.date(2026, 5, 31) + n * dt.timedelta(1)),
    known_at=st.none() | st.integers(0, 11).map(at),
    status=st.sampled_from(STATUSES),
    bound=st.integers(1, 5).map(day),
)
def test_the_past_is_read_as_the_log_tells_it(
    original, editor, logs, published, as_of, known_at, status, bound
):
    if as_of is None and known_at is None:
        return
    with transaction.atomic():
        rows = proposals.copies(original, [{"first_published_at": at(h)} for h in published])
        expected = {}
        for row, entries in zip(rows, logs, strict=False):
            log = write_log(row, entries, editor)
            stood = replayed(log, as_of, known_at)
            if stood and (known_at is None or row.first_published_at <= known_at):
                expected[row.pk] = stood
        clock = "".join(
            f"&{name}={value.isoformat().replace('+00:00', 'Z')}"
            for name, value in (("as_of", as_of), ("known_at", known_at))
            if value is not None
        )
        assert read(clock) == expected
        assert read(f"{clock}&status={status}") == {
            pk: stood for pk, stood in expected.items() if stood[0] == status
        }
        assert read(f"{clock}&status=-{status}") == {
            pk: stood for pk, stood in expected.items() if stood[0] != status
        }
        assert read(f"{clock}&status_since_after={bound}") == {
            pk: stood for pk, stood in expected.items() if stood[1] and stood[1] >= bound
        }
        assert read(f"{clock}&status_since_before={bound}") == {
            pk: stood for pk, stood in expected.items() if stood[1] and stood[1] <= bound
        }
        if as_of and known_at:
            other_way = Proposal.objects.public().known_at(known_at).as_of(as_of)
            assert {p.pk: p.shown_status for p in other_way} == {
                pk: stood[0] for pk, stood in expected.items()
            }
        transaction.set_rollback(True)


# --- each fact by itself ---


def published(by, recorded_at):
    """Proposed on 1 June, and recorded and published at an hour of 1 July."""
    draft = proposals.draft(proposed_on=day(1))
    history.record(draft, Status.PROPOSED, day(1), recorded_at=recorded_at, by=by)
    publishing.publish(draft, by=by)
    Proposal.objects.filter(pk=draft.pk).update(first_published_at=recorded_at)
    return draft


@pytest.fixture
def story(editor):
    """Proposed on 1 June, noted on the 5th, promised on the 10th; the note came last."""
    proposal = published(editor, at(1))
    history.record(proposal, Status.COMMITTED, day(10), recorded_at=at(5), by=editor)
    history.record(proposal, Status.NOTED, day(5), recorded_at=at(6), by=editor)
    return proposal


@pytest.mark.parametrize(
    ("as_of", "stood"),
    [
        (day(1), ("proposed", day(1), "day")),
        (day(4), ("proposed", day(1), "day")),
        (day(5), ("noted", day(5), "day")),
        (day(9), ("noted", day(5), "day")),
        (day(10), ("committed", day(10), "day")),
        (timezone.localdate(), ("committed", day(10), "day")),
    ],
)
def test_as_of_a_day_is_the_end_of_that_day(story, as_of, stood):
    assert read(f"as_of={as_of}") == {story.pk: stood}


def test_before_it_was_proposed_it_is_not_there(story):
    assert read("as_of=2026-05-31") == {}


def test_an_undated_ask_certainly_stood_from_the_day_it_was_recorded_or_something_followed(editor):
    undated = proposals.draft(proposed_on=None)
    history.record(undated, Status.PROPOSED, None, recorded_at=at(1), by=editor)
    publishing.publish(undated, by=editor)
    assert read("as_of=1997-07-01") == read("as_of=2026-06-30") == {}
    assert read("as_of=2026-07-01") == {undated.pk: ("proposed", None, "")}
    history.record(undated, Status.NOTED, day(10), recorded_at=at(20), by=editor)
    assert read("as_of=2026-06-09") == {}
    assert read("as_of=2026-06-10") == {undated.pk: ("noted", day(10), "day")}


@pytest.mark.parametrize(
    ("as_of", "stood"),
    [
        (day(1), "proposed"),
        (day(14), "proposed"),
        # It was followed by a step of that day,
        (day(15), "committed"),
    ],
)
def test_a_step_of_a_month_is_not_a_fact_of_its_first_day(editor, as_of, stood):
    proposal = published(editor, at(1))
    june = {"effective_on_precision": "month", "recorded_at": at(2)}
    history.record(proposal, Status.NOTED, day(1), **june, by=editor)
    assert read(f"as_of={as_of}") == {proposal.pk: ("proposed", day(1), "day")}
    assert read("as_of=2026-06-30") == {proposal.pk: ("noted", day(1), "month")}
    history.record(proposal, Status.COMMITTED, day(15), recorded_at=at(3), by=editor)
    assert [status for status, *_ in read(f"as_of={as_of}").values()] == [stood]


def test_what_was_recorded_within_its_month_had_happened_by_then(editor):
    proposal = published(editor, at(1))
    july = {"effective_on_precision": "month", "recorded_at": at(2) + dt.timedelta(days=4)}
    history.record(proposal, Status.NOTED, dt.date(2026, 7, 1), **july, by=editor)
    assert [stood for stood, *_ in read("as_of=2026-07-04").values()] == ["proposed"]
    assert [stood for stood, *_ in read("as_of=2026-07-05").values()] == ["noted"]


def test_a_mistake_was_published_until_it_was_voided(editor):
    proposal = published(editor, at(1))
    recorded, voided, known = at(5), at(7), "2026-07-01T%02d:00:00Z"
    mistake = history.record(proposal, Status.COMMITTED, day(3), recorded_at=recorded, by=editor)
    tracking.void(mistake, reason_hant="記錯。", recorded_at=voided, by=editor)
    proposed = {proposal.pk: ("proposed", day(1), "day")}
    committed = {proposal.pk: ("committed", day(3), "day")}
    assert read(f"known_at={known % 0}") == {}
    assert read(f"known_at={known % 4}") == proposed
    assert read(f"known_at={known % 5}") == committed
    assert read(f"known_at={known % 6}") == committed
    assert read(f"known_at={known % 6}&as_of=2026-06-02") == proposed
    assert read(f"known_at={known % 7}") == proposed
    assert read("as_of=2026-06-30") == proposed


def test_what_was_published_later_was_not_known(story):
    Proposal.objects.filter(pk=story.pk).update(first_published_at=at(6))
    assert read("known_at=2026-07-01T05:59:59Z") == {}
    assert set(read("known_at=2026-07-01T06:00:00Z")) == {story.pk}


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("2026-07-01T05:00:00Z", ["committed"]),
        ("2026-07-01T04:59:59Z", ["proposed"]),
        ("2026-07-01T13:00:00%2B08:00", ["committed"]),
        # A plus sign that was not escaped.
        ("2026-07-01T13:00:00+08:00", ["committed"]),
        # Hong Kong time where nothing else is said; a day is known at its end.
        ("2026-07-01T13:00:00", ["committed"]),
        ("2026-07-01T12:59:59", ["proposed"]),
        ("2026-07-01", ["committed"]),
        ("2026-06-30", []),
    ],
)
def test_an_instant_is_read_as_written(story, written, known):
    statuses = [status for status, _since, _precision in read(f"known_at={written}").values()]
    assert statuses == known


def test_hidden_rows_have_no_past_for_the_public(editor):
    proposals.draft()
    withdrawn = proposals.withdrawn(by=editor)
    proposals.merged(withdrawn, by=editor)
    assert read("as_of=2026-11-01") == read("known_at=2099-01-01") == {}


# --- what is told apart ---


def left_out(query):
    return {p.pk for p in ProposalFilter(QueryDict(query), Proposal.objects.public()).undated()}


@pytest.fixture
def undated(editor):
    """Published on 1 July without a date."""
    draft = proposals.draft(proposed_on=None)
    history.record(draft, Status.PROPOSED, None, recorded_at=at(1), by=editor)
    publishing.publish(draft, by=editor)
    Proposal.objects.filter(pk=draft.pk).update(first_published_at=at(1))
    return draft


def test_what_is_not_dated_is_left_out_of_a_day_until_something_shows_that_it_was(
    undated, story, editor
):
    proposals.draft(proposed_on=None)
    proposals.withdrawn(proposed_on=None, by=editor)
    assert left_out("as_of=2026-06-30") == {undated.pk}
    assert left_out("as_of=2026-07-01") == left_out("") == set()
    assert left_out("known_at=2026-07-01") == set()
    assert left_out("as_of=2026-06-30&known_at=2026-07-01") == {undated.pk}
    assert left_out("as_of=2026-06-30&known_at=2026-06-30") == set()
    history.record(undated, Status.NOTED, day(10), recorded_at=at(2), by=editor)
    assert left_out("as_of=2026-06-09") == {undated.pk}
    assert left_out("as_of=2026-06-10") == set()


def test_what_cannot_have_been_asked_by_a_day_is_not_told_apart(undated):
    Proposal.objects.filter(pk=undated.pk).update(
        proposed_not_before=day(10),
        proposed_basis_hant="文中提及當日的公布。",
        proposed_basis_en="The text names what was announced on that day.",
    )
    assert left_out("as_of=2026-06-09") == set()
    assert left_out("as_of=2026-06-10") == {undated.pk}


def test_an_ask_of_which_bounds_are_known_certainly_stood_from_the_last_day_of_them(editor):
    bounded = proposals.draft(
        proposed_on=None,
        proposed_not_before=day(2),
        proposed_not_after=day(12),
        proposed_basis_hant="文中提及當日的公布。",
        proposed_basis_en="The text names what was announced on that day.",
    )
    publishing.publish(bounded, by=editor)
    Proposal.objects.filter(pk=bounded.pk).update(first_published_at=at(1))
    assert (read("as_of=2026-06-11"), left_out("as_of=2026-06-11")) == ({}, {bounded.pk})
    assert read("as_of=2026-06-12") == {bounded.pk: ("proposed", None, "")}
    assert left_out("as_of=2026-06-12") == set()
    [told] = bounded.updates.told_at(Moment(day(12), None))
    assert not bounded.updates.told_at(Moment(day(11), None)).exists()
    assert told.effective_by == told.latest == day(12)


def test_of_what_is_left_out_nobody_knows_the_status(undated):
    assert left_out("as_of=2026-06-30&status=noted&status_since_after=2026-06-01") == {undated.pk}
    assert left_out("as_of=2026-06-30&specificity=soft") == set()
