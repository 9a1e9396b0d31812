"""The history page: what changed, who did it, and an earlier text brought back."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.choices import ChangeKind
from proposals.editing import writing
from proposals.models import Change, Proposal, Source
from tests.admin.forms import messages
from tests.factories import people, proposals


def address(row, page="history"):
    return reverse(f"admin:proposals_{row._meta.model_name}_{page}", args=[row.pk])


def retitle(proposal, title):
    proposal.title_hant = title
    with transaction.atomic():
        writing.write(proposal)
        writing.settle([proposal])
    proposal.refresh_from_db()


def shown(response):
    return list(response.context["page"])


def differences(revision):
    return {d.label: (d.old, d.new) for d in revision.differences}


def test_a_change_is_told_field_by_field(editor):
    proposal = proposals.published(title_hant="設立基金")
    retitle(proposal, "擴大基金")
    page = editor.get(address(proposal))
    newest = shown(page)[0]
    assert set(differences(newest).values()) == {("設立基金", "擴大基金"), ("设立基金", "扩大基金")}
    assert "<del>設立基金</del>" in page.text
    assert "<ins>擴大基金</ins>" in page.text


def test_rows_on_the_page_of_a_proposal_belong_to_its_history(editor):
    author = people.author(name_hant="李小明")
    proposal = proposals.published(authors=[author])
    proposal.attributions.all().delete()
    newest = shown(editor.get(address(proposal)))[0]
    assert newest.event.pgh_label == "delete"
    assert ("李小明", "") in differences(newest).values()


def test_another_proposals_changes_are_not_in_it(editor):
    one, other = proposals.published(), proposals.published(title_en="Quite another thing")
    assert "Quite another thing" not in editor.get(address(one)).text
    assert "Quite another thing" in editor.get(address(other)).text


def test_who_and_from_where_are_shown(chief):
    source = Source.objects.create(slug="page", headline="完善銀髮經濟")
    form = chief.get(address(source, "change")).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    chief.post(
        address(source, "change"), sent | {"headline": "另一標題"}, REMOTE_ADDR="203.0.113.9"
    )
    newest = shown(chief.get(address(source)))[0]
    assert newest.who == chief.user.username
    assert newest.origin == "在編輯後台"
    assert "203.0.113.9" not in chief.get(address(source)).text
    assert ("完善銀髮經濟", "另一標題") in differences(newest).values()


@pytest.fixture
def edited():
    proposal = proposals.published(title_hant="設立基金")
    retitle(proposal, "擴大基金")
    return proposal


def first_of(proposal):
    return Proposal.pgh_event_model.objects.filter(pgh_obj_id=proposal.pk).earliest("pgh_id")


def restore(client, proposal, **sent):
    values = {"event": first_of(proposal).pk, "version": proposal.version, "confirmed": "1"}
    values |= {"reason": "改錯了題目。"}
    return client.post(address(proposal), values | sent, follow=True)


def test_an_earlier_text_comes_back_as_a_new_revision(editor, edited):
    before = Proposal.pgh_event_model.objects.count()
    restore(editor, edited)
    stored = Proposal.objects.get()
    assert (stored.title_hant, stored.title_hans) == ("設立基金", "设立基金")
    assert stored.version == edited.version + 1
    assert Proposal.pgh_event_model.objects.count() == before + 1
    assert Change.objects.latest("seq").kind == ChangeKind.UPDATED
    assert Proposal.objects.search("設立基金").exists()


def test_a_text_is_restored_for_a_reason_which_stands_in_the_history(editor, edited):
    page = restore(editor, edited, reason=" ")
    assert page.context["form"].errors.keys() == {"reason"}
    assert page.context["differences"]
    assert Proposal.objects.get().title_hant == "擴大基金"
    restore(editor, edited)
    newest, *others = shown(editor.get(address(edited)))
    assert newest.reason == "改錯了題目。"
    assert not any(revision.reason for revision in others)


def test_what_would_be_restored_is_shown_first(editor, edited):
    sent = {"event": first_of(edited).pk, "version": edited.version}
    page = editor.post(address(edited), sent)
    shown_first = {(d.old, d.new) for d in page.context["differences"]}
    assert shown_first == {("擴大基金", "設立基金"), ("扩大基金", "设立基金")}
    assert 'name="confirmed"' in page.text
    assert Proposal.objects.get().title_hant == "擴大基金"


def test_a_text_is_not_restored_over_one_that_was_not_seen(editor, edited):
    seen = edited.version
    retitle(edited, "另一標題")
    answer = restore(editor, edited, version=seen)
    assert Proposal.objects.get().title_hant == "另一標題"
    assert len(messages(answer)) == 1


def test_a_revision_of_another_proposal_is_not_restored(editor, edited):
    other = proposals.published()
    assert restore(editor, edited, event=first_of(other).pk).status_code == 404


def test_who_may_not_write_it_may_not_restore_it(contributor, edited):
    page = contributor.get(address(edited))
    assert page.status_code == 200
    assert 'name="event"' not in page.text
    assert restore(contributor, edited).status_code == 403


def test_a_page_costs_the_same_for_one_change_and_for_three(editor):
    proposal, asked = proposals.published(), {}
    for count in range(1, 4):
        retitle(proposal, f"第{count}個標題")
        with CaptureQueriesContext(connection) as queries:
            editor.get(address(proposal))
        asked[count] = len(queries)
    assert asked[1] == asked[3]
