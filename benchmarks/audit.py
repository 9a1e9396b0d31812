"""What it costs that every state of a row is kept: 2,000 saves with the triggers and without.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/audit.py [ROWS]

Makes a database of its own on that server and drops it. The two ways take turns, each in a
transaction of its own, and the fastest of seven turns is told: the rest is other work.
"""

import argparse
import copy
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

NAME = "tracker_audit"
TURNS = 7
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SERVER = urlsplit(os.environ["DATABASE_URL"])
os.environ["DATABASE_URL"] = SERVER._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"


def administer(sql):
    with psycopg.connect(SERVER._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql)


def measure(rows):
    import pghistory
    import pgtrigger
    from django.core.management import call_command
    from django.db import transaction

    from proposals.models import Author, Proposal
    from proposals.models.audited import events

    call_command("migrate", verbosity=0)
    call_command("load_package", "fixtures", verbosity=0)
    Author.objects.bulk_create(
        Author(slug=f"a-{n}", name_hant=f"作者{n}", note_hant="備註。" * 40) for n in range(rows)
    )
    catalogue = list(Proposal.objects.all())
    copies = []
    for number in range(rows):
        row = copy.copy(catalogue[number % len(catalogue)])
        row.pk, row._state.adding, row.slug = None, True, f"copy-{number}"
        row.publication_state, row.first_published_at = "draft", None
        row.updated_at, row.change_seq = None, None
        row.status, row.status_since, row.status_since_precision = "proposed", None, ""
        copies.append(row)
    of: dict[str, list[Author] | list[Proposal]] = {
        "an author": list(Author.objects.filter(slug__startswith="a-")),
        "a proposal": Proposal.objects.bulk_create(copies),
    }
    columns = {"an author": "note_en", "a proposal": "figures"}
    kept = ["proposals.Author", "proposals.Proposal"]
    kept = [f"{model}:{act}_{act}" for model in kept for act in ("insert", "update", "delete")]

    def turn(noun, number):
        began = time.perf_counter()
        with transaction.atomic(), pghistory.context(command="benchmark"):
            for place, row in enumerate(of[noun]):
                setattr(row, columns[noun], f"{number}-{place}")
                row.save(update_fields=[columns[noun]])
        return time.perf_counter() - began

    print("| row | with triggers | without | ratio |")
    print("| --- | --- | --- | --- |")
    for noun in of:
        times: dict[str, list[float]] = {"with": [], "without": []}
        for number in range(TURNS):
            times["with"].append(turn(noun, 2 * number))
            with pgtrigger.ignore(*kept):
                times["without"].append(turn(noun, 2 * number + 1))
        kept_rows = events(type(of[noun][0])).filter(
            pgh_label="update", pgh_context__command="benchmark"
        )
        if (found := kept_rows.count()) != TURNS * rows:
            raise SystemExit(f"{found} states were kept of {TURNS * rows}.")
        kept_in, plain = (min(values) for values in times.values())
        each = [f"{seconds / rows * 1000:.2f} ms a save" for seconds in (kept_in, plain)]
        print(f"| {noun} | {each[0]} | {each[1]} | {kept_in / plain:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=2_000)
    rows = parser.parse_args().rows
    administer(f"DROP DATABASE IF EXISTS {NAME}")
    administer(f"CREATE DATABASE {NAME}")
    try:
        import django

        django.setup()
        measure(rows)
    finally:
        from django.db import connections

        cast("DatabaseWrapper", connections["default"]).close_pool()
        administer(f"DROP DATABASE {NAME} WITH (FORCE)")


if __name__ == "__main__":
    main()
