"""The open asks and the words of the field."""

import pytest
from django.conf import settings

from proposals.folding import fold
from proposals.uptake import catalogue
from tests.factories import proposals, taxonomy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_open_asks_are_those_that_the_public_sees(count, django_assert_num_queries):
    proposals.draft()
    shown = [proposals.published() for _ in range(count)]
    with django_assert_num_queries(4):  # proposals, places, bodies, criteria
        assert [ask.slug for ask in catalogue.open_asks()] == sorted(p.slug for p in shown)


def test_an_ask_is_read_with_its_places_bodies_and_criteria():
    shown = proposals.published(
        places=[taxonomy.place(name_hant="秘魯")], bodies=[taxonomy.body(name_hant="運輸署")]
    )
    proposals.criterion(shown, text_hant="基金已接受申請", text_en="The fund is open")
    [ask] = catalogue.open_asks()
    assert (ask.slug, ask.title, ask.places, ask.bodies, ask.criteria) == (
        shown.slug,
        (shown.title_hant, shown.title_en),
        ("秘魯",),
        ("運輸署",),
        ("基金已接受申請", "The fund is open"),
    )


def test_other_names_of_places_and_bodies_mean_the_same():
    taxonomy.place(name_hant="秘魯", name_en="Peru", aliases_hant=["秘國"])
    taxonomy.body(name_hant="漁農自然護理署", name_en="AFCD", aliases_hant=["漁護署"])
    words = catalogue.lexicon()
    assert words.keys("秘國") == words.keys("Peru") == words.places.keys() & words.keys("秘魯")
    assert words.meaning("漁護署") == words.meaning("AFCD") in words.names


def test_the_fixtures_are_read_without_a_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        asks = catalogue.asks_of(settings.FIXTURES_DIR)
        words = catalogue.lexicon_of(settings.FIXTURES_DIR)
    assert len(asks) > 90
    assert len(list(words.tokens(fold("北都")))) == 1
