"""What each value of each facet would give, counted as the filter itself would find it."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import QueryDict

from proposals import tracking
from proposals.choices import Precision
from proposals.counts.facets import VALUES, facets, loosened
from proposals.finding.filters import ProposalFilter
from proposals.models import Proposal, Sector
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db


def under(query, rows=None):
    rows = Proposal.objects.public() if rows is None else rows
    return ProposalFilter(QueryDict(query), rows)


def counts(query=""):
    return facets(under(query)).counts


@pytest.fixture
def editor():
    return people.user(is_superuser=True)


@pytest.fixture(scope="module")
def three(once):
    """Three that share some of everything, one of them moved; and what may leak beside each."""
    with once():
        return written()


def written():
    editor = people.user(is_superuser=True)
    chan, ho = people.author(slug="chan"), people.author("何", "Ho", slug="ho")
    lwb, hha = taxonomy.body(), taxonomy.body("hha", "醫管局", "Hospital Authority")
    fund, care = proposals.idea(), proposals.idea("care", "照顧", "Care")
    article = sources.source(slug="article")
    rows = [
        {"authors": [chan, ho], "bodies": [lwb, hha], "ideas": [fund, care], "source": article},
        {
            "authors": [chan],
            "bodies": [lwb],
            "source": article,
            "sector": taxonomy.sector("finance", "金融", "Finance"),
            "instrument": "tax",
            "place": taxonomy.place(),
            "proposed_on": dt.date(2026, 1, 1),
            "proposed_on_precision": Precision.YEAR,
        },
        {
            "authors": [ho],
            "bodies": [],
            "source": sources.source(slug="speech"),
            "specificity": "soft",
            "proposed_on": None,
            "proposed_not_after": dt.date(2026, 5, 20),
        },
    ]
    made = [proposals.published(by=editor, **row) for row in rows]
    for row in rows:
        proposals.draft(**row)
        proposals.withdrawn(**row)
        proposals.merged(made[0], **row)
    history.record(made[1], by=editor)
    return made


def test_a_place_counts_what_lies_in_it_once():
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis")
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region)
    proposals.published(places=[region, loop])
    proposals.published(place=loop)
    assert counts()["place"] == {"northern_metropolis": 2, "hetao": 2}


def test_every_value_is_counted(three):
    assert counts() == {
        "status": {"proposed": 2, "under_study": 1},
        "sector": {"ageing": 2, "finance": 1},
        "instrument": {"fund": 2, "tax": 1},
        "specificity": {"firm": 2, "soft": 1},
        "place": {"central_asia": 1},
        "body": {"lwb": 2, "hha": 1},
        "author": {"chan": 2, "ho": 2},
        "proposed_month": {"2026-05": 1, "2026": 1, "bounded": 1},
        "idea": {"silver-fund": 1, "care": 1},
        "source": {"article": 2, "speech": 1},
    }


QUERIES = [
    "",
    "status=under_study",
    "status=-under_study",
    "sector=ageing&author=chan",
    "author=chan&author=ho&author=-ho",
    "body=-hha&instrument=tax",
    "proposed_month=2026&proposed_month=bounded",
    "idea=care&source=article&place=-central_asia",
    "q=基金&specificity=soft",
    "q=nowhere",
    (
        "status=proposed&sector=ageing&instrument=fund&specificity=firm&place=-central_asia&body=lwb"
        "&author=chan&proposed_month=2026-05&idea=care&source=article"
    ),
    "as_of=2026-05-25&status=proposed",
    "known_at=2999-01-01&as_of=2026-05-25&sector=ageing",
    "proposed_after=2026-05-01&status_since_before=2026-12-31",
    "target=given&target_after=2026-01",
    "target=missed&as_of=2026-05-25",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_count_is_what_the_reader_gets_by_choosing_the_value(three, query):
    asked = QueryDict(query)
    whole = counts()
    for name, found in counts(query).items():
        expected = {}
        for code in {*whole[name], "noted"} if name == "status" else whole[name]:
            chosen = asked.copy()
            chosen.setlist(name, [code])
            if number := ProposalFilter(chosen, Proposal.objects.public()).qs.count():
                expected[code] = number
        assert found == expected, name


@pytest.mark.parametrize("query", QUERIES)
def test_the_total_is_what_the_whole_filter_finds(three, query):
    assert facets(under(query)).total == under(query).qs.count()


def test_counts_of_the_past_are_of_then(three):
    assert counts("as_of=2026-05-25")["status"] == {"proposed": 2}
    assert counts("as_of=2026-06-01")["status"] == {"proposed": 2, "under_study": 1}


def test_a_faulty_filter_is_refused(three):
    with pytest.raises(ValidationError):
        facets(under("sector=nowhere"))


class TestKept:
    """Counts are of public content alone, so they hold until the next change."""

    def test_they_are_counted_once(self, three, django_assert_num_queries):
        counts()
        with django_assert_num_queries(1):
            assert counts()["sector"] == {"ageing": 2, "finance": 1}

    def test_the_order_and_the_place_in_the_list_do_not_matter(
        self, three, django_assert_num_queries
    ):
        counts("instrument=fund&instrument=tax")
        with django_assert_num_queries(1):
            counts(
                "ordering=title&view=table&find_author=a&cursor=x&instrument=tax&instrument=fund"
            )

    def test_a_change_is_counted_at_once(self, three, editor):
        assert counts()["status"] == {"proposed": 2, "under_study": 1}
        update = history.record(three[0], by=editor)
        assert counts()["status"] == {"proposed": 1, "under_study": 2}
        tracking.void(update, reason_hant="看錯了。", reason_en="Misread.", by=editor)
        assert counts()["status"] == {"proposed": 2, "under_study": 1}

    def test_those_of_another_set_are_not_taken_for_those_of_the_public(self, three):
        everything = facets(under("", Proposal.objects.all())).counts
        assert everything["sector"] == {"ageing": 8, "finance": 4}
        assert counts()["sector"] == {"ageing": 2, "finance": 1}

    def test_no_name_is_kept(self, three):
        counts()
        assert "安老" not in repr(cache._cache)
        Sector.objects.filter(code="ageing").update(name_en="Age")
        assert counts()["sector"] == {"ageing": 2, "finance": 1}


@pytest.mark.parametrize("count", [1, 3])
# What was known moved on: the change log, twice; rows, links, spans and names. And the codes that
# were chosen.
@pytest.mark.parametrize(("query", "queries"), [("", 6), ("sector=ageing&status=-noted", 7)])
def test_the_number_of_queries_does_not_grow(
    editor, count, query, queries, django_assert_num_queries
):
    for _ in range(count):
        proposals.published(by=editor)
    with django_assert_num_queries(queries):
        assert facets(under(query)).total == count


class TestLoosened:
    """What finds nothing is worth giving up the least for."""

    def test_one_parameter_where_that_helps_the_most_found_first(self, three):
        found = under("status=declined&sector=ageing")
        assert loosened(found, ["status", "sector"]) == [(("status",), 2)]
        found = under("status=under_study&sector=ageing")
        assert loosened(found, ["status", "sector"]) == [(("status",), 2), (("sector",), 1)]

    def test_words_and_clocks_too(self, three):
        assert loosened(under("q=nowhere&sector=ageing"), ["q", "sector"]) == [(("q",), 2)]
        found = under("sector=finance&as_of=2026-05-25")
        assert loosened(found, ["sector", "as_of"]) == [(("sector",), 2), (("as_of",), 1)]

    def test_two_where_none_alone_helps(self, three):
        found = under("status=declined&place=-central_asia&q=nowhere")
        assert loosened(found, ["status", "place", "q"]) == [(("status", "q"), 2)]

    def test_nothing_where_only_giving_up_all_helps(self, three):
        assert loosened(under("status=declined&q=nowhere"), ["status", "q"]) == []
        assert loosened(under("status=declined"), ["status"]) == [(("status",), 3)]


def test_every_facet_is_a_parameter_of_the_filter():
    assert set(VALUES) <= set(ProposalFilter.base_filters)
