"""`python -m tracker.run COMMAND…`: run a command with everything that one machine needs.

Holds VAR_DIR for this run alone, clears away what a killed run left behind and queues again what
its worker had in hand, starts the embedded
PostgreSQL unless DATABASE_URL names another, and stops all of it when the command ends.
"""

import contextlib
import fcntl
import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

import psutil

from tracker.broker import put_back
from tracker.embedded import join
from tracker.var import BASE_DIR, kept_secret, refuse, var_dir, writable

MARK = "TRACKER_RUN"  # in the environment of every process of a run: its VAR_DIR
GRACE = 10  # seconds that a process has to end when asked


def main(command: list[str]) -> int:
    # Asked to stop, leave by the same way as on an error, so that the server is stopped too.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    folder = writable(var_dir())
    _become_owner(folder)
    # Bound to a name for the length of the run: closing it would let another run in.
    lock = _hold(folder)  # noqa: F841
    _stop_leftovers(folder)
    put_back(folder / "broker")
    try:
        return _attend(command, _environment(folder))
    finally:
        _stop_leftovers(folder)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _become_owner(folder: Path) -> None:
    """Root in another user's VAR_DIR works as that user, who can then go on without root."""
    owner = folder.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    os.setgroups([])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)
    try:
        os.environ["HOME"] = pwd.getpwuid(owner.st_uid).pw_dir
    except KeyError:
        os.environ["HOME"] = str(folder)
    if not (os.access(BASE_DIR / "manage.py", os.R_OK) and os.access(sys.executable, os.X_OK)):
        refuse(
            "VAR_DIR",
            f"{folder} belongs to a user who cannot read {BASE_DIR}",
            "Let that user read it, or set VAR_DIR to a folder of root's own.",
        )


def _hold(folder: Path) -> int:
    try:
        lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        refuse(
            "VAR_DIR",
            f"{folder} belongs to another user",
            "Set VAR_DIR to a folder of your own, or run as the user who made it.",
        )
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode() or "another process"
        refuse(
            "VAR_DIR",
            f"{folder} is in use by a run that goes on (process {holder})",
            "Stop that run, or set VAR_DIR and PORT to others.",
        )
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


def _stop_leftovers(folder: Path) -> None:
    """End the processes of a run in this VAR_DIR whose supervisor is gone."""
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    left = []
    for process in psutil.process_iter():
        try:
            if process.pid not in own and process.environ().get(MARK) == str(folder):
                process.terminate()
                left.append(process)
        except psutil.Error:  # another user's, or gone
            continue
    _, stubborn = psutil.wait_procs(left, timeout=GRACE)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=GRACE)


def _environment(folder: Path) -> dict[str, str]:
    """What the command is told, so that each of its processes is told the same."""
    told = {**os.environ, "VAR_DIR": str(folder), "PORT": os.environ.get("PORT") or "8000"}
    # The process runner numbers PORT on for each process; the site has one address.
    told["SITE_URL"] = os.environ.get("SITE_URL") or f"http://localhost:{told['PORT']}"
    if not told.get("DATABASE_URL"):
        told["SECRET_KEY"] = told.get("SECRET_KEY") or kept_secret(folder / "secret-key")
        told["DATABASE_URL"] = join(folder)
    told[MARK] = str(folder)
    return told


def _attend(command: list[str], environment: dict[str, str]) -> int:
    """Wait for the command and pass on what we are asked; asked twice, end it at once."""
    # In a session of its own: Ctrl-C in a terminal reaches it once, through us, and not twice.
    child = subprocess.Popen(command, env=environment, start_new_session=True)
    asked = 0

    def forward(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1
        # The process runner would die of a hang-up without stopping what it started.
        polite = signal.SIGTERM if number == signal.SIGHUP else number
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, polite if asked == 1 else signal.SIGKILL)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m tracker.run COMMAND…")
    sys.exit(main(sys.argv[1:]))
