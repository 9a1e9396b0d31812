from functools import partial

import pytest

from proposals import tasks
from proposals.editing import index
from proposals.models import Proposal, ProposalWords, Source
from tests.factories import proposals, sources


@pytest.mark.slow("a worker starts")
def test_a_worker_checks_the_link_of_a_source(worker):
    """The link leads to this machine, so the worker refuses to follow it, and says so."""
    source = sources.source(url="http://127.0.0.1:9/")
    tasks.check_source_links.delay(source_ids=[source.pk])
    worker.wait_for("1 links checked")
    source = Source.objects.get(pk=source.pk)
    assert source.link_status is None
    assert source.link_error == "Not a public address"


@pytest.mark.slow("a worker starts")
def test_a_worker_finds_and_mends_search_columns_that_drifted(worker):
    proposal = proposals.published(title_hant="設立銀髮經濟基金")
    Proposal.objects.filter(pk=proposal.pk).update(search_text="")
    ProposalWords.objects.all().delete()
    tasks.verify_search_columns.delay()
    worker.wait_for("search columns had drifted on 1 of 1 proposals")
    assert list(Proposal.objects.public().search("銀髮")) == [proposal]


@pytest.mark.slow("a worker starts")
def test_a_worker_makes_the_data_package(worker):
    proposals.published()
    tasks.build_package.delay()
    worker.wait_for("the package is tracker-")


@pytest.mark.slow("a worker starts")
def test_a_message_of_a_later_release_is_worked_off_all_the_same(worker):
    tasks.verify_search_columns.delay(colour="blue")
    worker.wait_for("search columns hold on 0 proposals")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "drift",
    [
        *(
            partial(Proposal.objects.update, **{column: ""})
            for column in ("search_title", "search_names", "search_text", "search_tags")
        ),
        ProposalWords.objects.all().delete,
        partial(ProposalWords.objects.update, lexemes="'other'"),
    ],
)
def test_whatever_is_searched_is_verified(drift):
    proposal = proposals.published()
    assert index.verify_index() == (1, [])
    drift()
    assert index.verify_index() == (1, [proposal.slug])
    assert index.verify_index() == (1, [])
