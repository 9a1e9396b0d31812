"""The public package as one file: made in the background, given as it is, and once a month kept.

Made by one process at a time. Who asks meanwhile gets the last one, which says how old it is.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from proposals.finding.edition import Edition
from proposals.package import public
from proposals.package.schema import SCHEMA

# The archive in use, and the one before it, which somebody may be about to open.
KEPT = 2


@dataclass(frozen=True)
class Archive:
    """A package as a zip file."""

    path: Path

    @property
    def edition(self) -> str:
        """The edition of a package: its name says when it was made, and of what."""
        return self.path.stem.split("-", 2)[-1]

    @property
    def generated_at(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(int(self.path.stat().st_mtime), dt.UTC)

    @property
    def bytes(self) -> int:
        return self.path.stat().st_size

    @property
    def sha256(self) -> str:
        return _sum(self.path)

    @property
    def rows(self) -> dict[str, int]:
        """How many each of its tables has, as it says itself."""
        return _rows(self.path)

    @property
    def etag(self) -> str:
        return f'"{self.path.stem}"'


def newest() -> Archive | None:
    """The last one that was made."""
    found = _made()
    return Archive(found[-1]) if found else None


def releases() -> dict[dt.date, Archive]:
    """The copies that are kept for good, by their day, the newest first."""
    found = sorted((_folder() / "releases").glob("tracker-*.zip"), reverse=True)
    return {
        dt.date.fromisoformat(path.stem.removeprefix("tracker-")): Archive(path) for path in found
    }


def build() -> Archive | None:
    """The package as the record stands, made anew where the last one is behind; none while
    another process makes it."""
    folder = _folder()
    (folder / "releases").mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        # Of one that was killed.
        for left in folder.glob("making-*"):
            shutil.rmtree(left)
        archive = newest()
        with _one_instant():
            edition = str(Edition.signed())
            if archive is None or archive.edition != edition:
                archive = _make(edition)
        for old in _made()[:-KEPT]:
            old.unlink()
        _keep(archive)
    return archive


def _make(edition: str) -> Archive:
    with tempfile.TemporaryDirectory(prefix="making-", dir=_folder()) as making:
        made, rows = Path(making, "tracker.zip"), Path(making, "rows")
        generated_at = public.dump(rows)
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for part in sorted(rows.iterdir()):
                file.write(part, part.name)
        # The time of the file is the one that stands in it.
        os.utime(made, (generated_at.timestamp(),) * 2)
        return Archive(
            made.rename(_folder() / f"tracker-{generated_at:%Y%m%dT%H%M%S.%f}-{edition}.zip")
        )


def _keep(archive: Archive) -> None:
    """The first of each month is kept for good, under its day."""
    today = timezone.localdate()
    if not any((day.year, day.month) == (today.year, today.month) for day in releases()):
        # The same file under a second name: it is never written again.
        os.link(archive.path, _folder() / "releases" / f"tracker-{today}.zip")


def _made() -> list[Path]:
    return sorted(_folder().glob("tracker-*.zip"))


def _folder() -> Path:
    return settings.VAR_DIR / "packages"


@cache
def _rows(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as package:
        described = json.loads(package.read(SCHEMA.name))
    return {table["name"]: table.get("rows") for table in described["resources"]}


@cache
def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _one_instant() -> Iterator[None]:
    """All that is read within is of one instant, unless a transaction is under way already."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
