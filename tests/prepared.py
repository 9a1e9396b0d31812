"""What every run of the tests begins with: made once, and again when its sources have changed."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from tests import ROOT

MIGRATIONS = [ROOT / "requirements.txt", *sorted((ROOT / "proposals/migrations").glob("*.py"))]


def address(database: str) -> str:
    """What DATABASE_URL is for a process on another database of the same server."""
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{database}").geturl()


def migrated() -> str:
    """The name of a database to which every migration was applied, for others to be copies of."""
    name = f"test_{settings.DATABASES['default']['NAME']}_migrated"
    made_of = hashlib.sha256(b"".join(path.read_bytes() for path in MIGRATIONS)).hexdigest()
    with connection._nodb_cursor() as cursor:
        # Workers side by side ask at once.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        if cursor.fetchone() != (made_of,):
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"],
                env={**os.environ, "DATABASE_URL": address(name)},
                cwd=ROOT,
                check=True,
            )
            # Last: a database that was cut short is made again.
            cursor.execute(f"COMMENT ON DATABASE {name} IS '{made_of}'")
    return name


def static_files() -> None:
    """Those that pages name, as `collectstatic` makes them."""
    sources = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            sources.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    with (Path(settings.VAR_DIR) / "static.made_of").open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        note.seek(0)
        if note.read() != sources.hexdigest():
            note.truncate(0)
            call_command("collectstatic", interactive=False, verbosity=0)
            note.write(sources.hexdigest())


def example(name: str) -> Path:
    """An example of the documents as a reader has it after its one command: `npm install`."""
    source = ROOT / "docs/examples" / name
    folder = settings.VAR_DIR / "examples" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (source / "package.json").read_bytes()
        done = folder / "node_modules/.of"
        if not done.exists() or done.read_bytes() != wanted:
            (folder / "package.json").write_bytes(wanted)
            quiet = ["--silent", "--no-audit", "--no-fund", "--no-package-lock"]
            subprocess.run(["npm", "install", *quiet], cwd=folder, check=True)
            done.write_bytes(wanted)
    shutil.copytree(
        source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules")
    )
    return folder
