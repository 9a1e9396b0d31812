"""What ten thousand imported rows cost, previewed and then confirmed.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/import_preview.py [ROWS]

Makes a database of its own on that server, multiplies the catalogue in it, posts one CSV file to
the admin's import page and confirms what it shows, each in a process of its own, whose largest
memory is told. Prints the rows for results.md and drops the database.
"""

import argparse
import copy
import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

NAME = "tracker_import_preview"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SERVER = urlsplit(os.environ["DATABASE_URL"])
os.environ["DATABASE_URL"] = SERVER._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"

# Of every twenty rows one states a new status, four are as they were, the rest have new text.
STATED, UNCHANGED, OF = 1, 4, 20
SAID = {
    "status": "committed",
    "effective_on": "2026-09-17",
    "effective_on_precision": "day",
    "reason_hant": "施政報告承諾會做。",
    "reason_en": "Promised in the Policy Address.",
    "evidence_class": "official_document",
    "evidence_title": "施政報告第 10 段",
    "evidence_url": "https://www.policyaddress.gov.hk/",
    "evidence_publisher": "政府",
    "evidence_published_on": "2026-09-17",
    "evidence_published_on_precision": "day",
    "evidence_quote": "會設立基金。",
}


def administer(sql):
    with psycopg.connect(SERVER._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql)


def fill(rows):
    """The catalogue, and copies of its proposals with logs of their own until there are enough;
    a file that changes them, as a browser sends it."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.test.client import BOUNDARY, encode_multipart
    from django.utils import timezone

    from proposals.editing import publishing
    from proposals.models import Proposal, StatusUpdate
    from proposals.tables.resources import ProposalResource
    from tests.factories import people

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_package", "fixtures", verbosity=0)
    editor = people.user(role="Editor", username="editor")
    originals = list(Proposal.objects.public())
    copies = []
    for number in range(rows - len(originals)):
        row = copy.copy(originals[number % len(originals)])
        row.pk, row._state.adding, row.slug = None, True, f"copy-{number}"
        row.publication_state, row.first_published_at = "draft", None
        row.updated_at, row.change_seq, row.status = None, None, "proposed"
        row.status_since, row.status_since_precision, row.update_count = None, "", 1
        copies.append(row)
    Proposal.objects.bulk_create(copies, batch_size=1000)
    StatusUpdate.objects.bulk_create(
        StatusUpdate(
            proposal=row,
            number=1,
            status="proposed",
            reason_hant="在出處中提出。",
            recorded_by=editor,
            recorded_at=timezone.now(),
        )
        for row in copies
    )
    everything = ProposalResource().get_queryset().order_by("pk")
    table = ProposalResource().export(everything).dict[:rows]
    for place, cells in enumerate(table):
        if place % OF < STATED:
            proposal = Proposal.objects.get(slug=cells["slug"])
            if not proposal.is_public:
                proposal.attributions.create(author=originals[0].authors.all()[0])
                publishing.publish(proposal, by=editor)
            if proposal.status == "proposed":
                cells.update(SAID, publication_state="published")
        elif place % OF >= STATED + UNCHANGED:
            cells["title_en"] += " (revised)"
            cells["summary_hant"] = "經修訂：" + cells["summary_hant"]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys([*table[0], *SAID])), restval="")
    writer.writeheader()
    writer.writerows(table)
    file = SimpleUploadedFile("rows.csv", text.getvalue().encode())
    return encode_multipart(BOUNDARY, {"import_file": file})


ADDRESS = "/admin/proposals/proposal/import/"
CONFIRM = "/admin/proposals/proposal/process_import/"


def signed_in():
    from django.contrib.auth.models import User
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    client.get(ADDRESS)
    return client


def told_of(ask):
    """What one request cost, and its answer."""
    started_with = largest()
    began, worked = time.perf_counter(), time.process_time()
    answer = ask()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    figures = f"{seconds:.1f} s | {worked:.1f} s | {largest():.0f} MB | {started_with:.0f} MB"
    return figures, answer


def preview(path):
    from django.test.client import MULTIPART_CONTENT

    client = signed_in()
    # As a server hands it over, which holds no copy of what is sent.
    with path.open("rb") as body:
        figures, answer = told_of(
            lambda: client.request(
                REQUEST_METHOD="POST",
                PATH_INFO=ADDRESS,
                CONTENT_TYPE=MULTIPART_CONTENT,
                CONTENT_LENGTH=str(path.stat().st_size),
                **{"wsgi.input": body},
            )
        )
    result = answer.context["result"]
    faults = len(result.invalid_rows) + len(result.error_rows) + len(result.base_errors)
    told = dict(result.totals)
    path.with_suffix(".json").write_text(json.dumps(answer.context["confirm_form"].initial))
    print(
        f"| previewed | {figures} | {told['update']} changed, {told['skip']} unchanged, "
        f"{faults} faults | {len(answer.content) / 1e6:.1f} MB |"
    )


def confirm(path):
    from proposals.models import StatusUpdate

    before = StatusUpdate.objects.count()
    client = signed_in()
    sent = json.loads(path.with_suffix(".json").read_text())
    figures, answer = told_of(lambda: client.post(CONFIRM, sent))
    recorded = StatusUpdate.objects.count() - before
    print(f"| confirmed | {figures} | {answer.status_code}, {recorded} records | |")


def largest():
    """The most memory that this process has had so far, in MB."""
    # Not getrusage: there a child begins with what its parent had.
    status = Path("/proc/self/status").read_text()
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(kilobytes) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=10_000)
    parser.add_argument("--child", choices=["preview", "confirm"])
    options = parser.parse_args()
    path = Path(os.environ["VAR_DIR"]) / "import_preview.body"
    if options.child:
        import django

        django.setup()
        {"preview": preview, "confirm": confirm}[options.child](path)
        return
    administer(f"DROP DATABASE IF EXISTS {NAME}")
    administer(f"CREATE DATABASE {NAME}")
    try:
        import django

        django.setup()
        path.write_bytes(fill(options.rows))
        print("| what | time | of it our processor | peak memory | before | rows | page |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        environment = os.environ | {"DATABASE_URL": SERVER.geturl()}
        for child in ("preview", "confirm"):
            command = [sys.executable, __file__, "--child", child]
            subprocess.run(command, env=environment, check=True)
    finally:
        from django.db import connections

        cast("DatabaseWrapper", connections["default"]).close_pool()
        administer(f"DROP DATABASE {NAME} WITH (FORCE)")


if __name__ == "__main__":
    main()
