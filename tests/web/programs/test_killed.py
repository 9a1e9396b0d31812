"""Web, worker or database end while a file is made: nobody is given half of it, nothing stays."""

import http.client
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import closing, contextmanager

import openpyxl
import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from proposals.package import archive
from tests import ROOT, prepared
from tests.factories import proposals

pytestmark = [
    pytest.mark.slow("real processes are killed"),
    pytest.mark.usefixtures("transactional_db"),
]

WORKER = "import django; django.setup(); from proposals.tasks import build_package; build_package()"
SECONDS = 60


@pytest.fixture(scope="module")
def first(once):
    with once():
        return proposals.published(slug="first")


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def until(what):
    deadline = time.monotonic() + SECONDS
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


@contextmanager
def held(table):
    """Who reads the table waits, and can be ended meanwhile, alone or with the database."""
    with psycopg.connect(prepared.address(connection.settings_dict["NAME"])) as link:
        link.execute(f"SET lock_timeout = '{SECONDS // 2}s'")
        link.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield link


def waiting(link):
    """Who waits for what this connection holds, and not for what another test does."""
    return link.execute(
        "SELECT pid FROM pg_locks WHERE NOT granted"
        " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    ).fetchone()


def database_ends(link, process):
    [pid] = waiting(link)
    link.execute("SELECT pg_terminate_backend(%s)", [pid])


def process_ends(link, process):
    process.kill()


@contextmanager
def started(var, *command):
    environment = {
        **os.environ,
        "VAR_DIR": str(var),
        "DATABASE_URL": prepared.address(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("end", [process_ends, database_ends])
def test_of_a_package_that_was_being_made_nobody_is_given_half(first, client, var, end):
    last = archive.build()
    # The record has moved on for the worker, whose release is named otherwise here.
    renamed = last.path.rename(last.path.with_name(f"{last.path.stem}-before.zip"))
    before = renamed.read_bytes()
    with held("proposals_check") as link, started(var, "-c", WORKER) as worker:
        until(lambda: waiting(link))
        assert list((var / "packages").glob("making-*/rows/*.csv"))
        end(link, worker)
        worker.wait(SECONDS)
        assert client.get("/data/tracker.zip").getvalue() == before
        assert [path.name for path in (var / "packages").glob("tracker-*")] == [renamed.name]
    made = archive.build()
    assert made.path != renamed
    assert zipfile.ZipFile(made.path).testzip() is None
    assert not list((var / "packages").glob("making-*"))
    assert client.get("/data/tracker.zip").getvalue() == made.path.read_bytes()


@contextmanager
def asked(port, path="/healthz"):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as link:
        link.request("GET", path, headers={"Host": "localhost"})
        yield link.getresponse()


def is_up(port):
    try:
        with asked(port) as answer:
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False


def web_ends(link, web):
    """The process that answers; the one above it starts another."""
    [answering] = psutil.Process(web.pid).children()
    answering.kill()


def test_of_a_workbook_that_was_being_sent_nobody_takes_half_for_all(first, var, free_port):
    gunicorn = ["-m", "gunicorn", "tracker.wsgi", "--worker-class=gthread", "--workers=1"]
    address = f"--bind=127.0.0.1:{free_port}"
    with started(var, *gunicorn, "--threads=2", "--no-control-socket", address) as web:
        for end in (database_ends, web_ends):
            until(lambda: is_up(free_port))
            with (
                held("proposals_attribution") as link,
                asked(free_port, "/data/proposals.xlsx") as answer,
            ):
                assert answer.status == 200
                until(lambda: waiting(link))
                end(link, web)
                with pytest.raises(http.client.IncompleteRead) as cut:
                    answer.read()
            assert not zipfile.is_zipfile(io.BytesIO(cut.value.partial))
        until(lambda: is_up(free_port))
        with asked(free_port, "/data/proposals.xlsx") as answer:
            book = openpyxl.load_workbook(io.BytesIO(answer.read()))
        assert book.active.max_row == 2
        # What is made while it is sent leaves nothing behind.
        assert not [path for path in var.rglob("*") if path.is_file()]
