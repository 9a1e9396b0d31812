"""A tracker is written as a folder and read back word for word, into other servers too."""

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from proposals.backup import MANIFEST, BackupFault, read
from proposals.finding import edition
from proposals.package import verify
from tests import ROOT
from tests.package.test_round_trip import everything_that_can_happen
from tests.prepared import address, migrated

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("a second server is started, and commands are run as they are by hand"),
]

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
CHAINED = (
    """SELECT seq::text, kind, noun, key, digest, hash,"""
    """ to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,"""
    " CASE WHEN gone THEN 'true' ELSE 'false' END AS gone, coalesce((SELECT slug"
    " FROM proposals_proposal WHERE id = target_id), '') AS target"
    " FROM proposals_change ORDER BY proposals_change.seq"
)


def sums(database) -> dict[str, tuple]:
    """Of every table, how many rows it has and a sum of all that is in them."""
    names = connection.introspection.table_names()
    with database.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*), sum(hashtextextended(row::text, 0)) FROM {name} row")
            found[name] = cursor.fetchone()
    return found


class Tracker:
    """A database with a VAR_DIR, on which commands are run."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        told = {"DATABASE_URL": self.url, "VAR_DIR": str(self.folder)}
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            env={**os.environ, **told},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    def do(self, *command: object) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as asked:
            return asked.execute(query).fetchall()

    def sums(self) -> dict[str, tuple]:
        with psycopg.connect(self.url, autocommit=True) as asked:
            return sums(asked)

    def epoch(self) -> str:
        with psycopg.connect(self.url) as asked, patch.object(edition, "connection", asked):
            return edition.epoch()


@pytest.fixture(scope="module")
def tracker(once, tmp_path_factory):
    """One in which everything has happened, with a kept package."""
    with once():
        everything_that_can_happen()
        folder = tmp_path_factory.mktemp("var")
        releases = folder / "packages" / "releases"
        releases.mkdir(parents=True)
        (releases / "tracker-2026-06-01.zip").write_bytes(b"PK kept for good")
        yield Tracker(address(settings.DATABASES["default"]["NAME"]), folder)


@pytest.fixture(scope="module")
def backup(tracker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("backups") / "one"
    tracker.do("backup", folder)
    return folder


@pytest.fixture(scope="module")
def empty(django_db_setup, django_db_blocker, tmp_path_factory):
    """Makes trackers whose tables are new, on the server of the tests."""
    made = []

    def make() -> Tracker:
        name = f"{settings.DATABASES['default']['NAME']}_restored_{len(made)}"
        made.append(name)
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {migrated()}")
        return Tracker(address(name), tmp_path_factory.mktemp("var"))

    yield make
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        for name in made:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """An empty database of Debian's PostgreSQL, of a role that is no superuser."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    as_user = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: object) -> None:
        command = [str(DEBIAN[-1] / program), *map(str, arguments)]
        with (folder / "log").open("a") as log:
            subprocess.run(command, check=True, cwd="/", stdout=log, stderr=log, **as_user)

    run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D", folder / "data")
    run("pg_ctl", "start", "-w", "-D", folder / "data", "-o", f"-h '' -k {folder} -c fsync=off")
    try:
        host = quote(str(folder), safe="")
        owner = "postgres" if as_user else pwd.getpwuid(os.geteuid()).pw_name
        with psycopg.connect(f"postgresql://{owner}@/postgres?host={host}", autocommit=True) as do:
            do.execute("CREATE ROLE keeper LOGIN")
            do.execute("CREATE DATABASE kept OWNER keeper")
        yield Tracker(f"postgresql://keeper@/kept?host={host}", tmp_path_factory.mktemp("var"))
    finally:
        run("pg_ctl", "stop", "-m", "immediate", "-D", folder / "data")
        shutil.rmtree(folder)


def test_it_goes_to_another_server_and_role_and_back_word_for_word(
    tracker, backup, debian, empty, tmp_path
):
    before = tracker.sums()
    assert before["proposals_change"][0] > 10

    debian.do("restore", backup)

    assert debian.sums() == before
    assert "hold" in debian.do("check_integrity")
    with psycopg.connect(debian.url, row_factory=psycopg.rows.dict_row) as asked:
        assert list(verify.chain(asked.execute(CHAINED).fetchall())) == []
    kept = debian.folder / "packages/releases/tracker-2026-06-01.zip"
    assert kept.read_bytes() == b"PK kept for good"

    debian.do("backup", tmp_path / "back")
    back = empty()
    back.do("restore", tmp_path / "back")

    assert back.sums() == before
    assert len({one.epoch() for one in (tracker, debian, back)}) == 3


def test_indexes_keys_triggers_and_numbers_are_as_they_were(tracker, backup, empty):
    asked = (
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text"
        " LIKE 'proposals%' UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname,"
        " pg_get_constraintdef(oid)) FROM pg_constraint UNION ALL SELECT concat(tgname, tgenabled)"
        " FROM pg_trigger WHERE NOT tgisinternal UNION ALL"
        " SELECT concat(sequencename, last_value) FROM pg_sequences"
    )
    # A definition that was read back says its types in another place.
    types = re.compile(r"::character varying|::text|\[\]|[() ]")
    restored = empty()

    restored.do("restore", backup)

    before, after = (
        sorted(types.sub("", line) for (line,) in one.ask(asked)) for one in (tracker, restored)
    )
    assert after == before


def test_rows_are_only_replaced_where_that_was_said_and_who_follows_is_told(tracker, backup, empty):
    other = empty()
    other.do("restore", backup)
    first = other.epoch()
    sums = other.sums()
    with psycopg.connect(other.url) as does:
        does.execute("UPDATE auth_user SET first_name = 'changed'")

    refused = other.run("restore", backup)

    assert refused.returncode == 1
    assert "This tracker has rows already" in refused.stderr
    assert other.sums() != sums
    other.do("restore", backup, "--replace")
    assert other.sums() == sums
    assert other.epoch() != first


def edit(folder: Path, change) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest))


def test_a_backup_of_tables_made_step_by_step_goes_where_they_were_made_at_once(
    tracker, backup, empty, tmp_path
):
    stepped = shutil.copytree(backup, tmp_path / "stepped")
    at_once = ["proposals", "0001_squashed_0048_authors_stated"]
    edit(stepped, lambda m: m["migrations"].remove(at_once))
    other = empty()

    other.do("restore", stepped)

    assert other.sums() == tracker.sums()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: next(f.glob("tables/*update*")).write_bytes(b""), "is not the file"),
        (lambda f: next(f.glob("packages/releases/*")).unlink(), "The backup lacks"),
        (lambda f: (f / MANIFEST).unlink(), "is no backup"),
        (
            lambda f: edit(f, lambda m: m["migrations"].append(["proposals", "9999_x"])),
            "of a later release: this one does not know proposals.9999_x",
        ),
        (lambda f: edit(f, lambda m: m["migrations"].pop()), "of an earlier release"),
        (lambda f: edit(f, lambda m: m.update(demonstration=True)), "DEMONSTRATION=true"),
        (lambda f: edit(f, lambda m: m.update(format=2)), "of format 2"),
        (
            lambda f: edit(f, lambda m: m["tables"]["auth_user"].update(sha256="0" * 64)),
            "auth_user does not hold what was backed up",
        ),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_changed(backup, tmp_path, spoil, said):
    folder = shutil.copytree(backup, tmp_path / "spoilt")
    spoil(folder)
    before = sums(connection)

    with pytest.raises(BackupFault, match=re.escape(said)):
        read(folder, replace=True)

    assert sums(connection) == before


def test_a_folder_that_holds_something_is_not_written_to(tracker, backup):
    manifest = (backup / MANIFEST).read_bytes()

    refused = tracker.run("backup", backup)

    assert "name a new folder" in refused.stderr
    assert (backup / MANIFEST).read_bytes() == manifest


def test_nobody_else_may_read_it(backup):
    assert backup.stat().st_mode & 0o077 == 0
