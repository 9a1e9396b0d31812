"""Official documents at the desk: taken in, decided, and taken back."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals import tracking
from proposals.choices import DocumentKind, EvidenceClass, MatchDecision
from proposals.models import Document, Match, Matching, PolicyEvent, Proposal, Uptake
from proposals.uptake import deciding, offering
from tests.admin.forms import as_sent
from tests.factories import documents, history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

ADD = "/admin/proposals/document/add/"
TEXT = "1. 政府會設立銀髮經濟基金，支持長者產品研發。\n\n2. 海濱長廊會延長兩公里。"
GIVEN = {"kind": "policy_address", "title_hant": "施政報告", "published_on": "2026-05-20"}


@pytest.fixture
def editor(client):
    account = people.user("Editor")
    client.force_login(account)
    return account


@pytest.fixture
def address():
    return documents.document("address", TEXT)


def decide(document):
    return reverse("admin:proposals_document_decide", args=[document.pk])


def faults(answer):
    return answer.context["adminform"].form.errors


# --- Taking in ---


@pytest.mark.parametrize("way", ["pasted", "file"])
def test_a_text_comes_in_by_paste_or_file(client, editor, way):
    file = SimpleUploadedFile("address.txt", TEXT.encode("big5hkscs"))
    given = {"pasted": TEXT} if way == "pasted" else {"file": file}
    answer = client.post(ADD, {**GIVEN, **given})
    document = Document.objects.get()
    assert answer.headers["Location"] == decide(document)
    assert document.slug == "policy-address-2026-05-20"
    assert document.passages.count() == 2
    assert Matching.objects.get().document == document


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "pasted", "欠缺全文"),
        ({"pasted": "——"}, "pasted", "沒有段落"),
        ({"file": SimpleUploadedFile("a.gif", b"GIF89a")}, "file", "GIF"),
        ({"url": "http://127.0.0.1:9/"}, "url", "並非公開網址"),
    ],
)
def test_what_cannot_be_taken_in_is_told_at_its_field(client, editor, given, field, said):
    answer = client.post(ADD, {**GIVEN, **given})
    assert answer.status_code == 200
    assert said in " ".join(faults(answer)[field])
    assert not Document.objects.exists()


def test_a_text_that_is_there_already_is_told_and_what_was_typed_is_kept(client, editor, address):
    answer = client.post(ADD, {**GIVEN, "title_hant": "另一份", "pasted": TEXT})
    assert "施政報告" in " ".join(faults(answer)["pasted"])
    assert "另一份" in answer.content.decode()
    assert TEXT.split("\n", 1)[0] in answer.content.decode()


def test_its_particulars_can_be_corrected_and_its_text_cannot(client, editor, address):
    change = reverse("admin:proposals_document_change", args=[address.pk])
    page = client.get(change)
    assert "pasted" not in page.context["adminform"].form.fields
    client.post(change, as_sent(page, title_en="The 2026 Policy Address"))
    address.refresh_from_db()
    assert address.title_en == "The 2026 Policy Address"
    assert address.text == TEXT


# --- Deciding ---


def test_a_document_that_is_being_matched_says_so_and_looks_again(client, editor, address):
    body = client.get(decide(address)).content.decode()
    assert "data-waiting" in body
    offering.deliver()
    assert "data-waiting" not in client.get(decide(address)).content.decode()


def test_the_text_is_shown_with_its_matches_marked(client, editor, address):
    match = documents.match(proposals.published(slug="fund"), address)
    answer = client.get(decide(address))
    assert answer.context["match"] == match
    [(first, parts, matches), (_second, unmarked, none)] = answer.context["passages"]
    assert parts == [(first.text, "in-hand")]
    assert [name for _words, name in unmarked] == [""]
    assert (matches, none) == ([match], [])


def test_accepted_as_it_stands_it_is_recorded_and_the_next_is_shown(client, editor, address):
    fund, other = proposals.published(slug="fund"), proposals.published(slug="other")
    match, following = documents.match(fund, address), documents.match(other, address, 2)
    page = client.get(decide(address))
    answer = client.post(decide(address), sent(page, match, "accept"))
    assert answer.headers["Location"] == f"{decide(address)}?match={following.pk}#in-hand"
    [uptake] = Uptake.objects.all()
    assert uptake.update.reason_hant == "《施政報告》第1段回應了這項建議：已承諾。"
    assert uptake.update.effective_on == dt.date(2026, 5, 20)
    assert uptake.quote == address.passages.get(position=1).text


def sent(page, match, act, **more):
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if name != "together"}
    return {
        **{name: "" if value is None else value for name, value in values.items()},
        "match": match.pk,
        act: "1",
        **more,
    }


def test_the_words_of_the_status_and_the_days_that_are_named_are_shown(client, editor):
    text = "1. 政府預留三億元，會於明年第一季設立銀髮基金。\n\n2. 政府去年已擴大醫療券。"
    address = documents.document("named", text, url="https://gov.example/named")
    fund, other = proposals.published(slug="fund"), proposals.published(slug="other")
    match = documents.match(fund, address, cues=["預留", "會"])
    documents.match(other, address, 2)
    page = client.get(decide(address))
    shown = page.content.decode()
    assert "預留、會" in shown
    assert "明年第一季" in shown
    assert "2027年3月31日" in shown
    assert page.context["form"]["target_on"].value() == "2027-03"
    page = client.post(decide(address), sent(page, match, "accept"), follow=True)
    fund.refresh_from_db()
    assert (fund.target_on, fund.target_on_precision) == (dt.date(2027, 3, 1), "month")
    assert fund.target_url == "https://gov.example/named"
    # What is over is no target.
    assert "target_on" not in page.context["form"].fields


def test_a_target_that_is_there_is_not_overwritten(client, editor):
    given = {"target_on": dt.date(2028, 1, 1), "target_on_precision": "year"}
    given |= {"target_title": "施政綱領", "target_url": "https://gov.example/agenda"}
    fund = proposals.published(slug="fund", **given)
    text = "1. 政府會於明年第一季設立銀髮基金，並接受申請。"
    address = documents.document("named", text, url="https://gov.example/named")
    match = documents.match(fund, address)
    page = client.get(decide(address))
    assert "target_on" not in page.context["form"].fields
    client.post(decide(address), sent(page, match, "accept", target_on="2027-03"))
    fund.refresh_from_db()
    assert (fund.status, fund.target_title) == ("committed", "施政綱領")


def test_the_sentence_follows_the_status_unless_it_was_written_anew(client, editor, address):
    matches = [documents.match(proposals.published(), address, place) for place in (1, 2)]
    for match, reason in zip(matches, [None, "另寫。"], strict=True):
        page = client.get(decide(address), {"match": match.pk})
        more = {"reason_hant": reason} if reason else {}
        client.post(decide(address), sent(page, match, "accept", status="noted", **more))
    said = [uptake.update.reason_hant for uptake in Uptake.objects.order_by("pk")]
    assert said == ["《施政報告》第1段回應了這項建議：已回應。", "另寫。"]


def test_several_asks_of_a_passage_are_recorded_as_one_event(client, editor, address):
    match, other = (documents.match(proposals.published(), address) for _ in range(2))
    page = client.get(decide(address), {"match": match.pk})
    client.post(decide(address), sent(page, match, "accept", together=[other.pk]))
    assert PolicyEvent.objects.count() == 1
    assert set(Match.objects.values_list("decision", flat=True)) == {MatchDecision.ACCEPTED}


def test_a_refused_step_says_why_and_what_to_do_and_keeps_what_was_typed(client, editor, address):
    match = documents.match(proposals.published(), address)
    page = client.get(decide(address))
    more = {"status": "delivered", "reason_hant": "親筆。"}
    answer = client.post(decide(address), sent(page, match, "accept", **more))
    [fault] = answer.context["form"].errors["status"]
    assert "已落實" in fault
    assert "已承諾（committed）、" in fault
    assert "親筆。" in answer.content.decode()
    assert not Uptake.objects.exists()


def test_that_the_words_are_behind_where_it_stands_is_told_beforehand(client, editor, address):
    fund = proposals.published()
    documents.match(fund, address)
    form = client.get(decide(address)).context["form"]
    assert (form.is_behind, form.is_little) == (False, False)
    for status in "committed", "in_delivery":
        history.record(fund, status, dt.date(2026, 6, 1), by=editor)

    page = client.get(decide(address))

    assert "「已承諾」，不能接在「落實中」之後" in page.content.decode()
    _label, following = page.context["form"].fields["status"].choices[0]
    assert "committed" not in dict(following)


def test_that_a_text_of_its_kind_is_too_little_for_what_it_says_is_told_beforehand(client, editor):
    said = documents.document(kind=DocumentKind.PRESS_RELEASE)
    documents.match(proposals.published(), said, evidence_class=EvidenceClass.OFFICIAL_STATEMENT)
    page = client.get(decide(said))
    assert page.context["form"].is_little
    assert "「已承諾」，但屬「官方聲明」的佐證並不足夠" in page.content.decode()


def test_that_readers_could_not_open_what_a_refusal_rests_on_is_told_beforehand(client, editor):
    said = documents.document(url="https://gov.example/said", publisher=None)
    documents.match(proposals.published(), said, status="declined")
    page = client.get(decide(said)).content.decode()
    assert "「不採納」，須有讀者能開啟的佐證" in page
    said.publisher = taxonomy.body()
    said.save()
    assert not client.get(decide(said)).context["form"].is_closed


def test_what_was_recorded_meanwhile_is_told_and_sent_again_it_is_recorded(client, editor, address):
    fund = proposals.published()
    match = documents.match(fund, address)
    page = client.get(decide(address))
    history.record(fund, by=people.user("Editor"))
    values = sent(page, match, "accept", effective_on="2026-06-02")
    answer = client.post(decide(address), values)
    assert "研究中" in " ".join(answer.context["form"].non_field_errors())
    again = sent(answer, match, "accept", effective_on="2026-06-02")
    assert client.post(decide(address), again).status_code == 302
    assert Uptake.objects.get().update.number == 3


@pytest.mark.parametrize("act", ["accept", "related", "reject"])
def test_two_editors_do_not_collide(client, editor, address, act):
    match = documents.match(proposals.published(), address)
    page = client.get(decide(address))
    faster = people.user("Editor", username="chan", first_name="大文", last_name="陳")
    deciding.reject(match, by=faster)
    answer = client.post(decide(address), sent(page, match, act), follow=True)
    assert "chan" in answer.content.decode()
    assert "已否決" in answer.content.decode()
    assert Match.objects.get().decided_by == faster
    assert not Uptake.objects.exists()


def test_related_and_rejected_move_nothing_and_can_be_undone(client, editor, address):
    matches = [documents.match(proposals.published(), address, place) for place in (1, 2)]
    for match, act in zip(matches, ["related", "reject"], strict=True):
        page = client.get(decide(address), {"match": match.pk})
        client.post(decide(address), sent(page, match, act))
    assert set(Proposal.objects.values_list("status", flat=True)) == {"proposed"}
    page = client.get(decide(address))
    assert page.context["left"] == 0
    assert page.context["last"] == matches[1]
    for match in reversed(matches):
        client.post(decide(address), {"match": match.pk, "undo": "1"})
    assert not Match.objects.exclude(decision="").exists()
    assert Uptake.objects.get().voided_at


def test_matched_again_what_is_suggested_no_more_is_told(client, editor, address):
    match = documents.match(proposals.published(), address)
    page = client.get(decide(address))
    values = sent(page, match, "accept")
    Match.objects.all().delete()
    answer = client.post(decide(address), values, follow=True)
    assert "重新配對" in answer.content.decode()
    client.post(decide(address), {"again": "1"})
    assert Matching.objects.get().tries == 0


def test_only_a_chief_editor_may_override(client, editor, address):
    match = documents.match(proposals.published(), address)
    assert "override_reason_hant" not in client.get(decide(address)).context["form"].fields
    client.force_login(people.user("Chief editor"))
    page = client.get(decide(address))
    more = {"status": "partly_delivered", "override_reason_hant": "已核實。"}
    client.post(decide(address), sent(page, match, "accept", **more))
    assert Uptake.objects.get().update.is_override


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_who_may_not_record_does_not_decide(client, address, role):
    client.force_login(people.user(role))
    assert client.get(decide(address)).status_code == 403
    assert client.post(decide(address), {"again": "1"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_takes_a_fixed_number_of_queries(
    client, editor, count, django_assert_num_queries
):
    text = "\n\n".join(f"{place}. 政府會設立第{place}個基金。" for place in range(1, count + 1))
    document = documents.document(text=text)
    for place in range(1, count + 1):
        documents.match(proposals.published(), document, place)
    client.get(decide(document))
    # session, account, rights by group and by account, document, matches, newest record,
    # passages, publishers
    with django_assert_num_queries(8):
        assert client.get(decide(document)).context["left"] == count


# --- Links ---


def test_a_link_is_voided_with_its_record_and_a_reason(client, editor, address):
    [uptake] = documents.accepted(documents.match(proposals.published(), address), by=editor)
    void = reverse("admin:proposals_uptake_void", args=[uptake.pk])
    story = reverse("admin:proposals_uptake_change", args=[uptake.pk])
    assert void in client.get(story).content.decode()
    assert client.post(void, {"reason_hant": " "}).status_code == 200
    client.post(void, {"reason_hant": "說的是另一個基金。"})
    uptake.refresh_from_db()
    assert uptake.void_reason_hant == "說的是另一個基金。"
    assert tracking.newest_number(uptake.proposal) == 3
    assert void not in client.get(story).content.decode()
    assert client.post(void, {"reason_hant": "再次。"}).status_code == 200
