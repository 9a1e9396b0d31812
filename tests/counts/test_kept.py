"""What is kept of a count, and until when."""

import pytest

from proposals.counts.kept import kept
from proposals.editing import publishing
from proposals.models import Proposal
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def count():
    """A count that notes each time it is made."""
    made = []

    @kept
    def counted(rows, at_least=0):
        made.append(at_least)
        return rows.count() if rows.count() > at_least else None

    counted.made = made
    return counted


@pytest.fixture
def shown():
    return proposals.published()


def test_a_count_is_made_once_and_again_after_a_change(count, shown):
    assert [count(Proposal.objects.public()) for _ in range(2)] == [1, 1]
    assert len(count.made) == 1
    proposals.published()
    assert count(Proposal.objects.public()) == 2
    history.record(shown, by=people.user())
    assert count(Proposal.objects.public()) == 2
    assert len(count.made) == 3


def test_each_set_and_each_argument_has_its_own(count, shown):
    public = Proposal.objects.public()
    assert count(public) == count(public.filter(specificity="firm")) == 1
    assert count(public.filter(specificity="soft")) is None
    # Nothing found is kept as well.
    assert count(public, at_least=5) is count(public, at_least=5) is None
    assert count.made == [0, 0, 0, 5]


def test_counts_of_one_name_in_two_modules_are_kept_apart(shown):
    def named(module, number):
        def counted(rows):
            return number

        counted.__module__ = module
        return kept(counted)

    first, second = named("proposals.counts.stock", 1), named("proposals.counts.statistics", 2)
    public = Proposal.objects.public()
    assert [first(public), second(public), first(public)] == [1, 2, 1]


def test_what_can_have_no_rows_is_not_looked_up(count):
    assert count(Proposal.objects.filter(pk__in=[])) is None


def test_a_withdrawn_proposal_is_not_kept_on(count, shown):
    assert count(Proposal.objects.public()) == 1
    publishing.withdraw(shown, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    assert count(Proposal.objects.public()) is None


def test_words_that_read_like_a_query_stand_for_themselves(count, shown):
    public = Proposal.objects.public()
    both = public.filter(figures="1", locator="2")
    one = public.filter(figures='1 AND "proposals_proposal"."locator" = 2')
    assert str(both.query) == str(one.query)
    Proposal.objects.filter(pk=shown.pk).update(figures="1", locator="2")
    assert (count(both), count(one)) == (1, None)


def test_another_release_counts_anew(count, shown, monkeypatch):
    count(Proposal.objects.public())
    monkeypatch.setattr("proposals.counts.kept.RELEASE", "another")
    count(Proposal.objects.public())
    assert len(count.made) == 2
