"""What a mail says, to whom, in which language, and what it never says."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.utils import timezone

from proposals import tracking
from proposals.alerts import following, sending
from proposals.choices import Status
from proposals.editing import merging, publishing
from proposals.models import Delivery, Subscription
from tests.factories import history, people, proposals
from tests.factories.subscriptions import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return people.user(is_superuser=True)


def prepare():
    return following.prepare(timezone.now())


def sent():
    """What was handed over, as a mail program reads it."""
    sending.deliver()
    return [message_from_bytes(m.message().as_bytes(), policy=policy.default) for m in mail.outbox]


def body(message):
    return message.get_content()


LANGUAGES = {
    "zh-hant": ("", "設立銀髮經濟基金", "研究中"),
    "zh-hans": ("/zh-hans", "设立银发经济基金", "研究中"),
    "en": ("/en", "Set up a silver-economy fund", "Under study"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_in_the_reader_s_language_throughout(language, editor, settings):
    prefix, title, status = LANGUAGES[language]
    subscription = confirmed(language=language)
    proposal = proposals.published()
    history.record(proposal, by=editor)
    prepare()
    (message,) = sent()
    assert title in message["Subject"]
    assert message["To"] == subscription.email
    assert status in body(message)
    assert f"{settings.SITE_URL}{prefix}/proposals/{proposal.slug}/" in body(message)
    assert f"{settings.SITE_URL}{prefix}/subscribe/{subscription.key}/" in body(message)
    reason = {"zh-hant": "政府表示正在研究。", "zh-hans": "政府表示正在研究。"}
    assert reason.get(language, "Government says that it is studying it.") in body(message)


def test_the_headers_let_a_mail_program_end_it_by_one_click(settings):
    subscription = confirmed()
    proposals.published()
    prepare()
    (message,) = sent()
    end = f"{settings.SITE_URL}/en/subscribe/end/{subscription.key}/"
    assert message["List-Unsubscribe"].strip() == f"<{end}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<alerts.localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == Delivery.objects.get().message_id
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert mail.outbox[0].message().as_bytes().isascii()
    assert end in body(message)


def test_a_title_of_several_lines_adds_no_header():
    confirmed()
    proposals.published(title_en="A fund\r\nBcc: other@example.com\u2028and " + "more " * 50)
    prepare()
    (message,) = sent()
    assert message["Bcc"] is None
    subject = message["Subject"].strip()
    assert subject.startswith("1 proposal: A fund Bcc: other@example.com and more")
    assert subject.endswith("…")


def test_a_mail_says_each_thing_that_happened(editor):
    proposal = proposals.published()
    subscription = confirmed()
    history.record(proposal, by=editor)
    mistake = history.record(proposal, Status.NOTED, dt.date(2026, 6, 2), by=editor)
    tracking.void(mistake, reason_hant="記錯了", reason_en="A slip.", by=editor)
    tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
    history.record(
        proposal, Status.DECLINED, dt.date(2026, 6, 3), by=people.user(is_superuser=True)
    )
    prepare()
    (message,) = sent()
    assert message["Subject"] == "1 proposal: Set up a silver-economy fund"
    told = [line.strip() for line in body(message).split("-- ")[0].splitlines() if line.strip()]
    reason = "Government says that it is studying it."
    assert told == [
        "1. Set up a silver-economy fund",
        f"1 June 2026, Under study: {reason}",
        f"2 June 2026, Noted (voided since): {reason}",
        "Record voided: A slip.",
        "Checked, nothing new",
        f"3 June 2026, Declined (awaiting confirmation): {reason}",
        "Status: Under study",
        f"http://localhost:8000/en/proposals/{proposal.slug}/",
    ]
    assert subscription.deliveries.get().total == 1


def test_a_new_proposal_comes_with_its_summary():
    confirmed()
    proposals.published()
    prepare()
    (message,) = sent()
    summary = "Asks the government to set up a fund for products for older people."
    assert f"New proposal: {summary}" in body(message)


def test_what_a_second_editor_confirmed_is_told(editor):
    proposal = proposals.published()
    update = history.record(proposal, Status.DECLINED, by=editor)
    confirmed()
    tracking.confirm(update, by=people.user(is_superuser=True))
    prepare()
    (message,) = sent()
    assert "1 June 2026, Declined (confirmed by a second editor): Government" in body(message)


def test_what_has_no_day_is_told_without_one(editor):
    proposal = proposals.published(proposed_on=None)
    confirmed()
    history.record(proposal, Status.PROPOSED, None, effective_on_precision="", by=editor)
    prepare()
    (message,) = sent()
    assert "Proposed: Government says that it is studying it." in map(
        str.strip, body(message).splitlines()
    )


@pytest.mark.parametrize("follow", ["list", "proposal"])
def test_a_withdrawn_proposal_is_told_by_its_reason_and_without_its_text(follow):
    proposal = proposals.published(title_en="Not for the public", title_hant="不公開的建議")
    confirmed(**({"proposal": proposal} if follow == "proposal" else {}))
    history.record(proposal, by=people.user(is_superuser=True), reason_en="Not for the public")
    publishing.withdraw(proposal, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    prepare()
    (message,) = sent()
    assert message["Subject"] == "1 proposal"
    assert "A proposal was withdrawn. The source was withdrawn." in body(message)
    assert "Not for the public" not in str(message)


def test_what_is_withdrawn_between_writing_down_and_sending_is_not_shown():
    proposal = proposals.published(title_en="Not for the public")
    confirmed()
    history.record(proposal, by=people.user(is_superuser=True))
    prepare()
    publishing.withdraw(proposal, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    (message,) = sent()
    assert "Not for the public" not in str(message)


def test_a_merged_proposal_leads_to_its_successor(editor):
    proposal = proposals.published(title_en="The one that was merged")
    into = proposals.published(title_en="The one that remains")
    confirmed(proposal=proposal)
    merging.merge(proposal, into=into, reason_hant="相同", by=editor)
    prepare()
    (message,) = sent()
    assert "The one that remains" in body(message)
    assert "The one that was merged" not in body(message)
    assert f"/en/proposals/{proposal.slug}/" in body(message)


def test_a_successor_that_is_withdrawn_before_sending_is_not_shown(editor):
    proposal = proposals.published()
    into = proposals.published(title_en="Not for the public")
    confirmed(proposal=proposal)
    merging.merge(proposal, into=into, reason_hant="相同", by=editor)
    prepare()
    publishing.withdraw(into, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    (message,) = sent()
    assert "This proposal was merged into another, which proposes the same." in body(message)
    assert "Not for the public" not in str(message)


@pytest.mark.parametrize(
    ("query", "sentence", "said"),
    [
        ("q=Buy+at+evil.example", "Keywords: “Buy at evil.example”", "a search of your own\n"),
        (
            "q=evil&sector=ageing",
            "Keywords: “evil”; Sector: Ageing",
            "a search of your own; Sector: Ageing\n",
        ),
        ("q=evil", "Words that are evil", "a search of your own\n"),
    ],
)
def test_words_typed_by_a_stranger_are_not_sent_to_a_mailbox_that_did_not_ask(
    query, sentence, said
):
    given = {"email": "ann@example.com", "language": "en", "cadence": "daily"}
    following.sign_up(Subscription(query=query, sentence=sentence, **given), timezone.now())
    (message,) = sent()
    assert "evil" not in body(message)
    assert said in body(message)


@pytest.mark.parametrize("count", [1, 3])
def test_a_mail_is_written_in_a_fixed_number_of_queries(count, editor, django_assert_num_queries):
    confirmed()
    for _ in range(count):
        history.record(proposals.published(), by=editor)
    prepare()
    # Is anything due; claim (4); rows, changes; sent; no further claim (3).
    with django_assert_num_queries(11):
        sending.deliver()
    assert len(mail.outbox) == 1
