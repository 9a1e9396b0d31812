import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache, caches
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as examples
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import ROOT, prepared
from tests.committed import Tables
from tests.real import is_run_again
from tracker import broker
from tracker.celery import app

# On a busy machine any example may take long.
examples.register_profile("patient", deadline=None)
examples.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--first-cases", action="store_true", help="of a test with many cases only the first"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("first_cases"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
        kept = set(first.values())
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]
    for item in items:
        if is_run_again(item.path):
            item.add_marker("real")
        if "once" in item.fixturenames:
            item.add_marker("django_db")
    # What takes long comes first, so that at the end no process waits for another. In each
    # module the tests that expect no rows come before those that share some.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    places = {path: n for n, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(
        key=lambda item: (item.path not in slow, places[item.path], "once" in item.fixturenames)
    )


def pytest_collection_finish() -> None:
    # What has been imported stays: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker) -> None:
    """The test database is a copy of one that has been migrated."""
    database = settings.DATABASES["default"]
    with django_db_blocker.unblock():
        database["TEST"]["TEMPLATE"] = prepared.migrated()
    # On a busy machine a new connection may take longer than any reader would wait.
    database["OPTIONS"]["pool"]["timeout"] = 60


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[Tables]:
    """The test database, and what a test that commits is to leave in it."""
    with django_db_blocker.unblock():
        tables = Tables()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: tables.restore())
        yield tables
    with django_db_blocker.unblock():
        tables.leave_to_us()


@pytest.fixture(scope="module")
def once(django_db_setup: Tables, django_db_blocker) -> Iterator[Callable]:
    """What is written `with once():` is found by all tests of the module, and changed by none."""
    tables = django_db_setup

    @contextmanager
    def once() -> Iterator[None]:
        with django_db_blocker.unblock():
            yield
            tables.keep()

    yield once
    with django_db_blocker.unblock():
        tables.forget()


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Pages name static files by their content, as they do in production."""
    prepared.static_files()
    look_through, seen = WhiteNoiseMiddleware.update_files_dictionary, {}

    def look_through_once(site: WhiteNoiseMiddleware, root: str, prefix: str) -> None:
        if (root, prefix) not in seen:
            look_through(site, root, prefix)
            seen[root, prefix] = dict(site.files)
        site.files.update(seen[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        # Each client builds a site of its own; the files are the same for all.
        patch.setattr(WhiteNoiseMiddleware, "update_files_dictionary", look_through_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_soon_checked() -> Iterator[None]:
    """Nobody guesses at those of the tests, of which hundreds sign in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def answers_at_once() -> Iterator[None]:
    """The server of the browser tests writes an answer in several pieces; else each would wait for
    the client to acknowledge the one before, 40 ms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield


@pytest.fixture(scope="session", autouse=True)
def broker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VAR_DIR for messages: a worker of a run beside the tests must not take them."""
    folder = tmp_path_factory.mktemp("var")
    if settings.CELERY_BROKER_URL == broker.URL:
        for name in broker.FOLDERS:
            (folder / "broker" / name).mkdir(parents=True)
        app.conf.broker_transport_options |= broker.options(folder / "broker")
    return folder


@pytest.fixture(autouse=True)
def no_answer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request of a test is answered anew, and tells what its templates were given."""
    monkeypatch.setattr("proposals.finding.kept_answers.MOST_BYTES", 0)


@pytest.fixture(autouse=True)
def no_request_counted_yet() -> None:
    """Limits count in the cache; one test must not use up another's requests."""
    cache.clear()
    caches["limits"].clear()


@pytest.fixture(autouse=True)
def no_limit_to_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask for more pages than any reader."""
    monkeypatch.setattr(settings, "PAGE_RATE", None)


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
        self.told = 0

    def log_of_the_test(self) -> str:
        return self.log.read_text()[self.told :]

    def wait_for(self, words: str, seconds: float = 180) -> None:
        """Until the worker has logged the words."""
        deadline = time.monotonic() + seconds
        while words not in self.log_of_the_test():
            assert self.process.poll() is None, f"the worker ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"no {words!r} in:\n{self.log_of_the_test()}"
            time.sleep(0.1)


@pytest.fixture
def worker(transactional_db, running_worker: Worker) -> Worker:
    """One for all tests of the module, none of which ends it."""
    running_worker.told = len(running_worker.log.read_text())
    return running_worker


@pytest.fixture(scope="module")
def running_worker(
    django_db_setup, broker_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    environment = {
        **os.environ,
        "VAR_DIR": str(broker_folder),
        "DATABASE_URL": prepared.address(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    app.control.purge()
    log = tmp_path_factory.mktemp("worker") / "log"
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
