"""Who sees to a proposal, who watches it, and what editors note: for the desk alone."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from proposals.models import Assignment, Note, Watch
from tests.admin.forms import address
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db


def test_one_page_assigns_watches_and_notes(editor):
    proposal = proposals.published()
    other = people.user(role="Editor")
    sent = {"editor": other.pk, "watched": "on", "note": "等財政司回覆。"}
    assert editor.post(address(proposal, "care"), sent).status_code == 302
    assert Assignment.objects.get().editor == other
    assert Watch.objects.get().editor == editor.user
    note = Note.objects.get()
    assert (note.by, note.text) == (editor.user, "等財政司回覆。")
    assert "等財政司回覆。" in editor.get(address(proposal)).text
    assert "等財政司回覆。" in editor.get(address(proposal, "care")).text


def test_to_leave_both_empty_takes_both_back(editor):
    proposal = proposals.published()
    Assignment.objects.create(proposal=proposal, editor=editor.user)
    Watch.objects.create(proposal=proposal, editor=editor.user)
    editor.post(address(proposal, "care"), {"editor": ""})
    assert (Assignment.objects.count(), Watch.objects.count(), Note.objects.count()) == (0, 0, 0)


def test_a_contributor_notes_and_watches_but_gives_no_work_to_others(contributor):
    proposal = proposals.published()
    held = Assignment.objects.create(proposal=proposal, editor=people.user(role="Editor"))
    sent = {"editor": contributor.user.pk, "note": "見第三版。"}
    assert contributor.post(address(proposal, "care"), sent).status_code == 302
    assert Assignment.objects.get().editor == held.editor
    assert Note.objects.get().by == contributor.user


def test_only_who_records_is_given_work(editor):
    proposal = proposals.published()
    closed = people.user(role="Editor", is_active=False)
    for account in (closed, people.user(role="Contributor"), people.user()):
        page = editor.post(address(proposal, "care"), {"editor": account.pk})
        assert "editor" in page.context["form"].errors
    assert Assignment.objects.count() == 0


def test_the_public_content_of_a_proposal_does_not_change_with_it(editor):
    proposal = proposals.published()
    before = (proposal.version, proposal.change_seq, proposal.edited_at)
    editor.post(address(proposal, "care"), {"editor": editor.user.pk, "note": "x"})
    proposal.refresh_from_db()
    assert (proposal.version, proposal.change_seq, proposal.edited_at) == before


def test_the_selected_are_assigned_to_me(editor):
    pks = [proposals.published().pk for _ in range(2)]
    Assignment.objects.create(proposal_id=pks[0], editor=people.user())
    listed = reverse("admin:proposals_proposal_changelist")
    editor.post(listed, {"action": "take_selected", "_selected_action": pks})
    assert set(Assignment.objects.values_list("proposal", "editor")) == {
        (pk, editor.user.pk) for pk in pks
    }


def test_what_others_record_on_what_i_watch_is_listed(editor):
    proposal = proposals.published(by=editor.user)
    Watch.objects.create(proposal=proposal, editor=editor.user)
    history.record(proposals.published(by=editor.user), by=people.user())
    update = history.record(proposal, by=people.user())
    rows = editor.get("/admin/proposals/statusupdate/?fresh=watched").context["cl"].queryset
    assert [row.pk for row in rows] == [update.pk]


def test_a_draft_with_notes_can_be_deleted(editor):
    proposal = proposals.draft()
    Note.objects.create(proposal=proposal, by=editor.user, text="x")
    Assignment.objects.create(proposal=proposal, editor=editor.user)
    assert editor.post(address(proposal, "delete"), {"post": "yes"}).status_code == 302
    assert Note.objects.count() == 0


def test_an_assignment_is_of_a_proposal_or_of_a_body(editor):
    proposal, body = proposals.published(), taxonomy.body()
    for fields in ({}, {"proposal": proposal, "body": body}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(editor=editor.user, **fields)
    add = reverse("admin:proposals_assignment_add")
    page = editor.post(add, {"editor": editor.user.pk, "proposal": proposal.pk, "body": body.pk})
    assert page.context["adminform"].form.non_field_errors()
    assert editor.post(add, {"editor": editor.user.pk, "body": body.pk}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(editor, count, django_assert_num_queries):
    for _ in range(count):
        Assignment.objects.create(proposal=proposals.published(), editor=editor.user)
    # Session, account, rights in two; the count, the rows, and the facet.
    with django_assert_num_queries(7):
        listed = editor.get(reverse("admin:proposals_assignment_changelist"))
    assert listed.context["cl"].result_count == count
