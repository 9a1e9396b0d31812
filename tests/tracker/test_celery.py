"""The background works with and without Redis: the suite runs once on each broker."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests import ROOT
from tracker.celery import app


@pytest.mark.slow("a worker starts")
def test_a_worker_runs_what_is_sent(worker):
    app.send_task("celery.accumulate", args=[1, 2])

    worker.wait_for("Task celery.accumulate")
    worker.wait_for("succeeded")


def test_sending_fails_fast_when_redis_is_down(free_port):
    environment = {**os.environ, "CELERY_BROKER_URL": f"redis://127.0.0.1:{free_port}/0"}
    send = "from tracker.celery import app; app.send_task('celery.accumulate', args=[1, 2])"

    began = time.monotonic()
    sent = subprocess.run(
        [sys.executable, "-c", send], env=environment, cwd=ROOT, capture_output=True, text=True
    )

    assert "kombu.exceptions.OperationalError" in sent.stderr
    assert time.monotonic() - began < 10


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled <= set(app.tasks)
