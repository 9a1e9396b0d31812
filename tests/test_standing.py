"""What operators see: how the tracker stands, as numbers, and what the log says."""

import datetime as dt
import json
import logging.config

import pytest
from celery import shared_task
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from proposals.logs import Discreet, told_of
from proposals.models import Routine
from proposals.tasks import forget_idempotency_keys
from tests.factories import people, proposals
from tracker.beat import SharedScheduler
from tracker.celery import app

TOKEN = "only-for-tests-0123456789"


@shared_task(name="tests.fails")
def fails(**kwargs):
    raise ValueError("the password is 1234")


# --- The schedule ---


class Told:
    """A beat whose messages are kept here."""

    def __init__(self, monkeypatch):
        self.sent = []
        self.beat = SharedScheduler(app)
        monkeypatch.setattr(self.beat, "apply_async", lambda entry, **_: self.sent.append(entry))

    def tick(self):
        for entry in list(self.beat.schedule.values()):
            if self.beat.is_due(entry).is_due:
                self.beat.reserve(entry)
                self.beat.apply_entry(entry)
        return [entry.task for entry in self.sent]


@pytest.mark.django_db(transaction=True)
def test_of_many_beats_one_sends_what_is_due(monkeypatch):
    first, second, third = (Told(monkeypatch) for _ in range(3))
    assert [beat.tick() for beat in (first, second, third)] == [[], [], []]
    long_ago = timezone.now() - dt.timedelta(days=2)
    Routine.objects.update(sent_at=long_ago)
    late, later = Told(monkeypatch), Told(monkeypatch)

    assert len(late.tick()) == len(settings.CELERY_BEAT_SCHEDULE)
    assert later.tick() == []
    # What has just been sent is not due to one that starts now.
    assert Told(monkeypatch).tick() == []


@pytest.mark.django_db
def test_a_task_notes_how_it_went():
    name = forget_idempotency_keys.name
    Routine.objects.create(task=name)
    Routine.objects.create(task="tests.fails")

    forget_idempotency_keys.apply()
    fails.apply()

    good, bad = (Routine.objects.get(task=task) for task in (name, "tests.fails"))
    assert good.succeeded_at is not None
    assert not good.is_failing
    assert (bad.succeeded_at, bad.fault, bad.is_failing) == (None, "ValueError", True)


# --- The page ---


@pytest.mark.django_db
def test_an_administrator_sees_how_it_stands(client):
    client.force_login(people.user(role="Administrator"))
    Routine.objects.create(
        task="proposals.tasks.check_integrity", failed_at=timezone.now(), fault="OperationalError"
    )

    page = client.get(reverse("admin:standing")).content.decode()

    assert "<code>check_integrity</code>" in page
    assert "<code>OperationalError</code>" in page
    assert reverse("admin:standing") in client.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db
def test_an_editor_does_not(client):
    client.force_login(people.user(role="Editor"))

    assert client.get(reverse("admin:standing")).status_code == 403
    assert reverse("admin:standing") not in client.get(reverse("admin:index")).content.decode()


# --- The numbers ---


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{}, {"Authorization": "Bearer other"}])
def test_without_the_token_there_are_no_numbers(client, settings, told):
    settings.METRICS_TOKEN = TOKEN

    assert client.get("/metrics", headers=told).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_prometheus_reads_requests_and_how_it_stands(client, settings):
    settings.METRICS_TOKEN = TOKEN
    proposals.published()
    Routine.objects.create(task="proposals.tasks.send_alerts", succeeded_at=timezone.now())
    client.get("/healthz")

    numbers = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert 'tracker_requests_total{method="GET",status="200",view="healthz"}' in numbers
    assert 'tracker_request_seconds_bucket{le="0.01",view="healthz"}' in numbers
    assert 'tracker_task_succeeded_seconds_ago{task="send_alerts"}' in numbers
    assert "tracker_mails_waiting 0.0" in numbers
    assert "tracker_queue " in numbers


# --- The log ---


@pytest.fixture
def said():
    """What a logger with our filter and form writes."""
    made = logging.config.DictConfigurator(settings.LOGGING)
    written = made.configure_formatter(dict(settings.LOGGING["formatters"]["json"]))

    def say(text, *args, **options):
        record = logging.LogRecord("a", logging.INFO, "", 1, text, args, options.get("exc_info"))
        Discreet().filter(record)
        return json.loads(written.format(record))

    return say


def test_a_line_is_one_object_under_the_number_of_its_request(said):
    with told_of("0123456789abcdef"):
        line = said("%s 建言", 3)

    assert (line["message"], line["request_id"]) == ("3 建言", "0123456789abcdef")
    assert said("outside")["request_id"] == "-"


@pytest.mark.parametrize(
    "secret",
    [
        "postgresql://tracker:hunter22@db/tracker",
        "redis://:hunter22@cache:6379/0",
        "Authorization: Bearer hunter22hunter22",
        "ppt_hunter22hunter22",
        "whsec_hunter22hunter22",
        f"/subscribe/hunter22{'x' * 35}/",
    ],
)
def test_no_secret_is_in_it(said, secret):
    try:
        raise ValueError(secret)
    except ValueError as fault:
        line = said("about %s", secret, exc_info=(ValueError, fault, fault.__traceback__))

    assert "hunter22" not in json.dumps(line)
    assert "ValueError" in line["exc_info"]


def test_a_sum_may_be_read(said):
    assert said("ab" * 32)["message"] == "ab" * 32


@pytest.mark.django_db
def test_an_answer_bears_the_number_that_the_proxy_gave(client, settings):
    number = "0123456789abcdef0123456789abcdef"

    assert client.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"] != number
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"] == number
    assert client.get("/healthz", headers={"X-Request-ID": "x\u0022"})["X-Request-ID"] != 'x"'
