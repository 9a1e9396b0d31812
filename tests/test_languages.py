import pytest

from proposals import search
from proposals.folding import fold
from proposals.languages import SUFFIXES, name_to_hans, to_hans


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
        # The mainland quotes with curved marks, the inner ones single.
        ("他說：「設立『銀髮基金』。」", "他说：“设立‘银发基金’。”"),
        ("《建議書》（初稿）", "《建议书》（初稿）"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_hong_kong_text_becomes_simplified(hant, hans):
    assert to_hans(hant) == hans


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        ("徐乾學", "徐乾学"),
        ("於右任", "於右任"),
        ("陳昇", "陈昇"),
        ("冼漢迪", "冼汉迪"),
        ("陳大文、徐乾學", "陈大文、徐乾学"),
        ("", ""),
    ],
)
def test_the_name_of_a_person_keeps_its_characters(hant, hans):
    assert name_to_hans(hant) == hans


@pytest.mark.parametrize("words", ["銀髮基金", "「銀髮基金」", "“银发基金”", "設立「銀髮基金」"])
def test_quotes_of_either_script_are_no_words_to_search_for(words):
    terms = search.parse(words).terms
    for text in ("設立「銀髮基金」", to_hans("設立「銀髮基金」")):
        hits = [piece for piece, is_hit in search.highlight(text, terms) if is_hit]
        assert [piece for piece in hits if fold(piece) == "银发基金"] != []
        assert not any(mark in "".join(hits) for mark in "「」“”")


def test_the_three_languages_have_their_columns():
    assert SUFFIXES == {"zh-hant": "_hant", "zh-hans": "_hans", "en": "_en"}
