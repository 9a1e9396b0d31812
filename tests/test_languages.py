import pytest

from proposals.languages import SUFFIXES, to_hans


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        ("", ""),
        ("銀髮經濟", "银发经济"),
        # Hong Kong forms, which the general table leaves alone.
        ("衞生署裏", "卫生署里"),
        # By phrase: the same character stays or changes by its neighbours.
        ("乾坤與乾淨", "乾坤与干净"),
        ("AI plan 2030", "AI plan 2030"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_hong_kong_text_becomes_simplified(hant, hans):
    assert to_hans(hant) == hans


def test_the_three_languages_have_their_columns():
    assert SUFFIXES == {"zh-hant": "_hant", "zh-hans": "_hans", "en": "_en"}
