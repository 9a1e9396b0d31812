import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tracker import broker
from tracker.celery import app

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits empties every table when it ends, the roles that a migration made too.

    So each such test begins by restoring them. A single one that did not would break the next.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if commits or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.fixturenames.append("django_db_serialized_rollback")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup) -> None:
    """The test database, whose first rows every connection can restore.

    Django notes them on one connection, but under a browser's event loop the same thread has
    another.
    """
    first = connections["default"]
    if hasattr(first, "_test_serialized_contents"):
        type(first)._test_serialized_contents = first._test_serialized_contents


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name static files by their content, as they do in production."""
    call_command("collectstatic", interactive=False, verbosity=0)


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
    address = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **os.environ,
        "VAR_DIR": str(broker_folder),
        "DATABASE_URL": address.geturl(),
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
