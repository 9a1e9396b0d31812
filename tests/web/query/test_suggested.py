"""What else may have been meant by words of which little is found."""

import pytest

from proposals.models import Synonym
from proposals.web.query.suggested import named, respelt
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalogue(once):
    with once():
        proposals.published(
            title_hant="在哈薩克斯坦推廣銀髮經濟",
            title_en="Promote the silver economy in Kazakhstan’s cities",
            summary_en="Calls for a silver economy.",
            place=taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis"),
            bodies=[taxonomy.body("itib", "創科局", "Innovation Bureau")],
            authors=[people.author("冼漢迪", "Johnny Sin", slug="sin")],
        )
        proposals.draft(
            title_hant="秘密草案計劃",
            title_en="Zanzibar draft",
            summary_en="Zanzibar.",
            authors=[people.author("秘密人", "Secret Person", slug="secret")],
            source=sources.source("秘密文章", slug="secret"),
        )
        sources.without_ask("鑰定未來", slug="key", byline="冼漢迪 主席")
        Synonym.objects.create(code="bay", words="大灣區 / GBA")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Khazakstan", "Kazakhstan"),
        ("silver ecomony", "silver economy"),
        ("Northern Metroplis", "Northern Metropolis"),
        ("北部都匯區", "北部都會區"),
        ("北部都区", "北部都會區"),
        ("銀髮經經濟", "銀髮經濟"),
        ("大灣驅", "大灣區"),
        ("創科局", ""),
        ("創抖局", "創科局"),
        ("silver economy", ""),
        ("gov", ""),
        ("Zanzibra", ""),
        ("northernmost", ""),
        ("秘密草按計劃", ""),
        ("甲", ""),
        ("1234", ""),
    ],
)
def test_another_spelling_is_one_that_stands_here(catalogue, typed, meant):
    assert respelt(typed, "zh-hant") == meant


def test_a_reader_of_simplified_chinese_is_answered_so(catalogue):
    assert respelt("北部都汇区", "zh-hans") == "北部都会区"


def kinds(text):
    return [(str(one.kind), one.label.text, one.address) for one in named(text)]


def test_who_and_what_bears_a_name_is_told_with_a_link(catalogue, settings):
    settings.LANGUAGE_CODE = "zh-hant"
    assert [(label, address) for _kind, label, address in kinds("冼汉迪")] == [
        ("冼漢迪", "/authors/sin/"),
        ("鑰定未來", "/sources/key/"),
    ]
    assert [address for *_names, address in kinds("Innovation")] == ["/bodies/itib/"]
    assert [address for *_names, address in kinds("「北部」")] == [
        "/proposals/?place=northern_metropolis"
    ]


def test_nobody_is_told_of_drafts(catalogue):
    assert named("秘密") == named("secret") == []


def test_both_cost_the_same_however_much_there_is_and_words_little_till_it_changes(
    catalogue, django_assert_num_queries
):
    with django_assert_num_queries(5):
        respelt("Khazakstan", "en")
    with django_assert_num_queries(1):
        respelt("Khazakstan", "en")
    with django_assert_num_queries(5):
        named("冼漢迪")


def test_the_page_offers_it_where_little_is_found(catalogue, client):
    page = client.get("/en/proposals/?q=Khazakstan&view=table")
    assert page.context["meant"] == ("Kazakhstan", "/en/proposals/?q=Kazakhstan&view=table", 1)
    assert '<a href="/en/proposals/?q=Kazakhstan&amp;view=table">Kazakhstan</a>' in page.text
    assert client.get("/en/proposals/?q=Kazakhstan").context["meant"] is None


def test_what_finds_no_more_is_not_offered(catalogue, client):
    answer = client.get("/en/proposals/?q=Khazakstan&sector=ageing&status=declined")
    assert answer.context["meant"] is None


def test_where_nothing_is_found_the_page_names_who_bears_the_name(catalogue, client):
    page = client.get("/proposals/?q=鑰定未來").text
    assert '出處：<a href="/sources/key/">鑰定未來</a>' in page


def test_the_page_says_what_else_it_searched(catalogue, client):
    page = client.get("/en/proposals/?q=GBA").text
    assert 'Also searched: <span lang="zh">大灣區</span>. Quote a word' in page
    assert "Also searched" not in client.get("/en/proposals/?q=“GBA”").text
