"""A hint is decided once, its sender is told once, and then forgotten."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.alerts import sending, suggesting
from proposals.choices import SuggestionKind, SuggestionState
from proposals.models import Suggestion
from tests.factories import people, proposals
from tests.factories.suggestions import suggestion, unconfirmed

pytestmark = pytest.mark.django_db


def days(many):
    return timezone.now() + dt.timedelta(days=many)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "taken up"), ("zh-hant", "已採用"), ("zh-hans", "已采用")],
)
def test_the_sender_is_told_in_the_language_they_wrote_in(language, words):
    told = suggestion(email="ann@example.com", language=language)
    assert suggesting.accept(told, by=people.user(), answer="Thanks, recorded.")
    sending.deliver()
    [message] = mail.outbox
    assert message.to == ["ann@example.com"]
    assert words in message.body
    assert "Thanks, recorded." in message.body
    assert told.said in message.body
    assert "/proposals/" in message.body


def test_it_is_decided_once_whoever_comes_second():
    told = suggestion(email="ann@example.com")
    first, second = people.user(), people.user()
    assert suggesting.decline(told, by=first, answer="No document shows it.")
    assert not suggesting.accept(told, by=second)
    assert (told.state, told.decided_by) == (SuggestionState.DECLINED, first)
    sending.deliver()
    [message] = mail.outbox
    assert "No document shows it." in message.body


def test_nobody_is_written_to_who_gave_no_address():
    assert suggesting.accept(suggestion(), by=people.user())
    assert sending.deliver() == 0


def test_what_its_sender_has_not_confirmed_cannot_be_decided():
    assert not suggesting.accept(unconfirmed(), by=people.user())


def test_the_mail_does_not_name_what_has_since_been_withdrawn():
    told = suggestion(email="ann@example.com", proposal=proposals.withdrawn(title_en="Gone"))
    suggesting.accept(told, by=people.user())
    sending.deliver()
    assert "Gone" not in mail.outbox[0].body


def test_what_is_never_confirmed_goes_and_so_does_who_sent_the_rest():
    unconfirmed()
    kept = suggestion(email="ann@example.com", name="Ann", asked_from="192.0.2.1")
    suggesting.accept(kept, by=people.user())
    suggesting.forget(days(2))
    kept.refresh_from_db()
    assert (kept.asked_from, kept.email) == ("", "ann@example.com")
    assert suggesting.forget(days(31)) == 2
    kept = Suggestion.objects.get()
    assert (kept.name, kept.email, kept.said) == ("", "", "The fund is open since May.")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "rumour"},
        {"language": "fr"},
        {"said": ""},
        {"kind": SuggestionKind.PROGRESS, "proposal": None},
        {"state": SuggestionState.ACCEPTED},
        {"state": SuggestionState.DECLINED, "decided_at": timezone.now(), "answer": ""},
        {"answer": "An answer before anybody decided."},
    ],
)
def test_the_database_refuses_what_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        suggestion(**fields)
