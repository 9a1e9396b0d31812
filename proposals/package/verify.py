"""Check that nobody has rewritten what the Policy Proposal Tracker published.

    pip install cryptography
    python verify.py tracker.zip keys.json [checkpoints.json kept from earlier]

`tracker.zip` is the data package, `keys.json` what the site shows as its keys, best kept from
another day or from another hand. Every change must follow from the one before by its hash, every
checkpoint must be signed and stand in the chain, and what the log tells of must be in the tables
as it was told. Ends with 0 where all holds, else with 1 and a line for each fault.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Row = Mapping[str, str]

HONG_KONG = dt.timezone(dt.timedelta(hours=8))


def chain(changes: Iterable[Row]) -> Iterator[str]:
    """Faults of the chain: where a hash does not follow from what stands before it."""
    before, number = "", 0
    for row in changes:
        if not row["seq"].isdecimal() or row["gone"] not in ("true", "false"):
            yield f"change {row['seq']}: it is not written as a change is"
            return
        said = [row[name] for name in ("seq", "at", "kind", "noun", "key", "target")]
        said += ["gone" if row["gone"] == "true" else "", row["digest"]]
        if hashlib.sha256("\n".join([before, *said]).encode()).hexdigest() != row["hash"]:
            yield f"change {row['seq']}: its hash does not follow from what it says"
        if int(row["seq"]) <= number:
            yield f"change {row['seq']}: it comes after change {number}"
        before, number = row["hash"], int(row["seq"])


def checkpoints(
    changes: Iterable[Row], signed: list[dict[str, Any]], keys: Mapping[str, bytes]
) -> Iterator[str]:
    """Faults of what was signed: by another key, or of another log than this."""
    hashes = {int(row["seq"]): row["hash"] for row in changes}
    for point in signed:
        name = f"checkpoint {point['day']}"
        text = f"checkpoint\n{point['day']}\n{point['seq']}\n{point['hash']}\n"
        if point["key_id"] not in keys:
            yield f"{name}: its key {point['key_id']} is not in the keys given"
            continue
        try:
            key = Ed25519PublicKey.from_public_bytes(keys[point["key_id"]])
            key.verify(base64.b64decode(point["signature"]), text.encode())
        except (InvalidSignature, ValueError):
            yield f"{name}: its signature is not of this key"
        if hashes.get(point["seq"]) != point["hash"]:
            yield f"{name}: change {point['seq']} is not in the log as it was signed"


def days(changes: Iterable[Row], signed: list[dict[str, Any]]) -> Iterator[str]:
    """Changes that say another day than the checkpoints around them: dated back or ahead."""
    points = sorted(signed, key=lambda point: point["seq"])
    for row in changes:
        seq = int(row["seq"])
        try:
            day = dt.datetime.fromisoformat(row["at"]).astimezone(HONG_KONG).date().isoformat()
        except ValueError:
            yield f"change {seq}: {row['at']} is no time"
            continue
        after = next((p for p in reversed(points) if p["seq"] < seq), None)
        until = next((p for p in points if p["seq"] >= seq), None)
        if (after and day < after["day"]) or (until and day > until["day"]):
            yield f"change {seq}: {row['at']} is not between the checkpoints around it"


def statements(tables: Mapping[str, list[Row]]) -> Iterator[str]:
    """Records and checks that the log tells of, and the tables hold no more as they were told."""
    evidence: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in tables["evidence"]:
        names = ["evidence_class", "title", "publisher", "url", "quote"]
        names += ["published_on", "published_on_precision"]
        document = {name: row[name] for name in names}
        evidence.setdefault((row["proposal"], row["number"]), []).append(document)
    assessed: dict[tuple[str, str], list[list[Any]]] = {}
    for row in tables.get("assessments", []):
        said = [int(row["position"]), row["state"]]
        assessed.setdefault((row["proposal"], row["number"]), []).append(said)
    held = set()
    # What took its place is public no more, so that the row does not name it.
    unnamed: Counter[str] = Counter()
    for row in tables["status_updates"]:
        names = ["proposal", "status", "effective_on", "effective_on_precision", "recorded_at"]
        names += ["superseded_by", "reason_hant", "reason_hans", "reason_en"]
        names += ["override_reason_hant", "override_reason_hans", "override_reason_en"]
        # Told where there is one.
        names += ["effective_not_after"] * bool(row.get("effective_not_after"))
        numbers = {name: int(row[name] or 0) for name in ("number", "void_of", "confirms")}
        documents = evidence.get((row["proposal"], row["number"]), [])
        content: dict[str, Any] = {name: row[name] for name in names} | numbers
        content["evidence"] = documents
        if states := assessed.get((row["proposal"], row["number"])):
            content["criteria"] = states
        held.add(digest(content))
        unnamed[row["proposal"]] += row["status"] == "superseded" and not row["superseded_by"]
    for row in tables["checks"]:
        names = ["proposal", "checked_on", "next_check_on", "recorded_at"]
        names += ["note_hant", "note_hans", "note_en"]
        held.add(digest({name: row[name] for name in names}))
    public = {row["slug"] for row in tables["proposals"]}
    for row in tables["changes"]:
        if row["kind"] not in ("status", "voided", "checked") or row["key"] not in public:
            continue
        if row["digest"] and row["digest"] not in held:
            if not unnamed[row["key"]]:
                yield f"change {row['seq']}: what it told of {row['key']} is not in the tables"
            unnamed[row["key"]] -= 1


def digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(package: zipfile.ZipFile, table: str) -> list[Row]:
    text = package.read(f"{table}.csv").decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: unmark(cell or "") for name, cell in row.items() if name} for row in rows]


def unmark(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    if not cell.startswith("'"):
        return cell
    for letter in cell[1:]:
        if letter in "\t\r\n":
            return cell[1:]
        if letter not in "'\"`‘’“”＇＂\ufeff\u200b\u2060" and not letter.isspace():
            return cell[1:] if unicodedata.normalize("NFKC", letter) in "=+-@" else cell
    return cell


def faults(
    package: zipfile.ZipFile, keys: Mapping[str, bytes], kept: list[dict[str, Any]]
) -> list[str]:
    """Everything that is wrong with a data package. `kept` are checkpoints from earlier."""
    names = ["changes", "proposals", "status_updates", "evidence", "checks"]
    # Packages of earlier releases have none.
    names += ["assessments"] * ("assessments.csv" in package.namelist())
    tables = {name: read(package, name) for name in names}
    changes = tables["changes"]
    signed = json.loads(package.read("checkpoints.json"))["checkpoints"] + kept
    # What is no chain cannot be held against anything.
    return list(chain(changes)) or [
        *checkpoints(changes, signed, keys),
        *days(changes, signed),
        *statements(tables),
    ]


def read_keys(text: str) -> dict[str, bytes]:
    """By id, which must be that of the key."""
    keys = [base64.b64decode(key["public_key"]) for key in json.loads(text)["keys"]]
    return {hashlib.sha256(key).hexdigest()[:16]: key for key in keys}


def main(package: str, keys: str, *earlier: str) -> int:
    kept = [p for file in earlier for p in json.loads(Path(file).read_text())["checkpoints"]]
    with zipfile.ZipFile(package) as opened:
        found = faults(opened, read_keys(Path(keys).read_text()), kept)
        changes = read(opened, "changes")
        points = json.loads(opened.read("checkpoints.json"))["checkpoints"]
    for fault in found:
        print(fault)
    if not found:
        newest = points[0]["seq"] if points else 0
        print(f"All holds: {len(changes)} changes, {len(points)} checkpoints,", end=" ")
        print(f"{sum(int(row['seq']) > newest for row in changes)} changes not signed yet.")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
