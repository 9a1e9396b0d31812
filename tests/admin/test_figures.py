"""What the desk has done week by week, and how long its oldest work has waited."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals import tracking
from proposals.admin import figures
from proposals.choices import Status
from proposals.models import KeptCopy, Matching, Proposal
from proposals.rights import LOADER
from tests.factories import channels, copies, documents, history, people, proposals
from tests.factories.suggestions import suggestion

pytestmark = pytest.mark.django_db


def test_each_week_counts_what_editors_did_and_no_package():
    editor, other = people.user(role="Editor"), people.user(role="Editor")
    proposals.published(by=people.user(username=LOADER, role="Chief editor"))
    proposal = proposals.published(by=editor)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 6, 1), by=editor)
    kept = history.record(proposal, Status.DELIVERED, dt.date(2026, 7, 1), by=editor)
    tracking.confirm(kept, by=other)
    tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
    week = figures.weeks(timezone.localdate())[0]
    assert (week.records, week.confirmations, week.voids, week.checks) == (3, 1, 0, 1)


def test_the_oldest_of_each_kind_says_its_days():
    today = timezone.localdate()
    proposal = proposals.published()
    due = today - dt.timedelta(days=12)
    Proposal.objects.filter(pk=proposal.pk).update(next_check_on=due, checked_on=due)
    suggestion(proposal=proposal)
    assert [(row.since, row.days) for row in figures.oldest(today)] == [(today, 0), (due, 12)]


def test_what_other_machines_and_official_texts_leave_to_do_waits_too(editor):
    today, then = timezone.localdate(), timezone.now() - dt.timedelta(days=40)
    said = documents.document()
    documents.match(proposals.published(), said)
    Matching.objects.update(done_at=then)
    channels.channel(failing_since=then, failures=9, fault="status")
    evidence = copies.cited("https://gov.example/1", by=editor.user)
    KeptCopy.objects.create(slug="one", evidence=evidence, state="dead", state_at=then)
    told = {str(row.title): row.days for row in figures.oldest(today)}
    assert told == {"待決定的官方回應": 40, "沒有動靜的發布渠道": 40, "所引網頁有變": 40}


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_was_done(editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor.user)
    # Session, account, rights in two; three for the weeks, ten for what waits.
    with django_assert_num_queries(17):
        assert editor.get(reverse("admin:figures")).status_code == 200
