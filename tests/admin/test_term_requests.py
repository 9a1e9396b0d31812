"""What an editor asks to have on a list, and what a chief editor makes of it."""

import pytest
from django.urls import reverse

from proposals.choices import BodyKind, TermRequestState
from proposals.models import Body, Sector, Term, TermRequest
from proposals.models.term_requests import LISTS
from tests.factories import taxonomy, words
from tests.interface import says

pytestmark = pytest.mark.django_db

ADD = reverse("admin:proposals_termrequest_add")
ASKED = {
    "kind": "body",
    "name_hant": "銀髮經濟專員辦公室",
    "name_en": "Silver Economy Office",
    "reason": "施政報告第 10 段如此稱呼。",
}


def page_of(asked):
    return reverse("admin:proposals_termrequest_change", args=[asked.pk])


def ask(client, **typed):
    assert client.post(ADD, ASKED | typed).status_code == 302
    return TermRequest.objects.latest("pk")


def work(client):
    return {part.code: part for part in client.get("/admin/").context["work"]}


def test_what_is_asked_for_can_be_chosen_by_nobody_before_it_is_added(editor, client):
    asked = ask(editor)
    assert asked.asked_by == editor.user
    assert not Body.objects.filter(name_hant=asked.name_hant).exists()
    chosen = {"app_label": "proposals", "model_name": "addressee", "field_name": "body"}
    offered = editor.get(reverse("admin:autocomplete"), chosen | {"term": asked.name_hant}).json()
    assert offered["results"] == []
    for door in ("/", "/bodies/", "/proposals/", "/api/v1/bodies/", "/api/v1/changes/"):
        assert asked.name_hant not in client.get(door).content.decode()


def test_a_chief_adds_it_by_the_form_that_is_filled_with_it(editor, chief):
    asked = ask(editor)
    [task] = work(chief)["terms"].tasks
    assert task.address == page_of(asked)
    way = chief.get(task.address).context["way"]["address"]
    form = chief.get(way).context["adminform"].form
    assert form["name_hant"].value() == asked.name_hant
    assert form["code"].value() == asked.name_en.lower().replace(" ", "_")
    sent = {"name_hant": asked.name_hant, "name_en": asked.name_en, "code": "seo"}
    sent |= {"kind": BodyKind.DEPARTMENT, "position": 0}
    assert chief.post(way, sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (TermRequestState.APPROVED, "seo")
    assert asked.decided_by == chief.user
    body = Body.objects.get(code="seo")
    there = reverse("admin:proposals_body_change", args=[body.pk])
    assert there in editor.get(page_of(asked)).content.decode()


def test_a_row_that_is_not_saved_leaves_the_request_waiting(editor, chief):
    asked = ask(editor)
    way = chief.get(page_of(asked)).context["way"]["address"]
    assert chief.post(way, {"name_hant": asked.name_hant}).status_code == 200
    asked.refresh_from_db()
    assert asked.is_waiting


def test_to_decline_needs_a_reason_and_who_asked_is_told_of_it(editor, chief):
    asked = ask(editor)
    assert work(editor)["answered"].count == 0
    assert chief.post(page_of(asked), {"reason": " "}).context["form"].errors["reason"]
    assert chief.post(page_of(asked), {"reason": "與「勞福局」相同。"}).status_code == 302
    part = work(editor)["answered"]
    assert part.tasks[0].note == f"{TermRequestState.DECLINED.label} · 與「勞福局」相同。"
    assert editor.get(part.all_address).context["cl"].result_count == part.count == 1
    assert "與「勞福局」相同。" in editor.get(part.tasks[0].address).content.decode()
    assert work(chief)["answered"].count == 0


def test_what_one_editor_asked_is_told_to_no_other(editor, chief, sign_in):
    asked = ask(editor)
    chief.post(page_of(asked), {"reason": "已有。"})
    assert work(sign_in("Editor"))["answered"].count == 0


def test_who_decides_second_is_told_so(editor, chief, sign_in):
    asked = ask(editor)
    chief.post(page_of(asked), {"reason": "已有。"})
    again = sign_in("Chief editor").post(page_of(asked), {"reason": "可以。"}, follow=True)
    assert says("Somebody else has decided on it meanwhile; nothing of yours was sent.") in (
        again.content.decode()
    )
    asked.refresh_from_db()
    assert asked.answer == "已有。"


@pytest.mark.parametrize("kind", LISTS)
def test_what_is_there_is_not_asked_for(editor, kind):
    make = {"sector": taxonomy.sector, "body": taxonomy.body, "place": taxonomy.place}
    row = (make | {"term": words.term})[kind]()
    refused = editor.post(ADD, ASKED | {"kind": kind, "name_hant": row.name_hant})
    assert row.key in str(refused.context["adminform"].form.errors["name_hant"])


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_others_neither_ask_nor_decide(editor, sign_in, role):
    asked, other = ask(editor), sign_in(role)
    assert other.post(ADD, ASKED).status_code == 403
    assert other.post(page_of(asked), {"reason": "不要。"}).status_code == 403
    assert other.get(page_of(asked)).status_code == 200


def test_an_editor_decides_on_nothing(editor):
    asked = ask(editor, kind="sector")
    assert editor.post(page_of(asked), {"reason": "不要。"}).status_code == 403
    assert editor.get(editor.get(page_of(asked)).context["way"]["address"]).status_code == 403
    assert not Sector.objects.filter(name_hant=asked.name_hant).exists()
    assert not Term.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(editor, count, django_assert_num_queries):
    for number in range(count):
        ask(editor, name_hant=f"辦公室{number}", name_en="")
    listed = reverse("admin:proposals_termrequest_changelist")
    editor.get(listed)
    # Session, account, rights in two; the count, the rows and three facets.
    with django_assert_num_queries(9):
        assert editor.get(listed).context["cl"].result_count == count
