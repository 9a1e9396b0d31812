"""What the database holds documents and their links to."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation

from proposals.models import Document, Match, Matching, Passage, Uptake
from proposals.uptake import deciding
from tests.factories import documents, people, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user("Editor")


@pytest.fixture
def uptake(editor):
    return documents.related(proposals.published(), documents.document(), by=editor)


def refused(act, error=IntegrityError):
    with pytest.raises(error), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "columns",
    [
        {"quote": "改"},
        {"relation": "part"},
        {"position": 2},
        {"recorded_at": timezone.now()},
        {"slug": "other"},
    ],
)
def test_a_link_is_never_edited(uptake, columns):
    refused(lambda: Uptake.objects.filter(pk=uptake.pk).update(**columns), DatabaseError)


def test_a_link_is_never_deleted_nor_its_document(uptake):
    refused(lambda: Uptake.objects.filter(pk=uptake.pk)._raw_delete("default"), DatabaseError)
    refused(uptake.document.delete)


def test_a_void_is_not_taken_back(uptake, editor):
    deciding.void(uptake, reason_hant="記錯。", by=editor)
    unvoided = {"voided_at": None, "voided_by": None, "void_reason_hant": ""}
    refused(lambda: Uptake.objects.filter(pk=uptake.pk).update(**unvoided), DatabaseError)


def test_a_void_has_a_day_somebody_and_a_reason(uptake, editor):
    for columns in (
        {"voided_at": timezone.now()},
        {"voided_at": timezone.now(), "voided_by": editor},
        {"void_reason_hant": "記錯。"},
    ):
        refused(lambda c=columns: Uptake.objects.filter(pk=uptake.pk).update(**c))


def test_a_passage_answers_a_proposal_once(uptake, editor):
    match = Match.objects.get()
    Match.objects.update(decision="", decided_at=None, decided_by=None)
    refused(lambda: deciding.relate(match, relation="part", quote=match.passage.text, by=editor))
    deciding.void(uptake, reason_hant="記錯。", by=editor)
    deciding.relate(match, relation="part", quote=match.passage.text, by=editor)


def test_a_match_is_decided_by_somebody(uptake):
    refused(lambda: Match.objects.update(decided_by=None))
    refused(lambda: Match.objects.update(decision=""))
    refused(lambda: Match.objects.update(decision="maybe"))


def test_a_passage_stays_as_it_was_cut(uptake):
    refused(lambda: Passage.objects.update(text="改"), DatabaseError)


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "speech"},
        {"published_on": dt.date(2026, 5, 2), "published_on_precision": "month"},
        {"text": ""},
        {"text_hash": None},
    ],
)
def test_a_document_is_whole(uptake, columns):
    refused(lambda: Document.objects.update(**columns))


def test_matching_is_done_or_given_up(uptake):
    now = timezone.now()
    refused(lambda: Matching.objects.update(done_at=now, failed_at=now))


def test_a_document_is_of_the_past():
    with pytest.raises(Exception, match="published_on"):
        documents.document(published_on=timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("place", "machine", "reader"),
    [
        ({"paragraph": "12", "page": 3}, "paragraph 12, page 3", "第12段（第3頁）"),
        ({"paragraph": "12"}, "paragraph 12", "第12段"),
        ({"page": 3}, "passage 7, page 3", "第7節（第3頁）"),
    ],
)
def test_a_place_is_cited_by_its_number_or_else_its_order(place, machine, reader):
    passage = Passage(position=7, **place)
    with translation.override(settings.LANGUAGE_CODE):
        assert (passage.locator, passage.where()) == (machine, reader)
