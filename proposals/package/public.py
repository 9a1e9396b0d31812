"""The data package that the public gets: the same tables, without what is not public."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from proposals.models import (
    Addressee,
    Attribution,
    Proposal,
)
from proposals.package import dumping
from proposals.package.rows import dump_log, log_rows
from proposals.package.schema import SCHEMA, schema
from proposals.tables.resources import RESOURCES

# The archive in use, and the one before it, which somebody may be about to open.
KEPT = 2


def archive(key: str) -> Path:
    """The package as a zip file; made anew for a key that is not known, which takes a while."""
    folder = settings.VAR_DIR / "packages"
    path = folder / f"tracker-{key}.zip"
    if path.exists():
        return path
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        # Who comes meanwhile, in any process, waits for the one that is being made.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            made = path.with_suffix(".part")
            with tempfile.TemporaryDirectory(dir=folder) as rows:
                dump(Path(rows))
                with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
                    for part in sorted(Path(rows).iterdir()):
                        file.write(part, part.name)
            made.rename(path)
            archives = sorted(folder.glob("tracker-*.zip"), key=lambda p: p.stat().st_mtime)
            for old in archives[:-KEPT]:
                old.unlink()
    return path


def dump(folder: Path) -> None:
    """Write what is public as a package. Its `datapackage.json` says how many rows each table
    has, the sum of each file, and when it was made."""
    package = schema()
    known: dict[str, set[str]] = defaultdict(set)
    with transaction.atomic():
        rows = {
            name: dumping.exported(resource(), pk__in=shown(resource._meta.model).values("pk"))
            for name, resource in RESOURCES.items()
        } | dump_log(public=True)
        tables = {t["name"]: _known_only(t, rows[t["name"]], known) for t in package["resources"]}
        counts = dumping.write(folder, tables)
    package["created"] = package["generated_at"] = dt.datetime.now(dt.UTC).isoformat()
    for table in package["resources"]:
        content = (folder / table["path"]).read_bytes()
        table["rows"] = counts[table["name"]]
        table["bytes"] = len(content)
        table["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / SCHEMA.name).write_text(text + "\n")


def shown(model: Any) -> QuerySet[Any]:
    """Those rows of a table that the public may see."""
    if model in (Attribution, Addressee):
        return model.objects.filter(proposal__in=Proposal.objects.public())
    return model.objects.public()


def counts() -> dict[str, int]:
    """The number of rows of each table of the package."""
    numbers = {name: shown(resource._meta.model).count() for name, resource in RESOURCES.items()}
    return numbers | {name: rows.count() for name, rows in log_rows(public=True).items()}


def _known_only(
    table: dict[str, Any], rows: Iterator[dict[str, Any]], known: dict[str, set[str]]
) -> Iterator[dict[str, Any]]:
    """The rows, with nothing in a cell that would point to a row that is not in the package."""
    pointing = {
        column: key["reference"]["resource"] or table["name"]
        for key in table["schema"].get("foreignKeys", [])
        for column in key["fields"]
    }
    [named, *_rest] = table["schema"].get("primaryKey", [""])
    for row in rows:
        for column, target in pointing.items():
            if row[column] not in known[target]:
                row[column] = ""
        if not row.get("copied_from"):
            row.pop("copied_from_number", None)
        known[table["name"]].add(row.get(named, ""))
        yield row
