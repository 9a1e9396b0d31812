"""What one editor states and only a second one makes hold, on the pages of both."""

import datetime as dt

import pytest

from proposals import tracking
from proposals.choices import Status
from proposals.dates import written_day
from tests.admin.forms import address, messages
from tests.factories import history, proposals


@pytest.fixture
def waiting(editor):
    """A promise kept, as this editor recorded it."""
    proposal = proposals.published(by=editor.user)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 6, 1), by=editor.user)
    return history.record(
        proposal, Status.DELIVERED, dt.date(2026, 7, 1), reason_hant="基金已開放。", by=editor.user
    )


@pytest.fixture
def second(sign_in):
    return sign_in("Editor")


def opened(update):
    """What is sent by who has opened all of the evidence."""
    return {"opened": list(update.evidence.values_list("pk", flat=True))}


def confirming(update):
    return address(update.proposal, "confirm", update.pk)


def test_a_second_editor_confirms_and_the_status_follows(second, waiting):
    page = second.get(address(waiting.proposal))
    assert confirming(waiting) in page.text
    done = second.post(confirming(waiting), opened(waiting))
    assert done.url == address(waiting.proposal)
    waiting.proposal.refresh_from_db()
    assert waiting.proposal.status == Status.DELIVERED
    assert waiting.confirmation.recorded_by == second.user
    after = second.get(done.url)
    assert len(messages(after)) == 1
    assert str(second.user) in after.text
    assert confirming(waiting) not in after.text


def test_the_evidence_is_before_the_eyes_of_who_confirms(second, waiting):
    page = second.get(confirming(waiting)).text
    assert "基金已開放。" in page
    assert page.count("施政報告第 10 段") == 2 * waiting.evidence.count()
    for document in waiting.evidence.exclude(publisher=""):
        assert f"{document.publisher} · {written_day(document.published_on)}" in page


def test_who_recorded_it_reads_why_they_cannot_confirm(editor, waiting):
    page = editor.get("/en" + address(waiting.proposal))
    assert "Awaiting confirmation" in page.text
    assert "another editor must confirm it" in page.text
    assert confirming(waiting) not in page.text
    refused = editor.post(confirming(waiting), opened(waiting))
    assert list(refused.context["form"].errors) == ["__all__"]
    assert not hasattr(type(waiting).objects.get(pk=waiting.pk), "confirmation")


def test_it_is_confirmed_once(second, waiting):
    second.post(confirming(waiting), opened(waiting))
    again = second.post(confirming(waiting), opened(waiting))
    assert list(again.context["form"].errors) == ["__all__"]


def test_a_record_that_waits_can_be_voided_by_either(editor, second, waiting):
    void = address(waiting.proposal, "void", waiting.pk)
    assert all(void in c.get(address(waiting.proposal)).text for c in (editor, second))
    second.post(void, {"reason_hant": "未見撥款。"})
    page = editor.get("/en" + address(waiting.proposal))
    assert "Awaiting confirmation" not in page.text
    assert "未見撥款。" in page.text


def test_a_contributor_confirms_nothing(contributor, waiting):
    assert contributor.post(confirming(waiting)).status_code == 403


def test_a_record_is_confirmed_only_at_its_own_proposal(second, waiting):
    assert second.get(address(proposals.published(), "confirm", waiting.pk)).status_code == 404


def test_the_list_of_records_names_what_is_confirmed_and_what_waits(second, waiting):
    listed = "/en/admin/proposals/statusupdate/"
    assert list(second.get(listed, {"waits": "me"}).context["cl"].result_list) == [waiting]
    tracking.confirm(waiting, by=second.user)
    assert list(second.get(listed, {"waits": "any"}).context["cl"].result_list) == []
    assert "Confirms record 3" in second.get(listed).text


def test_who_confirms_says_which_evidence_they_have_opened(second, waiting):
    act, document = (
        waiting.evidence.get(evidence_class=kind) for kind in ("concrete_act", "official_document")
    )
    page = second.get(confirming(waiting))
    assert page.text.count(history.OPENS["url"]) >= 2
    for some in ({}, {"opened": [act.pk]}):
        refused = second.post(confirming(waiting), some)
        assert list(refused.context["form"].errors) == ["opened"]
    assert second.post(confirming(waiting), {"opened": [act.pk, document.pk]}).status_code == 302
