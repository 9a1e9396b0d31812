"""What a page of the past costs beside a page of the present, at a million proposals.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/clocks.py [PROPOSALS]

Makes a database of its own on that server, fills it with five status updates a proposal over ten
years, times list pages in it, prints a table for results.md and drops it. Wants some 7 GB of disk
for a million. `--keep` leaves the database, `--again` uses one that was left.
"""

import argparse
import base64
import datetime as dt
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import psycopg
from histories import FACTS, LOG, SPANS, prove_sample, words_of

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

NAME = "tracker_clocks"
ROUNDS = 40
TODAY = dt.date.today()  # noqa: DTZ011 - the years before it are what matters
LONG_AGO = TODAY - dt.timedelta(days=5 * 365)
RECENT = TODAY - dt.timedelta(days=30)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
server = urlsplit(os.environ["DATABASE_URL"])
os.environ["DATABASE_URL"] = server._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"

PROPOSALS = """
INSERT INTO proposals_proposal (id, slug, title_hant, title_hans, title_en, summary_hant,
    summary_hans, summary_en, scheme_hant, scheme_hans, scheme_en, figures, sector_id, instrument,
    specificity, source_id, locator, proposed_on, proposed_on_precision, proposed_basis_hant,
    proposed_basis_hans, proposed_basis_en, publication_state,
    withdrawn_reason_hant, withdrawn_reason_hans, withdrawn_reason_en, version, content_digest,
    status, status_since, status_since_precision, checked_on, next_check_on, update_count,
    first_published_at, updated_at, change_seq, search_title, search_text)
SELECT i, 'proposal-' || i, '設立第' || i || '號銀髮經濟基金', '设立第' || i || '号银发经济基金',
    'Set up silver-economy fund number ' || i,
    repeat('建議政府設立基金，支持長者產品研發。', 4),
    repeat('建议政府设立基金，支持长者产品研发。', 4),
    repeat('Asks the government to set up a fund for products for older people. ', 3),
    '', '', '', '', 1 + floor(20 * random() * random()), 'fund', 'firm', 1 + i % 200, '設立基金',
    asked.on_day, 'day', '', '', '', CASE WHEN i % 50 = 7 THEN 'withdrawn' ELSE 'published' END,
    CASE WHEN i % 50 = 7 THEN '撤回' ELSE '' END, '',
    CASE WHEN i % 50 = 7 THEN 'Withdrawn' ELSE '' END, 1, '',
    held.status, held.since, 'day', NULL, CURRENT_DATE + (i % 90)::int, counted.live,
    asked.at, counted.at, i, '', ''
FROM (SELECT i, on_day, at FROM facts WHERE k = 1) AS asked
JOIN (SELECT proposal_id AS i, status, since FROM proposals_statusspan
    WHERE recorded_to = {forever} AND effective_to = '9999-12-31') AS held USING (i)
JOIN (SELECT i, count(*) FILTER (WHERE confirmed OR NOT twice) AS live, max(at) AS at
    FROM facts GROUP BY i) AS counted USING (i)
ORDER BY i
"""
AUTHORS = """
INSERT INTO proposals_attribution (proposal_id, author_id, capacity_hant, capacity_hans,
    capacity_en, position)
SELECT i, 1 + (i * 7 + n) % 500, '立法會議員', '立法会议员', 'Legislative Councillor', n
FROM generate_series(1, {proposals}) AS i, generate_series(1, 1 + (i % 4 = 0)::int) AS n
"""
BODIES = """
INSERT INTO proposals_addressee (proposal_id, body_id, basis)
SELECT i, 1 + i % 15, 'stated' FROM generate_series(1, {proposals}) AS i
"""


def fill(proposals):
    """By set-based SQL, with the triggers and keys aside; then a sample is proved by replay."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Model

    from proposals.models import Author, Body, Sector, Source

    call_command("migrate", verbosity=0)
    user = User.objects.create(username="benchmark")
    made: list[tuple[type[Model], int, str]] = [
        (Sector, 20, "code"),
        (Body, 15, "code"),
        (Author, 500, "slug"),
    ]
    for model, count, key in made:
        model._default_manager.bulk_create(
            model(pk=n, name_hant=f"名稱{n}", name_en=f"Name {n}", **{key: f"key-{n}"})
            for n in range(1, count + 1)
        )
    Source.objects.bulk_create(
        Source(pk=n, slug=f"source-{n}", headline=f"完善銀髮經濟{n}") for n in range(1, 201)
    )
    words = words_of(proposals, user.pk)
    big = ("proposals_proposal", "proposals_statusupdate", "proposals_statusspan")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET timezone = 'Asia/Hong_Kong'")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET work_mem = '256MB'")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conname = i.indexname)",
            [list(big)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        steps = [FACTS, LOG, SPANS, PROPOSALS, AUTHORS, BODIES, "DROP TABLE facts"]
        for sql in [*steps, *(definition for _name, definition in indexes), "VACUUM ANALYZE"]:
            began = time.monotonic()
            cursor.execute(sql.format(**words))
            print(f"{time.monotonic() - began:7.1f} s  {' '.join(sql.split())[:90]}", flush=True)
        cursor.execute("RESET ALL")
    prove_sample(proposals)


def clocks():
    """What is asked, by name; each takes a set and gives it back as it stood."""
    from django.utils import timezone

    def end(day):
        return timezone.make_aware(dt.datetime.combine(day, dt.time(18)))

    return {
        "plain": lambda rows: rows,
        "as_of a month ago": lambda rows: rows.as_of(RECENT),
        "as_of 5 years ago": lambda rows: rows.as_of(LONG_AGO),
        "known_at a month ago": lambda rows: rows.known_at(end(RECENT)),
        "known_at 5 years ago": lambda rows: rows.known_at(end(LONG_AGO)),
        "as_of 5 years ago, known_at then": lambda rows: rows.as_of(LONG_AGO).known_at(
            end(LONG_AGO)
        ),
        "as_of 5 years ago, known_at a month ago": lambda rows: rows.as_of(LONG_AGO).known_at(
            end(RECENT)
        ),
    }


def filters():
    return {
        "no filter": lambda rows: rows,
        "status=under_study": lambda rows: rows.any_of(rows.status_column, ["under_study"], []),
        "status=declined": lambda rows: rows.any_of(rows.status_column, ["declined"], []),
        "sector, one in five": lambda rows: rows.filter(sector__code="key-1"),
        "sector, one in forty": lambda rows: rows.filter(sector__code="key-12"),
    }


def deep(rows):
    """The marker of a page half a year further down than where the first one begins."""
    newest = LONG_AGO if rows._clocks and "5 years" in rows.label else TODAY
    day = (newest - dt.timedelta(days=180)).isoformat()
    values = ["-status_since", 0, day, "firm", 0, 0, 500_000]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def timed(rows, cursor):
    from proposals.finding import paging

    began = time.perf_counter()
    keys = paging.keys_of(rows, "-status_since")
    page = paging.page_by(rows, keys, name="-status_since", cursor=cursor, size=50)
    took = (time.perf_counter() - began) * 1000
    # Of few proposals a narrow filter leaves less than a page.
    if page.next and len(page.rows) != 50:
        raise ValueError(f"{rows.label}: a page of {len(page.rows)}")
    return took


def measure(rounds):
    from proposals.models import Proposal

    cases = {}
    for by, narrowed in filters().items():
        for when, then in clocks().items():
            for position in ("first", "deep"):
                for listing in (False, True):
                    rows = then(Proposal.objects.public())
                    rows = narrowed(rows)
                    rows.label = when
                    cursor = deep(rows) if position == "deep" else ""
                    rows = rows.for_listing() if listing else rows
                    cases[by, position, listing, when] = (rows, cursor)
    times: dict[tuple[str, str, bool, str], list[float]] = {case: [] for case in cases}
    for turn in range(rounds + 2):
        # In turns, so that whatever else the machine does falls on all alike.
        for case, (rows, cursor) in cases.items():
            took = timed(rows, cursor)
            # The first two warm the cache.
            if turn > 1:
                times[case].append(took)
    return times


def report(times):
    print("| filter | page | list | p50 ms | p95 ms | p50 with relations | p95 | times plain |")
    print("|---|---|---|---|---|---|---|---|")
    worst = 0.0
    for by, position, listing, when in times:
        if listing:
            continue
        bare, full = times[by, position, False, when], times[by, position, True, when]
        plain = [times[by, position, kind, "plain"] for kind in (False, True)]
        ratios = [median(a) / median(b) for a, b in zip((bare, full), plain, strict=True)]
        worst = max(worst, *ratios)
        print(
            f"| {by} | {position} | {when} | {median(bare):.1f} | {late(bare):.1f} |"
            f" {median(full):.1f} | {late(full):.1f} | {ratios[0]:.2f}, {ratios[1]:.2f} |"
        )
    print(f"\nAt worst {worst:.2f} times the plain page (p50 by p50).")


def by_subquery(day, times=3):
    """What as_of would cost without spans: the newest live update of each, found in the query."""
    from django.db.models import OuterRef, Subquery

    from proposals.models import Proposal, StatusUpdate

    log = StatusUpdate.objects.live().filter(proposal=OuterRef("pk"), effective_from__lte=day)
    newest = log.order_by("-effective_from", "-pk")
    rows = Proposal.objects.public().annotate(
        stood_status=Subquery(newest.values("status")[:1]),
        stood_from=Subquery(newest.values("effective_from")[:1]),
    )
    rows = rows.filter(stood_status__isnull=False).order_by("-stood_from", "-pk")
    took = []
    for _ in range(times):
        began = time.perf_counter()
        list(rows[:51])
        took.append(time.perf_counter() - began)
    print(f"The first page as of {day} without spans: {median(took):.1f} s.")


def median(values):
    return statistics.median(values)


def late(values):
    return statistics.quantiles(values, n=20)[-1]


def describe():
    from django import VERSION
    from django.db import connection

    from proposals.models import Proposal, StatusSpan, StatusUpdate

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone()
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        (size,) = cursor.fetchone()
    print(
        f"{dt.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"  # noqa: DTZ011
        f" Python {platform.python_version()}, Django {'.'.join(map(str, VERSION[:3]))},"
        f" PostgreSQL {postgres.split()[0]}; {Proposal.objects.count():,} proposals,"
        f" {StatusUpdate.objects.count():,} records, {StatusSpan.objects.count():,} spans, {size}\n"
    )


def administer(sql):
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as link:
        link.execute(sql)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("proposals", type=int, nargs="?", default=1_000_000)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--again", action="store_true")
    given = options.parse_args()
    if not given.again:
        administer(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        administer(f"CREATE DATABASE {NAME}")
    import django

    django.setup()
    from django.db import connection

    try:
        if not given.again:
            fill(given.proposals)
        describe()
        report(measure(given.rounds))
        by_subquery(LONG_AGO)
    finally:
        cast("DatabaseWrapper", connection).close_pool()
        if not given.keep:
            administer(f"DROP DATABASE {NAME} WITH (FORCE)")


if __name__ == "__main__":
    main()
