"""The background works with and without Redis: the suite runs once on each broker."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from kombu import Connection

from tests import ROOT
from tests.workers import Workers, until
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


@contextmanager
def redis(port, folder):
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes"]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        with Connection(f"redis://127.0.0.1:{port}/0") as link:
            link.ensure_connection(max_retries=60, interval_start=0.1, interval_step=0)
            yield link
    finally:
        server.terminate()
        server.wait()


@pytest.mark.slow("a worker starts")
def test_a_worker_with_work_in_hand_outlives_redis(transactional_db, tmp_path, free_port):
    done, log = tmp_path / "done", tmp_path / "workers.log"
    address = f"redis://127.0.0.1:{free_port}/0"
    workers = Workers(tmp_path, log, app="tests.tracker.waiting", CELERY_BROKER_URL=address)

    def logged(words):
        assert workers.running[0].poll() is None, log.read_text()[-3000:]
        return words in log.read_text()

    try:
        with redis(free_port, tmp_path) as link:
            workers.start(1)
            app.send_task("tests.wait_for", args=[str(done)], connection=link)
            until(lambda: logged("Task tests.wait_for"), log)
        until(lambda: logged("Cannot connect"), log)
        done.touch()
        with redis(free_port, tmp_path) as link:
            app.send_task("celery.accumulate", args=[1, 2], connection=link)
            until(lambda: logged("Task celery.accumulate") and logged("succeeded"), log)
    finally:
        workers.kill()


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled <= set(app.tasks)
