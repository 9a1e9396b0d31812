"""Clients that were made for no API in particular, and the recipes of the manual for them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from django.utils import timezone

from proposals import tracking
from proposals.editing import merging, publishing, writing
from proposals.models import Checkpoint, Proposal
from proposals.package import archive
from tests import ROOT, prepared
from tests.clients import catalogue
from tests.factories import history, people, proposals, sources
from tests.factories.tokens import Program

MANUAL = (ROOT / "docs/api.md").read_text(encoding="utf-8")
LOCKED = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
TYPESCRIPT = json.loads((ROOT / "docs/examples/typescript/package.json").read_text("utf-8"))
# The warehouse below, and the receiver of webhooks, which ends only when it is stopped.
TRIED_ELSEWHERE = ("import dlt", "HTTPServer")


def recipes(language):
    """The code of the manual in a language, by the line on which it begins."""
    return {
        MANUAL[: found.start()].count("\n") + 2: found[1]
        for found in re.finditer(rf"^```{language}\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    }


def run(folder: Path, command: list[str], **environment: str) -> str:
    """What a reader sees who runs it in a folder; it fails where the reader would see a fault."""
    (folder / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n")
    own = {
        "CURL_HOME": str(folder),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DLT_DATA_DIR": str(folder / "dlt"),
        # No test reaches the network.
        "RUNTIME__DLTHUB_TELEMETRY": "false",
    }
    ran = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **own, **environment},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, f"{command[-1]}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def test_the_manual_names_the_versions_that_are_locked():
    named = dict(re.findall(r"^\| ([\w-]+) \| (\d[\d.]+) \|", MANUAL, re.MULTILINE))

    assert len(named) == 10
    locked = dict(re.findall(r"^([\w-]+)==([\d.]+)", LOCKED, re.MULTILINE))
    locked |= TYPESCRIPT["dependencies"]
    assert named == {name: locked[name] for name in named}


@pytest.mark.slow("starts each recipe of the manual as a reader would")
def test_every_recipe_of_the_manual_runs(
    live_server, tmp_path, transactional_db, subtests, settings
):
    settings.VAR_DIR = tmp_path
    catalogue.load()
    Checkpoint.objects.make(timezone.localdate())
    archive.build()
    slug = "add-ai-upgrading-stream-to-bud-fund"
    asked = requests.get(f"{live_server.url}/api/v1/proposals/{slug}/", timeout=30)
    for_this_server = {
        "http://localhost:8000": live_server.url,
        "ppt_…": Program().secret,
        '"1042-3f9c0a1b"': asked.headers["ETag"],
        # It is there.
        "pip install cryptography\n": "",
    }

    def of_this_server(code):
        for meant, here in for_this_server.items():
            code = code.replace(meant, here)
        return code

    shell, python, r = recipes("sh"), recipes("python"), recipes("r")
    assert len(shell) > 12
    assert len(python) > 4
    assert len(r) == 1
    for line, code in shell.items():
        with subtests.test(line=line):
            assert "curl" in code
            run(tmp_path, ["bash", "-euo", "pipefail", "-c", of_this_server(code)])
    for line, code in python.items():
        if not any(words in code for words in TRIED_ELSEWHERE):
            with subtests.test(line=line):
                run(tmp_path, [sys.executable, "-W", "error", "-c", of_this_server(code)])
    for line, code in r.items():
        with subtests.test(line=line):
            counted = "\ncat(nrow(proposals), sum(is.na(proposals$source.headline)))\n"
            told = run(tmp_path, ["Rscript", "--vanilla", "-e", of_this_server(code) + counted])
            assert told.splitlines()[-1] == f"{Proposal.objects.public().count()} 0"
    assert Proposal.objects.get(slug=slug).status == "committed"


def every_row(server, path):
    rows, address = [], f"{server.url}/api/v1/{path}"
    while address:
        page = requests.get(address, timeout=30).json()
        rows += page["results"]
        address = page["next"]
    return rows


# What dlt names otherwise, or puts into tables of its own.
PLAIN = ("title_hant", "title_en", "status", "sector", "update_count", "change_seq")


@pytest.mark.slow("starts dlt twice")
def test_a_warehouse_kept_by_dlt_equals_what_is_published(live_server, tmp_path, transactional_db):
    import duckdb

    [recipe] = [code for code in recipes("python").values() if "import dlt" in code]
    recipe = recipe.replace("http://localhost:8000", live_server.url)

    def warehouse():
        run(tmp_path, [sys.executable, "-c", recipe])
        with duckdb.connect(tmp_path / "tracker.duckdb", read_only=True) as kept:
            columns = ", ".join(f"p.{name}" for name in PLAIN)
            found = kept.sql(
                f"SELECT p.key, {columns}, list(a.slug ORDER BY a._dlt_list_idx)"
                " FROM proposals.proposal p JOIN proposals.proposal__authors a"
                " ON a._dlt_parent_id = p._dlt_id GROUP BY ALL"
            ).fetchall()
            authors = kept.sql("SELECT key, name_en FROM proposals.author").fetchall()
            orphans = kept.sql(
                "SELECT count(*) FROM proposals.proposal__authors"
                " WHERE _dlt_parent_id NOT IN (SELECT _dlt_id FROM proposals.proposal)"
            ).fetchall()
        assert orphans == [(0,)]
        return {row[0]: row[1:] for row in found}, dict(authors)

    def published():
        rows = {
            row["slug"]: (*(row[n] for n in PLAIN), [author["slug"] for author in row["authors"]])
            for row in every_row(live_server, "proposals/?page_size=2")
        }
        return rows, {row["slug"]: row["name_en"] for row in every_row(live_server, "authors/")}

    editor = people.user(is_superuser=True)
    chan, lee = people.author(slug="chan"), people.author("李", "Lee", slug="lee")
    shared = {"source": sources.source(), "by": editor}
    rows = [proposals.published(authors=[chan, lee], **shared) for _ in range(4)]
    only_of_lee = proposals.published(authors=[lee], **shared)
    assert warehouse() == published()

    publishing.withdraw(only_of_lee, reason_hant="出處已撤回。", reason_en="Withdrawn.")
    merging.merge(rows[0], into=rows[1], reason_hant="同一建議。", by=editor)
    tracking.check(rows[2], checked_on=timezone.localdate(), by=editor)
    history.record(rows[3], by=editor)
    proposals.published(authors=[chan], **shared)
    chan.name_en = "Chan T. M."
    writing.save_shared(chan, chan.proposal_set.all())
    kept, authors = warehouse()

    assert (kept, authors) == published()
    assert len(kept) == 4
    assert kept[rows[3].slug][2] == "under_study"


@pytest.mark.slow("makes a client and starts it")
def test_a_client_is_made_of_the_document_and_reads_a_page(live_server, tmp_path, transactional_db):
    for _ in range(3):
        proposals.published()

    said = run(
        tmp_path,
        [
            *("openapi-python-client", "generate", "--url", f"{live_server.url}/api/v1/schema/"),
            *("--meta", "none", "--output-path", "tracker_client", "--fail-on-warning"),
        ],
    )
    assert "Warning" not in said
    read = f"""
from tracker_client import Client
from tracker_client.api.proposals import proposals_list, proposals_read

client = Client(base_url="{live_server.url}")
page = proposals_list.sync(client=client, page_size=2)
alone = proposals_read.sync(page.results[0].slug, client=client)
print(len(page.results), page.next_ is not None, alone.updates[0].status, alone.title_en)
"""
    assert run(tmp_path, [sys.executable, "-W", "error", "-c", read]) == (
        "2 True proposed Set up a silver-economy fund\n"
    )


@pytest.mark.slow("installs what the example names, and makes types of all of the document")
def test_typescript_has_the_rows_as_types(live_server, transactional_db):
    for _ in range(3):
        proposals.published()
    folder = prepared.example("typescript")

    def npm(script: str) -> str:
        return run(folder, ["npm", "run", "--silent", script], TRACKER=live_server.url)

    assert "warn" not in npm("types").lower()
    assert npm("build") == ""
    assert npm("start") == 3 * "proposed\tSet up a silver-economy fund\tChan Tai-man\n"
    read = (folder / "read.ts").read_text("utf-8")
    (folder / "read.ts").write_text(read.replace("page_size: 5", 'page_size: "five"'))
    with pytest.raises(AssertionError, match="not assignable to type 'number'"):
        npm("build")
