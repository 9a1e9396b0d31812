"""Whoever alters the log is found out by the program that anybody can run."""

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from hypothesis import assume, example, given
from hypothesis import strategies as st

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging, publishing
from proposals.models import Checkpoint
from proposals.package import public, verify
from proposals.tables import spreadsheet
from tests.factories import history, people, proposals

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEYS = {hashlib.sha256(PUBLIC).hexdigest()[:16]: PUBLIC}
COLUMNS = ("seq", "at", "kind", "noun", "key", "target", "gone", "digest")


def rehash(log):
    """The log as a forger would leave it, every hash computed anew."""
    before, chained = "", []
    for row in log:
        said = [row[name] for name in COLUMNS]
        said[6] = "gone" if row["gone"] == "true" else ""
        before = hashlib.sha256("\n".join([before, *said]).encode()).hexdigest()
        chained.append({**row, "hash": before})
    return chained


def signed(row, day):
    statement = f"checkpoint\n{day}\n{row['seq']}\n{row['hash']}\n"
    return {
        "day": day,
        "seq": int(row["seq"]),
        "hash": row["hash"],
        "signature": base64.b64encode(KEY.sign(statement.encode())).decode(),
        "key_id": next(iter(KEYS)),
    }


# Two changes a day for four days, each day signed at its end.
LOG = rehash(
    {
        "seq": str(2 * day + part),
        "at": f"2026-06-0{day}T0{part}:00:00.000000Z",
        "kind": "updated",
        "noun": "proposal",
        "key": f"proposal-{day}",
        "target": "",
        "gone": "false",
        "digest": hashlib.sha256(bytes([day, part])).hexdigest(),
    }
    for day in range(1, 5)
    for part in range(2)
)
SIGNED = [signed(LOG[2 * day - 1], f"2026-06-0{day}") for day in range(1, 5)]


def faults(log, points=SIGNED):
    return list(verify.chain(log)) or [
        *verify.checkpoints(log, points, KEYS),
        *verify.days(log, points),
    ]


@st.composite
def alterations(draw):
    """The log with one thing about it altered."""
    log = [dict(row) for row in LOG]
    at = draw(st.integers(0, len(log) - 1))
    act = draw(st.sampled_from(["value", "drop", "swap", "back-date", "insert"]))
    if act == "value":
        name = draw(st.sampled_from([*COLUMNS, "hash"]))
        log[at][name] = draw(st.text(max_size=40).filter(lambda text: text != log[at][name]))
    elif act == "drop":
        del log[at]
    elif act == "swap":
        other = draw(st.integers(0, len(log) - 1).filter(lambda n: n != at))
        log[at], log[other] = log[other], log[at]
    elif act == "back-date":
        log[at]["at"] = "2026-05-01T00:00:00.000000Z"
    else:
        log.insert(at, {**log[at], "key": draw(st.text(max_size=20))})
    return log


def test_what_nobody_altered_holds():
    assert faults(LOG) == []
    assert faults(LOG, SIGNED[:2]) == []


@given(log=alterations(), rehashed=st.booleans())
@example(log=LOG[:-1], rehashed=True)
def test_any_single_alteration_is_found(log, rehashed):
    """Also where every hash is computed anew: it is not the one that was signed."""
    altered = rehash(log) if rehashed else log
    assume(altered != LOG)
    assert faults(altered)


def test_a_change_dated_back_after_it_was_signed_is_found():
    late = {**LOG[-1], "seq": "10", "at": "2026-06-01T00:00:00.000000Z"}
    [fault] = faults(rehash([*LOG, late]))
    assert fault.startswith("change 10: 2026-06-01")


@pytest.mark.parametrize(
    ("name", "value"),
    [("day", "2026-06-09"), ("seq", 8), ("hash", "0" * 64), ("signature", "AAAA")],
)
def test_an_altered_checkpoint_is_found(name, value):
    assert faults(LOG, [{**SIGNED[0], name: value}])


def test_a_checkpoint_by_a_key_that_nobody_knows_is_found():
    [fault] = verify.checkpoints(LOG, [{**SIGNED[0], "key_id": "unknown"}], KEYS)
    assert "unknown" in fault


@given(st.text(alphabet="'\"=+-@ \t\n\r＝＂a1建", max_size=5))
def test_cells_are_read_as_the_tracker_reads_them(text):
    assert verify.unmark(spreadsheet.mark(text)) == text
    assert verify.unmark(text) == spreadsheet.unmark(text)


# --- The package of a tracker ----------------------------------------------------------------


@pytest.fixture(scope="module")
def tracker(once, tmp_path_factory):
    """A package in which the log tells of everything that it can."""
    folder = tmp_path_factory.mktemp("package")
    with once():
        editor = people.user(is_superuser=True)
        one, two = proposals.published(slug="one"), proposals.published(slug="two")
        proposals.criterion(one, "基金已成立")
        history.record(
            one,
            criteria={1: "partly"},
            evidence=[history.evidence(title="=1+1", quote="'=\r")],
            override_reason_hant="已見於憲報。",
            override_reason_en="It stands in the Gazette.",
            by=editor,
        )
        mistake = history.record(two, by=editor)
        tracking.void(mistake, reason_hant="誤讀。", reason_en="Misread.", by=editor)
        tracking.check(one, checked_on=timezone.localdate(), note_hant="無。", by=editor)
        history.record(two, Status.SUPERSEDED, superseded_by=one, evidence=[], by=editor)
        gone = proposals.published(slug="gone")
        history.record(gone, Status.SUPERSEDED, superseded_by=two, evidence=[], by=editor)
        merging.merge(two, into=one, reason_hant="同一建議。", by=editor)
        publishing.withdraw(proposals.published(slug="w"), reason_hant="誤。", reason_en="Wrong.")
        Checkpoint.objects.make(timezone.localdate())
        public.dump(folder)
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


@pytest.fixture
def keys(client):
    return client.get("/.well-known/policy-proposal-tracker-keys.json").content.decode()


def packed(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return zipfile.ZipFile(data)


def test_a_package_of_ours_holds_and_tells_of_records_and_checks(tracker, keys):
    kinds = {row["kind"] for row in csv.DictReader(io.StringIO(tracker["changes.csv"]))}
    assert {"status", "voided", "checked", "merged", "withdrawn"} <= kinds
    kept = json.loads(tracker["checkpoints.json"])["checkpoints"]
    assert len(kept) == 1
    assert verify.faults(packed(tracker), verify.read_keys(keys), kept) == []


@pytest.mark.parametrize(
    ("table", "said", "instead"),
    [
        ("status_updates", "憲報", "日報"),
        ("evidence", "=1+1", "=1+2"),
        ("assessments", ",partly", ",met"),
        ("checks", "無。", "有。"),
        ("changes", ",one,", ",two,"),
        ("checkpoints", '"seq": ', '"seq": 1'),
    ],
)
def test_a_package_that_says_something_else_is_found(tracker, keys, table, said, instead):
    [name] = [name for name in tracker if name.startswith(f"{table}.")]
    assert said in tracker[name]
    altered = {**tracker, name: tracker[name].replace(said, instead, 1)}
    assert verify.faults(packed(altered), verify.read_keys(keys), [])


def test_the_program_runs_alone_and_says_what_it_found(tracker, keys, client, tmp_path):
    program = b"".join(client.get("/data/verify.py"))
    (tmp_path / "verify.py").write_bytes(program)
    (tmp_path / "keys.json").write_text(keys)
    (tmp_path / "kept.json").write_text(tracker["checkpoints.json"])

    def run(files):
        (tmp_path / "tracker.zip").write_bytes(packed(files).fp.getvalue())
        command = [sys.executable, "-I", "verify.py", "tracker.zip", "keys.json", "kept.json"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    held = run(tracker)
    assert (held.returncode, held.stderr) == (0, "")
    assert held.stdout.startswith("All holds: ")
    altered = run({**tracker, "changes.csv": tracker["changes.csv"].replace(",one,", ",two,", 1)})
    assert (altered.returncode, altered.stderr) == (1, "")
    assert altered.stdout.startswith("change ")


def test_it_says_what_it_found_and_ends_with_whether_all_holds(tracker, keys, tmp_path, capsys):
    package, shown = tmp_path / "tracker.zip", tmp_path / "keys.json"
    shown.write_text(keys)
    package.write_bytes(packed(tracker).fp.getvalue())
    assert verify.main(str(package), str(shown)) == 0
    assert capsys.readouterr().out.startswith("All holds: ")
    forged = tracker["changes.csv"].replace(",one,", ",two,", 1)
    package.write_bytes(packed({**tracker, "changes.csv": forged}).fp.getvalue())
    assert verify.main(str(package), str(shown)) == 1
    assert capsys.readouterr().out.startswith("change ")


def test_a_time_that_is_none_is_a_fault():
    assert list(verify.days([{**LOG[0], "at": "yesterday"}], [])) == [
        f"change {LOG[0]['seq']}: yesterday is no time"
    ]
