import pytest

from proposals.models import Author
from tests import refused
from tests.factories import people, proposals

pytestmark = pytest.mark.django_db


def test_an_author_is_a_person_or_an_organisation():
    people.author(kind="person")
    people.author(kind="organisation")
    with refused.by_database("author_kind_known"):
        people.author(kind="robot")


def test_only_the_name_of_a_person_is_kept_whole():
    assert people.author("徐乾學", kind="person").name_hans == "徐乾学"
    assert people.author("乾淨能源協會", kind="organisation").name_hans == "干净能源协会"


def test_a_slug_stands_once():
    people.author(slug="chan")
    people.author(slug="chan-2")
    with refused.by_database("proposals_author_slug_key"):
        people.author(slug="chan")


def test_the_constraints_tested_here_are_all():
    assert refused.constraints(Author) == {"author_kind_known", "proposals_author_slug_key"}


def test_public_authors_are_those_of_public_proposals():
    shown, joint, of_draft, of_withdrawn, of_merged, _idle = (people.author() for _ in range(6))
    kept = proposals.published(authors=[shown, joint])
    proposals.published(authors=[shown])
    proposals.draft(authors=[of_draft])
    proposals.withdrawn(authors=[of_withdrawn])
    proposals.merged(kept, authors=[of_merged])
    assert sorted(a.pk for a in Author.objects.public()) == [shown.pk, joint.pk]
