"""What recording a status costs: writers at once, each on proposals of its own.

    DATABASE_URL=… SECRET_KEY=… VAR_DIR=… python benchmarks/recording.py [WRITERS EACH]

In a database of that address which holds published proposals without a step yet, as after
`load_package`; each gets one. Tells the rate, the CPU of the writers and of their sessions, and the
write-ahead log, of a record. A writer that dies ends it with its fault.
"""

import datetime as dt
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

# Seconds: each writer starts Django first.
READY_WITHIN = 120
START: Any = None  # the barrier at which all writers begin


def _ready():
    import django

    django.setup()


def _cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def begin_at(barrier):
    global START  # noqa: PLW0603 - handed to a process as it begins, and to none later
    START = barrier


def write(pks):
    _ready()
    from django.contrib.auth.models import User
    from django.db import connection

    from proposals import tracking
    from proposals.models import Evidence, Proposal

    by, _made = User.objects.get_or_create(username="bench")
    proposals = list(Proposal.objects.filter(pk__in=pks))
    session = connection.connection.info.backend_pid
    START.wait(READY_WITHIN)
    web, database, waits = time.process_time(), _cpu(session), []
    for proposal in proposals:
        at = time.perf_counter()
        tracking.record(
            proposal,
            status="noted",
            effective_on=dt.date(2026, 11, 1),
            reason_hant="政府備悉建議。",
            reason_en="Government took note of the proposal.",
            evidence=[
                Evidence(
                    evidence_class="official_statement",
                    title="立法會質詢的答覆",
                    publisher="政府新聞公報",
                    url="https://www.info.gov.hk/gia/general/202611/01/P2026110100100.htm",
                    published_on=dt.date(2026, 11, 1),
                    published_on_precision="day",
                    quote="政府備悉有關建議。",
                )
            ],
            by=by,
        )
        waits.append(time.perf_counter() - at)
    return time.process_time() - web, _cpu(session) - database, waits


def main(writers=8, each=25):
    _ready()
    from django.db import connection, connections

    from proposals.models import Proposal

    free = Proposal.objects.public().filter(update_count=1, status="proposed")
    pks = list(free.order_by("pk").values_list("pk", flat=True)[: writers * each])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (before,) = cursor.fetchone()
    connections.close_all()
    # Each with connections of its own.
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(writers + 1)
    with ProcessPoolExecutor(writers, spawn, begin_at, (start,)) as pool:
        running = [pool.submit(write, pks[place::writers]) for place in range(writers)]
        start.wait(READY_WITHIN)
        begun = time.perf_counter()
        parts = [writer.result() for writer in running]
        took = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn() - %s", [before])
        (wal,) = cursor.fetchone()
    web, database = (sum(part[place] for part in parts) / len(pks) for place in (0, 1))
    waits = sorted(wait for part in parts for wait in part[2])
    print(
        f"{writers} writers, {len(pks)} records: {len(pks) / took:.1f} a second; CPU of a record "
        f"{web * 1000:.1f} + {database * 1000:.1f} ms; WAL {float(wal) / len(pks) / 1000:.1f} kB; "
        f"p50 {waits[len(waits) // 2] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
