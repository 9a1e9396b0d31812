"""Public names in Chinese and English, as programs read them."""

import pytest
from django.conf import settings

from tests.factories import words

pytestmark = pytest.mark.django_db


def test_terms_come_by_slug_in_three_languages_with_where_they_were_seen(get):
    words.term("bud-fund", aliases_hant=["資助計劃"], aliases_en=["BUD"])
    words.term("a-plan", kind="plan")
    answer = get("glossary/").json()
    assert [row["slug"] for row in answer["results"]] == ["a-plan", "bud-fund"]
    assert answer["results"][1] == {
        "slug": "bud-fund",
        "html_url": f"{settings.SITE_URL}/glossary/#bud-fund",
        "kind": "scheme",
        "name_hant": "專項基金",
        "name_hans": "专项基金",
        "name_en": "Fund",
        "aliases_hant": ["資助計劃"],
        "aliases_hans": ["资助计划"],
        "aliases_en": ["BUD"],
        "seen_hant": "憲報",
        "seen_hans": "宪报",
        "seen_en": "Gazette",
    }
    told = get("changes/", noun="term").json()["results"]
    assert [change["row"] for change in told] == answer["results"][::-1]


def test_its_etag_moves_with_a_term(get):
    words.term()
    before = get("glossary/").headers["ETag"]
    words.term("another")
    assert get("glossary/").headers["ETag"] != before


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries(get, count, django_assert_num_queries):
    for number in range(count):
        words.term(f"term-{number}")
    with django_assert_num_queries(2):
        assert len(get("glossary/").json()["results"]) == count
