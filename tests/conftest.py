import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests import prepared
from tests.prepared import ROOT
from tracker import broker
from tracker.celery import app


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker) -> None:
    """The test database is a copy of one that has been migrated."""
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = prepared.migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A test that commits is undone by emptying the tables that it wrote to.

    What the migrations wrote stays; a test that changes it would change it for the next, and fails.
    """
    with django_db_blocker.unblock():
        tables = set(connection.introspection.table_names())
        first = with_rows(tables)
        first_rows = digest(first)

    def empty(case: TransactionTestCase) -> None:
        if written := with_rows(tables - first):
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")
        assert digest(first) == first_rows, "the test changed what the migrations wrote"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


def with_rows(tables: set[str]) -> set[str]:
    found = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(found)
        return {name for (name,) in cursor.fetchall()}


def digest(tables: set[str]) -> list[tuple]:
    each = " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtext(row::text)) FROM {name} row"
        for name in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return cursor.fetchall()


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name static files by their content, as they do in production."""
    prepared.static_files()


@pytest.fixture(scope="session", autouse=True)
def broker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VAR_DIR for messages: a worker of a run beside the tests must not take them."""
    folder = tmp_path_factory.mktemp("var")
    if settings.CELERY_BROKER_URL == broker.URL:
        for name in broker.FOLDERS:
            (folder / "broker" / name).mkdir(parents=True)
        app.conf.broker_transport_options |= broker.options(folder / "broker")
    return folder


@pytest.fixture
def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Worker:
    """A real worker process on the test database and the test broker."""

    def __init__(self, process: subprocess.Popen, log: Path) -> None:
        self.process = process
        self.log = log

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Until the worker's log has the words."""
        deadline = time.monotonic() + seconds
        while words not in self.log.read_text():
            assert self.process.poll() is None, f"the worker ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"no {words!r} in:\n{self.log.read_text()}"
            time.sleep(0.1)


@pytest.fixture
def worker(transactional_db, broker_folder: Path, tmp_path: Path) -> Iterator[Worker]:
    environment = {
        **os.environ,
        "VAR_DIR": str(broker_folder),
        "DATABASE_URL": prepared.address(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    app.control.purge()
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "celery", "--app", "tracker", "worker", "--loglevel=INFO"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--pool=threads", "--concurrency=1", "--without-gossip", "--without-mingle"],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        running = Worker(process, log)
        running.wait_for(" ready.")
        yield running
        process.terminate()
        process.wait(timeout=20)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
