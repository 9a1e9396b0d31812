"""Official documents, as readers see them."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals.languages import PREFIXES
from proposals.models import Uptake
from proposals.uptake import deciding
from tests.factories import documents, people, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user("Editor")


@pytest.mark.parametrize("language", PREFIXES)
def test_each_language_shows_what_answers_what(client, editor, language):
    fund = proposals.published(slug="fund")
    address = documents.document("address")
    documents.accepted(documents.match(fund, address), by=editor)
    title, relation, where = {
        "zh-hant": ("施政報告", "按建議", "第1段"),
        "zh-hans": ("施政报告", "按建议", "第1段"),
        "en": ("Policy Address", "As asked", "paragraph 1"),
    }[language]
    prefix = PREFIXES[language]
    for page in ("/documents/", "/documents/address/", "/proposals/fund/"):
        body = client.get(prefix + page).content.decode()
        assert title in body
        if page != "/documents/":
            assert relation in body
            assert where in body.lower()
            assert "設立銀髮基金" in body
    detail = client.get(f"{prefix}/documents/address/").content.decode()
    assert f"<h3>{where[0].upper()}{where[1:]}</h3>" in detail
    assert (
        'href="/proposals/fund/"' in detail.replace(prefix, "", 1) or "/proposals/fund/" in detail
    )


def test_it_leads_to_the_list_of_what_it_answers_which_can_be_filtered_on(client, editor):
    fund, other = proposals.published(slug="fund"), proposals.published(slug="other")
    address = documents.document("address")
    documents.accepted(documents.match(fund, address), by=editor)
    page = client.get("/en/documents/address/").content.decode()
    assert 'href="/en/proposals/?document=address"' in page
    found = client.get("/en/proposals/?document=address")
    assert found.context["total"] == 1
    body = found.content.decode()
    assert "/en/proposals/fund/" in body
    assert other.slug not in body
    # What is chosen is said by its title, and carried on by the form.
    assert "Answered by the official document: Policy Address" in body
    assert '<input type="hidden" name="document" value="address">' in body
    assert client.get("/api/v1/proposals/?document=address").json()["results"][0]["slug"] == "fund"
    faulty = client.get("/en/proposals/?document=nonsense")
    assert faulty.status_code == 400
    assert "document=address" in faulty.content.decode()


def test_nothing_is_there_before_anything_is_linked(client):
    documents.document("address")
    assert client.get("/documents/").context["rows"] == []
    assert client.get("/documents/address/").status_code == 404


def test_what_is_voided_is_shown_struck_and_counted_no_more(client, editor):
    address = documents.document("address")
    uptake = documents.related(proposals.published(slug="fund"), address, by=editor)
    documents.related(proposals.published(), address, position=2, by=editor)
    deciding.void(uptake, reason_hant="說的是另一個基金。", by=editor)
    answer = client.get("/documents/address/")
    assert answer.context["answered"] == 1
    assert "說的是另一個基金。" in answer.content.decode()
    assert "<s><q>" in answer.content.decode()
    assert "說的是另一個基金。" in client.get("/proposals/fund/").content.decode()


def test_a_past_day_shows_what_had_been_said_and_linked(client, editor):
    fund = proposals.published(slug="fund")
    documents.related(fund, documents.document("address"), by=editor)
    uptake = Uptake.objects.get()
    since = timezone.localtime(uptake.recorded_at).isoformat()

    def shown(**query):
        return len(client.get("/proposals/fund/", query).context["uptakes"])

    assert shown() == 1
    assert shown(as_of="2026-05-20") == 1
    assert shown(known_at=since) == 1
    before = timezone.localtime(uptake.recorded_at - dt.timedelta(microseconds=1)).isoformat()
    assert shown(known_at=before) == 0


def test_what_was_voided_later_held_at_an_earlier_moment(client, editor):
    fund = proposals.published(slug="fund")
    uptake = documents.related(fund, documents.document(), by=editor)
    deciding.void(uptake, reason_hant="記錯。", by=editor)
    query = {"known_at": timezone.localtime(uptake.recorded_at).isoformat()}
    [shown] = client.get("/proposals/fund/", query).context["uptakes"]
    assert shown.voided_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_a_fixed_number_of_queries(client, editor, count, django_assert_num_queries):
    address = documents.document("address")
    for _ in range(count):
        other = proposals.published()
        documents.related(other, address, by=editor)
        documents.related(other, documents.document(), by=editor)
    with django_assert_num_queries(2):  # the edition, the documents
        assert len(client.get("/documents/").context["rows"]) == count + 1
    with django_assert_num_queries(3):  # the edition, the document, its links
        assert client.get("/documents/address/").context["answered"] == count
