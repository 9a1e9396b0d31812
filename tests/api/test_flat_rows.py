"""The list is read as values, and says to the byte what a row alone says."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from rest_framework.renderers import JSONRenderer

from proposals import tracking
from proposals.api.flat_rows import flat_rows
from proposals.api.proposals import ProposalRow
from proposals.api.rendering import QuickJSONRenderer
from proposals.choices import Basis, Status
from proposals.models import Addressee, Proposal
from proposals.models.clocks import FOREVER
from tests.factories import history, people, proposals, sources, taxonomy

DAYS = [dt.date(2026, 5, 20), dt.date(2026, 6, 10)]


@pytest.fixture
def catalogue(db):
    chief = people.user(is_superuser=True)
    source = sources.source(
        "完善銀髮經濟",
        slug="silver",
        publication=sources.publication("daily", "日報", "Daily"),
        published_on=dt.date(2026, 5, 1),
        published_on_precision="month",
        url="https://example.org/silver",
        page="A12",
        archived_url="https://archive.example/1",
        archived_on=dt.date(2026, 6, 1),
    )
    rich = proposals.published(
        slug="rich",
        by=chief,
        authors=[people.author(slug=slug) for slug in ("b", "a", "c")],
        bodies=[taxonomy.body("lwb")],
        ideas=[proposals.idea("silver-fund"), proposals.idea("another")],
        source=source,
        places=[taxonomy.place("asia", position=2), taxonomy.place("europe", position=1)],
        scheme_hant="銀髮\u2028“基金”\\",
        figures="一億元",
    )
    Addressee.objects.create(
        proposal=rich, body=taxonomy.body("fstb", position=1), basis=Basis.INFERRED
    )
    proposals.criterion(rich)
    proposals.criterion(rich)
    history.record(rich, Status.IN_DELIVERY, DAYS[1], criteria={2: "partly"}, by=chief)
    undated = proposals.published(
        slug="undated", proposed_on=None, proposed_on_precision="", source=sources.source("x")
    )
    proposals.related(rich, undated, reason_hant="同屬", reason_en="Parts of one")
    proposals.related(rich, proposals.draft(slug="hidden"))
    tracking.check(undated, checked_on=timezone.localdate(), by=chief)
    proposals.published(
        slug="between",
        proposed_on=None,
        proposed_on_precision="",
        proposed_not_before=dt.date(2026, 3, 1),
        proposed_not_after=dt.date(2026, 4, 1),
        proposed_basis_hant="據內文",
        proposed_basis_en="From the text",
    )


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(lambda rows: rows, id="now"),
        pytest.param(lambda rows: rows.as_of(DAYS[0]), id="as_of"),
        pytest.param(lambda rows: rows.as_of(dt.date.max), id="as_of the last day"),
        pytest.param(lambda rows: rows.known_at(timezone.now()), id="known_at"),
        pytest.param(lambda rows: rows.known_at(FOREVER), id="known_at the last instant"),
        pytest.param(lambda rows: rows.as_of(DAYS[0]).known_at(timezone.now()), id="both"),
    ],
)
def test_both_ways_write_the_same_bytes(catalogue, django_assert_num_queries, then):
    rows = then(Proposal.objects.public())
    wanted = list(rows.for_listing().order_by("-pk"))
    assert {row.slug for row in wanted} >= {"rich"}

    with translation.override("en"), django_assert_num_queries(1):
        found = flat_rows(rows, [row.pk for row in wanted])

    with translation.override("en"):
        alone = ProposalRow(wanted, many=True).data
    assert QuickJSONRenderer().render(found) == JSONRenderer().render(alone)
    assert list(found[0]) == list(ProposalRow().fields)


def test_what_is_public_no_more_is_left_out(db):
    gone, shown = proposals.withdrawn(), proposals.published()

    rows = flat_rows(Proposal.objects.public(), [gone.pk, proposals.draft().pk, shown.pk])

    assert [row["slug"] for row in rows] == [shown.slug]


@pytest.mark.parametrize("accepted", ["application/json", "application/json; indent=2"])
def test_all_else_is_written_as_the_framework_does(accepted):
    said = {
        "text": '銀髮\u2028\u2029\x00\x1f"\\/é😀',
        "day": DAYS[0],
        "at": dt.datetime(2026, 5, 20, 9, 30, 0, 5, dt.UTC),
        "lazy": Status.NOTED.label,
        "status": Status.NOTED,
        "none": None,
        "numbers": [1, 2.5, True, 2**60],
    }

    assert QuickJSONRenderer().render(said, accepted) == JSONRenderer().render(said, accepted)
    assert QuickJSONRenderer().render(None) == JSONRenderer().render(None) == b""
