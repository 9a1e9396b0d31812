"""What holds for every write: who may, how it must be sent, and that it is answered once."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals import merging, tasks
from proposals.api.tokens import WriterThrottle
from proposals.choices import TokenScope
from proposals.models import Check, IdempotencyKey, StatusUpdate
from tests.api.test_errors import problem
from tests.factories import history, people, proposals
from tests.factories.tokens import Program, evidence, update

pytestmark = pytest.mark.django_db

SCOPES = {
    "status-updates/": "record",
    "checks/": "check",
    "status-updates/1/void/": "void",
    "status-updates/1/confirm/": "confirm",
}
ADDRESSES = list(SCOPES)


@pytest.fixture
def program():
    return Program()


def statements():
    """How much has been recorded beyond the publication of proposals."""
    return StatusUpdate.objects.exclude(status="proposed").count() + Check.objects.count()


def fields(response, status=400):
    return {fault["field"]: fault["message"] for fault in problem(response, status)["errors"]}


# --- Who may ---


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
    assert statements() == 0


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
    assert statements() == 0


@pytest.mark.parametrize(("path", "scope"), list(SCOPES.items()))
def test_a_token_may_only_what_its_scopes_name(path, scope):
    program = Program(scopes=[other for other in TokenScope.values if other != scope])

    detail = problem(program.post(path, update(proposals.published())), 403)["detail"]

    assert detail == f"This token does not have the scope “{scope}”."
    assert statements() == 0


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
    assert statements() == 3


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


# --- How it must be sent ---


def test_every_field_at_fault_is_named_at_once(program):
    body = {
        "status": 5,
        "effective_on": "June",
        "reason_hant": None,
        "reason_en": ["x"],
        "evidence": [evidence(), {"title": True, "size": 1, "published_on": "2026-06-31"}, "x"],
        "colour": "red",
    }

    assert fields(program.post("status-updates/", body)) == {
        "proposal": "This field is required.",
        "status": "Not a valid string.",
        "effective_on": "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
        "reason_hant": "This field may not be null.",
        "reason_en": "Not a valid string.",
        "evidence.1.title": "Not a valid string.",
        "evidence.1.evidence_class": "This field is required.",
        "evidence.1.published_on": "Date has wrong format. Use one of these formats instead: "
        "YYYY-MM-DD.",
        "evidence.1.size": "There is no field of this name here; there are: url, title, "
        "publisher, evidence_class, published_on, published_on_precision, quote.",
        "evidence.2": "Invalid data. Expected a dictionary, but got str.",
        "colour": "There is no field of this name here; there are: proposal, status, "
        "effective_on, effective_on_precision, reason_hant, reason_hans, reason_en, evidence, "
        "override_reason_hant, override_reason_en, superseded_by.",
    }


@pytest.mark.parametrize(
    "body", ["{", "[]", '"x"', "null", '{"a": NaN}', "[" * 100_000, '{"\\ud800": 1}', "\xff"]
)
def test_a_body_that_is_no_object_is_refused(program, body):
    assert fields(program.post("status-updates/", body.encode("latin-1")))
    assert statements() == 0


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_a_text_that_cannot_be_kept_is_refused(program, text):
    body = update(proposals.published(), reason_hant=text)

    assert list(fields(program.post("status-updates/", body))) == ["reason_hant"]


def test_a_body_in_another_form_is_refused(program):
    response = program.post(
        "status-updates/", "proposal=x", content_type="application/x-www-form-urlencoded"
    )

    problem(response, 415)


def test_a_body_beyond_all_measure_is_refused(program):
    body = update(proposals.published(), reason_hant="長" * 1_000_000)

    problem(program.post("status-updates/", body), 413)


def test_only_json_is_answered(program):
    response = program.post(
        "status-updates/", update(proposals.published()), headers={"Accept": "application/xml"}
    )

    problem(response, 406)
    assert statements() == 0


def test_an_address_to_write_to_takes_no_parameters(program):
    response = program.post("status-updates/?dry_run=1", update(proposals.published()))

    assert list(fields(response)) == ["dry_run"]
    assert statements() == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(["status-updates/", "checks/"]),
    changed=st.dictionaries(
        st.sampled_from([*update(proposals.Proposal()), "checked_on", "superseded_by"]) | st.text(),
        json_values
        | st.sampled_from(["0001-01-01", "9999-12-31", "delivered", "year", [{}], [evidence()]]),
        max_size=4,
    ),
)
def test_no_body_is_a_fault_of_ours(program, monkeypatch, path, changed):
    monkeypatch.setattr(WriterThrottle, "rate", None, raising=False)
    monkeypatch.setattr(WriterThrottle, "allow_request", lambda *_: True)
    body = update(proposals.published()) | changed

    assert program.post(path, body).status_code in {201, 400, 404, 422}


# --- What it is about ---


def test_a_draft_answers_like_what_does_not_exist(program):
    drafted = proposals.draft()
    record = history.record(drafted, "proposed", None, by=program.user)
    hidden = [
        program.post("status-updates/", update(drafted)),
        program.post("checks/", {"proposal": drafted.slug, "checked_on": "2026-06-01"}),
        program.post(f"status-updates/{record.pk}/void/", {"reason_hant": "誤。"}),
        program.post(f"status-updates/{record.pk}/confirm/"),
    ]
    drafted.slug = "no-such-one"
    unknown = [
        program.post("status-updates/", update(drafted)),
        program.post("checks/", {"proposal": drafted.slug, "checked_on": "2026-06-01"}),
        program.post("status-updates/0/void/", {"reason_hant": "誤。"}),
        program.post(f"status-updates/{10**30}/confirm/"),
    ]

    for one, other in zip(hidden, unknown, strict=True):
        assert problem(one, 404) == problem(other, 404) | {"instance": one.json()["instance"]}


def test_a_withdrawn_proposal_is_gone_and_says_why(program):
    proposal = proposals.withdrawn()
    [record] = proposal.updates.all()
    for path, body in [
        ("status-updates/", update(proposal)),
        ("checks/", {"proposal": proposal.slug, "checked_on": "2026-06-01"}),
        (f"status-updates/{record.pk}/void/", {"reason_hant": "誤。"}),
        (f"status-updates/{record.pk}/confirm/", {}),
    ]:
        assert problem(program.post(path, body), 410)["reason_en"] == "The source was withdrawn."


def test_a_merged_proposal_names_the_one_to_write_to(program):
    into, merged = proposals.published(), proposals.published()
    [record] = merged.updates.all()
    chief = people.user(is_superuser=True)
    merging.merge(merged, into=into, reason_hant="同一建議。", by=chief)
    before = statements()
    for path, body in [
        ("status-updates/", update(merged)),
        ("checks/", {"proposal": merged.slug, "checked_on": "2026-06-01"}),
        (f"status-updates/{record.pk}/void/", {"reason_hant": "誤。"}),
        (f"status-updates/{record.pk}/confirm/", {}),
    ]:
        refused = problem(program.post(path, body), 422)
        assert (refused["rule"], refused["successor"]) == ("proposal_merged", into.slug)
    assert statements() == before


# --- Clashes ---


def etag(client, proposal):
    return client.get(f"/api/v1/proposals/{proposal.slug}/").headers["ETag"]


def test_what_has_not_moved_is_written(program, client):
    proposal = proposals.published()
    read = {"If-Match": etag(client, proposal)}

    assert program.post("status-updates/", update(proposal), headers=read).status_code == 201


@pytest.mark.parametrize("tags", ["*", '"other", {etag}'])
def test_any_of_several_etags_will_do(program, client, tags):
    proposal = proposals.published()
    header = {"If-Match": tags.format(etag=etag(client, proposal))}

    assert program.post("status-updates/", update(proposal), headers=header).status_code == 201


@pytest.mark.parametrize("tags", ['"other"', "W/{etag}", "nonsense", ""])
def test_another_etag_is_a_clash(program, client, tags):
    proposal = proposals.published()
    header = {"If-Match": tags.format(etag=etag(client, proposal))}

    problem(program.post("status-updates/", update(proposal), headers=header), 409)
    assert statements() == 0


def test_what_has_moved_is_shown_as_it_now_stands_with_its_etag(program, client):
    proposal = proposals.published()
    waiting = history.record(proposal, "declined", by=people.user(is_superuser=True))
    read = {"If-Match": etag(client, proposal)}
    history.record(proposal, "noted", by=program.user)
    row = client.get("/api/v1/proposals/").json()["results"][0]
    before = statements()

    for path, body in [
        ("status-updates/", update(proposal)),
        ("checks/", {"proposal": proposal.slug, "checked_on": "2026-06-01"}),
        (f"status-updates/{waiting.pk}/void/", {"reason_hant": "誤。"}),
        (f"status-updates/{waiting.pk}/confirm/", {}),
    ]:
        response = program.post(path, body, headers=read)
        clash = problem(response, 409)
        assert clash["current"] == row
        assert clash["etag"] == response.headers["ETag"] == etag(client, proposal)
    assert statements() == before

    again = program.post("status-updates/", update(proposal), headers={"If-Match": clash["etag"]})
    assert again.status_code == 201


# --- Answered once ---


def test_the_same_request_again_gets_the_same_answer(program):
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    first = program.post("status-updates/", update(proposal), headers=key)
    again = program.post("status-updates/", json.dumps(update(proposal), indent=3), headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert statements() == 1


def test_the_same_request_again_gets_the_same_answer_whatever_came_between(program, client):
    proposal = proposals.published()
    sent = {"Idempotency-Key": "one", "If-Match": etag(client, proposal)}
    first = program.post("status-updates/", update(proposal), headers=sent)
    chief = people.user(is_superuser=True)
    proposal.refresh_from_db()
    merging.merge(proposal, into=proposals.published(), reason_hant="同。", by=chief)

    again = program.post("status-updates/", update(proposal), headers=sent)

    assert (again.status_code, again.content) == (201, first.content)


def test_every_write_can_be_repeated(program):
    proposal = proposals.published()
    waiting = history.record(proposal, "declined", by=people.user(is_superuser=True))
    mistake = history.record(proposal, "noted", by=program.user)
    for number, (path, body) in enumerate(
        [
            ("checks/", {"proposal": proposal.slug, "checked_on": "2026-06-02"}),
            (f"status-updates/{mistake.pk}/void/", {"reason_hant": "誤。"}),
            (f"status-updates/{waiting.pk}/confirm/", {}),
        ]
    ):
        first, again = (
            program.post(path, body, headers={"Idempotency-Key": str(number)}) for _ in "ab"
        )
        assert (first.status_code, again.status_code) == (201, 201), first.content
        assert first.content == again.content


@pytest.mark.parametrize("other", ["body", "address"])
def test_a_key_belongs_to_one_request(program, other):
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    program.post("status-updates/", update(proposal), headers=key)
    changed = update(proposal, reason_hant="另一句。")
    look = {"proposal": proposal.slug, "checked_on": "2026-06-01"}
    path, body = ("status-updates/", changed) if other == "body" else ("checks/", look)

    refused = problem(program.post(path, body, headers=key), 422)

    assert refused["rule"] == "idempotency_key_reused"
    assert refused["remedy"]
    assert [fault["field"] for fault in refused["errors"]] == ["Idempotency-Key"]
    assert statements() == 1


def test_a_key_belongs_to_one_token(program):
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    program.post("status-updates/", update(proposal), headers=key)

    other = Program(program.user).post("status-updates/", update(proposal), headers=key)

    assert "Idempotency-Replayed" not in other.headers
    assert statements() == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "鍵".encode().decode("latin-1"), "a\tb"])
def test_a_key_is_short_plain_text(program, key):
    response = program.post(
        "status-updates/", update(proposals.published()), headers={"Idempotency-Key": key}
    )

    assert list(fields(response)) == ["Idempotency-Key"]
    assert statements() == 0


def test_what_was_refused_can_be_mended_under_the_same_key(program):
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    bare = update(proposal, evidence=[])

    refused = problem(program.post("status-updates/", bare, headers=key), 422)
    assert refused["rule"] == "evidence_missing"
    assert not IdempotencyKey.objects.exists()

    assert program.post("status-updates/", update(proposal), headers=key).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_write_cut_short_leaves_neither_statement_nor_key():
    program = Program(people.user(is_superuser=True))
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    program.client.raise_request_exception = False

    def die(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "proposals_change"'):
            raise DatabaseError("the server went away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        problem(program.post("status-updates/", update(proposal), headers=key), 500)
    assert (statements(), IdempotencyKey.objects.count()) == (0, 0)

    again = program.post("status-updates/", update(proposal), headers=key)
    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again.headers


def test_answers_are_kept_for_seven_days(program):
    proposal = proposals.published()
    for key in ("old", "young"):
        program.post("status-updates/", update(proposal), headers={"Idempotency-Key": key})
    week = dt.timedelta(days=7)
    old, young = (IdempotencyKey.objects.filter(key=key) for key in ("old", "young"))
    old.update(created_at=timezone.now() - week - dt.timedelta(minutes=1))
    young.update(created_at=timezone.now() - week + dt.timedelta(minutes=1))

    tasks.forget_idempotency_keys()

    assert [row.key for row in IdempotencyKey.objects.all()] == ["young"]
    assert statements() == 2
