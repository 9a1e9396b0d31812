"""The whole tracker as a folder, and back: every row and every kept file, as they were.

Rows are what COPY writes of each table as text, so that an older server reads what a newer one
wrote, whatever its role is called. What was read back is read again, and must be the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import sql

from proposals.models import Change

# What a folder of this kind is called in its manifest; another number, another reader.
FORMAT = 1
MANIFEST = "backup.json"

# Of VAR_DIR, what cannot be made again.
FOLDERS = ("packages/releases", "files")

# A new tracker has rows in these.
FROM_MIGRATIONS = {
    MigrationRecorder.Migration._meta.db_table,
    Group._meta.db_table,
    Group.permissions.through._meta.db_table,
    Permission._meta.db_table,
    ContentType._meta.db_table,
}


class BackupFault(Exception):
    """Why no backup is written, or none is read back; nothing has been changed."""


@dataclass(frozen=True)
class Table:
    """The rows of one table in a backup."""

    columns: list[str]
    rows: int
    sha256: str
    # By column, the number that its sequence gave last, and whether it gave that.
    sequences: dict[str, tuple[int, bool]]


def write(folder: Path) -> dict[str, int]:
    """Write everything as it stands at one instant; how many rows each table has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupFault(f"{folder} is there and not empty: name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Under its own name only once it is whole.
    draft = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    # It holds what is nobody else's to read: sessions, addresses, secrets of webhooks.
    draft.mkdir(mode=0o700)
    (draft / "tables").mkdir()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        taken_at = timezone.now()
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        tables = {name: _write_table(draft, name) for name in _tables()}
    for name in FOLDERS:
        if (settings.VAR_DIR / name).is_dir():
            shutil.copytree(settings.VAR_DIR / name, draft / name)
    manifest = {
        "format": FORMAT,
        "version": settings.VERSION,
        "taken_at": taken_at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
        "migrations": applied,
        "tables": {name: asdict(table) for name, table in tables.items()},
        "files": {str(path.relative_to(draft)): _sum(path) for path in _files(draft)},
    }
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    _to_disk(draft)
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    return {name: table.rows for name, table in tables.items()}


def read(folder: Path, *, replace: bool = False) -> dict[str, int]:
    """Make this tracker what the backup says; how many rows each table has.

    The rows are replaced in one transaction, so a fault leaves everything as it was.
    """
    manifest = _manifest(folder)
    tables = {name: Table(**table) for name, table in manifest["tables"].items()}
    _check_files(folder, manifest["files"])
    _prepare({(app, name) for app, name in manifest["migrations"]})
    if set(_tables()) != set(tables):
        raise BackupFault("The backup has other tables than this release.")
    if not replace and (filled := _filled(set(tables) - FROM_MIGRATIONS)):
        raise BackupFault(
            f"This tracker has rows already, in {filled[0]} for one. Name an empty database, or "
            "give --replace to lose what is here."
        )
    with transaction.atomic():
        _replace_rows(folder, tables)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name in FOLDERS:
        shutil.rmtree(settings.VAR_DIR / name, ignore_errors=True)
        if (folder / name).is_dir():
            shutil.copytree(folder / name, settings.VAR_DIR / name)
    # Counts and packages are kept by the number of a change, which meant something else before.
    cache.clear()
    for package in (settings.VAR_DIR / "packages").glob("tracker-*.zip"):
        package.unlink()
    return {name: table.rows for name, table in tables.items()}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        number = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupFault(
            f"{folder} is no backup: it has no {MANIFEST} that can be read."
        ) from None
    if number != FORMAT:
        raise BackupFault(f"The backup is of format {number}, and this release reads {FORMAT}.")
    if manifest["demonstration"] != settings.DEMONSTRATION:
        raise BackupFault(
            "The backup is of a demonstration: set DEMONSTRATION=true."
            if manifest["demonstration"]
            else "This is a demonstration, and the backup is not of one: name another tracker."
        )
    return cast("dict[str, Any]", manifest)


def _check_files(folder: Path, sums: dict[str, str]) -> None:
    found = {str(path.relative_to(folder)): path for path in _files(folder)}
    if missing := sorted(set(sums) - set(found)):
        raise BackupFault(f"The backup lacks {missing[0]}.")
    for name, by_manifest in sums.items():
        if _sum(found[name]) != by_manifest:
            raise BackupFault(f"{name} is not the file that was backed up.")


def _prepare(wanted: set[tuple[str, str]]) -> None:
    """Have the tables as they were when the backup was made."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    if unknown := sorted(wanted - set(loader.disk_migrations)):
        raise BackupFault(
            f"The backup is of a later release: this one does not know {'.'.join(unknown[0])}."
        )
    # Whoever has all that another migration stands for has that one too.
    for key, migration in loader.replacements.items():
        if wanted.issuperset(migration.replaces):
            wanted.add(key)
    applied = set(loader.applied_migrations)
    if not applied:
        loader = executor.loader = MigrationLoader(
            connection, replace_migrations=wanted.issuperset(loader.replacements)
        )
        steps = wanted & set(loader.graph.nodes)
        # The last ones of each app bring the others with them.
        followed = {
            (parent.key[0], parent.key[1])
            for key in steps
            for parent in loader.graph.node_map[key].parents
            if parent.key[0] == key[0]
        }
        executor.migrate(sorted(steps - followed))
    elif applied != wanted:
        raise BackupFault(
            "The backup is of an earlier release than the tables of this database. Restore into "
            "an empty database: it is brought to this release afterwards."
        )


def _replace_rows(folder: Path, tables: dict[str, Table]) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            # The rows are as triggers left them, and what is never emptied is replaced.
            for name in tables:
                cursor.execute(_alter(name, "DISABLE TRIGGER USER"))
            cursor.execute(
                sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables)))
            )
        except OperationalError:
            raise BackupFault(
                "The tables are in use: stop web, worker and beat, and try again."
            ) from None
    with _without_indexes(list(tables)):
        for name, table in tables.items():
            _read_table(folder, name, table)
    with connection.cursor() as cursor:
        for name, table in tables.items():
            cursor.execute(_alter(name, "ENABLE TRIGGER USER"))
            for column, (last, is_called) in table.sequences.items():
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                    [name, column, last, is_called],
                )
        # Part of the epoch: whoever followed the changes is told that this is another history.
        cursor.execute(
            sql.SQL("COMMENT ON TABLE {} IS {}").format(
                sql.Identifier(Change._meta.db_table),
                sql.Literal(f"Restored at {timezone.now().isoformat()}"),
            )
        )


@contextmanager
def _without_indexes(tables: list[str]) -> Iterator[None]:
    """Foreign keys and indexes are made anew of all rows at once, which is several times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid::regclass::text = ANY(%s) AND NOT indisreplident AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')",
            [tables],
        )
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(_alter(table, "DROP CONSTRAINT {}", name))
        for name, _definition in indexes:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(_alter(table, f"ADD CONSTRAINT {{}} {definition}", name))


def _write_table(folder: Path, name: str) -> Table:
    columns, sequences = _columns(name)
    digest = hashlib.sha256()
    with gzip.open(_path(folder, name), "wb", compresslevel=1) as file:
        rows = 0
        for block in _out(name, columns):
            digest.update(block)
            file.write(block)
            rows += bytes(block).count(b"\n")
    return Table(columns, rows, digest.hexdigest(), sequences)


def _read_table(folder: Path, name: str, table: Table) -> None:
    statement = _copy("COPY {} ({}) FROM STDIN", name, table.columns)
    with (
        gzip.open(_path(folder, name), "rb") as file,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        while block := file.read(1 << 16):
            copy.write(block)
    digest = hashlib.sha256()
    for block in _out(name, table.columns):
        digest.update(block)
    if digest.hexdigest() != table.sha256:
        raise BackupFault(f"{name} does not hold what was backed up; all is as it was.")


def _out(name: str, columns: list[str]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        # In the order in which the rows lie, from the first one on.
        cursor.execute("SET LOCAL synchronize_seqscans = off")
        with cursor.copy(_copy("COPY {} ({}) TO STDOUT", name, columns)) as copy:
            yield from copy


def _columns(name: str) -> tuple[list[str], dict[str, tuple[int, bool]]]:
    """Those that are stored, and the sequences that number them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, pg_get_serial_sequence(%s, attname) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [name, name],
        )
        found = cursor.fetchall()
        sequences = {}
        for column, sequence in found:
            if sequence:
                cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
                sequences[column] = cursor.fetchone()
    return [column for column, _sequence in found], sequences


def _tables() -> list[str]:
    """Every table of ours, and the one that says which migrations were applied."""
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*ours, MigrationRecorder.Migration._meta.db_table})


def _filled(tables: set[str]) -> list[str]:
    with connection.cursor() as cursor:
        filled = []
        for name in sorted(tables):
            cursor.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(name)))
            if cursor.rowcount:
                filled.append(name)
    return filled


def _copy(statement: str, name: str, columns: list[str]) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(statement).format(sql.Identifier(name), listed)


def _alter(table: str, act: str, *names: str) -> sql.Composed:
    return sql.SQL(f"ALTER TABLE {{}} {act}").format(
        sql.Identifier(table), *map(sql.Identifier, names)
    )


def _path(folder: Path, table: str) -> Path:
    return folder / "tables" / f"{table}.copy.gz"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
