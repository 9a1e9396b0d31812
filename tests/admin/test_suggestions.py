"""What readers tell, at the desk: taken up into a record, or declined with a reason."""

import pytest
from django.urls import reverse

from proposals.choices import SuggestionKind, SuggestionState
from proposals.models import Delivery, StatusUpdate
from tests.admin.forms import address, typed_evidence
from tests.factories import proposals, sources
from tests.factories.suggestions import suggestion, unconfirmed
from tests.interface import says

pytestmark = pytest.mark.django_db


def page_of(told):
    return reverse("admin:proposals_suggestion_change", args=[told.pk])


def waits(client):
    return {part.code: part for part in client.get("/admin/").context["work"]}["told"]


def test_it_waits_on_the_first_page_once_its_sender_has_said_yes(editor):
    unconfirmed()
    told = suggestion()
    part = waits(editor)
    assert (part.count, part.tasks[0].address) == (1, page_of(told))
    assert editor.get(part.all_address).context["cl"].result_count == 1


def test_it_leads_to_a_form_filled_with_what_the_reader_says_and_is_taken_up_by_it(editor):
    told = suggestion(url="https://gov.example/fund", email="ann@example.com")
    way = editor.get(page_of(told)).context["way"]["address"]
    page = editor.get(way)
    form = page.context["form"]
    assert form["reason_en"].value() == told.said
    assert form.evidence.forms[0]["url"].value() == told.url
    assert told.said in page.content.decode()
    sent = {
        "status": "noted",
        "effective_on": "2026-06-01",
        "reason_hant": "政府已回覆。",
        "suggestion": told.pk,
        "seen": form["seen"].value(),
        "checks_seen": form["checks_seen"].value(),
        **typed_evidence(
            {
                "evidence_class": "official_statement",
                "title": "Reply",
                "url": told.url,
            }
        ),
    }
    assert editor.post(way, sent).status_code == 302
    told.refresh_from_db()
    record = StatusUpdate.objects.get(status="noted")
    assert (told.state, told.update) == (SuggestionState.ACCEPTED, record)
    assert told.decided_by == editor.user
    assert Delivery.objects.get().suggestion == told
    assert editor.get(page_of(told)).context["row"].update == record


def test_a_record_that_is_refused_leaves_the_hint_waiting(editor):
    told = suggestion()
    way = f"{address(told.proposal, 'record')}?suggestion={told.pk}"
    page = editor.post(way, {"suggestion": told.pk, "status": "noted", **typed_evidence()})
    assert page.status_code == 200
    assert page.context["told"] == told
    told.refresh_from_db()
    assert told.is_waiting


def test_of_another_proposal_it_fills_no_form(editor):
    told = suggestion()
    other = proposals.published()
    page = editor.get(f"{address(other, 'record')}?suggestion={told.pk}")
    assert page.context["told"] is None


def test_what_was_merged_is_taken_up_by_the_one_that_stands(editor):
    stands = proposals.published()
    told = suggestion(proposal=proposals.merged(stands))
    way = editor.get(page_of(told)).context["way"]["address"]
    assert way.startswith(address(stands, "record"))
    assert editor.get(way).context["told"] == told


@pytest.mark.parametrize("kind", [SuggestionKind.CORRECTION, SuggestionKind.ARTICLE])
def test_a_correction_and_an_article_are_taken_up_by_hand(editor, kind):
    told = suggestion(kind=kind, url="https://daily.example/2")
    assert editor.get(editor.get(page_of(told)).context["way"]["address"]).status_code == 200
    assert editor.post(page_of(told), {"_accept": "1", "answer": "謝謝"}).status_code == 302
    told.refresh_from_db()
    assert (told.state, told.answer) == (SuggestionState.ACCEPTED, "謝謝")


def test_an_article_is_entered_with_the_link_that_a_reader_gave(editor):
    known = sources.source(headline="已收錄的文章", url="https://daily.example/2?utm_source=x")
    told = suggestion(kind="article", proposal=None, url="https://daily.example/2")
    way = editor.get(page_of(told)).context["way"]["address"]
    assert way.startswith(reverse("admin:proposals_source_enter"))
    page = editor.get(way)
    assert page.context["article"]["url"].value() == "https://daily.example/2"
    assert page.context["alike"] == [known]


def test_to_decline_needs_a_reason(editor):
    told = suggestion()
    page = editor.post(page_of(told), {"_decline": "1", "answer": " "})
    assert page.context["form"].errors["answer"] == [
        says("Write the reason why it is not taken up.")
    ]
    editor.post(page_of(told), {"_decline": "1", "answer": "找不到佐證。"})
    told.refresh_from_db()
    assert (told.state, told.answer) == (SuggestionState.DECLINED, "找不到佐證。")


def test_who_comes_second_is_told_so(editor, sign_in):
    told = suggestion()
    sign_in("Editor").post(page_of(told), {"_accept": "1"})
    page = editor.post(page_of(told), {"_decline": "1", "answer": "找不到佐證。"}, follow=True)
    assert says("Somebody else has decided on it meanwhile; nothing of yours was sent.") in (
        page.content.decode()
    )
    told.refresh_from_db()
    assert told.answer == ""


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_who_may_not_decide_does_not(sign_in, role):
    told = suggestion()
    client = sign_in(role)
    assert client.post(page_of(told), {"_accept": "1"}).status_code == 403
    told.refresh_from_db()
    assert told.is_waiting


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(editor, count, django_assert_num_queries):
    for _ in range(count):
        suggestion()
    listed = reverse("admin:proposals_suggestion_changelist")
    # Session, account, rights in two; the count, the rows and two facets.
    with django_assert_num_queries(8):
        assert editor.get(listed).context["cl"].result_count == count
