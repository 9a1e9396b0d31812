"""The data package that the public gets: the same tables, without what is not public."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from proposals.choices import ChangeKind
from proposals.models import (
    Addressee,
    Attribution,
    Change,
    Checkpoint,
    Criterion,
    KeptCopy,
    Proposal,
)
from proposals.models.visible import visible
from proposals.package import dumping
from proposals.package.rows import change_cells, copy_cells, dump_log
from proposals.package.schema import SCHEMA, published
from proposals.tables.resources import RESOURCES

REASONS = ("withdrawn_reason_hant", "withdrawn_reason_hans", "withdrawn_reason_en")


def dump(folder: Path) -> dt.datetime:
    """Write what is public as a package. Its `datapackage.json` says how many rows each table
    has, the sum of each file, and when it was made, which is returned."""
    generated_at = dt.datetime.now(dt.UTC)
    package = published()
    pointed_to = {name for table in package["resources"] for _column, name in _pointing(table)}
    known: dict[str, set[str]] = {name: set() for name in pointed_to}
    with transaction.atomic():
        rows = {
            name: dumping.exported(resource(), pk__in=shown(resource._meta.model).values("pk"))
            for name, resource in RESOURCES.items()
        }
        rows |= dump_log(public=True) | {"withdrawn": map(_tombstone, _gone().iterator())}
        rows["copies"] = map(copy_cells, _copies().iterator())
        rows["changes"] = map(change_cells, logged().iterator())
        tables = {t["name"]: _known_only(t, rows[t["name"]], known) for t in package["resources"]}
        counts = dumping.write(folder, tables)
        signed = [checkpoint.as_json() for checkpoint in Checkpoint.objects.order_by("-seq")]
    (folder / "checkpoints.json").write_text(json.dumps({"checkpoints": signed}, indent=2) + "\n")
    package["created"] = package["generated_at"] = generated_at.isoformat()
    for table in package["resources"]:
        path = folder / table["path"]
        with path.open("rb") as file:
            table["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        table["rows"] = counts[table["name"]]
        table["bytes"] = path.stat().st_size
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / SCHEMA.name).write_text(text + "\n")
    return generated_at


def shown(model: Any) -> QuerySet[Any]:
    """The rows of a table that the public may see."""
    if model in (Attribution, Addressee, Criterion):
        return model.objects.filter(proposal__in=Proposal.objects.public())
    return model.objects.public()


def logged() -> QuerySet[Change]:
    """The whole change log: it names what was public once, and nothing that never was."""
    return Change.objects.select_related("target").order_by("seq")


def _copies() -> QuerySet[KeptCopy]:
    return KeptCopy.objects.public().for_listing().order_by("slug")


def _gone() -> QuerySet[Proposal]:
    """What the public saw once and sees no more under its own name, and since when."""
    ended = Change.objects.filter(
        proposal=OuterRef("pk"), kind__in=[ChangeKind.WITHDRAWN, ChangeKind.MERGED]
    ).order_by("-seq")
    return (
        Proposal.objects.ever_published()
        .exclude(visible())
        .select_related("merged_into")
        .only("slug", "merged_into__slug", *REASONS)
        .annotate(ended_at=Subquery(ended.values("at")[:1]))
        .order_by("slug")
    )


def _tombstone(proposal: Any) -> dict[str, str]:
    into = proposal.merged_into
    return {
        "slug": proposal.slug,
        "kind": ChangeKind.MERGED if into else ChangeKind.WITHDRAWN,
        "target": into.slug if into else "",
        "at": proposal.ended_at.astimezone(dt.UTC).isoformat() if proposal.ended_at else "",
        **{name.removeprefix("withdrawn_"): getattr(proposal, name) for name in REASONS},
    }


def _known_only(
    table: dict[str, Any], rows: Iterator[dict[str, Any]], known: dict[str, set[str]]
) -> Iterator[dict[str, Any]]:
    """The rows, with nothing in a cell that would point to a row that is not in the package."""
    pointing = dict(_pointing(table))
    [named, *_rest] = table["schema"].get("primaryKey", [""])
    for row in rows:
        for column, target in pointing.items():
            if row[column] not in known[target]:
                row[column] = ""
        if not row.get("copied_from"):
            row.pop("copied_from_number", None)
        if table["name"] in known:
            known[table["name"]].add(row[named])
        yield row


def _pointing(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The columns that point to a row, each with the table of that row."""
    for key in table["schema"].get("foreignKeys", []):
        for column in key["fields"]:
            yield column, key["reference"]["resource"] or table["name"]
