"""What an editor makes of a suggested match."""

import datetime as dt

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from proposals import tracking
from proposals.alerts import following, sending
from proposals.choices import ChangeKind, MatchDecision
from proposals.dates import WrittenDate
from proposals.editing import merging, publishing
from proposals.models import Change, Document, PolicyEvent, Proposal, StatusUpdate, Uptake
from proposals.tracking.rules import Conflict, Refusal
from proposals.uptake import deciding
from tests.factories import documents, people, proposals
from tests.factories.subscriptions import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return people.user("Editor")


@pytest.fixture
def fund():
    return proposals.published(slug="fund")


@pytest.fixture
def address():
    return documents.document("address", url="https://gov.example/2026")


def told(since=0):
    changes = Change.objects.filter(seq__gt=since).order_by("seq")
    return [(c.kind, c.noun, c.key, c.gone) for c in changes]


def last():
    return Change.objects.newest()[0]


def test_accepted_it_is_a_record_with_its_evidence_and_a_link(editor, fund, address):
    seen = last()
    [uptake] = documents.accepted(documents.match(fund, address), by=editor)
    fund.refresh_from_db()
    assert fund.status == "committed"
    [evidence] = uptake.update.evidence.all()
    assert evidence.title == "施政報告，第1段"
    assert evidence.url == "https://gov.example/2026"
    assert evidence.quote == uptake.quote == address.passages.get(position=1).text
    assert (uptake.slug, uptake.locator, uptake.relation) == ("address-1", "paragraph 1", "same")
    assert told(seen) == [
        ("status", "proposal", "fund", False),
        ("uptake", "document", "address", False),
        ("uptake", "uptake", "address-1", False),
    ]


def test_several_asks_of_one_passage_are_one_event(editor, fund, address):
    other = proposals.published(slug="other")
    matches = [documents.match(fund, address), documents.match(other, address)]
    uptakes = documents.accepted(*matches, by=editor)
    [event] = PolicyEvent.objects.all()
    assert {uptake.update.event for uptake in uptakes} == {event}
    assert [uptake.slug for uptake in uptakes] == ["address-1", "address-2"]
    assert event.title == "施政報告，第1段"


def test_related_it_is_a_link_and_who_follows_is_told(editor, fund, address):
    seen = last()
    uptake = documents.related(fund, address, by=editor)
    assert uptake.update is None
    assert StatusUpdate.objects.filter(proposal=fund).count() == 1
    assert told(seen) == [
        ("uptake", "document", "address", False),
        ("uptake", "uptake", "address-1", False),
        ("uptake", "proposal", "fund", False),
    ]


def test_rejected_nothing_is_told(editor, fund, address):
    seen = last()
    match = documents.match(fund, address)
    deciding.reject(match, by=editor)
    match.refresh_from_db()
    assert (match.decision, match.decided_by) == (MatchDecision.REJECTED, editor)
    assert not Uptake.objects.exists()
    assert told(seen) == []


def test_who_is_slower_is_told_what_was_decided(editor, fund, address):
    match = documents.match(fund, address)
    deciding.reject(match, by=editor)
    slower = people.user("Editor")
    for act in (
        lambda: documents.accepted(match, by=slower),
        lambda: deciding.relate(match, relation="same", quote=match.passage.text, by=slower),
        lambda: deciding.reject(match, by=slower),
    ):
        with pytest.raises(deciding.Decided) as decided:
            act()
        assert decided.value.match.decided_by == editor
    assert not Uptake.objects.exists()


def test_a_refused_step_writes_nothing_and_says_why(editor, fund, address):
    match = documents.match(fund, address)
    with pytest.raises(deciding.AnswersRefused) as refused:
        documents.accepted(match, by=editor, status="delivered")
    [refusal] = refused.value.refusals.values()
    assert refusal.rule == "step_not_allowed"
    match.refresh_from_db()
    assert match.decision == ""
    assert not Uptake.objects.exists()


def test_of_an_event_every_refusal_is_told(editor, fund, address):
    matches = [documents.match(fund, address), documents.match(proposals.published(), address)]
    with pytest.raises(deciding.AnswersRefused) as refused:
        documents.accepted(*matches, by=editor, status="delivered")
    assert sorted(refused.value.refusals) == [0, 1]
    assert not PolicyEvent.objects.exists()


def test_what_others_recorded_meanwhile_stops_it(editor, fund, address):
    match = documents.match(fund, address)
    with pytest.raises(deciding.AnswersRefused) as refused:
        documents.accepted(match, by=editor, seen=0)
    assert isinstance(refused.value.refusals[0], Conflict)


@pytest.mark.parametrize("quote", ["", "  ", "政府不會設立"])
def test_a_quote_stands_in_its_passage(editor, fund, address, quote):
    match = documents.match(fund, address)
    with pytest.raises(deciding.AnswersRefused) as refused:
        documents.accepted(match, by=editor, quote=quote)
    assert refused.value.refusals[0].rule == "quote_not_in_passage"
    with pytest.raises(Refusal, match="逐字引用"):
        deciding.relate(match, relation="same", quote=quote, by=editor)


def test_a_quote_may_break_its_lines_elsewhere(editor, fund):
    address = documents.document(text="政府會設立銀髮基金，並接受申請。")
    match = documents.match(fund, address)
    [uptake] = documents.accepted(match, by=editor, quote="設立銀髮\n基金")
    assert uptake.quote == "設立銀髮\n基金"


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_only_who_may_record_decides(fund, address, role):
    match, account = documents.match(fund, address), people.user(role)
    for act in (
        lambda: documents.accepted(match, by=account),
        lambda: deciding.reject(match, by=account),
        lambda: deciding.undo(match, by=account),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.rule == "decision_not_allowed"


def test_undone_the_link_and_its_record_are_voided_and_it_can_be_decided_anew(
    editor, fund, address
):
    match = documents.match(fund, address)
    [first] = documents.accepted(match, by=editor)
    seen = last()
    deciding.undo(match, by=editor)
    first.refresh_from_db()
    fund.refresh_from_db()
    match.refresh_from_db()
    assert first.voided_at
    assert first.void_reason_en
    assert (fund.status, match.decision) == ("proposed", "")
    assert told(seen) == [
        ("voided", "proposal", "fund", False),
        ("uptake", "uptake", "address-1", False),
    ]
    [second] = documents.accepted(match, by=editor)
    assert second.slug == "address-2"


def test_what_is_not_decided_cannot_be_undone(editor, fund, address):
    with pytest.raises(Refusal) as refused:
        deciding.undo(documents.match(fund, address), by=editor)
    assert refused.value.rule == "match_not_decided"


def test_a_link_is_voided_once_and_with_a_reason(editor, fund, address):
    uptake = documents.related(fund, address, by=editor)
    with pytest.raises(Refusal) as refused:
        deciding.void(uptake, reason_hant=" ", by=editor)
    assert refused.value.rule == "reason_missing"
    deciding.void(uptake, reason_hant="說的是另一個基金。", by=editor)
    assert uptake.void_reason_hans == "说的是另一个基金。"
    with pytest.raises(Refusal) as refused:
        deciding.void(uptake, reason_hant="再次。", by=editor)
    assert refused.value.rule == "uptake_voided_before"


def test_a_link_whose_record_was_voided_alone_is_voided_all_the_same(editor, fund, address):
    [uptake] = documents.accepted(documents.match(fund, address), by=editor)
    tracking.void(uptake.update, reason_hant="記錯。", by=editor)
    deciding.void(Uptake.objects.get(), reason_hant="記錯。", by=editor)
    assert Uptake.objects.get().voided_at


def test_what_is_withdrawn_takes_its_links_and_their_document_with_it(editor, fund, address):
    documents.related(fund, address, by=editor)
    seen = last()
    publishing.withdraw(fund, reason_hant="撤回。", reason_en="Withdrawn.")
    assert told(seen)[0] == ("withdrawn", "proposal", "fund", False)
    assert ("uptake", "document", "address", True) in told(seen)
    assert ("uptake", "uptake", "address-1", True) in told(seen)
    assert not Document.objects.public().exists()
    assert not Uptake.objects.public().exists()
    publishing.publish(Proposal.objects.get(slug="fund"), by=editor)
    assert Uptake.objects.public().count() == Document.objects.public().count() == 1


def test_a_merge_takes_the_links_along_and_a_split_gives_them_back(fund, address):
    chief = people.user("Chief editor")
    [uptake] = documents.accepted(documents.match(fund, address), by=chief)
    record = uptake.update
    into = proposals.published(slug="into")
    merging.merge(fund, into=into, reason_hant="同一建議。", reason_en="The same.", by=chief)
    uptake.refresh_from_db()
    assert (uptake.proposal, uptake.merged_from) == (into, fund)
    assert uptake.update.copied_from == record
    assert [u.pk for u in Uptake.objects.public()] == [uptake.pk]
    merging.split(fund, reason_hant="不同建議。", reason_en="Not the same.", by=chief)
    uptake.refresh_from_db()
    assert (uptake.proposal, uptake.merged_from, uptake.update) == (fund, None, record)


def test_the_sentence_for_the_log_is_in_both_languages(fund, address):
    match = documents.match(fund, address)
    hant, en = deciding.reason_of(match, "committed")
    assert hant == "《施政報告》第1段回應了這項建議：已承諾。"
    assert en == "“Policy Address”, paragraph 1, answers this: Committed."


def test_a_day_that_is_known_in_part_is_recorded_so(editor, fund, address):
    [uptake] = deciding.accept(
        [documents.answer(documents.match(fund, address))],
        effective_on=dt.date(2026, 6, 1),
        effective_on_precision="month",
        evidence_class="official_document",
        by=editor,
    )
    assert uptake.update.effective_on_precision == "month"
    assert ChangeKind.UPTAKE in Change.objects.values_list("kind", flat=True)


def test_nothing_is_half_written(editor, fund, address):
    matches = [documents.match(fund, address), documents.match(proposals.published(), address, 2)]
    with pytest.raises(ValueError, match="one passage"), transaction.atomic():
        documents.accepted(*matches, by=editor)
    assert not Uptake.objects.exists()


def test_what_was_accepted_is_mailed_to_who_follows_and_stands_in_the_feed(
    editor, fund, address, client
):
    subscription = confirmed()
    documents.accepted(documents.match(fund, address), by=editor)

    following.prepare(timezone.now())
    sending.deliver()

    [message] = mail.outbox
    assert message.to == [subscription.email]
    for told in (fund.title_en, "Committed", "/en/proposals/fund/"):
        assert told in message.body
    with translation.override(settings.LANGUAGE_CODE):
        feed = client.get("/en/feeds/moves.json").json()
    assert ["Committed" in item["title"] for item in feed["items"]] == [True]
    assert "https://gov.example/2026" in feed["items"][0]["content_html"]


def test_a_day_that_the_words_name_becomes_the_target_with_the_document(editor, fund, address):
    day = WrittenDate(2027, 3, 1)
    day.precision = "month"
    documents.accepted(documents.match(fund, address), by=editor, target_on=day)
    fund.refresh_from_db()
    assert (fund.target_on, fund.target_on_precision) == (day, "month")
    assert (fund.target_title, fund.target_url) == ("施政報告", "https://gov.example/2026")
    assert fund.version > 1


def test_a_target_that_somebody_gave_in_the_meantime_stays_and_nothing_is_recorded(
    editor, fund, address
):
    match = documents.match(fund, address)
    given = {"target_on": dt.date(2028, 1, 1), "target_on_precision": "year"}
    given |= {"target_title": "施政綱領", "target_url": "https://gov.example/agenda"}
    Proposal.objects.filter(pk=fund.pk).update(**given)
    day = WrittenDate(2027, 3, 1)
    day.precision = "month"
    with pytest.raises(deciding.AnswersRefused) as refused:
        documents.accepted(match, by=editor, target_on=day)
    assert {r.field for r in refused.value.refusals.values()} == {"target_on"}
    fund.refresh_from_db()
    assert (fund.target_title, fund.status) == ("施政綱領", "proposed")
