"""The embedded server: one a VAR_DIR, found again after a crash, stopped by the last to leave."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import psutil
import pytest

from tests import ROOT

pytestmark = pytest.mark.slow("servers of its own are started and killed")

KEEP = "CREATE TABLE IF NOT EXISTS kept (word text); INSERT INTO kept VALUES ('建言')"
COUNT = "SELECT count(*) FROM kept"

# Joins the server of sys.argv[1], runs the SQL of sys.argv[2], and stays if sys.argv[3] says so.
USER = """
import sys, time
from pathlib import Path
import psycopg
from tracker.embedded import join

url = join(Path(sys.argv[1]))
with psycopg.connect(url) as connection:
    cursor = connection.execute(sys.argv[2])
    said = cursor.fetchone()[0] if cursor.description else url
# Only now is it committed.
print(said, flush=True)
if sys.argv[3:] == ["stay"]:
    time.sleep(600)
"""


def postmasters(var_dir: Path) -> list[psutil.Process]:
    """The main processes of servers that run on this VAR_DIR."""
    data = str(var_dir / "pgdata")
    found = psutil.process_iter(["name", "cmdline"])
    return [p for p in found if p.info["name"] == "postgres" and data in (p.info["cmdline"] or [])]


def try_to_use(var_dir: Path, sql: str, prefix=(), **options) -> subprocess.CompletedProcess[str]:
    command = [*prefix, sys.executable, "-c", USER, str(var_dir), sql]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **options)


def use(var_dir: Path, sql: str, prefix=(), **options) -> str:
    done = try_to_use(var_dir, sql, prefix, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def stay(var_dir: Path, sql: str) -> subprocess.Popen:
    """A user of the server that goes on until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(var_dir), sql, "stay"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline(), "the server did not start"
    return process


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def var_dir():
    """A folder with a short path, whose server is gone when the test is over."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-"))
    yield folder
    for process in postmasters(folder):
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
    shutil.rmtree(folder)


def test_the_last_to_leave_stops_the_server_and_the_data_stay(var_dir):
    use(var_dir, KEEP)

    assert postmasters(var_dir) == []
    assert use(var_dir, COUNT) == "1"


def test_the_server_stays_while_another_uses_it(var_dir):
    other = stay(var_dir, KEEP)
    try:
        first = postmasters(var_dir)

        assert use(var_dir, COUNT) == "1"
        assert [p.pid for p in postmasters(var_dir)] == [p.pid for p in first]
    finally:
        kill(other)


def test_a_server_whose_users_were_killed_is_found_again_and_then_stopped(var_dir):
    kill(stay(var_dir, KEEP))
    orphan = postmasters(var_dir)
    assert len(orphan) == 1

    assert use(var_dir, COUNT) == "1"
    assert postmasters(var_dir) == []


def test_a_killed_server_starts_again_with_its_data(var_dir):
    user = stay(var_dir, KEEP)
    for process in postmasters(var_dir):
        process.kill()
    kill(user)

    assert use(var_dir, COUNT) == "1"


def test_a_process_number_that_went_to_a_stranger_is_not_taken_for_the_server(var_dir):
    user = stay(var_dir, KEEP)
    server = postmasters(var_dir)[0]
    note = var_dir / "pgdata" / "postmaster.pid"
    owner = note.stat()
    lines = note.read_text().splitlines()
    server.kill()
    server.wait(20)
    kill(user)
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    stranger = subprocess.Popen(["sleep", "600"], **as_owner)
    try:
        note.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        assert use(var_dir, COUNT) == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_making_the_data_can_be_cut_short(var_dir):
    half = var_dir / "pgdata.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    use(var_dir, KEEP)

    assert not half.exists()


def test_a_path_too_long_for_a_socket_works(var_dir):
    deep = var_dir / ("深" * 20) / ("a folder's name " * 4).strip()
    assert len(os.fsencode(deep / "pgdata" / ".s.PGSQL.5432")) > 108

    address = use(deep, KEEP)

    assert "pgdata" not in address
    assert use(deep, COUNT) == "1"
    assert postmasters(deep) == []
    assert not Path(unquote(address.partition("?host=")[2])).exists()


def test_text_is_ordered_by_code_point_on_every_machine(var_dir):
    environment = {**os.environ, "LANG": "zz_ZZ.UTF-8", "LC_ALL": ""}

    found = use(
        var_dir, "SELECT datlocale FROM pg_database WHERE datname = 'tracker'", env=environment
    )

    assert found == "C.UTF-8"


def test_a_backup_taken_while_the_server_is_in_use_restores_elsewhere(var_dir, tmp_path):
    def program(*arguments: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tracker.embedded", *arguments]
        environment = {**os.environ, "VAR_DIR": str(folder)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")

    backup = str(tmp_path / "tracker.dump")
    other = stay(var_dir, KEEP)
    try:
        program("pg_dump", "--format=custom", f"--file={backup}", folder=var_dir)
    finally:
        kill(other)
    elsewhere = var_dir / "elsewhere"
    program("pg_restore", "--clean", "--if-exists", "--dbname=tracker", backup, folder=elsewhere)

    assert use(elsewhere, COUNT) == "1"


# --- Root and ordinary users in one place -----------------------------------------------------

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for another user")


NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def nobody() -> list[str]:
    """What to put before a command to run it as an ordinary user."""
    user = f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}"
    prefix = ["setpriv", *user, "--clear-groups"]
    if subprocess.run([*prefix, sys.executable, "-c", ""], stderr=subprocess.DEVNULL).returncode:
        # Python itself may lie in root's home: then this user may read all, but write no more.
        prefix += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return prefix


@as_root
def test_an_ordinary_user_has_a_server_of_their_own(var_dir, nobody):
    os.chown(var_dir, NOBODY.pw_uid, NOBODY.pw_gid)

    use(var_dir, KEEP, nobody)

    assert (var_dir / "pgdata").stat().st_uid == NOBODY.pw_uid


@as_root
def test_root_works_in_a_users_folder_and_the_user_goes_on_after(var_dir, nobody):
    os.chown(var_dir, NOBODY.pw_uid, NOBODY.pw_gid)

    use(var_dir, KEEP, nobody)
    use(var_dir, KEEP)
    use(var_dir, KEEP, nobody)

    assert use(var_dir, COUNT, nobody) == "3"


@as_root
def test_root_comes_first_in_a_users_folder(var_dir, nobody):
    os.chown(var_dir, NOBODY.pw_uid, NOBODY.pw_gid)

    use(var_dir, KEEP)

    assert use(var_dir, COUNT, nobody) == "1"


@as_root
def test_a_user_in_roots_folder_is_told_what_to_do(var_dir, nobody):
    use(var_dir, KEEP)
    var_dir.chmod(0o755)

    refused = try_to_use(var_dir, COUNT, nobody)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"VAR_DIR: {var_dir} cannot be written by this user. "
        "Set VAR_DIR to a folder of your own, or run as the user who made it.\n"
    )
