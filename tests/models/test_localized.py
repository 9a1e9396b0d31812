import pytest
from django.utils import translation

from proposals.models import Author, Sector


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hant", "運輸"), ("zh-hans", "运输"), ("en", "Transport")]
)
def test_a_reader_gets_the_text_of_the_language_of_the_page(language, name):
    sector = Sector(code="x", name_hant="運輸", name_hans="运输", name_en="Transport")
    with translation.override(language):
        assert sector.localized("name") == name
        assert str(sector) == name
    assert sector.localized("name", language) == name


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_text_that_is_missing_is_shown_as_written_in_the_source(language):
    assert Author(name_hant="陳大文").localized("name", language) == "陳大文"


def test_simplified_text_is_derived_where_it_is_empty():
    sector = Sector(name_hant="運輸與衞生")
    sector.fill_hans()
    assert sector.name_hans == "运输与卫生"


def test_simplified_text_that_an_editor_wrote_is_kept():
    sector = Sector(name_hant="運輸", name_hans="交通")
    sector.fill_hans()
    assert sector.name_hans == "交通"


def test_derived_text_follows_its_source():
    before = Sector(name_hant="運輸", name_hans="运输")
    after = Sector(name_hant="運輸與衞生", name_hans="运输")
    after.fill_hans(before)
    assert after.name_hans == "运输与卫生"


def test_text_derived_with_the_quotes_of_its_source_follows_it_too():
    before = Sector(name_hant="「綠色」運輸", name_hans="「绿色」运输")
    after = Sector(name_hant="「綠色」運輸與衞生", name_hans="「绿色」运输")
    after.fill_hans(before)
    assert after.name_hans == "“绿色”运输与卫生"


def test_edited_text_stays_when_its_source_changes():
    before = Sector(name_hant="運輸", name_hans="交通")
    after = Sector(name_hant="運輸與衞生", name_hans="交通")
    after.fill_hans(before)
    assert after.name_hans == "交通"


def test_text_emptied_by_an_editor_is_derived_again():
    before = Sector(name_hant="運輸", name_hans="交通")
    after = Sector(name_hant="運輸", name_hans="")
    after.fill_hans(before)
    assert after.name_hans == "运输"
