"""What is kept of what is cited, as programs read it; never the file."""

import hashlib

import pytest
from django.conf import settings
from django.utils import timezone

from proposals.copies import keeping
from proposals.editing import publishing
from tests.factories import copies, people, proposals, sources

pytestmark = pytest.mark.django_db

SECRET = "只供編輯閱讀的全文，其中設立銀髮基金一語為所引。"


@pytest.fixture
def editor():
    return people.user("Editor")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    return copies.kept_in(settings, tmp_path)


@pytest.fixture
def kept(editor):
    """Copies of evidence and of a source that are public, and of some that are not."""
    fund = proposals.published(slug="fund", by=editor)
    evidence = copies.cited("https://gov.example/1", "設立銀髮基金", by=editor, proposal=fund)
    source = sources.without_ask(slug="page")
    hidden = sources.source(slug="hidden")
    proposals.draft(slug="draft", source=hidden)
    gone = copies.cited("https://gov.example/2", by=editor, proposal=proposals.published(by=editor))
    publishing.withdraw(gone.update.proposal, reason_hant="重複。", reason_en="Twice.")
    for row in (evidence, source, hidden, gone):
        copies.given(row, SECRET, by=editor)
    return evidence


def test_a_copy_is_told_with_its_fingerprint_and_its_day(get, kept):
    file = SECRET.encode()
    today = str(timezone.localdate())
    row = {
        "slug": f"evidence-{kept.pk}",
        "html_url": f"{settings.SITE_URL}/proposals/fund/#update-{kept.update.number}",
        "proposal": "fund",
        "status_update": kept.update_id,
        "source": None,
        "original_url": "https://gov.example/1",
        "origin": "given",
        "sha256": hashlib.sha256(file).hexdigest(),
        "size": len(file),
        "content_type": "text/plain",
        "kept_on": today,
        "quote_found": True,
        "page_state": None,
        "page_state_on": None,
        "archived_url": None,
        "archived_on": None,
    }
    [first, second] = get("copies/").json()["results"]
    assert first == row
    assert (second["source"], second["original_url"], second["proposal"]) == ("page", None, None)
    told = get("changes/", kind="source").json()["results"]
    assert [c["row"] for c in told if c["noun"] == "copy"] == [first, second]
    # What it is kept for says the name.
    [*_, update] = get("proposals/fund/").json()["updates"]
    assert update["evidence"][0]["copy"] == first["slug"]
    assert get("sources/page/").json()["copy"] == second["slug"]


def test_no_copy_leaves_by_any_public_door(get, client, kept, folder):
    [path, *_more] = [path for path in folder.rglob("*") if path.is_file()]
    doors = ("copies/", "changes/", "proposals/fund/", "sources/page/", "status-updates/")
    for address in doors:
        body = get(address).content.decode()
        for private in ("只供編輯", "hidden", "draft", str(folder)):
            assert private not in body, address
    for page in ("/proposals/fund/", "/sources/page/", "/feeds/changes.atom", "/changes/"):
        assert "只供編輯" not in client.get(page).content.decode(), page
    for guess in ("files/copies", "media", "static/copies", "admin/proposals/keptcopy"):
        for name in (path.name, f"{path.parent.name}/{path.name}", f"{kept.kept_copy.pk}/file/"):
            answer = client.get(f"/{guess}/{name}")
            assert answer.status_code in {301, 302, 404}, (guess, name)
            assert "只供編輯" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"proposal": "fund"}, ["evidence"]),
        ({"source": "page"}, ["source"]),
        ({"source": "-page"}, ["evidence"]),
        ({"proposal": "-fund"}, ["source"]),
        ({"page_state": "dead"}, []),
    ],
)
def test_copies_are_found_by_what_they_are_kept_for(get, kept, query, found):
    rows = get("copies/", **query).json()["results"]
    assert [row["slug"].partition("-")[0] for row in rows] == found


@pytest.mark.parametrize("query", [{"source": "hidden"}, {"page_state": "lost"}, {"colour": "1"}])
def test_what_is_not_known_is_a_fault(get, kept, query):
    answer = get("copies/", **query)
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == list(query)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(get, editor, count, django_assert_num_queries):
    for number in range(count):
        copies.given(sources.without_ask(), f"第{number}頁", by=editor)
    with django_assert_num_queries(2):  # the edition, the rows
        assert len(get("copies/").json()["results"]) == count


def test_an_archived_address_is_told(get, kept):
    keeping.archive(kept.kept_copy, "https://archive.example/1", timezone.localdate())
    [row] = get("copies/", proposal="fund").json()["results"]
    assert row["archived_url"] == "https://archive.example/1"
