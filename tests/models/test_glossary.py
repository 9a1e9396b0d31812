import pytest
from django.core.exceptions import ValidationError

from proposals.editing import writing
from proposals.models import Change, Term
from tests import refused
from tests.factories import words

pytestmark = pytest.mark.django_db


def test_a_term_is_written_in_two_languages_and_derived_in_the_third():
    row = words.term(name_hant="專項基金", aliases_hant=["資助計劃", ""], seen_hant="見於憲報")
    assert (row.name_hans, row.seen_hans) == ("专项基金", "见于宪报")
    assert (row.aliases_hant, row.aliases_hans) == (["資助計劃"], ["资助计划"])


@pytest.mark.parametrize("column", ["name_hant", "name_en", "seen_hant", "seen_en", "kind"])
def test_a_term_says_what_it_is_called_and_where_that_was_seen(column):
    with pytest.raises(ValidationError) as fault:
        words.term(**{column: ""})
    assert list(fault.value.error_dict) == [column]


@pytest.mark.parametrize("column", ["seen_hant", "seen_en"])
def test_the_database_holds_no_term_that_nobody_saw(column):
    row = words.term()
    with refused.by_database("term_seen"):
        Term.objects.update(**{column: ""})
    with refused.by_database("term_kind_known"):
        Term.objects.filter(pk=row.pk).update(kind="rumour")


def test_the_public_is_told_of_each_term():
    row = words.term()
    row.seen_en = "Gazette, 2026"
    writing.save_shared(row, ())
    writing.delete_shared(row)
    told = Change.objects.order_by("seq").values_list("noun", "key", "kind", "gone")
    assert list(told) == [("term", "bud-fund", "term", gone) for gone in (False, False, True)]
