"""Which index answers what: the shape of a plan, not its time.

Of few rows PostgreSQL would read all, so it is told not to, nor to sort: what it then does is what
it can do without.
"""

import pytest
from django.db import connection
from django.http import QueryDict

from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import in_order
from proposals.models import Author, Proposal, Source
from proposals.web.pages.people import last_stated
from proposals.web.pages.sources import SourceRegister
from proposals.web.programs.deadlines import steps_by
from proposals.web.query.suggested import newest_texts
from tests.factories import people, proposals, sources

pytestmark = pytest.mark.django_db


def plan(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        for name in ("seqscan", "sort", "incremental_sort", "bitmapscan", "hashjoin", "hashagg"):
            cursor.execute(f"SET LOCAL enable_{name} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def listed(query):
    found = ProposalFilter.public(QueryDict(query))
    assert not found.faults
    return plan(in_order(found.sortable.only("pk"), found.keys)[:51])


def leave_alone(index):
    """Without the other orders: of so few rows any of them is as good as another."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'proposals_proposal'"
            " AND indexname LIKE 'proposal\\_by\\_%%' AND indexname <> %s",
            [index],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


@pytest.fixture(autouse=True)
def catalogue():
    proposals.published(authors=[people.author(slug="chan")])


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "proposal_by_default"),
        ("sector=ageing", "proposal_by_sector"),
        ("sector=ageing&specificity=firm", "proposal_by_sector"),
        ("status=proposed", "proposal_by_status"),
        ("status=proposed&body=lwb", "proposal_by_status"),
        ("instrument=fund", "proposal_by_instrument"),
        ("author=-chan", "proposal_by_default"),
    ],
)
def test_a_list_is_walked_in_its_order_without_being_sorted(query, index):
    leave_alone(index)

    shape = listed(query)

    assert f"using {index} on" in shape
    assert "Sort" not in shape


@pytest.mark.parametrize(
    "query",
    [
        "proposed_month=2026-05",
        "proposed_after=2026-05&proposed_before=2026-05",
        "proposed_month=2026",
    ],
)
def test_a_month_is_a_range_of_an_index(query):
    rows = ProposalFilter.public(QueryDict(query)).qs.order_by("proposed_from", "pk")

    shape = plan(rows.only("pk"))

    assert "using proposal_by_proposed_from on" in shape
    assert "Index Cond: ((proposed_from >= " in shape or "Index Cond: (proposed_from = " in shape


def test_the_register_of_sources_is_walked_and_asks_of_each_whether_it_is_public():
    rows = SourceRegister.public(QueryDict()).qs.order_by("-published_from", "slug", "pk")[:101]

    shape = plan(rows)

    assert "using source_by_published_from on" in shape
    assert "Sort" not in shape
    assert "Unique" not in shape


def test_public_sources_are_told_apart_without_being_sorted():
    sources.source("無建議", slug="read", holds_no_ask=True)
    sources.source("未讀", slug="unread")
    sql = str(Source.objects.public().query)

    assert "DISTINCT" not in sql
    assert "JOIN" not in sql
    assert "read" in Source.objects.public().values_list("slug", flat=True)
    assert Source.objects.public().count() == 2


def test_the_latest_steps_are_walked():
    shape = plan(steps_by(Proposal.objects.public()).order_by("-effective_on", "-pk")[:10])

    assert "using statusupdate_by_day on" in shape
    assert "Sort" not in shape


def test_the_capacity_stated_last_is_found_without_reading_all_that_an_author_asked():
    shape = plan(last_stated(list(Author.objects.values_list("pk", flat=True))))

    assert "using attribution_stated on" in shape
    assert "Sort" not in shape


def test_words_of_the_newest_proposals_are_walked_from_the_last():
    leave_alone("proposal_by_updated_at")
    assert "Backward using proposal_by_updated_at" in plan(newest_texts("hant"))
