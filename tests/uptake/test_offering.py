"""Documents matched in the background: each once, whoever dies of it."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals import tasks
from proposals.choices import MatchDecision
from proposals.models import Match, Matching
from proposals.models.documents import LEASE, MOST_TRIES
from proposals.uptake import deciding, offering
from tests.factories import documents, people, proposals

pytestmark = pytest.mark.django_db
TEXT = "1. 政府會設立銀髮經濟基金，支持長者產品研發。\n\n2. 海濱長廊會延長兩公里。"


def found():
    rows = Match.objects.select_related("proposal", "passage").in_order()
    return [(row.passage.position, row.proposal.slug, row.decision) for row in rows]


def test_what_is_due_is_matched_and_kept():
    fund = proposals.published(slug="fund")
    proposals.draft(slug="draft")
    document = documents.document(text=TEXT)
    assert offering.deliver() == 1
    assert found() == [(1, "fund", "")]
    [match] = Match.objects.all()
    assert document.text[match.start : match.end] in document.passages.get(position=1).text
    assert match.proposal == fund
    assert match.status == "committed"
    assert Matching.objects.get().done_at
    assert offering.deliver() == 0


def test_what_was_decided_stays_when_it_is_matched_again_and_rejected_is_not_suggested():
    editor = people.user("Editor")
    proposals.published(slug="fund")
    document = documents.document(text=TEXT)
    offering.deliver()
    deciding.reject(Match.objects.get(), by=editor)
    proposals.published(slug="new")
    offering.ask_again(document)
    assert offering.deliver() == 1
    assert sorted(found()) == [(1, "fund", MatchDecision.REJECTED), (1, "new", "")]


def test_a_document_in_hand_is_left_to_its_worker_until_its_lease_runs_out():
    proposals.published(slug="fund")
    documents.document(text=TEXT)
    claimed = Matching.objects.claim()
    assert offering.deliver() == 0
    assert abs(claimed.next_try_at - timezone.now() - LEASE) < dt.timedelta(seconds=5)
    Matching.objects.update(next_try_at=timezone.now())
    assert offering.deliver() == 1


def test_a_document_that_workers_die_of_is_given_up():
    documents.document(text=TEXT)
    Matching.objects.update(tries=MOST_TRIES)
    assert offering.deliver() == 0
    matching = Matching.objects.get()
    assert matching.failed_at
    offering.ask_again(matching.document)
    assert offering.deliver() == 1


def test_two_workers_that_had_the_same_keep_each_match_once():
    proposals.published(slug="fund")
    documents.document(text=TEXT)
    wanted = Matching.objects.claim()
    offering.deliver()
    Matching.objects.update(done_at=None, next_try_at=timezone.now())
    offering.deliver()
    offering.keep(wanted, [])
    assert found() == []
    assert Matching.objects.get().done_at


@pytest.mark.slow("workers start, and one is killed")
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_its_document_to_the_next(worker):
    proposals.published(slug="fund")
    documents.document(text=TEXT)
    # As a worker that was killed at its work left it.
    claimed = Matching.objects.claim()
    tasks.match_documents.delay()
    Matching.objects.filter(pk=claimed.pk).update(next_try_at=timezone.now())
    tasks.match_documents.delay()
    worker.wait_for("1 documents matched")
    assert found() == [(1, "fund", "")]
