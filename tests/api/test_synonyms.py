"""Words that find each other, as programs read them."""

import pytest

from proposals.editing import writing
from proposals.models import Synonym
from tests.factories import proposals

pytestmark = pytest.mark.django_db


def group(words, code):
    row = Synonym(code=code, words=words)
    writing.save_shared(row, ())
    return row


def test_groups_come_by_code_with_their_words(get):
    group("安老 / 養老 / elderly care", "elderly")
    group("北都 / 北部都會區", "a_north")
    assert get("synonyms/").json()["results"] == [
        {"code": "a_north", "words": ["北都", "北部都會區"]},
        {"code": "elderly", "words": ["安老", "養老", "elderly care"]},
    ]
    assert get("changes/").json()["results"][-1]["row"]["code"] == "a_north"


def test_its_etag_moves_with_a_group(get):
    row = group("安老 / 養老", "elderly")
    before = get("synonyms/").headers["ETag"]
    row.words = "安老 / 養老 / 耆英"
    writing.save_shared(row, ())
    assert get("synonyms/").headers["ETag"] != before


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries(get, count, django_assert_num_queries):
    for number in range(count):
        group(f"甲{number} / 乙{number}", f"g{number}")
    with django_assert_num_queries(2):
        assert len(get("synonyms/").json()["results"]) == count


def test_an_unknown_parameter_is_refused(faults):
    assert list(faults("synonyms/", q="安老")) == ["q"]


def test_a_word_finds_what_has_another_of_its_group(slugs):
    group("樂齡 / 耆英 / gerontic", "elderly")
    one = proposals.published(title_hant="資助樂齡")
    two = proposals.published(title_hant="資助耆英", title_en="Help the gerontic")
    assert set(slugs(q="樂齡")) == set(slugs(q="gerontic")) == {one.slug, two.slug}
    assert slugs(q="「樂齡」") == [one.slug]
    assert slugs(q="資助 -樂齡") == [two.slug]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("甲 OR", "OR stands between two words."),
        ("-甲", "Say what to look for too"),
        ("(甲 OR 乙) 丙", "Brackets are not understood"),
        ("甲 OR -乙", "they cannot stand at one word"),
    ],
)
def test_what_is_not_understood_is_named(faults, words, said):
    assert said in faults(q=words)["q"]["message"]


def test_with_words_the_best_come_first(slugs):
    summary = proposals.published(title_hant="甲", summary_hant="關於租務。")
    title = proposals.published(title_hant="租務管制")
    soft = proposals.published(title_hant="租務檢討", specificity="soft")
    assert slugs(q="租務") == [title.slug, soft.slug, summary.slug]
    assert slugs(q="租務", ordering="title")[-1] == title.slug
