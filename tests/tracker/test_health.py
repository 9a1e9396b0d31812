"""The two checks: what they say when all is there, and when something is not."""

import os
import subprocess
import sys
import time

import pytest
from django.db.migrations.recorder import MigrationRecorder

from proposals.package import archive
from tests import ROOT


def test_the_process_answers_without_asking_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"process": "ok"})


@pytest.fixture(autouse=True)
def no_package(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.mark.django_db
def test_ready_when_every_part_is_there(client):
    response = client.get("/readyz")

    assert response.json() == {
        "database": "ok",
        "migrations": "ok",
        "broker": "ok",
        "package_age_seconds": None,
    }
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "migrations": "1 to apply",
        "broker": "ok",
        "package_age_seconds": None,
    }


@pytest.mark.django_db
def test_the_age_of_the_package_is_told(client):
    made = archive.build().path
    then = time.time() - 3600
    os.utime(made, (then, then))

    assert 3600 <= client.get("/readyz").json()["package_age_seconds"] < 3700


def test_what_is_unreachable_is_named_and_its_address_is_not(free_port, tmp_path):
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
        "VAR_DIR": str(tmp_path),
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
        '503 {"database": "unreachable", "migrations": "unknown", '
        '"broker": "unreachable", "package_age_seconds": null}\n'
    )
