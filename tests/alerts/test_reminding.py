"""Editors who chose so are told by mail what waits for them, and nobody else is."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.alerts import reminding, sending
from proposals.choices import Status
from proposals.models import (
    Assignment,
    Delivery,
    KeptCopy,
    Proposal,
    Reminder,
    TermRequest,
    Watch,
)
from tests.factories import channels, documents, history, people, proposals, sources
from tests.factories.suggestions import suggestion

pytestmark = pytest.mark.django_db


def reminded(language="en", role="Editor", **fields):
    editor = people.user(role=role, email="editor@example.com", **fields)
    Reminder.objects.create(
        editor=editor, cadence="daily", language=language, next_due_at=timezone.now()
    )
    return editor


def long_ago():
    return timezone.now() - dt.timedelta(days=30)


def late(by, **fields):
    proposal = proposals.published(by=by, **fields)
    due = timezone.localdate() - dt.timedelta(days=1)
    Proposal.objects.filter(pk=proposal.pk).update(next_check_on=due, checked_on=due)
    return proposal


def test_nobody_is_told_who_has_not_chosen_so():
    people.user(role="Editor", email="editor@example.com")
    late(people.user())
    assert reminding.prepare(timezone.now()) == 0


def test_a_mail_says_what_waits_and_leads_there():
    editor, other = reminded(), people.user()
    own = late(editor, title_en="Mine and overdue")
    Assignment.objects.create(proposal=own, editor=editor)
    kept = proposals.published(by=other, title_en="Kept by government")
    history.record(kept, Status.IN_DELIVERY, dt.date(2026, 6, 1), by=other)
    history.record(kept, Status.DELIVERED, dt.date(2026, 7, 1), by=other)
    Watch.objects.create(proposal=kept, editor=editor)
    suggestion(said="The fund is open.")
    assert reminding.prepare(timezone.now()) == 1
    sending.deliver()
    [message] = mail.outbox
    assert message.to == ["editor@example.com"]
    for words in (
        "Mine (1)\n  · Mine and overdue",
        "Awaiting my confirmation (1)\n  · Kept by government",
        "Hints of readers (1)\n  · The fund is open.",
        "Check overdue (1)\n  · Mine and overdue",
        "Moved, and watched by you (",
        "http://localhost:8000/en/admin/proposals/proposal/?due=mine",
        "http://localhost:8000/en/admin/reminders/",
    ):
        assert words in message.body


def test_what_machines_found_and_what_others_ask_for_is_told_too():
    chief = reminded(role="Chief editor")
    TermRequest.objects.create(
        kind="body", name_hant="銀髮辦公室", reason="施政報告", asked_by=people.user()
    )
    documents.match(proposals.published(by=chief), documents.document())
    channels.channel(label="Press releases", created_at=long_ago())
    source = sources.source(headline="完善銀髮經濟", url="https://example.org/closed")
    KeptCopy.objects.create(
        slug=f"source-{source.slug}", source=source, fault="HTTP 403", state_at=timezone.now()
    )
    reminding.prepare(timezone.now())
    sending.deliver()
    [message] = mail.outbox
    for words in (
        "Terms asked for (1)\n  · 銀髮辦公室 · body",
        "Official words to decide on (1)\n  · Policy Address",
        "Channels that have fallen silent (1)\n  · Press releases",
        "Pages cited that have moved (1)\n  · 完善銀髮經濟",
        "http://localhost:8000/en/admin/proposals/termrequest/?due=waiting",
    ):
        assert words in message.body


def test_an_editor_is_not_told_of_terms_that_a_chief_decides_on():
    asked = TermRequest(kind="body", name_hant="銀髮辦公室", reason="施政報告")
    asked.asked_by = reminded()
    asked.save()
    assert reminding.prepare(timezone.now()) == 0


@pytest.mark.parametrize(
    ("language", "subject"), [("zh-hant", "你的待辦事項"), ("zh-hans", "你的待办事项")]
)
def test_it_is_in_the_language_that_the_editor_chose(language, subject):
    late(reminded(language))
    reminding.prepare(timezone.now())
    sending.deliver()
    assert mail.outbox[0].subject == subject


def test_it_is_told_once_a_day_however_often_workers_look():
    late(reminded())
    now = timezone.now()
    assert [reminding.prepare(now), reminding.prepare(now)] == [1, 0]
    assert Delivery.objects.count() == 1
    assert Reminder.objects.get().next_due_at > now


def test_where_nothing_waits_no_mail_is_sent():
    editor = reminded()
    due_later = proposals.published(by=editor)
    Assignment.objects.create(proposal=due_later, editor=editor)
    assert reminding.prepare(timezone.now()) == 0
    assert Reminder.objects.get().next_due_at > timezone.now()


def test_a_closed_account_is_told_nothing():
    late(reminded(is_active=False))
    assert reminding.prepare(timezone.now()) == 0


def test_an_editor_chooses_and_ends_it_at_the_desk():
    client, editor = Client(), people.user(role="Editor", email="editor@example.com")
    client.force_login(editor)
    page = reverse("admin:reminders")
    client.post(page, {"cadence": "weekly", "language": "zh-hans"})
    held = Reminder.objects.get()
    assert (held.editor, held.cadence, held.language) == (editor, "weekly", "zh-hans")
    assert timezone.localtime(held.next_due_at).weekday() == 0
    client.post(page, {"cadence": "", "language": "en"})
    assert Reminder.objects.count() == 0


def test_without_an_address_there_is_no_mail_to_choose():
    client = Client()
    client.force_login(people.user(role="Editor"))
    page = client.post(reverse("admin:reminders"), {"cadence": "daily", "language": "en"})
    assert "cadence" in page.context["form"].errors
