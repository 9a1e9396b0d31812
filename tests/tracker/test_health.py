"""The two checks: what they say when all is there, and when something is not."""

import os
import subprocess
import sys

import pytest
from django.db.migrations.recorder import MigrationRecorder

from tests import ROOT


def test_the_process_answers_without_asking_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"process": "ok"})


@pytest.mark.django_db
def test_ready_when_every_part_is_there(client):
    response = client.get("/readyz")

    assert response.json() == {"database": "ok", "migrations": "ok", "broker": "ok"}
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "1 to apply", "broker": "ok"}


def test_what_is_unreachable_is_named_and_its_address_is_not(free_port):
    ask = (
        "import django; django.setup();"
        "from django.test import Client; response = Client().get('/readyz', secure=True,"
        " headers={'host': 'tracker.example'});"
        "print(response.status_code, response.content.decode())"
    )
    nowhere = {
        "DATABASE_URL": f"postgresql://tracker:secret@127.0.0.1:{free_port}/tracker",
        "CELERY_BROKER_URL": f"redis://:secret@127.0.0.1:{free_port}/0",
        "SECRET_KEY": "only-for-this-test",
        "SITE_URL": "https://tracker.example",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }

    asked = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, **nowhere},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert asked.stdout == (
        '503 {"database": "unreachable (OperationalError)", "migrations": "unknown", '
        '"broker": "unreachable (OperationalError)"}\n'
    )
