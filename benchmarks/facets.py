"""What the counts beside the filter cost, at a hundred thousand proposals.

    DATABASE_URL=postgresql://… SECRET_KEY=… VAR_DIR=… python benchmarks/facets.py [PROPOSALS]

Makes a database of its own on that server, fills it, counts every value of every facet in three
ways, prints a table for results.md and drops it. The named alternative is one COUNT for each value,
as pages do that filter anew for each box. `--keep` leaves the database, `--again` uses one that was
left.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

NAME = "tracker_facets"
ROUNDS = 15

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
server = urlsplit(os.environ["DATABASE_URL"])
os.environ["DATABASE_URL"] = server._replace(path=f"/{NAME}").geturl()
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"

CASES = {
    "nothing chosen": "",
    "a status": "status=under_study",
    "two sectors and no tax": "sector=key-1&sector=key-2&instrument=-tax",
    "an author": "author=key-1",
    "as of two years ago": "as_of=2024-07-01",
}

PROPOSALS = """
INSERT INTO proposals_proposal (id, slug, title_hant, title_hans, title_en, summary_hant,
    summary_hans, summary_en, scheme_hant, scheme_hans, scheme_en, figures, sector_id, instrument,
    specificity, place_id, source_id, locator, proposed_on, proposed_on_precision,
    publication_state, withdrawn_reason_hant, withdrawn_reason_hans, withdrawn_reason_en, version,
    content_digest, status, status_since, status_since_precision, update_count,
    first_published_at, updated_at, change_seq, search_title, search_text)
SELECT i, 'proposal-' || i, '設立第' || i || '號銀髮經濟基金', '设立第' || i || '号银发经济基金',
    'Set up silver-economy fund number ' || i,
    repeat('建議政府設立基金，支持長者產品研發。', 4),
    repeat('建议政府设立基金，支持长者产品研发。', 4),
    repeat('Asks the government to set up a fund for products for older people. ', 3),
    '', '', '', '', 1 + floor(20 * random() * random()),
    (ARRAY[{instruments}])[1 + floor({instrument_count} * random() * random())],
    CASE WHEN random() < 0.7 THEN 'firm' ELSE 'soft' END,
    CASE WHEN random() < 0.3 THEN 1 + floor(8 * random()) END,
    1 + floor({sources} * random()), '設立基金', DATE '2016-01-01' + (i % 3900),
    'day', CASE WHEN i % 50 = 7 THEN 'withdrawn' ELSE 'published' END,
    CASE WHEN i % 50 = 7 THEN '撤回' ELSE '' END, '',
    CASE WHEN i % 50 = 7 THEN 'Withdrawn' ELSE '' END, 1, '',
    (ARRAY[{statuses}])[1 + floor({status_count} * random() * random())],
    DATE '2016-01-01' + (i % 3900), 'day', 1, now(), now(), i,
    repeat('设立银发经济基金', 3), repeat('建议政府设立基金支持长者产品研发', 12)
FROM generate_series(1, {proposals}) AS i
"""
SPANS = """
INSERT INTO proposals_statusspan (proposal_id, status, since, since_precision, effective_from,
    effective_to, recorded_from, recorded_to)
SELECT id, status, status_since, 'day', status_since, '9999-12-31', now(), '9999-12-31 00:00+00'
FROM proposals_proposal
"""
AUTHORS = """
INSERT INTO proposals_attribution (proposal_id, author_id, capacity_hant, capacity_hans,
    capacity_en, position)
SELECT i, 1 + (floor({authors} * power((i * 7919 % 100003) / 100003.0, 3))::int + n) % {authors},
    '立法會議員', '立法会议员', 'Legislative Councillor', n
FROM generate_series(1, {proposals}) AS i, generate_series(1, 1 + (i % 4 = 0)::int) AS n
"""
BODIES = """
INSERT INTO proposals_addressee (proposal_id, body_id, basis)
SELECT i, 1 + i % 40, 'stated' FROM generate_series(1, {proposals}) AS i
"""
IDEAS = """
INSERT INTO proposals_proposal_ideas (proposal_id, idea_id)
SELECT i, 1 + i % 300 FROM generate_series(1, {proposals}) AS i WHERE i % 10 = 0
"""
CHANGE = """
INSERT INTO proposals_change (at, kind, proposal_id) VALUES (now(), 'published', 1)
"""


def fill(proposals):
    from django.core.management import call_command
    from django.db import connection
    from django.db.models import Model

    from proposals.choices import Instrument, Status
    from proposals.models import Author, Body, Idea, Place, Sector, Source

    call_command("migrate", verbosity=0)
    authors, sources = max(proposals // 20, 10), max(proposals // 5, 10)
    made: list[tuple[type[Model], int]] = [(Sector, 20), (Body, 40), (Place, 8)]
    for model, count in made:
        model._default_manager.bulk_create(
            model(pk=n, code=f"key-{n}", name_hant=f"名稱{n}", name_en=f"Name {n}")
            for n in range(1, count + 1)
        )
    Author.objects.bulk_create(
        Author(pk=n, slug=f"key-{n}", name_hant=f"陳大文{n}", name_en=f"Chan {n}")
        for n in range(1, authors + 1)
    )
    Idea.objects.bulk_create(
        Idea(pk=n, slug=f"key-{n}", title_hant=f"主張{n}", title_en=f"Idea {n}")
        for n in range(1, 301)
    )
    Source.objects.bulk_create(
        Source(pk=n, slug=f"source-{n}", headline=f"完善銀髮經濟{n}") for n in range(1, sources + 1)
    )
    words = {
        "proposals": proposals,
        "authors": authors,
        "sources": sources,
        "instruments": ", ".join(f"'{code}'" for code in Instrument.values),
        "instrument_count": len(Instrument.values),
        "statuses": ", ".join(f"'{code}'" for code in Status.values),
        "status_count": len(Status.values),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for sql in (PROPOSALS, SPANS, AUTHORS, BODIES, IDEAS, CHANGE, "VACUUM ANALYZE"):
            cursor.execute(sql.format(**words))
        cursor.execute("RESET ALL")


def found(query):
    from django.http import QueryDict

    from proposals.finding.filters import ProposalFilter
    from proposals.models import Proposal

    return ProposalFilter(QueryDict(query), Proposal.objects.public())


def grouped(query):
    from django.core.cache import cache

    from proposals.counts.facets import facets

    cache.clear()
    return facets(found(query)).counts


def kept(query):
    from proposals.counts.facets import facets

    return facets(found(query)).counts


def one_by_one(query, counts):
    """A COUNT for each of these values, the other choices kept."""
    under = found(query)
    again = {}
    for name, values in counts.items():
        rows = under.without(name)
        again[name] = {
            code: under.filters[name].filter(rows, {"wanted": [code], "unwanted": []}).count()
            for code in values
        }
    return again


def timed(way, *given):
    began = time.perf_counter()
    counts = way(*given)
    return (time.perf_counter() - began) * 1000, counts


def measure(rounds):
    print("| chosen | values | one COUNT each ms | counted ms | kept ms | times |")
    print("|---|---|---|---|---|---|")
    for name, query in CASES.items():
        grouped(query)
        fresh = [timed(grouped, query)[0] for _ in range(rounds)]
        again = [timed(kept, query)[0] for _ in range(rounds)]
        counts = kept(query)
        # Of each facet the twelve with most, as many as a page shows of authors.
        shown = {
            facet: dict(sorted(values.items(), key=lambda v: -v[1])[:12])
            for facet, values in counts.items()
        }
        naive, same = timed(one_by_one, query, shown)
        if same != shown:
            raise ValueError(f"{name}: the two ways differ")
        fast, kept_ms = statistics.median(fresh), statistics.median(again)
        print(
            f"| {name} | {sum(map(len, shown.values()))} of {sum(map(len, counts.values())):,} |"
            f" {naive:,.0f} | {fast:.0f} | {kept_ms:.1f} | {naive / fast:.0f},"
            f" {naive / kept_ms:,.0f} |",
            flush=True,
        )


def administer(sql):
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as link:
        link.execute(sql)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("proposals", type=int, nargs="?", default=100_000)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--again", action="store_true")
    given = options.parse_args()
    if not given.again:
        administer(f"DROP DATABASE IF EXISTS {NAME}")
        administer(f"CREATE DATABASE {NAME}")
    import django

    django.setup()
    from django.db import connection

    try:
        if not given.again:
            fill(given.proposals)
        measure(given.rounds)
    finally:
        cast("DatabaseWrapper", connection).close_pool()
        if not given.keep:
            administer(f"DROP DATABASE {NAME}")


if __name__ == "__main__":
    main()
