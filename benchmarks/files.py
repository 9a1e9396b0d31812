"""What the files of the list cost at a million rows: time, size, and the largest memory.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/files.py ROWS…

Takes the database that `clocks.py PROPOSALS --keep` left on that server, with as many proposals as
the largest of ROWS. Each file is made in a process of its own, whose largest memory is told; a
figure that does not grow with the rows is what is wanted. Prints rows for results.md. The database
server is to run on this machine.
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import clocks

FORMS = ("csv", "ndjson", "xlsx", "parquet")


def make(form, rows):
    """The file, thrown away part by part as a reader would take it."""
    from django.db import connection

    import tracker.wsgi  # noqa: F401 - as the web server begins
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [server] = cursor.fetchone()
    began, first, size = time.monotonic(), 0.0, 0
    before, theirs = time.process_time(), cpu(server)
    for part in made[form](found):
        # The heading of a table is there at once.
        if size or form != "csv":
            first = first or time.monotonic() - began
        size += len(part)
    took, ours, theirs = (
        time.monotonic() - began,
        time.process_time() - before,
        cpu(server) - theirs,
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = found.order_by().count()
    print(
        f"| {form} | {count:,} | {first:.1f} | {took:.0f} | {count / ours:,.0f} |"
        f" {count / (ours + theirs):,.0f} | {size / 1e6:,.0f} | {memory:.0f} |",
        flush=True,
    )


def cpu(process):
    """The seconds of CPU that a process of this machine has taken."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def main():
    if sys.argv[1] in FORMS:
        make(sys.argv[1], int(sys.argv[2]))
        return
    print(
        "| file | rows | first rows s | whole s | rows per CPU s, web | and database | MB |"
        " memory MB |\n|---|---|---|---|---|---|---|---|"
    )
    environment = {**os.environ, "DATABASE_URL": clocks.server.geturl()}
    for form in FORMS:
        for rows in sys.argv[1:]:
            command = [sys.executable, __file__, form, rows]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
