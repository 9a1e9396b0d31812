"""`make run` as it is: comes up, stops whole, and comes up again after anything was killed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from tests import ROOT
from tracker import broker
from tracker.run import MARK

pytestmark = pytest.mark.slow("whole runs come up, are killed and come up again")

# What the Makefile runs, when it has made the environment.
RUN = ["sh", "-ec", "python manage.py prepare; exec honcho start"]
# The same where all has been prepared.
BARE_RUN = ["honcho", "start"]


def processes(var_dir: Path) -> list[psutil.Process]:
    """Every process of a run in VAR_DIR and of its PostgreSQL, as it was when asked: any of them
    may end at any time."""
    found = []
    for process in psutil.process_iter(["name", "cmdline", "environ"]):
        told = (process.info["environ"] or {}).get(MARK) == str(var_dir)
        served = str(var_dir / "pgdata") in (process.info["cmdline"] or [])
        if told or served:
            found.append(process)
    return found


def named(var_dir: Path, word: str) -> list[psutil.Process]:
    """Those of them that are called so, or have it in their command."""
    return [
        process
        for process in processes(var_dir)
        if word == process.info["name"] or word in (process.info["cmdline"] or [])
    ]


def kill(process: psutil.Process) -> None:
    """It is no more: by us, or because one that it belonged to ended before."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


class Run:
    """One `make run` in a VAR_DIR and on a port of its own."""

    def __init__(self, var_dir: Path, port: int) -> None:
        self.var_dir = var_dir
        self.port = port
        self.log = var_dir.with_suffix(".log")
        self.process: subprocess.Popen | None = None
        self.first_log = ""

    def start(self, command: list[str]) -> None:
        # As on a laptop: no database, broker or cache is given.
        kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        environment = {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "VAR_DIR": str(self.var_dir),
            "PORT": str(self.port),
        }
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker.run", *command],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def ask(self, path: str) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as got:
                return got.status, json.load(got)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def wait_until(self, fact) -> None:
        deadline = time.monotonic() + 300
        while not fact():
            assert self.process.poll() is None, f"the run ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"too slow:\n{self.log.read_text()}"
            time.sleep(0.2)

    def wait_until_up(self) -> None:
        def up() -> bool:
            try:
                return self.ask("/healthz")[0] == 200
            except OSError:
                return False

        self.wait_until(up)
        self.wait_until(lambda: " ready." in self.log.read_text())
        self.wait_until(lambda: "beat: Starting" in self.log.read_text())

    def stop(self, number: int) -> None:
        """Ask it once, and wait until it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(40)

    def sql(self, statement: str) -> list[tuple]:
        socket = str(self.var_dir / "pgdata")
        with psycopg.connect(host=socket, user="postgres", dbname="tracker") as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        """Nothing is left of it."""
        if self.process:
            self.stop(signal.SIGTERM)
        for process in processes(self.var_dir):
            kill(process)
            process.wait(20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Run]:
    """One folder and port for all: a start takes longer than most of what is tested of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Short: the address of a socket in it may have a hundred letters at most.
    run = Run(Path(tempfile.mkdtemp(prefix="tracker-run-")), port)
    # The first in a folder prepares it.
    run.start(RUN)
    try:
        run.wait_until_up()
        run.first_log = run.log.read_text()
        yield run
    finally:
        run.end()
        shutil.rmtree(run.var_dir)
        run.log.unlink(missing_ok=True)


@pytest.fixture
def up(shared) -> Run:
    """A run that is up: the one that the test before has left, or the next."""
    if shared.process.poll() is not None:
        shared.start(BARE_RUN)
    shared.wait_until_up()
    return shared


@pytest.fixture
def run(shared) -> Run:
    """One that is not."""
    shared.end()
    return shared


def test_it_comes_up_stops_whole_and_keeps_the_password_out_of_the_log(up):
    run = up
    kept = run.var_dir / "editor-password"
    password = kept.read_text()

    assert run.ask("/healthz") == (200, {"process": "ok"})
    code, told = run.ask("/readyz")
    assert told.pop("package_age_seconds") >= 0
    assert (code, told) == (200, {"database": "ok", "migrations": "ok", "broker": "ok"})
    assert password not in run.first_log
    assert str(kept) in run.first_log
    assert kept.stat().st_mode & 0o777 == 0o600

    run.stop(signal.SIGINT)
    assert processes(run.var_dir) == []

    run.start(RUN)
    run.wait_until_up()

    assert password not in run.log.read_text()
    assert str(kept) in run.log.read_text()
    assert kept.read_text() == password


def test_everything_killed_at_once_comes_up_with_the_data(up):
    run = up
    run.sql("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT '建言' AS word")
    for process in [psutil.Process(run.process.pid), *processes(run.var_dir)]:
        kill(process)
    run.process.wait(20)

    run.start(BARE_RUN)
    run.wait_until_up()

    assert run.ask("/readyz")[0] == 200
    assert run.sql("SELECT word FROM kept") == [("建言",)]


def test_a_killed_supervisor_leaves_nothing_in_the_way(up):
    run = up
    left = {process.pid for process in processes(run.var_dir)}
    run.process.kill()
    run.process.wait(20)

    run.start(BARE_RUN)
    run.wait_until_up()

    servers = {p.pid for p in named(run.var_dir, "postgres")}
    assert servers <= left, "the orphaned server is used again"
    assert not {p.pid for p in processes(run.var_dir)} - servers & left


@pytest.mark.parametrize("word", ["tracker.wsgi", "worker", "beat", "honcho"])
def test_one_killed_process_ends_the_run_and_the_next_comes_up(up, word):
    run = up
    kill(named(run.var_dir, word)[0])

    run.process.wait(40)
    assert processes(run.var_dir) == []

    run.start(BARE_RUN)
    run.wait_until_up()

    assert run.ask("/readyz")[0] == 200


def test_nobody_waits_for_a_lock_longer_than_a_few_seconds(up):
    run = up
    socket = str(run.var_dir / "pgdata")
    with psycopg.connect(host=socket, user="postgres", dbname="tracker") as holder:
        holder.execute("LOCK TABLE proposals_proposal")
        assert run.ask("/api/v1/proposals/?page_size=2")[0] == 503
        assert run.ask("/healthz")[0] == 200
    assert run.ask("/api/v1/proposals/?page_size=2")[0] == 200


def test_after_the_server_was_killed_the_next_run_comes_up_with_the_data(up):
    run = up
    run.sql("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT '建言' AS word")
    kill(named(run.var_dir, "postgres")[0])
    run.wait_until(lambda: run.ask("/readyz")[0] == 503)
    run.stop(signal.SIGINT)

    run.start(BARE_RUN)
    run.wait_until_up()

    assert run.ask("/readyz")[0] == 200
    assert run.sql("SELECT word FROM kept") == [("建言",)]


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_whole_however_it_is_asked(run, asked):
    run.start(["sleep", "600"])
    run.wait_until(lambda: named(run.var_dir, "sleep"))

    run.stop(asked)

    assert processes(run.var_dir) == []


def test_what_a_killed_worker_had_in_hand_is_queued_again(run):
    for name in broker.FOLDERS:
        (run.var_dir / "broker" / name).mkdir(parents=True, exist_ok=True)
    (run.var_dir / "broker" / "held" / "1.celery.msg").write_text("{}")

    run.start(["true"])

    assert run.process.wait(30) == 0
    queued = run.var_dir / "broker" / "messages" / "1.celery.msg"
    assert queued.exists()
    queued.unlink()


def test_a_port_in_use_is_named_before_anything_is_promised(run):
    with socket.create_server(("127.0.0.1", run.port)):
        run.start(RUN)

        assert run.process.wait(60) != 0
    assert run.log.read_text() == (
        f"CommandError: PORT: {run.port} is in use by another program. "
        "Stop that program, or set PORT to another number.\n"
    )
    assert processes(run.var_dir) == []


def test_a_second_run_in_the_same_folder_says_so_in_one_line(run):
    run.start(["sleep", "600"])
    run.wait_until(lambda: named(run.var_dir, "sleep"))

    second = subprocess.run(
        [sys.executable, "-m", "tracker.run", "true"],
        env={**os.environ, "VAR_DIR": str(run.var_dir)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert second.returncode == 1
    assert second.stderr == (
        f"VAR_DIR: {run.var_dir} is in use by a run that goes on (process {run.process.pid}). "
        "Stop that run, or set VAR_DIR and PORT to others.\n"
    )


def test_the_server_stops_when_the_command_fails(run):
    run.start(["sh", "-c", "exit 7"])

    assert run.process.wait(30) == 7
    assert processes(run.var_dir) == []


def test_a_command_that_does_not_exist_leaves_nothing(run):
    run.start(["no-such-command"])

    assert run.process.wait(30) != 0
    assert processes(run.var_dir) == []
