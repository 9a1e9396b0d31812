"""Search in the database: the same set by either way to it, and never more than the public's."""

import csv

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from opencc import OpenCC

from proposals import search
from proposals.folding import fold
from proposals.models import Proposal, searched
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

# Above RARE_HITS the newest rows are walked instead of the hits: 0 makes every word common.
BOTH_WAYS = pytest.mark.parametrize("rare_hits", [20_000, 0])


@pytest.fixture(autouse=True)
def way(request, monkeypatch):
    if "rare_hits" in request.fixturenames:
        rare_hits = request.getfixturevalue("rare_hits")
        monkeypatch.setattr(searched, "RARE_HITS", rare_hits)


HK2S, T2S = OpenCC("hk2s"), OpenCC("t2s")


def one_by_one(text):
    return "".join(T2S.convert(HK2S.convert(character)) for character in text)


def written(title_hant, summary_hant="內容。", **fields):
    return proposals.draft(
        title_hant=title_hant,
        summary_hant=summary_hant,
        **{"title_en": "One", "summary_en": "Two.", "instrument": "other"}
        | {
            "sector": taxonomy.sector("other", "其他", "Others"),
            "source": sources.source(headline="一文"),
        }
        | fields,
    )


def found(query, rows=None):
    rows = Proposal.objects.all() if rows is None else rows
    return sorted(rows.search(query).values_list("pk", flat=True))


@pytest.fixture
def catalogue():
    """Ten texts of the real catalogue, as rows."""
    with (settings.BASE_DIR / "fixtures/proposals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::11]
    shared = {"authors": [people.author()], "source": sources.source(headline="一文")}
    texts = ("title_hant", "title_en", "summary_hant", "summary_en", "scheme_hant", "scheme_en")
    return [proposals.draft(**shared, **{column: row[column] for column in texts}) for row in rows]


@BOTH_WAYS
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_short_part_of_a_text_finds_exactly_the_rows_that_hold_it(catalogue, data, rare_hits):
    row = data.draw(st.sampled_from(catalogue))
    text = data.draw(st.sampled_from([row.title_hant, row.summary_hant, row.summary_hans]))
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : start + data.draw(st.integers(1, 6))]
    needle = fold(part)
    terms = search.parse(part).terms
    if not all(c >= "㐀" for c in needle) or not terms:
        return
    expected = sorted(
        p.pk for p in Proposal.objects.all() if all(term.exact in everything(p) for term in terms)
    )
    assert row.pk in expected
    assert found(part) == found(one_by_one(part)) == expected


@BOTH_WAYS
@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text("銀髮經濟基金設立香港算力中亞", min_size=1, max_size=5))
def test_a_mixture_of_common_characters_finds_exactly_the_rows_that_hold_it(
    catalogue, query, rare_hits
):
    needle = fold(query)
    expected = sorted(p.pk for p in Proposal.objects.all() if needle in everything(p))
    assert found(query) == expected


@BOTH_WAYS
@pytest.mark.parametrize(
    ("query", "text", "other"),
    [
        ("100%撥款", "100%撥款", "100萬撥款"),
        ("甲_乙", "甲_乙", "甲丙乙"),
        ("甲\\乙", "甲\\乙", "甲乙"),
        ("甲'乙", "甲'乙", "甲乙"),
        ("甲🚀乙", "甲🚀乙", "甲乙"),
        ("甲:*乙", "甲:*乙", "甲乙"),
        ("甲&乙，丙!", "甲&乙，丙!", "甲乙丙"),
        ("甲乙丙", "甲乙丙", "甲乙，乙丙"),
        ("ＡＩ算力", "AI算力", "算力"),
        ("𠮷野家", "𠮷野家", "吉野家"),
    ],
)
def test_signs_stand_for_themselves(query, text, other, rare_hits):
    row = written(text)
    written(other)
    assert found(query) == [row.pk]


@BOTH_WAYS
@pytest.mark.parametrize("query", ["甲\0乙", '"a\0b"', "甲', '')); DROP TABLE x; --", "甲''''乙"])
def test_no_sign_breaks_the_query(query, rare_hits):
    written("甲，乙；a b")
    assert found(query) == []


@BOTH_WAYS
@pytest.mark.parametrize("query", ["", " ", "，。", '""', "%", "🚀"])
def test_a_query_without_a_word_finds_nothing(query, rare_hits):
    written("設立基金")
    assert found(query) == []


@pytest.fixture
def signs():
    return [written(text) for text in ("甲乙 ab", "甲%乙_ab", "a'b甲\\乙", '甲"乙"a&b', "乙🚀甲")]


@BOTH_WAYS
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text("甲乙ab%_\\'\"\0🚀 &|!:*()-<", min_size=1, max_size=8))
def test_any_signs_find_exactly_the_rows_that_hold_them(signs, query, rare_hits):
    words = search.parse(query)
    expected = [
        row.pk for row in Proposal.objects.order_by("pk") if words.wanted and scanned(row, words)
    ]
    assert found(query) == expected


def everything(row):
    return f"{row.search_text}\n{row.search_tags}"


def scanned(row, words):
    """Whether a row holds what is asked, by reading all of it."""
    text = everything(row)
    indexed = search.lexemes(text)

    def holds(clause):
        return any(t.lexemes <= indexed and t.exact in text for t in clause.terms)

    return all(holds(clause) != clause.is_excluded for clause in words.clauses)


ATOMS = st.sampled_from(["甲", "乙", "甲乙", "乙甲丙", "ab", "cd", "ab cd", "甲ab"])


@st.composite
def asked(draw):
    """A query as people write it, and what it asks: lists of texts of which one must be there,
    with whether none may."""
    clauses, written_as = [], []
    for _number in range(draw(st.integers(1, 3))):
        texts = draw(st.lists(ATOMS, min_size=1, max_size=3))
        is_out = bool(clauses) and draw(st.booleans())
        sign = draw(st.sampled_from(["/", "／"] if is_out else [" OR ", "/", " | "]))
        clauses.append((texts, is_out))
        written_as.append("-" * is_out + sign.join(f"「{text}」" for text in texts))
    return " ".join(written_as), clauses


@pytest.fixture
def mixed():
    texts = ["甲乙 ab", "乙甲丙", "甲，乙 cd", "ab cd 甲", "丙 cd ab", "甲ab乙", "乙", "ab"]
    return [written(text, f"{texts[number - 3]}。") for number, text in enumerate(texts)]


@BOTH_WAYS
@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=asked())
def test_any_of_and_none_of_find_what_a_full_scan_finds(mixed, asked, rare_hits):
    query, clauses = asked
    expected = [
        row.pk
        for row in Proposal.objects.order_by("pk")
        if all(any(text in row.search_text for text in texts) != out for texts, out in clauses)
    ]
    assert found(query) == expected


@BOTH_WAYS
@pytest.mark.parametrize(
    "query",
    [
        "設立銀髮",
        "银发经济",
        "基金 ageing",
        "products",
        "PRODUCT",
        '"older people"',
        "陳大文",
        "陈大文",
        "Tai-man",
        "樂齡計劃",
        "乐龄计划",
        "golden years",
    ],
)
def test_titles_summaries_schemes_and_authors_are_searched(query, rare_hits):
    row = proposals.draft(
        title_hant="設立銀髮經濟基金",
        summary_en="Asks for a fund for products for older people, for healthy ageing.",
        scheme_hant="樂齡計劃",
        scheme_en="Golden Years Scheme",
        authors=[people.author(name_hant="陳大文", name_en="Chan Tai-man")],
    )
    written("另一項", authors=[people.author(name_hant="李四", name_en="Li Si")])
    assert found(query) == [row.pk]


@BOTH_WAYS
@pytest.mark.parametrize("query", ['"ai"', '"ai fund"', "甲ai"])
def test_a_quoted_word_is_not_part_of_a_longer_one(query, rare_hits):
    row = written("甲AI乙", title_en="AI fund", summary_en="Two.")
    written("甲aid乙", title_en="He said funds", summary_en="The rail fund.")
    assert found(query) == [row.pk]


@BOTH_WAYS
def test_every_word_must_be_there(rare_hits):
    both, _one = written("銀髮", "基金。"), written("銀髮", "稅務。")
    assert found("銀髮 基金") == [both.pk]
    assert found("銀髮 基金 稅務") == []


@BOTH_WAYS
def test_search_keeps_to_the_set_it_is_asked_of(rare_hits):
    shown = proposals.published(title_hant="銀髮基金")
    proposals.draft(title_hant="銀髮基金")
    proposals.withdrawn(title_hant="銀髮基金")
    proposals.merged(shown, title_hant="銀髮基金")
    other = proposals.published(
        title_hant="銀髮基金", sector=taxonomy.sector("finance", "金融", "Finance")
    )
    public = Proposal.objects.public()
    assert found("銀髮", public) == [shown.pk, other.pk]
    assert found("銀髮", public.filter(sector__code="finance")) == [other.pk]


@BOTH_WAYS
def test_hits_in_the_title_are_marked(rare_hits):
    in_title = written("銀髮基金", "支持長者。")
    in_text = written("支持長者", "設立銀髮基金。")
    split = written("銀髮", "基金。")
    words = search.parse("銀髮 基金")
    scored = Proposal.objects.search(words).scored(words, (1, 1))
    assert dict(scored.values_list("pk", "score")) == {
        # Both in the title, and side by side,
        in_title.pk: 8 + 8 + 8,
        # both in the summary, and side by side,
        in_text.pk: 2 + 2 + 6,
        # and one in each.
        split.pk: 8 + 2,
    }


def test_what_the_planner_knows_to_be_common_is_not_counted_and_found_all_the_same(monkeypatch):
    for number in range(6):
        written(f"設立第{number}個基金")
    rare = written("發展漁業")
    before = {
        query: found(query) for query in ("基金", "基", "基金 漁業", "漁業 OR 基金", "漁", "漆")
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE proposals_proposalwords")
    monkeypatch.setattr(searched, "SURELY_MORE", 4)

    for query, is_common in {"基": True, "基金": True, "漁業 OR 基金": True, "漁": False}.items():
        words = search.parse(query)
        assert (searched._hits(words, "default") is None) is is_common, query
        assert (searched.weights(words) == ()) is is_common, query
    assert searched._hits(search.parse("漁"), "default") == [rare.pk]
    # Each of two is common, and both together are not.
    assert searched._hits(search.parse("基金 漁業"), "default") == []
    assert searched.weights(search.parse("基金 漁業")) != ()
    assert {query: found(query) for query in before} == before
