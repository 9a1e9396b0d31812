import pytest
from django.http import QueryDict

from proposals.editing import merging, publishing
from proposals.finding.changes import ChangeFilter
from proposals.models import Change, Proposal
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db


def told(query=""):
    found = ChangeFilter(QueryDict(query), Proposal.objects.public())
    assert found.faults == []
    return [(change.kind, change.proposal.slug) for change in found.changes().order_by("pk")]


@pytest.fixture
def editor():
    return people.user(is_superuser=True)


def test_what_a_proposal_said_before_it_was_withdrawn_is_no_longer_told():
    proposal = proposals.published(slug="fund")
    assert told() == [("published", "fund")]
    publishing.withdraw(proposal, reason_hant="錯。", reason_en="Wrong.")
    assert told() == told("proposal=fund") == [("withdrawn", "fund")]


def test_a_merge_taken_back_tells_everything_again(editor):
    kept, lost = (proposals.published(slug=slug, by=editor) for slug in ("kept", "lost"))
    merging.merge(lost, into=kept, reason_hant="同一建議。", reason_en="The same.", by=editor)
    assert told("proposal=lost") == [("merged", "lost")]
    merging.split(lost, reason_hant="並非同一建議。", reason_en="Not the same.", by=editor)
    assert told("proposal=lost") == [
        *(("published", "lost"), ("merged", "lost"), ("published", "lost"))
    ]


def test_a_draft_is_in_no_log():
    proposals.draft(slug="secret")
    assert told() == []
    assert Change.objects.count() == 0


@pytest.mark.parametrize("query", ["q=基金", "sector=ageing", "as_of=2026-11-01", "status=-noted"])
def test_under_a_filter_only_what_is_public_is_told(query):
    proposals.published(slug="fund")
    proposals.withdrawn(slug="gone")
    assert ("published", "fund") in told(query)
    assert ("withdrawn", "gone") not in told(query)


def test_only_what_was_published_by_then_is_told(editor):
    proposal = proposals.published(slug="fund", by=editor)
    by_then = Change.objects.latest("seq").at
    history.record(proposal, by=editor)
    assert told(f"known_at={by_then:%Y-%m-%dT%H:%M:%S.%fZ}") == [("published", "fund")]
    assert told() == [("published", "fund"), ("status", "fund")]


def test_the_order_of_the_list_chooses_nothing():
    proposals.withdrawn(slug="gone")
    assert told("ordering=title&cursor=x&view=board") == [("withdrawn", "gone")]
