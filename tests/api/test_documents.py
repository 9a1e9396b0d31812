"""Official documents and what they answer, as programs read them."""

import pytest
from django.conf import settings

from proposals.models import Document
from proposals.uptake import deciding
from tests.factories import documents, people, proposals, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user("Editor")


@pytest.fixture
def answered(editor):
    """A public document, and beside it what the public must not see."""
    fund = proposals.published(slug="fund")
    address = documents.document(
        "address", publisher=taxonomy.body("ceo"), url="https://gov.example/1"
    )
    [uptake] = documents.accepted(documents.match(fund, address), by=editor)
    documents.match(fund, address, 2)
    hidden = documents.document("hidden")
    documents.match(fund, hidden)
    rejected = documents.match(proposals.published(slug="other"), address, 2)
    deciding.reject(rejected, by=editor)
    documents.related(proposals.draft(slug="draft"), hidden, by=editor)
    return uptake


def test_a_document_comes_with_what_it_answers(get, answered):
    page = f"{settings.SITE_URL}/documents/address/"
    row = {
        "slug": "address",
        "url": f"{settings.SITE_URL}/api/v1/documents/address/",
        "html_url": page,
        "kind": "policy_address",
        "title_hant": "施政報告",
        "title_hans": "施政报告",
        "title_en": "Policy Address",
        "publisher": "ceo",
        "published_on": "2026-05-20",
        "published_on_precision": "day",
        "original_url": "https://gov.example/1",
    }
    link = {
        "slug": "address-1",
        "html_url": f"{page}#address-1",
        "document": "address",
        "proposal": "fund",
        "relation": "same",
        "quote": answered.quote,
        "locator": "paragraph 1",
        "position": 1,
        "paragraph": "1",
        "page": None,
        "status_update": answered.update_id,
        "recorded_at": get("uptakes/").json()["results"][0]["recorded_at"],
        "voided_at": None,
        "void_reason_hant": "",
        "void_reason_hans": "",
        "void_reason_en": "",
    }
    assert get("documents/").json()["results"] == [row]
    assert get("uptakes/").json()["results"] == [link]
    assert get("documents/address/").json() == row | {"uptakes": [link]}
    told = get("changes/", kind="uptake").json()["results"]
    assert [change["row"] for change in told] == [row, link]
    assert get("documents/hidden/").status_code == 404


def test_neither_text_nor_undecided_nor_editor_leaves_by_any_address(get, client, answered):
    unseen = answered.document.passages.get(position=2).text
    for address in ("documents/", "documents/address/", "uptakes/", "changes/", "proposals/fund/"):
        body = get(address).content.decode()
        for private in (unseen, "hidden", "draft", answered.recorded_by.username, "text_hash"):
            assert private not in body, address
    for page in ("/documents/", "/documents/address/", "/proposals/fund/", "/feeds/changes.atom"):
        body = client.get(page).content.decode()
        for private in (unseen, "/documents/hidden/", "silver-fund-draft"):
            assert private not in body, page
    assert client.get("/documents/hidden/").status_code == 404


def test_what_was_voided_stays_with_its_reason(get, answered, editor):
    deciding.void(answered, reason_hant="記錯。", reason_en="Mistaken.", by=editor)
    [row] = get("uptakes/").json()["results"]
    assert (row["voided_at"] is not None, row["void_reason_en"]) == (True, "Mistaken.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"document": "address"}, ["address-1"]),
        ({"document": "-address"}, ["second-1"]),
        ({"proposal": "other"}, ["second-1"]),
        ({"relation": "part"}, ["second-1"]),
        ({"relation": ["same", "part"]}, ["address-1", "second-1"]),
    ],
)
def test_links_are_found_by_document_proposal_and_relation(get, answered, editor, query, found):
    other = Document.objects.get(slug="address").passages.first()
    assert other
    second = documents.document("second")
    chosen = proposals.Proposal.objects.get(slug="other")
    documents.related(chosen, second, relation="part", by=editor)
    assert [row["slug"] for row in get("uptakes/", **query).json()["results"]] == found


@pytest.mark.parametrize("query", [{"document": "hidden"}, {"relation": "cause"}, {"colour": "1"}])
def test_what_is_not_known_is_a_fault(get, answered, query):
    answer = get("uptakes/", **query)
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == list(query)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_a_fixed_number_of_queries(get, editor, count, django_assert_num_queries):
    for _ in range(count):
        documents.related(proposals.published(), documents.document(), by=editor)
    for address in ("documents/", "uptakes/"):
        with django_assert_num_queries(2):  # the edition, the rows
            assert len(get(address).json()["results"]) == count
    slug = Document.objects.first().slug
    with django_assert_num_queries(3):  # the edition, the document, its links
        assert get(f"documents/{slug}/").status_code == 200
