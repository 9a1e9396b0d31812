import pytest

from proposals.languages import PREFIXES
from tests.factories import words

pytestmark = pytest.mark.django_db


def shown(client, prefix=""):
    """The terms of the page as it lists them, by kind."""
    kinds = client.get(f"{prefix}/glossary/").context["kinds"]
    return [(kind, [term.slug for term, *_names in rows]) for kind, _label, rows in kinds]


def test_terms_stand_by_kind_and_then_by_the_name_that_the_reader_reads(client):
    words.term("two", kind="scheme", name_hant="乙計劃", name_en="A scheme")
    words.term("one", kind="scheme", name_hant="丁計劃", name_en="B scheme")
    words.term("edb", kind="body")
    assert shown(client) == [("body", ["edb"]), ("scheme", ["one", "two"])]
    assert shown(client, "/en") == [("body", ["edb"]), ("scheme", ["two", "one"])]


@pytest.mark.parametrize("language", PREFIXES)
def test_each_language_shows_both_names_and_where_it_was_seen(client, language):
    words.term(aliases_hant=["資助計劃"], aliases_en=["BUD"])
    page = client.get(f"{PREFIXES[language]}/glossary/").content.decode()
    own, other, seen = {
        "zh-hant": ("<dt>專項基金</dt>", '<p lang="en">Fund</p>', "憲報"),
        "zh-hans": ("<dt>专项基金</dt>", '<p lang="en">Fund</p>', "宪报"),
        "en": ("<dt>Fund</dt>", '<p lang="zh-Hant-HK">專項基金</p>', "Gazette"),
    }[language]
    assert '<div id="bud-fund">' in page
    assert own in page
    assert other in page
    assert seen in page
    assert "BUD" in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries(client, count, django_assert_num_queries):
    for number in range(count):
        words.term(f"term-{number}")
    with django_assert_num_queries(2):  # the edition, the terms
        assert client.get("/glossary/").status_code == 200
