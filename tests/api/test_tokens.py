"""Who may write."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from proposals.choices import TokenScope
from proposals.throttles import WriterThrottle
from tests.api.problems import problem
from tests.factories import people, proposals
from tests.factories.tokens import Program, recorded, update

pytestmark = pytest.mark.django_db

SCOPES = {
    "status-updates/": "record",
    "checks/": "check",
    "intake/": "intake",
    "status-updates/1/void/": "void",
    "status-updates/1/confirm/": "confirm",
}
ADDRESSES = list(SCOPES)


@pytest.fixture
def program():
    return Program()


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({}, "Authentication credentials were not provided."),
        ({"Authorization": "Token"}, "This token is not known here."),
        ({"Authorization": "Token ppt_wrong"}, "This token is not known here."),
        ({"Authorization": "Token é"}, "This token is not known here."),
        ({"Authorization": "Basic x"}, "Write the header as “Authorization: Token …”."),
    ],
)
def test_without_a_token_that_is_known_nothing_is_written(client, path, header, said):
    response = client.post(f"/api/v1/{path}", "{}", content_type="application/json", headers=header)

    assert problem(response, 401)["detail"] == said
    assert response.headers["WWW-Authenticate"] == "Token"


def test_a_revoked_token_opens_nothing(program):
    program.token.revoke()
    proposal = proposals.published()

    response = program.post("status-updates/", update(proposal))

    assert problem(response, 401)["detail"] == "This token has been revoked."
    assert response.headers["WWW-Authenticate"] == "Token"
    assert recorded() == 0


def test_the_token_of_a_closed_account_opens_nothing(program):
    program.user.is_active = False
    program.user.save()

    response = program.post("status-updates/", update(proposals.published()))

    assert problem(response, 401)["detail"] == "The account of this token is closed."


def test_one_who_has_signed_in_cannot_write_without_a_token(client):
    client.force_login(people.user(role="Chief editor"))
    body = json.dumps(update(proposals.published()))

    problem(client.post("/api/v1/status-updates/", body, content_type="application/json"), 401)


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_token_may_no_more_than_its_account(role, path):
    program = Program(role=role)

    detail = problem(program.post(path, update(proposals.published())), 403)["detail"]

    assert detail == "The account of this token may not record anything."
    assert recorded() == 0


@pytest.mark.parametrize(("path", "scope"), list(SCOPES.items()))
def test_a_token_may_only_what_its_scopes_name(path, scope):
    program = Program(scopes=[other for other in TokenScope.values if other != scope])

    detail = problem(program.post(path, update(proposals.published())), 403)["detail"]

    assert detail == f"This token does not have the scope “{scope}”."
    assert recorded() == 0


def test_its_last_use_is_noted_once_a_minute(program, django_assert_num_queries):
    proposal = proposals.published()
    assert program.token.last_used_at is None
    program.post("status-updates/", update(proposal))
    program.token.refresh_from_db()
    first = program.token.last_used_at
    assert abs(timezone.now() - first) < dt.timedelta(seconds=20)

    program.post("status-updates/", update(proposal))
    program.token.refresh_from_db()
    assert program.token.last_used_at == first

    earlier = first - dt.timedelta(minutes=1)
    type(program.token).objects.update(last_used_at=earlier)
    program.post("status-updates/", update(proposal))
    program.token.refresh_from_db()
    assert program.token.last_used_at > earlier


def test_reading_asks_for_no_token_and_looks_at_none(client):
    response = client.get("/api/v1/status-updates/", headers={"Authorization": "Token wrong"})

    assert response.status_code == 200


@pytest.mark.parametrize("path", ADDRESSES[1:])
def test_what_is_only_written_cannot_be_read(client, path):
    response = client.get(f"/api/v1/{path}")

    problem(response, 405)
    assert response.headers["Allow"] == "POST, OPTIONS"


def test_each_token_is_counted_by_itself(program, monkeypatch):
    monkeypatch.setattr(WriterThrottle, "rate", "2/min", raising=False)
    proposal = proposals.published()
    assert [program.post("status-updates/", update(proposal)).status_code for _ in "ab"] == [
        201,
        201,
    ]

    response = program.post("status-updates/", update(proposal))

    problem(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert Program().post("status-updates/", update(proposal)).status_code == 201
    assert recorded() == 3


def test_guesses_at_a_token_are_counted(client, monkeypatch):
    monkeypatch.setattr(WriterThrottle, "rate", "2/min", raising=False)
    guess = {"Authorization": "Token ppt_guess"}

    answers = [
        client.post("/api/v1/checks/", "{}", content_type="application/json", headers=guess)
        for _ in range(3)
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_other_sites_may_not_write(client):
    asked = client.options(
        "/api/v1/status-updates/",
        headers={
            "Origin": "https://dashboard.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
    )

    assert asked.headers["Access-Control-Allow-Methods"] == "GET"
