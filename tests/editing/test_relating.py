"""Related proposals: the same from either end, and never one that the public may not see."""

import pytest
from django.core.exceptions import ValidationError

from proposals.editing import merging, publishing, relating
from proposals.models import Change, Proposal, Relation
from tests import refused
from tests.factories import people, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return people.user(is_superuser=True)


def shown(slug):
    row = Proposal.objects.for_listing().get(slug=slug)
    return [entry["slug"] for entry in row.listed_relations]


def told_after(act):
    """What the public is told of by an act, and how."""
    last = Change.objects.newest()[0]
    act()
    return sorted(Change.objects.filter(seq__gt=last).values_list("key", "kind"))


@pytest.fixture
def pair():
    one, other = proposals.published(slug="one"), proposals.published(slug="other")
    return one, other


def test_a_relation_is_shown_and_told_at_both_ends(pair):
    relation = Relation(proposal=pair[0], other=pair[1], reason_hant="同樣關乎資金")
    told = told_after(lambda: relating.relate(relation))
    assert told == [("one", "updated"), ("other", "updated")]
    assert (shown("one"), shown("other")) == (["other"], ["one"])
    assert relation.reason_hans == "同样关乎资金"
    assert told_after(lambda: relating.relate(relation)) == []
    relation.reason_en = "Both are about money"
    assert told_after(lambda: relating.relate(relation)) == told
    assert told_after(lambda: relating.part(relation)) == told
    assert (shown("one"), shown("other")) == ([], [])


def test_two_proposals_are_related_once_in_either_order_and_never_one_to_itself(pair):
    one, other = pair
    proposals.related(one, other)
    for ends in ((one, other), (other, one), (one, one)):
        with pytest.raises(ValidationError):
            proposals.related(*ends)
    with refused.by_database("relation_once"):
        Relation.objects.create(proposal=other, other=one)
    with refused.by_database("relation_of_two"):
        Relation.objects.create(proposal=one, other=one)


def test_a_pair_stands_in_the_order_of_the_alphabet(pair):
    relation = proposals.related(pair[1], pair[0])
    assert (relation.proposal.slug, relation.other.slug) == ("one", "other")


def test_a_draft_is_not_shown_until_it_is_published_nor_once_it_is_withdrawn(pair, chief):
    draft = proposals.draft(slug="draft")
    assert told_after(lambda: proposals.related(draft, pair[0])) == []
    assert shown("one") == []
    published = told_after(lambda: publishing.publish(draft, by=chief))
    assert ("one", "updated") in published
    assert ("draft", "updated") not in published
    assert (shown("one"), shown("draft")) == (["draft"], ["one"])
    withdrawn = told_after(
        lambda: publishing.withdraw(draft, reason_hant="撤回。", reason_en="Withdrawn.")
    )
    assert {("draft", "withdrawn"), ("one", "updated")} <= set(withdrawn)
    assert shown("one") == []
    assert not Relation.objects.public().exists()


def test_a_merge_carries_relations_over_and_a_split_brings_them_back(pair, chief):
    one, other = pair
    into = proposals.published(slug="into")
    proposals.related(one, other, reason_hant="同樣關乎資金")
    proposals.related(into, one)

    def merge():
        merging.merge(one, into=into, reason_hant="同一建議。", by=chief)

    told = told_after(merge)
    assert {("into", "updated"), ("one", "merged"), ("other", "updated")} <= set(told)
    assert (shown("into"), shown("other")) == (["other"], ["into"])
    told = told_after(lambda: merging.split(one, reason_hant="並非同一建議。", by=chief))
    assert {("into", "updated"), ("one", "published"), ("other", "updated")} <= set(told)
    assert (shown("into"), shown("other"), shown("one")) == (["one"], ["one"], ["into", "other"])


def test_a_relation_that_the_other_has_already_is_not_doubled_by_a_merge(pair, chief):
    one, other = pair
    into = proposals.published(slug="into")
    proposals.related(one, other)
    proposals.related(other, into)
    merging.merge(one, into=into, reason_hant="同一建議。", by=chief)
    assert shown("into") == ["other"]
    assert Relation.objects.count() == 2
