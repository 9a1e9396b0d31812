"""After a proposal the next one of the same article, without what stays the same typed anew."""

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests.admin.forms import address, as_sent
from tests.factories import proposals

pytestmark = pytest.mark.django_db

ADD = reverse("admin:proposals_proposal_add")


def another(client, before):
    """The empty form to which saving this one leads, and its address."""
    sent = as_sent(client.get(address(before)), _addanother="1")
    page = client.post(address(before), sent).url
    return page, client.get(page)


def test_the_next_ask_has_source_authors_sector_bodies_and_date(editor):
    before = proposals.draft()
    page, form = another(editor, before)
    assert page == f"{ADD}?after={before.pk}"
    sent = as_sent(form)
    assert sent["title_hant"] == sent["summary_hant"] == sent["locator"] == ""
    assert editor.post(page, sent | {"title_hant": "興建鐵路"}).status_code == 302
    new = Proposal.objects.get(title_hant="興建鐵路")
    assert (new.source, new.sector, new.proposed) == (
        before.source,
        before.sector,
        before.proposed,
    )
    for rows, columns in (
        ("attributions", ["author", "capacity_hant"]),
        ("addressees", ["body", "basis"]),
    ):
        had = list(getattr(before, rows).order_by("pk").values_list(*columns))
        assert had
        assert list(getattr(new, rows).order_by("pk").values_list(*columns)) == had


def test_what_is_carried_may_be_left_out(editor):
    page, form = another(editor, proposals.draft())
    sent = as_sent(form, title_hant="興建鐵路") | {"addressees-0-body": "", "sector": ""}
    assert editor.post(page, sent).status_code == 302
    new = Proposal.objects.get(title_hant="興建鐵路")
    assert new.sector is None
    assert not new.addressees.exists()
    assert new.authors.exists()


def test_after_a_new_ask_comes_the_next(editor):
    before = proposals.draft()
    sent = as_sent(editor.get(f"{ADD}?after={before.pk}"), title_hant="第二項", _addanother="1")
    page = editor.post(f"{ADD}?after={before.pk}", sent).url
    second = Proposal.objects.get(title_hant="第二項")
    assert page == f"{ADD}?after={second.pk}"
    assert as_sent(editor.get(page))["source"] == str(before.source.pk)


@pytest.mark.parametrize("after", ["0", "x", "9" * 30, ""])
def test_after_what_is_not_there_the_form_is_empty(editor, after):
    sent = as_sent(editor.get(ADD, {"after": after}))
    assert sent["source"] == ""
    assert sent["attributions-TOTAL_FORMS"] == "1"
