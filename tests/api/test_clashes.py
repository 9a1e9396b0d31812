"""Many programs at once: nothing is overwritten silently, and nothing is written twice."""

import os
from collections import Counter

import pytest
from django.test import Client

from proposals.models import Change, IdempotencyKey, StatusUpdate
from proposals.throttles import WriterThrottle
from proposals.tracking import integrity
from tests.factories import people, proposals
from tests.factories.tokens import Program, recorded, update
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

# `make prove` has 250 of them.
CLASHES, PROPOSALS = (250, 25) if "PROOF_RUNS" in os.environ else (40, 4)


@pytest.fixture(autouse=True)
def uncounted(monkeypatch):
    monkeypatch.setattr(WriterThrottle, "allow_request", lambda *_: True)


@pytest.fixture
def programs():
    return [Program(people.user(is_superuser=True, first_name=name)) for name in ("甲", "乙")]


@pytest.mark.slow("saves at once, one clash after another")
def test_of_all_clashing_saves_every_one_is_written_or_told_so(programs):
    rows = [proposals.published() for _ in range(PROPOSALS)]
    reader = Client()
    written, told = [], []

    def save(program, row, read, text):
        answer = program.post(
            "status-updates/", update(row, reason_hant=text), headers={"If-Match": read}
        )
        if answer.status_code == 201:
            written.append((row.slug, text, answer.json()["id"]))
        else:
            assert answer.status_code == 409, answer.content
            told.append((row.slug, text, answer.json()))

    for number in range(CLASHES):
        row = rows[number % PROPOSALS]
        read = reader.get(f"/api/v1/proposals/{row.slug}/").headers["ETag"]
        texts = [f"{number} {name}" for name in ("甲", "乙")]
        acts = [
            lambda program=program, text=text, row=row, read=read: save(program, row, read, text)
            for program, text in zip(programs, texts, strict=True)
        ]
        assert together(*acts) == []

    assert (len(written), len(told)) == (CLASHES, CLASHES)
    log = StatusUpdate.objects.exclude(status="proposed")
    assert sorted(log.values_list("proposal__slug", "reason_hant", "pk")) == sorted(written)
    # Each that was told saw the row which the other had just made, and how to go on.
    assert all(clash["current"]["slug"] == slug and clash["etag"] for slug, _, clash in told)
    refused = {(slug, text) for slug, text, _ in told}
    assert not refused & {(slug, text) for slug, text, _ in written}
    for row in rows:
        numbers = list(row.updates.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 2 + CLASHES // PROPOSALS))
    assert Counter(Change.objects.filter(noun="proposal").values_list("kind", flat=True)) == {
        "published": PROPOSALS,
        "status": CLASHES,
    }
    assert list(integrity.check()) == []


def test_one_key_sent_by_twenty_at_once_writes_once(programs):
    program, _other = programs
    row = proposals.published()
    answers = []

    def send():
        # A client of its own, as after a lost connection.
        answers.append(
            Client().post(
                "/api/v1/status-updates/",
                update(row),
                content_type="application/json",
                headers={"Authorization": f"Token {program.secret}", "Idempotency-Key": "one"},
            )
        )

    assert together(*[send] * 20) == []
    assert [answer.status_code for answer in answers] == [201] * 20
    assert len({answer.content for answer in answers}) == 1
    replayed = [answer.headers.get("Idempotency-Replayed") for answer in answers]
    assert Counter(replayed) == {"true": 19, None: 1}
    assert recorded() == 1
    assert IdempotencyKey.objects.count() == 1


def test_where_the_first_of_two_is_refused_the_second_is_judged_by_itself(programs):
    program, _other = programs
    row = proposals.published()
    answers = []

    def send(body):
        answers.append(
            program.post("status-updates/", body, headers={"Idempotency-Key": "one"}).status_code
        )

    bare, full = update(row, evidence=[]), update(row)
    assert together(*[lambda: send(bare)] * 5, lambda: send(full)) == []
    assert Counter(answers) == {422: 5, 201: 1}
    assert recorded() == 1
