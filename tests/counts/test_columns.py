"""What is held in memory is what the database says, after whatever has moved."""

import datetime as dt
import threading

import numpy as np
import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict

from proposals.choices import Status
from proposals.counts import columns as held
from proposals.counts.facets import VALUES, _counted, facets
from proposals.editing import merging, publishing, writing
from proposals.finding.filters import ProposalFilter
from proposals.models import Change, Proposal
from proposals.models.visible import visible
from tests.factories import history, people, proposals, sources, taxonomy
from tests.together import together

pytestmark = pytest.mark.django_db


def same_as_read():
    """Moved step by step it is what it is when read as a whole."""
    moved, anew = held.columns(), held._read()
    assert (moved.seq, moved.at) == (anew.seq, anew.at)
    assert np.array_equal(moved.keys, anew.keys)
    for name, column in anew.single.items():
        assert np.array_equal(moved.single[name], column), name
    for name, pairs in anew.linked.items():
        of_moved = zip(*(part.tolist() for part in moved.linked[name]), strict=True)
        assert sorted(of_moved) == sorted(zip(*(part.tolist() for part in pairs), strict=True))
    spans = (sorted(zip(*map(list, held._told(each.spans)), strict=True)) for each in (moved, anew))
    assert next(spans) == next(spans)
    for name, codes in anew.codes.items():
        assert moved.codes[name].named == codes.named


def same_as_counted(query=""):
    found = ProposalFilter.public(QueryDict(query))
    counts = facets(found).counts
    assert {name: dict(counts[name].items()) for name in VALUES} == _counted(found)


@pytest.fixture
def chief():
    return people.user(is_superuser=True)


def test_each_move_is_followed(chief):
    held.columns()
    rows = [
        proposals.published(by=chief, authors=[people.author(slug=f"author-{n}")], ideas=[idea])
        for n, idea in enumerate([proposals.idea("one"), proposals.idea("two")] * 2)
    ]
    same_as_read()
    history.record(rows[1], by=chief)
    same_as_read()
    publishing.withdraw(rows[0], reason_hant="撤回。", reason_en="Withdrawn.")
    same_as_read()
    merging.merge(rows[2], into=rows[3], reason_hant="同。", reason_en="Same.", by=chief)
    same_as_read()
    outer = taxonomy.place("outer", "外", "Outer")
    inner = taxonomy.place("inner", "內", "Inner")
    proposals.published(by=chief, place=inner, source=sources.source("新", slug="new"))
    same_as_read()
    inner.parent = outer
    with transaction.atomic():
        writing.save_shared(inner, [])
    same_as_read()
    for query in ("", "author=author-1", "place=outer&status=-noted", "q=基金"):
        same_as_counted(query)


def test_most_come_first_and_those_with_as_many_by_code(chief):
    authors = {slug: people.author(slug=slug) for slug in "abcd"}
    for slugs in ("b", "c", "a", "dc"):
        proposals.published(authors=[authors[slug] for slug in slugs])
    numbers = facets(ProposalFilter.public(QueryDict())).counts["author"]

    assert numbers.most(2) == ["c", "a"]
    assert numbers.most(9) == ["c", "a", "b", "d"]
    assert (numbers["c"], numbers.get("nobody", 0), len(numbers)) == (2, 0, 4)
    assert numbers == {"a": 1, "b": 1, "c": 2, "d": 1}


def test_another_log_is_read_as_a_whole(chief):
    proposals.published()
    held._held[:] = [held.Columns(10**9, None, np.array([7]), {}, {}, None, {})]

    same_as_read()


def test_nothing_new_costs_one_query(django_assert_num_queries, chief):
    fund = proposals.published(by=chief)
    held.columns()

    with django_assert_num_queries(1):
        held.columns()
    history.record(fund, by=chief)
    # What moved; the proposal, what it links to, and where it stood.
    with django_assert_num_queries(4):
        held.columns()


@pytest.mark.django_db(transaction=True)
def test_no_count_is_older_than_the_last_commit_before_it_was_asked_for():
    chief = people.user(is_superuser=True)
    rows = [proposals.published(by=chief) for _ in range(3)]
    ended = threading.Event()

    def write(row):
        for status in (Status.NOTED, Status.UNDER_STUDY, Status.COMMITTED):
            history.record(row, status, by=chief)

    def write_all():
        try:
            assert together(*(lambda row=row: write(row) for row in rows)) == []
        finally:
            ended.set()

    def read():
        while not ended.is_set():
            committed, _at = Change.objects.newest()
            assert held.columns().seq >= committed

    assert together(read, read, write_all) == []
    same_as_read()


def test_which_of_them_are_in_a_set(chief, django_assert_num_queries):
    sectors = [taxonomy.sector(code) for code in ("one", "two")]
    rows = [proposals.published(by=chief, sector=sector) for sector in (*sectors, sectors[0])]
    of_one = Proposal.objects.public().filter(sector=sectors[0])

    columns, found = held.among(of_one)
    assert columns.keys[found].tolist() == [rows[0].pk, rows[2].pk]
    with django_assert_num_queries(1):
        assert held.among(of_one)[1] is found
    assert held.among(Proposal.objects.public())[1].all()
    assert not held.among(Proposal.objects.public().none())[1].any()


def test_neither_the_past_nor_what_the_public_does_not_see_is_in_them(chief):
    proposals.published(by=chief)
    assert held.among(Proposal.objects.public().as_of(dt.date(2026, 5, 31))) is None
    proposals.draft()
    assert held.among(Proposal.objects.all()) is None


@pytest.mark.parametrize(
    "named",
    [
        lambda every, public: every,
        lambda every, public: every.filter(publication_state="published"),
        lambda every, public: every.filter(merged_into=None),
        lambda every, public: every.ever_published(),
        lambda every, public: every.exclude(pk__in=public),
        lambda every, public: public | every.filter(title_hant="甲"),
        lambda every, public: every.filter(title_hant="甲") | public,
        lambda every, public: public.union(every),
        lambda every, public: every.filter(~visible()),
    ],
)
def test_no_set_is_remembered_but_one_that_is_public_by_its_own_query(chief, named):
    # All there are happen to be public: nothing that is read would show the difference.
    proposals.published(by=chief)

    assert held.among(named(Proposal.objects.all(), Proposal.objects.public())) is None
    assert held.columns().sets == {}


@pytest.mark.parametrize(
    "narrowed",
    [
        lambda public: public.filter(title_hant="甲"),
        lambda public: public.exclude(title_hant="甲"),
        lambda public: public.filter(Q(title_hant="甲") | Q(title_hant="乙")),
        lambda public: public & Proposal.objects.filter(title_hant="甲"),
        lambda public: ProposalFilter(QueryDict("q=fund&status=-noted"), public).qs,
    ],
)
def test_a_public_set_stays_one_however_it_is_narrowed(chief, narrowed):
    proposals.published(by=chief)

    assert held.among(narrowed(Proposal.objects.public())) is not None


@pytest.fixture
def unread():
    held._held.clear()
    yield
    held._held.clear()


@pytest.mark.parametrize("address", ["/stats/", "/api/v1/facets/"])
def test_a_first_reading_that_takes_too_long_is_told_as_busy(unread, monkeypatch, client, address):
    monkeypatch.setattr(held, "READING_LIMIT", "50ms")
    monkeypatch.setattr(held, "ROWS", "SELECT 1 FROM pg_sleep(9) WHERE true {these}")
    client.raise_request_exception = False

    answer = client.get(address)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


def test_who_asks_while_another_reads_for_long_is_told_so(unread, monkeypatch, client):
    monkeypatch.setattr(held, "WAIT_SECONDS", 0.05)
    client.raise_request_exception = False

    with held._lock:
        answer = client.get("/stats/")

    assert answer.status_code == 503
    assert client.get("/stats/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_only_the_first_reading_has_a_limit_of_its_own(unread, monkeypatch):
    def limit():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    limits = []
    monkeypatch.setattr(held, "_codes", lambda: limits.append(limit()) or {})

    held.columns()

    assert limits == [held.READING_LIMIT]
    assert limit() != held.READING_LIMIT


def test_of_the_sets_that_were_asked_for_the_newest_are_held(monkeypatch):
    monkeypatch.setattr(held, "MOST_SETS", 2)
    rows = [proposals.published() for _ in range(3)]
    sets = [Proposal.objects.public().filter(pk=row.pk) for row in rows]
    found = [held.among(each)[1] for each in sets]
    assert len(held.columns().sets) == 2
    assert held.among(sets[2])[1] is found[2]
    # The first is asked for again, and is the same.
    again = held.among(sets[0])[1]
    assert again is not found[0]
    assert again.tolist() == found[0].tolist()
