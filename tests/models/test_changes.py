"""What a change says, and how each is chained to the one before."""

import hashlib

import pytest
from django.db import connection
from django.utils import timezone

from proposals.choices import ChangeKind, Noun
from proposals.editing import publishing, writing
from proposals.models import Author, Change, Proposal
from tests import refused
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return proposals.published()


def told(after=0):
    changes = Change.objects.filter(seq__gt=after).order_by("seq")
    return [(change.kind, change.noun, change.key, change.gone) for change in changes]


def newest():
    return Change.objects.newest()[0]


@pytest.mark.parametrize("kind", ChangeKind.values)
def test_a_change_has_a_target_if_and_only_if_it_is_a_merge(proposal, kind):
    merged = kind == ChangeKind.MERGED
    target = proposals.published()
    right, wrong = (target, None) if merged else (None, target)
    at = timezone.now()
    assert Change.objects.create(proposal=proposal, kind=kind, at=at, target=right).seq
    with refused.by_database("change_merged_iff_target"):
        Change.objects.create(proposal=proposal, kind=kind, at=at, target=wrong)


def test_a_change_is_of_a_known_kind(proposal):
    with refused.by_database("change_kind_known"):
        Change.objects.create(proposal=proposal, kind="rumour", at=timezone.now())


def test_a_change_is_of_a_known_noun():
    with refused.by_database("change_noun_known"):
        Change.objects.create(noun="rumour", kind="term", at=timezone.now())


@pytest.mark.parametrize("noun", Noun.values)
def test_a_change_is_of_a_proposal_if_and_only_if_it_says_so(proposal, noun):
    of_proposal = noun == Noun.PROPOSAL
    right, wrong = (proposal, None) if of_proposal else (None, proposal)
    assert Change.objects.create(kind="updated", noun=noun, at=timezone.now(), proposal=right).seq
    with refused.by_database("change_of_proposal_iff_noun"):
        Change.objects.create(kind="updated", noun=noun, at=timezone.now(), proposal=wrong)


def test_a_number_that_comes_too_late_is_refused(proposal):
    with refused.by_database("change_in_commit_order"):
        Change.objects.create(seq=1, kind="updated", at=timezone.now(), proposal=proposal)


def test_the_constraints_tested_here_are_all():
    found = {c for c in refused.constraints(Change) if "_hash_" not in c}
    assert found == {
        "change_kind_known",
        "change_noun_known",
        "change_of_proposal_iff_noun",
        "change_merged_iff_target",
    }


def test_plain_sql_is_chained_too(proposal):
    before = Change.objects.latest("seq")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proposals_change (at, kind, noun, key, gone, digest, hash)"
            " VALUES ('2026-06-01 08:00+08', 'term', 'sector', 'ageing', FALSE, 'abc', 'forged')"
        )
    change = Change.objects.latest("seq")
    lines = [before.hash, str(change.seq), "2026-06-01T00:00:00.000000Z", "term", "sector"]
    lines += ["ageing", "", "", "abc"]
    assert change.hash == hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_what_a_proposal_shares_is_told_with_the_first_that_is_published():
    author, source = people.author(slug="chan"), sources.source(slug="article")
    first = proposals.published(slug="first", authors=[author], source=source)
    assert told() == [
        ("published", "proposal", "first", False),
        ("source", "source", "article", False),
        ("person", "author", "chan", False),
    ]
    after = newest()
    second = proposals.published(slug="second", authors=[author], source=source)
    assert told(after) == [("published", "proposal", "second", False)]
    after = newest()
    for row in (first, second):
        publishing.withdraw(row, reason_hant="撤回。", reason_en="Withdrawn.")
    assert told(after) == [
        ("withdrawn", "proposal", "first", False),
        ("withdrawn", "proposal", "second", False),
        ("source", "source", "article", True),
        ("person", "author", "chan", True),
    ]


def test_a_shared_row_is_told_only_where_its_words_move(proposal):
    author = Author.objects.get()
    after = newest()
    writing.save_shared(author, Proposal.objects.all())
    assert told(after) == []
    author.note_en = "A legislator."
    writing.save_shared(author, Proposal.objects.all())
    assert told(after) == [("person", "author", author.key, False)]


def test_a_term_is_told_when_it_is_made_and_when_it_is_deleted():
    sector = taxonomy.sector()
    writing.save_shared(sector, ())
    writing.delete_shared(sector)
    assert told() == [
        ("term", "sector", "ageing", False),
        ("term", "sector", "ageing", True),
    ]


def test_an_author_of_drafts_only_is_told_to_nobody():
    author = people.author()
    proposals.draft(authors=[author])
    author.name_en = "Another"
    writing.save_shared(author, Proposal.objects.filter(authors=author))
    writing.delete_shared(people.author())
    assert [row for row in told() if row[1] == "author"] == []


def test_a_publication_that_no_public_source_names_any_more_is_told_to_be_gone():
    first, second = sources.publication("daily"), sources.publication("weekly")
    source = sources.source(publication=first)
    proposals.published(source=source)
    after = newest()
    source.publication = second
    writing.save_shared(source, source.proposals.all())
    assert [row for row in told(after) if row[1] == "publication"] == [
        ("source", "publication", "daily", True),
        ("source", "publication", "weekly", False),
    ]


def test_of_a_source_without_an_ask_the_publication_is_told_too():
    source = sources.without_ask(publication=sources.publication("daily"))
    writing.save_shared(source, ())
    source.publication = None
    writing.save_shared(source, ())
    assert [row[3] for row in told() if row[1] == "publication"] == [False, True]


def test_of_a_source_that_is_deleted_the_publication_is_told_to_be_gone():
    source = sources.without_ask(publication=sources.publication("daily"))
    writing.save_shared(source, ())
    after = newest()
    writing.delete_shared(source)
    assert told(after) == [
        ("source", "source", source.slug, True),
        ("source", "publication", "daily", True),
    ]
