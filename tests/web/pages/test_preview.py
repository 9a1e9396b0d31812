"""The public page of a draft, as its editors see it before anybody else."""

import pytest

from proposals.models import Change, Proposal, StatusUpdate
from tests.factories import people, proposals

pytestmark = pytest.mark.django_db


def address(proposal, language=""):
    return f"{language}/preview/proposals/{proposal.pk}/"


@pytest.fixture
def editor(client):
    client.force_login(people.user(role="Contributor"))
    return client


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("", "設立銀髮經濟基金", "已提出"),
        ("/zh-hans", "设立银发经济基金", "已提出"),
        ("/en", "Set up a silver-economy fund", "Proposed"),
    ],
)
def test_a_draft_is_seen_as_its_page_will_be_in_each_language(editor, language, title, status):
    answer = editor.get(address(proposals.draft(), language))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert title in page
    assert status in page
    assert not StatusUpdate.objects.exists()
    assert not Change.objects.filter(noun="proposal").exists()


def test_a_draft_of_a_title_alone_has_a_preview(editor):
    draft = Proposal.objects.create(slug="railway", title_hant="興建鐵路")
    assert "興建鐵路" in editor.get(address(draft)).content.decode()


def test_nobody_keeps_a_preview_and_no_engine_lists_it(editor):
    answer = editor.get(address(proposals.draft()))
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "ETag" not in answer


def test_only_who_may_enter_the_desk_sees_a_preview(client, editor):
    draft = proposals.draft()
    client.logout()
    there, not_there = client.get(address(draft)), client.get("/preview/proposals/999999/")
    assert there.status_code == not_there.status_code == 302
    assert there["Location"].startswith("/admin/login/")
    client.force_login(people.user())
    assert client.get(address(draft)).status_code == 403
    assert client.post(address(draft)).status_code == 405


def test_a_draft_stays_behind_the_preview(client):
    draft = proposals.draft()
    for page in (draft.get_absolute_url(), f"/api/v1/proposals/{draft.slug}/"):
        assert client.get(page).status_code == 404
