"""Texts that programs send in."""

import pytest
from django.contrib.auth.models import Permission

from proposals.candidates import reading
from proposals.models import IntakePage
from proposals.rights import TAKE_IN
from tests.api.problems import problem
from tests.factories import intake, people, sources
from tests.factories.tokens import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    times = []
    monkeypatch.setattr("proposals.api.intake.ask_for_intake", lambda: times.append(1))
    return times


@pytest.fixture
def program():
    return Program()


def test_a_text_is_taken_in_once_and_its_answer_tells_how_far_it_is(
    program, asked, django_capture_on_commit_callbacks
):
    sources.publication()
    body = {
        "text": intake.TEXT,
        "publication": "daily",
        "published_on": "2026-05-20",
        "page": "A12",
        "url": "https://daily.example/1",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = program.post("intake/", body)
    assert answer.status_code == 201
    page = IntakePage.objects.get()
    assert answer.json() == {
        "id": page.pk,
        "stage": "queued",
        "candidates": 0,
        "review_url": f"http://localhost:8000/admin/proposals/intakepage/{page.pk}/review/",
    }
    assert (page.origin, page.taken_in_by, page.printed_page) == ("program", program.user, "A12")
    assert asked == [1]
    reading.read_waiting()
    again = program.post("intake/", body).json()
    assert (again["id"], again["stage"], again["candidates"]) == (page.pk, "read", 4)
    assert intake.TEXT[:20] not in str(again)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": 1}, 400),
        ({"text": "x", "headline": "y"}, 400),
        ({"text": "x", "published_on": "yesterday"}, 400),
        ({"text": " "}, 422),
        ({"text": "x", "publication": "no-such"}, 422),
        ({"text": "x", "url": "javascript:alert(1)"}, 422),
        ({"text": "x", "page": "9" * 21}, 400),
        ({"text": "字" * 1_000_000}, 413),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_field(program, body, status):
    problem(program.post("intake/", body), status)
    assert not IntakePage.objects.exists()


def test_the_same_request_sent_again_is_answered_alike(program):
    key = {"Idempotency-Key": "one"}
    first = program.post("intake/", {"text": intake.TEXT}, headers=key)
    again = program.post("intake/", {"text": intake.TEXT}, headers=key)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"


def test_who_may_not_take_in_is_refused(program):
    account = people.user()
    account.user_permissions.add(Permission.objects.get(codename="record_statusupdate"))
    assert not account.has_perm(TAKE_IN)
    problem(Program(account).post("intake/", {"text": "x"}), 403)
