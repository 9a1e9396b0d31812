"""A day that government gave itself: with its document, as far as it is known, and missed."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.choices import Status
from proposals.models import Proposal
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

DOCUMENT = {"target_title": "施政報告", "target_url": "https://gov.example/pa"}


def with_target(day, precision="day", **fields):
    return proposals.published(target_on=day, target_on_precision=precision, **(DOCUMENT | fields))


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (dt.date(2026, 6, 30), "day", dt.date(2026, 6, 30)),
        (dt.date(2026, 6, 1), "month", dt.date(2026, 6, 30)),
        (dt.date(2026, 1, 1), "year", dt.date(2026, 12, 31)),
    ],
)
def test_it_is_missed_the_day_after_the_last_that_it_may_mean(day, precision, last):
    proposal = with_target(day, precision)
    proposal.refresh_from_db()
    assert proposal.target_to == last
    for today, is_past in ((last, False), (last + dt.timedelta(days=1), True)):
        assert proposal.is_past_target(today) == is_past
        assert Proposal.objects.past_target(today).exists() == is_past


def test_what_has_come_to_an_end_misses_nothing():
    editor = people.user(is_superuser=True)
    proposal = with_target(dt.date(2026, 6, 30), by=editor)
    history.record(proposal, Status.SUPERSEDED, dt.date(2026, 7, 1), by=editor)
    proposal.refresh_from_db()
    assert not proposal.is_past_target(timezone.localdate())
    assert not Proposal.objects.past_target(timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"target_on": dt.date(2026, 6, 30)}, "target_title"),
        (DOCUMENT, "target_on"),
        (DOCUMENT | {"target_on": dt.date(2026, 6, 30), "target_url": ""}, "target_url"),
    ],
)
def test_neither_stands_without_the_other(fields, column):
    proposal = proposals.draft()
    for name, value in fields.items():
        setattr(proposal, name, value)
    with pytest.raises(ValidationError) as refusal:
        proposal.full_clean()
    assert column in refusal.value.error_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            **({"target_on_precision": "day"} if "target_on" in fields else {}), **fields
        )


def test_readers_see_it_with_its_document_and_that_it_was_missed(client):
    proposal = with_target(dt.date(2026, 6, 1), "month")
    page = client.get(f"/en/proposals/{proposal.slug}/").content.decode()
    assert "Target day of government" in page
    assert 'href="https://gov.example/pa"' in page
    assert "Target day missed" in page
    assert "Target day missed" in client.get("/en/proposals/").content.decode()


def test_the_calendar_holds_its_last_day_and_says_how_exact_it_is(client):
    with_target(dt.date(2027, 6, 1), "month")
    calendar = client.get("/en/feeds/deadlines.ics").content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270630" in calendar
    assert "Target day of government (June 2027)" in calendar


def test_what_is_wrong_about_it_is_told_beside_what_is_wrong_about_another_date():
    proposal = proposals.draft(proposed_on=None)
    proposal.proposed_on_precision = proposal.target_on_precision = "day"
    with pytest.raises(ValidationError) as refusal:
        proposal.full_clean()
    assert refusal.value.error_dict.keys() == {"proposed_on", "target_on"}
