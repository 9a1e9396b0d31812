"""Criteria on the page of their proposal, states in the form of a step, and related proposals."""

import pytest
from django.urls import reverse

from proposals.choices import Status
from proposals.models import Criterion, Relation
from tests.admin.forms import address, as_sent, typed_evidence
from tests.admin.test_tracking import DOCUMENT, send
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db


def saved(client, proposal, **typed):
    sent = as_sent(client.get(address(proposal)), **typed)
    return client.post(address(proposal), sent)


@pytest.fixture
def fund():
    fund = proposals.published(slug="fund")
    proposals.criterion(fund, "基金已成立")
    return fund


def test_a_criterion_is_listed_and_its_text_corrected_each_as_one_edit(editor, fund):
    new = {"criteria-1-text_hant": "基金已接受申請", "criteria-1-text_en": "It takes applications"}
    assert saved(editor, fund, **new).status_code == 302
    first, second = fund.criteria.order_by("position")
    assert (second.position, second.text_hans) == (2, "基金已接受申请")
    assert saved(editor, fund, **{"criteria-0-text_hant": "基金已立"}).status_code == 302
    first.refresh_from_db()
    assert first.text_hans == "基金已立"
    kinds = list(fund.changes.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["published", "updated", "updated", "updated"]


def test_a_criterion_without_records_is_removed(editor, fund):
    assert saved(editor, fund, **{"criteria-0-DELETE": "on"}).status_code == 302
    assert not Criterion.objects.exists()


@pytest.mark.parametrize("typed", [{"criteria-0-DELETE": "on"}, {"criteria-0-position": "5"}])
def test_a_criterion_that_records_speak_of_stays_at_its_place(editor, fund, typed):
    history.record(fund, Status.IN_DELIVERY, criteria={1: "partly"}, by=people.user())
    refused = saved(editor, fund, **typed)
    assert refused.status_code == 200
    [*_others, formset] = refused.context["inline_admin_formsets"]
    assert "1" in str(formset.formset.non_form_errors())
    assert fund.criteria.get().position == 1


def test_a_step_says_of_each_criterion_what_the_editor_chose(editor, fund):
    proposals.criterion(fund)
    form = editor.get(address(fund, "record")).context["form"]
    assert {"criterion_1", "criterion_2"} <= set(form.fields)
    send(editor, fund, status="in_delivery", criterion_1="met", criterion_2="")
    said = fund.updates.last().assessments.values_list("criterion__position", "state")
    assert list(said) == [(1, "met")]


def test_a_step_that_names_no_criterion_is_refused_with_all_typed_kept(editor, fund):
    send(editor, fund, status="in_delivery")
    refused = send(editor, fund, status="partly_delivered", criterion_1="met")
    form = refused.context["form"]
    assert form.errors["criterion_1"]
    assert form["criterion_1"].value() == "met"
    assert fund.updates.count() == 2


def test_more_rows_for_evidence_keep_what_was_chosen_of_criteria(editor, fund):
    sent = {"_more": "1", "criterion_1": "met"} | typed_evidence(DOCUMENT)
    form = editor.post(address(fund, "record"), sent).context["form"]
    assert form["criterion_1"].value() == "met"


def test_a_draft_with_a_list_and_a_relation_is_deleted_whole(editor, fund):
    draft = proposals.draft()
    proposals.criterion(draft)
    proposals.related(draft, fund)
    page = reverse("admin:proposals_proposal_delete", args=[draft.pk])
    assert editor.post(page, {"post": "yes"}).status_code == 302
    assert not Relation.objects.exists()


def test_a_relation_is_written_corrected_and_deleted_for_both_ends(editor, fund):
    other = proposals.published(slug="other")
    add = reverse("admin:proposals_relation_add")
    ends = {"proposal": fund.pk, "other": other.pk, "reason_hant": "同樣關乎資金"}
    assert editor.post(add, ends).status_code == 302
    relation = Relation.objects.get()
    assert relation.reason_hans == "同样关乎资金"
    assert editor.post(add, ends | {"proposal": other.pk, "other": fund.pk}).status_code == 200
    change = reverse("admin:proposals_relation_change", args=[relation.pk])
    editor.post(change, ends | {"reason_en": "Both on money"})
    delete = reverse("admin:proposals_relation_delete", args=[relation.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    for proposal in (fund, other):
        assert proposal.changes.filter(kind="updated").count() >= 3
    assert not Relation.objects.exists()


def test_a_contributor_writes_no_relation(contributor):
    assert contributor.get(reverse("admin:proposals_relation_add")).status_code == 403


def test_a_like_proposal_is_linked_as_related_and_a_second_click_does_no_harm(editor, fund):
    other = proposals.published()
    for _click in range(2):
        done = editor.post(address(fund, "ideas"), {"relate": other.pk})
        assert done.status_code == 302
    relation = Relation.objects.get()
    assert {relation.proposal, relation.other} == {fund, other}
    assert not fund.ideas.exists()
