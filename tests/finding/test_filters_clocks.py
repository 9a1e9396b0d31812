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


def replayed(log, as_of, known_at):
    """Status and since when, by going through the log from its beginning; None if it had none."""
    known = [u for u in log if known_at is None or u.recorded_at <= known_at]
    voided = {u.void_of_id for u in known}
    held = [u for u in known if not u.void_of_id and u.pk not in voided]
    held = [u for u in held if not as_of or not u.effective_on or u.effective_on <= as_of]
    held.sort(key=lambda u: (u.effective_on or dt.date.min, u.pk))
    now = None
    for update in held:
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


def test_an_undated_ask_stood_on_every_day():
    undated = proposals.published(proposed_on=None)
    assert read("as_of=1997-07-01") == {undated.pk: ("proposed", None, "")}


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
