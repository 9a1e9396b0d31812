"""Worker processes to be killed, and patience with them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import ROOT
from tests.prepared import address

THREADS = 2


def until(reached: Callable[[], bool], log: Path | None = None, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, log.read_text()[-3000:] if log else "waited in vain"
        time.sleep(0.01)


class Workers:
    """Real worker processes on the test database, to be killed."""

    def __init__(self, var_dir: Path, log: Path, app: str = "tracker", **environment: str) -> None:
        self.log, self.app = log, app
        self.environment = {
            **os.environ,
            "VAR_DIR": str(var_dir),
            "DATABASE_URL": address(connection.settings_dict["NAME"]),
            "SECRET_KEY": settings.SECRET_KEY,
            **environment,
        }
        self.running: list[subprocess.Popen] = []

    def start(self, count: int) -> None:
        command = [sys.executable, "-m", "celery", "--app", self.app, "worker"]
        for number in range(count):
            with self.log.open("a") as output:
                process = subprocess.Popen(
                    [
                        *command,
                        "--pool=threads",
                        f"--concurrency={THREADS}",
                        f"--hostname=w{number}@localhost",
                        "--without-gossip",
                        "--without-mingle",
                        "--loglevel=INFO",
                    ],
                    env=self.environment,
                    cwd=ROOT,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            self.running.append(process)

    def kill(self) -> None:
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()
