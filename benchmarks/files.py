"""What the files of the list cost at a million rows: time, size, and the largest memory.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/files.py ROWS…

Takes the database that `clocks.py PROPOSALS --keep` left on that server, with as many proposals as
the largest of ROWS. Each file is made in a process of its own, whose largest memory is told; a
figure that does not grow with the rows is what is wanted. Prints rows for results.md.
"""

import os
import resource
import subprocess
import sys
import time

import clocks

FORMS = ("csv", "ndjson", "xlsx", "parquet")


def make(form, rows):
    """The file, thrown away part by part as a reader would take it."""
    import django

    django.setup()
    from proposals.finding.paging import in_order, keys_of
    from proposals.models import Proposal
    from proposals.tables import exports, parquet, workbook

    found = Proposal.objects.public().filter(pk__lte=rows)
    found = in_order(found, keys_of(found, "-status_since"))
    made = {
        "csv": exports.as_csv,
        "ndjson": exports.as_ndjson,
        "xlsx": lambda found: workbook.as_xlsx(found, is_large=rows > workbook.LARGE),
        "parquet": parquet.as_parquet,
    }
    began, first, size = time.monotonic(), 0.0, 0
    for part in made[form](found):
        first = first or time.monotonic() - began
        size += len(part)
    took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {form} | {rows:,} | {first:.1f} | {took:.0f} | {size / 1e6:,.0f} | {memory:.0f} |",
        flush=True,
    )


def main():
    if sys.argv[1] in FORMS:
        make(sys.argv[1], int(sys.argv[2]))
        return
    print(
        "| file | rows up to | first part s | whole s | MB | memory MB |\n|---|---|---|---|---|---|"
    )
    environment = {**os.environ, "DATABASE_URL": clocks.server.geturl()}
    for form in FORMS:
        for rows in sys.argv[1:]:
            command = [sys.executable, __file__, form, rows]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
