import pytest

from proposals.slugs import free, slug_of


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        (("Set up a fund", "設立基金"), "set-up-a-fund"),
        (("", "設立銀髮基金：第2期"), "she-li-yin-fa-ji-jin-di-2-qi"),
        (("設立", "Set up"), "set-up"),
        (("", "A股互聯"), "a-gu-hu-lian"),
        (("", "！？"), ""),
    ],
)
def test_a_slug_is_the_english_name_or_else_pinyin(names, slug):
    assert slug_of(*names, length=80) == slug


def test_a_slug_is_cut_between_words():
    assert slug_of("A fund for older people", length=12) == "a-fund-for"
    assert slug_of("Antidisestablishment", length=8) == "antidise"


def test_a_slug_that_is_taken_is_numbered():
    assert free("fund", {"fund", "fund-2"}, 80) == "fund-3"
    assert free("a-long-fund", {"a-long-fund"}, 11) == "a-long-2"
    assert free("fund", set(), 80) == "fund"
