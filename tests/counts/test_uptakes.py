"""What share of asks each official document answers, in what relation, how long after."""

import datetime as dt

import pytest

from proposals.choices import UptakeRelation
from proposals.counts.uptakes import Taken, uptake
from proposals.models import Proposal
from proposals.uptake import deciding
from tests.factories import documents, people, proposals, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user("Editor")


def told(*names, of=None):
    return uptake(Proposal.objects.public() if of is None else of, names)


def test_of_the_asks_made_by_its_day_those_answered_are_told_with_their_wait(editor):
    address = documents.document("address", published_on=dt.date(2026, 5, 31))
    near, far = (proposals.published(proposed_on=dt.date(2026, 5, day)) for day in (21, 1))
    proposals.published(proposed_on=dt.date(2026, 5, 31))
    proposals.published(proposed_on=dt.date(2026, 6, 1))
    proposals.draft(proposed_on=dt.date(2026, 5, 1))
    documents.related(near, address, by=editor)
    documents.related(far, address, relation="part", by=editor)
    assert told() == {
        ("address",): Taken(
            published_on=dt.date(2026, 5, 31),
            asked=3,
            relations={UptakeRelation.SAME: 1, UptakeRelation.PART: 1},
            median_days=20,
        )
    }
    assert told()["address",].share == 0.666667


def test_an_ask_answered_in_two_relations_counts_under_the_nearest(editor):
    address, fund = documents.document("address"), proposals.published()
    documents.related(fund, address, relation="parallel", by=editor)
    documents.related(fund, address, position=2, relation="part", by=editor)
    assert told()["address",].relations == {UptakeRelation.PART: 1}


def test_what_is_voided_answers_nothing(editor):
    uptake_row = documents.related(proposals.published(), documents.document("address"), by=editor)
    deciding.void(uptake_row, reason_hant="記錯。", by=editor)
    assert told()["address",].answered == 0


def test_by_body_each_group_has_what_was_asked_of_it(editor):
    one, two = taxonomy.body("lwb"), taxonomy.body("edb")
    address = documents.document("address")
    documents.related(proposals.published(bodies=[one, two]), address, by=editor)
    proposals.published(bodies=[one])
    shares = {key: (taken.asked, taken.answered) for key, taken in told("body").items()}
    assert shares == {("address", "lwb"): (2, 1), ("address", "edb"): (1, 1)}


def test_the_past_knows_no_later_link(editor):
    address, fund = documents.document("address"), proposals.published()
    linked = documents.related(fund, address, by=editor)
    public = Proposal.objects.public()
    before = linked.recorded_at - dt.timedelta(microseconds=1)
    assert told(of=public.known_at(linked.recorded_at))["address",].answered == 1
    assert told(of=public.known_at(before))["address",].answered == 0
    assert told(of=public.as_of(dt.date(2026, 5, 19))) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_fixed_number_of_queries(editor, count, django_assert_num_queries):
    for _ in range(count):
        documents.related(proposals.published(), documents.document(), by=editor)
    with django_assert_num_queries(4):  # the newest change, documents, asks, links
        assert len(told("author")) == count
