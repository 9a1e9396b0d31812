"""The order of what is found by words: the best first, the same on every page."""

import pytest
from django.http import QueryDict

from proposals.finding import paging
from proposals.finding.filters import ProposalFilter
from proposals.models import Author, Proposal, Source, Synonym, searched
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

PLAIN = {
    "title_hant": "甲",
    "title_en": "One",
    "summary_hant": "乙。",
    "summary_en": "Two.",
    "instrument": "other",
}


def published(**fields):
    shared = {
        "sector": taxonomy.sector("other", "其他", "Others"),
        "source": Source.objects.first() or sources.source("一文"),
        "authors": [Author.objects.first() or people.author("陳大文", "Chan Tai-man")],
    }
    return proposals.published(**PLAIN | shared | fields)


def asked(query):
    return ProposalFilter.public(QueryDict(query))


def page(query, cursor="", size=50):
    found = asked(f"{query}&cursor={cursor}")
    return paging.page_by(
        found.sortable, found.keys, name=found.order_name, cursor=cursor, size=size
    )


def walk(query, size):
    rows, cursor = [], ""
    while True:
        shown = page(query, cursor, size)
        rows += shown.rows
        cursor = shown.next
        if not cursor:
            return rows


def test_title_comes_before_author_and_scheme_before_summary_before_what_it_hangs_on():
    tagged = published(sector=taxonomy.sector("rents", "租務", "Rents"))
    summary = published(summary_hant="關於租務。")
    scheme = published(scheme_hant="租務計劃")
    title = published(title_hant="租務管制")
    assert page("q=租務").rows == [title, scheme, summary, tagged]


def test_words_side_by_side_come_before_words_apart():
    apart = published(summary_hant="租務需要管制。", title_en="Apart")
    together = published(summary_hant="租務管制需要檢討。", title_en="Together")
    assert page("q=租務 管制").rows == [together, apart]
    english = published(summary_en="A silver economy.")
    published(summary_en="The economy of silver.")
    assert page("q=silver economy").rows[0] == english


def test_a_rarer_word_weighs_more():
    for _ in range(8):
        published(title_hant="常見")
    common = published(title_hant="常見", summary_hant="罕有。")
    rare = published(title_hant="罕有", summary_hant="常見。")
    assert page("q=常見 罕有").rows == [rare, common]
    weights = asked("q=常見 罕有").weights
    assert weights[0] < weights[1]


def test_a_synonym_counts_as_the_word():
    Synonym.objects.create(code="rents", words="租務 / 房租")
    summary = published(summary_hant="租務。")
    title = published(title_hant="房租")
    assert page("q=租務").rows == [title, summary]


def test_of_equal_ones_the_firm_come_first_then_the_order_of_the_source():
    soft = published(title_hant="租務", specificity="soft", position=1)
    third = published(title_hant="租務", position=3)
    second = published(title_hant="租務", position=2)
    assert page("q=租務").rows == [second, third, soft]
    assert page("").rows == [second, third, soft]


def test_another_order_is_kept_where_it_is_asked_for():
    first, second = published(title_hant="甲", summary_hant="租務。"), published(title_hant="租務")
    assert page("q=租務&ordering=title").rows == [first, second]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_row_is_lost_or_repeated_however_the_weights_move(size):
    rows = [published(title_hant="租務", summary_hant=f"管制{n}。") for n in range(3)]
    rows += [published(title_hant=f"管制{n}", summary_hant="租務。") for n in range(3)]
    query, seen = "q=租務 管制", []
    shown = page(query, size=size)
    seen += shown.rows
    for _ in range(40):
        published(title_hant="租務")
    while shown.next:
        shown = page(query, shown.next, size)
        seen += shown.rows
    assert sorted(row.pk for row in seen) == [row.pk for row in rows]
    assert walk(query, size) == page(query).rows


def test_words_that_too_many_have_are_not_sorted(monkeypatch):
    old = published(title_hant="租務")
    new = published(summary_hant="租務。")
    Proposal.objects.filter(pk=old.pk).update(source=sources.source("二文"))
    monkeypatch.setattr(searched, "RARE_HITS", 1)
    found = asked("q=租務")
    assert found.is_unsorted
    assert walk("q=租務", 1) == page("q=租務").rows == [new, old]


def test_a_marker_of_other_words_is_refused():
    published(title_hant="租務 管制")
    marker = page("q=租務 管制", size=1)
    assert marker.next == ""
    published(title_hant="租務 管制")
    marker = page("q=租務 管制", size=1).next
    with pytest.raises(paging.BadCursor):
        page("q=租務", marker)


def test_to_sort_costs_one_query_more(django_assert_num_queries):
    published(title_hant="租務")
    # Synonyms, how common the words are, what each weighs, and the page.
    with django_assert_num_queries(4):
        assert len(page("q=租務 乙").rows) == 1
