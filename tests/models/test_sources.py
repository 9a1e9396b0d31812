import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from proposals.models import Publication, Source
from tests import refused
from tests.factories import proposals, sources

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 20)
MONTH = dt.date(2026, 5, 1)
YEAR = dt.date(2026, 1, 1)

# (day, precision): what is not known of a date is not stored.
DATED = [(None, ""), (DAY, "day"), (MONTH, "month"), (YEAR, "year"), (YEAR, "day")]
MISDATED = [
    (None, "day"),
    (None, "month"),
    (DAY, ""),
    (DAY, "month"),
    (DAY, "year"),
    (MONTH, "year"),
    (dt.date(2026, 1, 2), "year"),
    (DAY, "week"),
]


@pytest.mark.parametrize(("day", "precision"), DATED)
def test_a_date_is_kept_as_far_as_it_is_known(day, precision):
    sources.source(published_on=day, published_on_precision=precision)
    assert Source.objects.filter(published_on=day, published_on_precision=precision).count() == 1


@pytest.mark.parametrize(("day", "precision"), MISDATED)
def test_a_date_that_says_more_or_less_than_its_precision_is_refused(day, precision):
    with refused.by_database("source_published_on_matches_precision"):
        sources.source(published_on=day, published_on_precision=precision)


def test_a_kind_is_one_of_the_list():
    sources.source(kind="speech")
    with refused.by_database("source_kind_known"):
        sources.source(kind="rumour")


def test_a_slug_stands_once():
    sources.source(slug="page")
    sources.source(slug="page-2")
    with refused.by_database("proposals_source_slug_key"):
        sources.source(slug="page")


AT = timezone.now()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"link_checked_at": AT, "link_status": 200},
        {"link_checked_at": AT, "link_error": "no such host"},
    ],
)
def test_a_link_was_not_checked_or_gave_an_answer_or_a_fault(answer):
    assert sources.source(**answer).pk


@pytest.mark.parametrize(
    "answer",
    [
        {"link_status": 200},
        {"link_error": "no such host"},
        {"link_checked_at": AT},
        {"link_checked_at": AT, "link_status": 200, "link_error": "no such host"},
    ],
)
def test_any_other_record_of_a_link_is_refused(answer):
    with refused.by_database("source_link_answer_or_fault"):
        sources.source(**answer)


def test_only_a_copy_in_an_archive_has_a_day():
    day = dt.date(2026, 6, 12)
    sources.source(archived_url="https://archive.example/1", archived_on=day)
    with refused.by_database("source_archived_on_of_a_copy"):
        sources.source(archived_on=day)


def test_a_publication_stands_once_by_slug():
    Publication.objects.create(slug="daily", name_hant="日報")
    Publication.objects.create(slug="weekly", name_hant="日報")
    with refused.by_database("proposals_publication_slug_key"):
        Publication.objects.create(slug="daily", name_hant="週報")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "https://me:secret@example.org/",
        "javascript:alert(1)",
        "http://127.0.0.1/",
        "https://[::1]/",
        "http://localhost:8000/a",
    ],
)
@pytest.mark.parametrize("column", ["url", "archived_url"])
def test_a_link_is_one_that_a_reader_can_follow(column, url):
    source = sources.source(**{column: "https://example.org/@home?a=b@c"})
    source.full_clean()
    setattr(source, column, url)
    with pytest.raises(ValidationError) as refusal:
        source.full_clean()
    assert list(refusal.value.error_dict) == [column]


@pytest.mark.parametrize("hidden", ["\a", "\u202e", "\u2066", "\x85"])
def test_no_text_hides_a_character(hidden):
    source = sources.source("完善\t銀髮經濟", note_hant="一行\n二行")
    source.full_clean()
    source.note_hant = f"一{hidden}二"
    with pytest.raises(ValidationError) as refusal:
        source.full_clean()
    assert list(refusal.value.error_dict) == ["note_hant"]
    assert f"U+{ord(hidden):04X}" in str(refusal.value)


def test_the_constraints_tested_here_are_all():
    assert refused.constraints(Publication) == {"proposals_publication_slug_key"}
    assert refused.constraints(Source) == {
        "proposals_source_slug_key",
        "source_kind_known",
        "source_link_answer_or_fault",
        "source_archived_on_of_a_copy",
        "source_published_on_matches_precision",
        "source_published_date_or_bounds",
        "source_published_bounds_in_order",
        "source_published_inferred_with_reason",
    }


def test_public_sources_are_those_of_public_proposals_and_those_said_to_hold_no_ask():
    shown, of_draft, of_withdrawn, of_merged, mixed, _alone = (sources.source() for _ in range(6))
    read, drafted = sources.without_ask(), sources.without_ask()
    proposals.draft(source=drafted)
    kept = proposals.published(source=shown)
    proposals.published(source=shown)
    proposals.draft(source=of_draft)
    proposals.withdrawn(source=of_withdrawn)
    proposals.merged(kept, source=of_merged)
    proposals.draft(source=mixed)
    proposals.published(source=mixed)
    assert sorted(s.pk for s in Source.objects.public()) == [
        shown.pk,
        mixed.pk,
        read.pk,
        drafted.pk,
    ]
