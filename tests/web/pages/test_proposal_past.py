"""The page of a proposal as it stood, and before it was there."""

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
from tests.factories.logs import LOG, at, day, write_log
from tests.interface import says


def text(answer):
    return answer.content.decode()


def told(answer):
    """The number of each update that the page tells, newest first."""
    entries = answer.context["timeline"].entries
    return [entry.update.number for entry in entries if hasattr(entry, "update")]


@drawn(25)
@given(
    entries=LOG,
    published=st.integers(0, 9),
    as_of=st.none() | st.integers(0, 6).map(lambda n: dt.date(2026, 5, 31) + n * dt.timedelta(1)),
    known_at=st.none() | st.integers(0, 11).map(at),
)
def test_it_stands_where_the_list_says_that_it_stood(
    client, editor, entries, published, as_of, known_at
):
    with transaction.atomic():
        original = proposals.published(by=editor)
        [row] = proposals.copies(original, [{"first_published_at": at(published)}])
        write_log(row, entries, editor)
        query = QueryDict(mutable=True)
        if as_of:
            query["as_of"] = as_of.isoformat()
        # Without a clock the columns would be read, which these rows do not follow.
        query["known_at"] = (known_at or at(20)).isoformat()
        found = ProposalFilter(query, Proposal.objects.public()).qs.filter(pk=row.pk).first()
        answer = client.get(f"/en/proposals/{row.slug}/?{query.urlencode()}")
        assert answer.status_code == 200
        if found is None:
            assert "This proposal was not here yet" in text(answer)
        else:
            shown = answer.context["proposal"]
            assert (shown.shown_status, shown.shown_since) == (
                found.shown_status,
                found.shown_since,
            )
            put_there = answer.context["timeline"].put_there.update
            assert (put_there.status, put_there.effective_on) == (
                found.shown_status,
                found.shown_since,
            )
        transaction.set_rollback(True)


@pytest.fixture
def story(editor):
    """Recorded hour by hour on 1 July, and published at one o'clock."""
    draft = proposals.draft(slug="story", proposed_on=day(1))
    history.record(draft, Status.PROPOSED, day(1), recorded_at=at(1), by=editor)
    publishing.publish(draft, by=editor)
    Proposal.objects.filter(pk=draft.pk).update(first_published_at=at(1))
    return draft


def test_what_happened_later_is_not_told(client, story, editor):
    history.record(story, Status.COMMITTED, day(10), recorded_at=at(5), by=editor)
    history.record(story, Status.NOTED, day(5), recorded_at=at(6), by=editor)
    tracking.check(story, checked_on=day(8), by=editor)
    answer = client.get("/en/proposals/story/?as_of=2026-06-07")
    assert told(answer) == [3, 1]
    assert len(answer.context["timeline"].entries) == 2
    page = text(answer)
    assert '<a class="status status-noted"' in page
    assert "status-committed" not in page
    assert "Where it stood" in page
    assert len(client.get("/proposals/story/?as_of=2026-06-08").context["timeline"].entries) == 3


def test_a_void_recorded_later_was_not_one_yet(client, story, editor):
    wrong = history.record(story, Status.COMMITTED, day(3), recorded_at=at(5), by=editor)
    tracking.void(wrong, reason_hant="記錯。", reason_en="Misread.", recorded_at=at(7), by=editor)
    before = text(client.get("/en/proposals/story/?known_at=2026-07-01T06:00:00Z"))
    assert "Misread." not in before
    assert '<a class="status status-committed"' in before
    after = text(client.get("/en/proposals/story/?known_at=2026-07-01T07:00:00Z"))
    assert "Misread." in after
    assert '<a class="status status-proposed"' in after
    # In the world it never was: what is known now of that day is that it was voided.
    assert "Misread." in text(client.get("/en/proposals/story/?as_of=2026-06-03"))


def test_a_confirmation_recorded_later_was_not_one_yet(client, story, editor):
    history.record(story, Status.COMMITTED, day(2), recorded_at=at(2), by=editor)
    kept = history.record(story, Status.DELIVERED, day(3), recorded_at=at(5), by=editor)
    tracking.confirm(kept, recorded_at=at(7), by=people.user(is_superuser=True))
    before = text(client.get("/en/proposals/story/?known_at=2026-07-01T06:00:00Z"))
    assert "Delivered: awaiting confirmation" in before
    assert '<a class="status status-committed"' in before
    after = text(client.get("/en/proposals/story/?known_at=2026-07-01T07:00:00Z"))
    assert "awaiting confirmation" not in after
    assert '<a class="status status-delivered"' in after


@pytest.mark.parametrize(
    ("prefix", "gone"),
    [
        ("", ["Checked on schedule", "Similar proposals", "Share this proposal"]),
        ("/en", ["Not yet checked", "What would count", "Similar proposals", "Share this"]),
    ],
)
def test_what_is_of_today_only_is_left_out(client, story, editor, prefix, gone):
    proposals.published(by=editor)
    page = text(client.get(f"{prefix}/proposals/story/?as_of=2026-06-07"))
    for message in gone:
        assert says(message, prefix) not in page


def test_its_links_and_its_citation_stay_in_the_past(client, story, editor):
    idea = proposals.idea("fund")
    story.ideas.add(idea)
    proposals.published(slug="other", by=editor, ideas=[idea], proposed_on=day(1))
    proposals.published(slug="later", by=editor, ideas=[idea], proposed_on=day(9))
    page = text(client.get("/en/proposals/story/?as_of=2026-06-07"))
    for address in (
        "/en/sectors/ageing/?as_of=2026-06-07",
        "/en/bodies/lwb/?as_of=2026-06-07",
        "/en/ideas/fund/?as_of=2026-06-07",
        "/en/proposals/other/?as_of=2026-06-07",
        f"/en/sources/{story.source.slug}/?as_of=2026-06-07",
        "/en/proposals/?instrument=fund&amp;as_of=2026-06-07",
    ):
        assert f'href="{address}"' in page
    assert "/en/proposals/later/" not in page
    assert "/en/proposals/story/?as_of=2026-06-07, read on" in page


def test_others_stand_where_they_stood(client, story, editor):
    idea = proposals.idea("fund")
    story.ideas.add(idea)
    other = proposals.published(by=editor, ideas=[idea], proposed_on=day(1))
    history.record(other, Status.COMMITTED, day(20), by=editor)
    [idea] = client.get("/proposals/story/?as_of=2026-06-07").context["proposal"].ideas.all()
    assert [(row.pk, row.shown_status) for row in idea.others] == [(other.pk, "proposed")]


class TestNotYet:
    def test_before_it_was_asked_the_page_says_from_when_it_stands(self, client, story):
        answer = client.get("/en/proposals/story/?as_of=2026-05-31")
        assert answer.status_code == 200
        page = text(answer)
        assert "<h1>This proposal was not here yet</h1>" in page
        assert (
            '<a href="/en/proposals/story/?as_of=2026-06-01">'
            '<time datetime="2026-06-01">1 June 2026</time></a>'
        ) in page
        assert '<a href="/en/proposals/?as_of=2026-05-31">' in page
        assert '<meta name="robots" content="noindex">' in page

    def test_before_it_was_published_the_page_says_when_that_was(self, client, story):
        answer = client.get("/en/proposals/story/?known_at=2026-06-30")
        assert answer.status_code == 200
        assert '<time datetime="2026-07-01T09:00:00+08:00">' in text(answer)
        assert "Stands since" not in text(answer)

    def test_an_undated_ask_certainly_stood_from_the_day_it_was_recorded(self, client, db):
        proposals.published(slug="undated", proposed_on=None)
        answer = client.get("/en/proposals/undated/?as_of=1997-07-01")
        assert "This proposal was not here yet" in text(answer)
        later = f"/en/proposals/undated/?as_of={timezone.localdate()}"
        assert f'<a href="{later}">date not stated</a>' in text(answer)
        assert told(client.get(later)) == [1]

    def test_a_month_leads_to_the_day_on_which_it_is_certain(self, client, db):
        month = {"proposed_on": dt.date(2026, 5, 1), "proposed_on_precision": "month"}
        proposals.published(slug="of-may", **month)
        answer = client.get("/en/proposals/of-may/?as_of=2026-05-30")
        assert '<a href="/en/proposals/of-may/?as_of=2026-05-31">' in text(answer)
        assert told(client.get("/en/proposals/of-may/?as_of=2026-05-31")) == [1]

    def test_what_is_not_public_says_no_more_than_at_present(self, client, story, editor):
        draft = proposals.draft()
        gone = proposals.withdrawn(title_en="A libel")
        merged = proposals.merged(story)
        then = "?as_of=2026-07-01"
        assert client.get(f"/proposals/{draft.slug}/{then}").status_code == 404
        answer = client.get(f"/en/proposals/{gone.slug}/{then}")
        assert answer.status_code == 410
        assert "A libel" not in text(answer)
        answer = client.get(f"/proposals/{merged.slug}/{then}")
        assert (answer.status_code, answer.url) == (301, f"/proposals/story/{then}")


@pytest.mark.parametrize("count", [1, 3])
def test_the_past_takes_thirteen_queries(client, editor, count, django_assert_num_queries):
    ideas = [proposals.idea(f"idea-{number}") for number in range(count)]
    proposal = proposals.published(
        by=editor, authors=[people.author() for _ in range(count)], ideas=ideas
    )
    for number in range(count):
        proposals.published(by=editor, ideas=[ideas[number]])
        history.record(proposal, by=editor)
        tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=editor)
    with django_assert_num_queries(13):
        client.get(f"/proposals/{proposal.slug}/?as_of=2026-07-02&known_at=2099-01-01")
