"""A draft needs a title; what else it lacks is told, each leading to its field."""

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests.admin.forms import address, as_sent, messages
from tests.factories import proposals, sources

pytestmark = pytest.mark.django_db
ADD = reverse("admin:proposals_proposal_add")


def test_a_chinese_title_alone_is_a_draft(editor):
    sent = as_sent(editor.get(ADD), title_hant="興建鐵路")
    assert editor.post(ADD, sent).status_code == 302
    draft = Proposal.objects.get()
    assert (draft.slug, draft.sector, draft.source) == ("xing-jian-tie-lu", None, None)
    page = editor.get(address(draft))
    assert [field.address.partition("#")[2] for field in page.context["missing"]] == [
        "id_title_en",
        "id_summary_hant",
        "id_summary_en",
        "id_sector",
        "id_source",
        "id_instrument",
        "id_specificity",
        "attributions-group",
    ]
    for field in page.context["missing"]:
        assert f'id="{field.address.partition("#")[2]}"' in page.content.decode()


def test_what_is_not_complete_is_not_published_and_says_what_is_missing(editor):
    draft = Proposal.objects.create(slug="railway", title_hant="興建鐵路")
    page = editor.get(address(draft, "publish"))
    assert len(page.context["missing"]) == 8
    page = editor.post(address(draft, "publish"))
    [fault] = page.context["form"].non_field_errors()
    assert "範疇" in fault
    draft.refresh_from_db()
    assert not draft.ever_published


def test_a_complete_draft_says_as_what_it_will_be_recorded(editor):
    draft = proposals.draft()
    page = editor.get(address(draft, "publish"))
    assert page.context["missing"] == []
    assert "將記錄為" in page.content.decode()
    assert "2026年5月20日" in page.context["recorded_as"]


def test_without_a_date_it_is_published_once_somebody_says_that_nobody_knows_it(editor):
    draft = proposals.draft(proposed_on=None, source=sources.source())
    page = editor.post(address(draft, "publish"))
    assert "undated" in page.context["form"].errors
    assert editor.post(address(draft, "publish"), {"undated": "on"}).status_code == 302
    assert draft.updates.get().effective_on is None


def test_the_source_gives_its_date_to_an_ask_without_one(editor):
    draft = proposals.draft(
        proposed_on=None,
        source=sources.source(published_on="2026-11-20", published_on_precision="day"),
    )
    assert "2026年11月20日" in editor.get(address(draft, "publish")).context["recorded_as"]


def test_slugs_are_compared_without_case(editor):
    proposals.draft(slug="Railway")
    refused = editor.post(ADD, as_sent(editor.get(ADD), title_hant="鐵路", slug="railway"))
    assert "slug" in refused.context["adminform"].form.errors
    kept = editor.post(ADD, as_sent(editor.get(ADD), title_hant="鐵路", title_en="Railway"))
    assert kept.status_code == 302
    assert Proposal.objects.get(title_hant="鐵路").slug == "railway-2"


def test_an_edit_is_seen_as_its_public_page_before_it_is_saved(editor):
    shown = proposals.published()
    sent = as_sent(editor.get(address(shown)), title_hant="另一題目", _preview="zh-hans")
    page = editor.post(address(shown), sent)
    assert page.status_code == 200
    assert "另一题目" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    shown.refresh_from_db()
    assert shown.title_hant == "設立銀髮經濟基金"
    assert messages(editor.get("/admin/")) == []
    sent = as_sent(editor.get(ADD), title_hant="興建鐵路", _preview="zh-hant")
    assert "興建鐵路" in editor.post(ADD, sent).content.decode()
    assert Proposal.objects.count() == 1
