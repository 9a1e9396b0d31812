"""What holds for every write: what it is about, whether that has moved, and that it is answered
once.
"""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from proposals import tasks
from proposals.editing import merging
from proposals.models import IdempotencyKey
from tests.api.problems import problem
from tests.factories import history, people, proposals
from tests.factories.tokens import Program, recorded, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Program()


# --- What it is about ---


def test_a_draft_answers_like_what_does_not_exist(program):
    drafted = proposals.draft()
    record = history.record(drafted, "proposed", None, by=program.user)
    hidden = [
        program.post("status-updates/", update(drafted)),
        program.post("checks/", {"proposal": drafted.slug, "checked_on": "2026-06-01"}),
        program.post(f"status-updates/{record.pk}/void/", {"reason_hant": "誤。"}),
        program.post(f"status-updates/{record.pk}/confirm/", {"opened": [1]}),
    ]
    drafted.slug = "no-such-one"
    unknown = [
        program.post("status-updates/", update(drafted)),
        program.post("checks/", {"proposal": drafted.slug, "checked_on": "2026-06-01"}),
        program.post("status-updates/0/void/", {"reason_hant": "誤。"}),
        program.post(f"status-updates/{10**30}/confirm/", {"opened": [1]}),
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
        (f"status-updates/{record.pk}/confirm/", {"opened": [1]}),
    ]:
        assert problem(program.post(path, body), 410)["reason_en"] == "The source was withdrawn."


def test_a_merged_proposal_names_the_one_to_write_to(program):
    into, merged = proposals.published(), proposals.published()
    [record] = merged.updates.all()
    chief = people.user(is_superuser=True)
    merging.merge(merged, into=into, reason_hant="同一建議。", by=chief)
    before = recorded()
    for path, body in [
        ("status-updates/", update(merged)),
        ("checks/", {"proposal": merged.slug, "checked_on": "2026-06-01"}),
        (f"status-updates/{record.pk}/void/", {"reason_hant": "誤。"}),
        (f"status-updates/{record.pk}/confirm/", {"opened": [1]}),
    ]:
        refused = problem(program.post(path, body), 422)
        assert (refused["rule"], refused["successor"]) == ("proposal_merged", into.slug)
    assert recorded() == before


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
    assert recorded() == 0


@pytest.mark.parametrize(
    ("tags", "is_said_to_have_moved"),
    [('"other"', True), ('W/{etag}, "other"', True), ("W/{etag}", False), ("nonsense", False)],
)
def test_what_cannot_match_is_not_said_to_have_moved(program, client, tags, is_said_to_have_moved):
    proposal = proposals.published()
    header = {"If-Match": tags.format(etag=etag(client, proposal))}

    told = problem(program.post("status-updates/", update(proposal), headers=header), 409)

    assert ("has changed" in told["detail"]) == is_said_to_have_moved
    assert told["etag"] == etag(client, proposal)


def test_what_has_moved_is_shown_as_it_now_stands_with_its_etag(program, client):
    proposal = proposals.published()
    waiting = history.record(proposal, "declined", by=people.user(is_superuser=True))
    read = {"If-Match": etag(client, proposal)}
    history.record(proposal, "noted", by=program.user)
    row = client.get("/api/v1/proposals/").json()["results"][0]
    before = recorded()

    for path, body in [
        ("status-updates/", update(proposal)),
        ("checks/", {"proposal": proposal.slug, "checked_on": "2026-06-01"}),
        (f"status-updates/{waiting.pk}/void/", {"reason_hant": "誤。"}),
        (f"status-updates/{waiting.pk}/confirm/", {"opened": [1]}),
    ]:
        response = program.post(path, body, headers=read)
        clash = problem(response, 409)
        assert clash["current"] == row
        assert clash["etag"] == response.headers["ETag"] == etag(client, proposal)
    assert recorded() == before

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
    assert recorded() == 1


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
            (f"status-updates/{waiting.pk}/confirm/", {"opened": [2]}),
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
    assert recorded() == 1


def test_a_key_belongs_to_one_token(program):
    proposal, key = proposals.published(), {"Idempotency-Key": "one"}
    program.post("status-updates/", update(proposal), headers=key)

    other = Program(program.user).post("status-updates/", update(proposal), headers=key)

    assert "Idempotency-Replayed" not in other.headers
    assert recorded() == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "鍵".encode().decode("latin-1"), "a\tb"])
def test_a_key_is_short_plain_text(program, key):
    response = program.post(
        "status-updates/", update(proposals.published()), headers={"Idempotency-Key": key}
    )

    [fault] = problem(response, 400)["errors"]
    assert fault["field"] == "Idempotency-Key"
    assert recorded() == 0


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
    assert (recorded(), IdempotencyKey.objects.count()) == (0, 0)

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
    assert recorded() == 2
