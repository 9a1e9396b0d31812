import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from proposals.editing import writing
from proposals.models import Change, Synonym
from tests import refused
from tests.factories import taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def group(words, code="elderly"):
    return Synonym(code=code, words=words)


def test_words_are_parted_by_strokes_of_which_none_is_left_over():
    row = group("安老/養老 /  / elderly care ")
    row.full_clean()
    assert row.words == "安老 / 養老 / elderly care"
    assert row.listed == ["安老", "養老", "elderly care"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("安老", "Write 2 to 16 words"),
        ("裏面 / 裡面", "Write 2 to 16 words"),
        ("Café / cafe", "Write 2 to 16 words"),
        (" / ".join(f"w{n}" for n in range(17)), "Write 2 to 16 words"),
        ("安老 / ！", "“！” is no word."),
    ],
)
def test_a_group_has_several_words_that_differ(words, said):
    with pytest.raises(ValidationError, match=said) as fault:
        group(words).full_clean()
    assert list(fault.value.error_dict) == ["words"]


def test_a_word_is_in_one_group_alone():
    group("安老 / 養老", "elderly").save()
    with pytest.raises(ValidationError, match="“养老” is in the group “elderly” already"):
        group("老人 / 养老", "old").full_clean()
    again = Synonym.objects.get()
    again.words = "安老 / 養老 / 耆英"
    again.full_clean()


def test_a_code_stands_once():
    group("安老 / 養老").save()
    with refused.by_database("proposals_synonym_code_key"):
        group("甲 / 乙").save()


def test_a_search_is_read_with_all_groups_in_one_query(django_assert_num_queries):
    group("安老 / 養老").save()
    group("北都 / 北部都會區", "north").save()
    with django_assert_num_queries(1):
        words = Synonym.objects.read("北都 安老")
    assert words.also == ["北部都會區", "養老"]


def test_what_a_body_is_called_in_english_is_one_word():
    taxonomy.body("edb", "教育局", "Education Bureau")
    taxonomy.body("legco", "立法會", "Legislative Council")
    group("立法會 / Legislative Council / LegCo", "legco").save()
    words = Synonym.objects.read("education bureau schools")
    assert [clause.typed for clause in words.clauses] == ["education bureau", "schools"]
    assert words.also == []
    assert Synonym.objects.read("Legislative Council").also == ["立法會", "LegCo"]


def test_the_public_is_told_of_each_group():
    row = group("安老 / 養老")
    writing.save_shared(row, ())
    row.words = "安老 / 養老 / 耆英"
    writing.save_shared(row, ())
    writing.delete_shared(row)
    told = Change.objects.order_by("seq").values_list("noun", "key", "kind", "gone")
    assert list(told) == [("synonym", "elderly", "term", gone) for gone in (False, False, True)]
