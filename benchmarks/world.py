"""A tracker of many proposals, to measure in: 10,000, 100,000 or 1,000,000 with five records each.

    VAR_DIR=… SECRET_KEY=… python -m tracker.run python benchmarks/world.py [PROPOSALS]…

Fills a database `world_PROPOSALS` for each on that server, unless it is there. A million take some
25 minutes and 12 GB. Words are our own, and as often as words of a language are: the first twice
as often as the second. Some are common in old proposals alone.
"""

import argparse
import datetime as dt
import os
import random
import sys
import time
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from histories import FACTS, LOG, SPANS, prove_sample, words_of

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
SERVER = urlsplit(os.environ.get("DATABASE_URL", ""))

# ruff: noqa: E501, SIM905 - lists of words are read best as they are
# Chinese words are made of these in pairs, English ones of a beginning and an end.
HAN = (
    "設立基金支持長者產品研發資助企業創新科技教育醫療房屋土地交通環保金融旅遊文化體育青年就業培訓"
    "扶貧安老托兒法例監管數據平台中心試驗計劃檢討改善加快推動發展優化增加減少提供建造維修保育市區農"
    "漁航空港口貿易投資稅務補貼獎勵認證標準安全食物水電能源碳排放氣候海岸綠化回收處理廢物噪音空氣"
)
BEGINNINGS = (
    "fund train care hous plan grant licens subsid build design research green digit health school"
    " port trade tax waste air water land youth work elder child data code rail road bus ship farm"
).split()
ENDS = ["", "ing", "er", "ment", "s", "ward", "land", "ful", "ism", "able", "age", "ory"]
# In the texts of proposals that nothing has moved for seven years, and in no others.
OLD = "電報打字機磁帶膠卷算盤馬車煤油燈傳呼留聲"
OLD_WORDS = ["telegraph", "typewriter", "cassette", "abacus", "paraffin", "gramophone"]
OLD_DAYS = 7 * 365

COLUMNS = (
    "i title_hant title_hans title_en summary_hant summary_hans summary_en sector_id instrument"
    " specificity source_id search_title search_names search_text search_tags lexemes authors"
    " bodies place_id"
).split()
PROPOSALS = """
INSERT INTO proposals_proposal (id, slug, title_hant, title_hans, title_en, summary_hant,
    summary_hans, summary_en, scheme_hant, scheme_hans, scheme_en, figures, sector_id, instrument,
    specificity, source_id, locator, proposed_on, proposed_on_precision, proposed_basis_hant,
    proposed_basis_hans, proposed_basis_en, publication_state,
    withdrawn_reason_hant, withdrawn_reason_hans, withdrawn_reason_en, version, content_digest,
    status, status_since, status_since_precision, checked_on, next_check_on, update_count,
    first_published_at, updated_at, change_seq, search_title, search_names, search_text,
    search_tags)
SELECT i, 'proposal-' || i, title_hant, title_hans, title_en, summary_hant, summary_hans,
    summary_en, '', '', '', '', sector_id, instrument, specificity, source_id,
    left(title_hant, 4), asked.on_day, 'day', '', '', '',
    CASE WHEN i % 50 = 7 THEN 'withdrawn' ELSE 'published' END,
    CASE WHEN i % 50 = 7 THEN '撤回' ELSE '' END, '',
    CASE WHEN i % 50 = 7 THEN 'Withdrawn' ELSE '' END, 1, '',
    held.status, held.since, 'day', NULL, CURRENT_DATE + (i % 90)::int, counted.live,
    asked.at, counted.at, i, search_title, search_names, search_text, search_tags
FROM texts
JOIN (SELECT i, on_day, at FROM facts WHERE k = 1) AS asked USING (i)
JOIN (SELECT proposal_id AS i, status, since FROM proposals_statusspan
    WHERE recorded_to = {forever} AND effective_to = '9999-12-31') AS held USING (i)
JOIN (SELECT i, count(*) FILTER (WHERE confirmed OR NOT twice) AS live, max(at) AS at
    FROM facts GROUP BY i) AS counted USING (i)
ORDER BY i
"""
HUNG = (
    """
INSERT INTO proposals_proposalwords (proposal_id, lexemes)
SELECT i, array_to_tsvector(lexemes) FROM texts ORDER BY i
""",
    """
INSERT INTO proposals_attribution (proposal_id, author_id, capacity_hant, capacity_hans,
    capacity_en, position)
SELECT i, author, '立法會議員', '立法会议员', 'Legislative Councillor', n
FROM texts, unnest(authors) WITH ORDINALITY AS a (author, n) ORDER BY i
""",
    """
INSERT INTO proposals_addressee (proposal_id, body_id, basis)
SELECT i, body, 'stated' FROM texts, unnest(bodies) AS body ORDER BY i
""",
    """
INSERT INTO proposals_proposal_places (proposal_id, place_id)
SELECT i, place_id FROM texts WHERE place_id IS NOT NULL ORDER BY i
""",
    """
INSERT INTO proposals_proposal_ideas (proposal_id, idea_id)
SELECT i, 1 + i % 300 FROM texts WHERE i % 10 = 0 ORDER BY i
""",
    """
INSERT INTO proposals_criterion (proposal_id, position, text_hant, text_hans, text_en, added_at)
SELECT i, 1, '撥款已獲批准。', '拨款已获批准。', 'The money has been granted.', now()
FROM texts WHERE i % 5 = 0 ORDER BY i
""",
    """
INSERT INTO proposals_relation (proposal_id, other_id, reason_hant, reason_hans, reason_en)
SELECT i, i + 1, '同屬一項計劃。', '同属一项计划。', 'Parts of one plan.'
FROM texts WHERE i % 20 = 0 AND i < {proposals} ORDER BY i
""",
    """
INSERT INTO proposals_change (seq, at, kind, noun, key, gone, proposal_id, digest, hash)
SELECT i, now() - interval '1 day' - ({proposals} - i) * interval '1 second',
    CASE WHEN i % 50 = 7 THEN 'withdrawn' ELSE 'published' END, 'proposal', 'proposal-' || i,
    false, i, '', encode(sha256(i::text::bytea), 'hex')
FROM generate_series(1, {proposals}) AS i
""",
)
BIG = (
    "proposal",
    "statusupdate",
    "statusspan",
    "change",
    "attribution",
    "addressee",
    "proposalwords",
)


def vocabulary(rng):
    """Pairs of Chinese and English words with how often each is used, the frequent first."""
    chinese = sorted({rng.choice(HAN) + rng.choice(HAN) for _ in range(6_000)})
    english = [beginning + end for beginning in BEGINNINGS for end in ENDS]
    english += [one + two for one in BEGINNINGS for two in BEGINNINGS]
    rng.shuffle(chinese)
    rng.shuffle(english)
    return [(words, list(accumulate(1 / n for n in range(1, len(words) + 1))))
            for words in (chinese, english)]  # fmt: skip


def texts(facts, tags, sizes):
    """One row of COLUMNS for each proposal, whose number and last day are given."""
    from proposals.choices import Instrument
    from proposals.folding import fold
    from proposals.languages import to_hans
    from proposals.search import lexemes

    rng = random.Random(14)  # noqa: S311 - the same world each time
    (chinese, by_chinese), (english, by_english) = vocabulary(rng)
    hans = {word: to_hans(word) for word in chinese}
    folded = {word: fold(word) for word in chinese}
    old = [OLD[at : at + 2] for at in range(0, len(OLD) - 1, 2)]
    hans |= {word: to_hans(word) for word in old}
    folded |= {word: fold(word) for word in old}
    instruments = list(Instrument.values)
    long_ago = dt.date.today() - dt.timedelta(days=OLD_DAYS)  # noqa: DTZ011

    def zipf(most, power=3):
        return 1 + int(most * rng.random() ** power)

    for i, last in facts:
        title = rng.choices(chinese, cum_weights=by_chinese, k=6)
        summary = rng.choices(chinese, cum_weights=by_chinese, k=24)
        title_en = rng.choices(english, cum_weights=by_english, k=6)
        summary_en = rng.choices(english, cum_weights=by_english, k=24)
        if last < long_ago:
            title[0], summary[1] = rng.choice(old), rng.choice(old)
            summary_en[2] = rng.choice(OLD_WORDS)
        texts = ["".join(title), "".join(summary) + "。"]
        in_hans = ["".join(hans[w] for w in title), "".join(hans[w] for w in summary) + "。"]
        in_fold = ["".join(folded[w] for w in title), "".join(folded[w] for w in summary) + "。"]
        in_english = [" ".join(title_en).capitalize(), " ".join(summary_en).capitalize() + "."]
        sector, source, instrument = (
            zipf(20, 2),
            zipf(sizes["sources"], 1.5),
            rng.choice(instruments[: zipf(len(instruments), 2)]),
        )
        bodies = sorted({zipf(40, 2) for _ in range(1 + (i % 6 == 0))})
        place = zipf(18, 2) if i % 3 == 0 else None
        authors = list(dict.fromkeys(zipf(sizes["authors"]) for _ in range(1 + (i % 4 == 0))))
        titles = f"{in_fold[0]}\n{in_english[0].lower()}"
        names = "\n".join(x for author in authors for x in tags["author", author])
        text = f"{titles}\n{names}\n{in_fold[1]}\n{in_english[1].lower()}"
        tag = list(tags["sector", sector])
        if place:
            tag += tags["place", place]
        for body in bodies:
            tag += tags["body", body]
        tag += [*tags["source", source], *tags["instrument", instrument]]
        tagged = "\n".join(dict.fromkeys(tag))
        yield (
            i, texts[0], in_hans[0], in_english[0], texts[1], in_hans[1], in_english[1], sector,
            instrument, "firm" if rng.random() < 0.7 else "soft", source, titles, names, text,
            tagged, sorted(lexemes(f"{text}\n{tagged}")), authors, bodies, place,
        )  # fmt: skip


def share(proposals):
    """What proposals hang on, and how each of it is said in the tags of one."""
    from proposals.finding.codes import fixed
    from proposals.folding import fold
    from proposals.models import Author, Body, Idea, Place, Publication, Sector, Source

    sizes = {"authors": max(200, proposals // 50), "sources": max(200, proposals // 5)}
    rng = random.Random(5)  # noqa: S311

    def named(model, count, key="code", **more):
        made = []
        for n in range(1, count + 1):
            chinese = "".join(rng.choices(HAN, k=3))
            made.append(model(pk=n, name_hant=chinese, name_hans=chinese, name_en=f"{model.__name__} {n}",
                              **{key: f"{model.__name__.lower()}-{n}"}, **more))  # fmt: skip
        model._default_manager.bulk_create(made, batch_size=5_000)
        return made

    tags = {}
    for model, count, key in ((Sector, 20, "code"), (Body, 40, "code"), (Place, 18, "code"),
                              (Author, sizes["authors"], "slug")):  # fmt: skip
        for row in named(model, count, key):
            names = dict.fromkeys(map(fold, (row.name_hant, row.name_hans, row.name_en)))
            tags[model.__name__.lower(), row.pk] = list(names)
    papers = named(Publication, 30, "slug")
    sources = []
    for n in range(1, sizes["sources"] + 1):
        headline, paper = "".join(rng.choices(HAN, k=12)), papers[n % 30]
        sources.append(
            Source(
                pk=n,
                slug=f"source-{n}",
                headline=headline,
                publication=paper,
                published_on=dt.date(2016, 1, 1) + dt.timedelta(days=n % 3600),
                published_on_precision="day",
                url=f"https://paper.example/{n}",
            )
        )
        said = (paper.name_hant, paper.name_hans, paper.name_en, headline)
        tags["source", n] = list(dict.fromkeys(map(fold, said)))
    Source.objects.bulk_create(sources, batch_size=5_000)
    Idea.objects.bulk_create(
        Idea(
            pk=n,
            slug=f"idea-{n}",
            title_hant=f"主張{n}",
            title_hans=f"主张{n}",
            title_en=f"Idea {n}",
        )
        for n in range(1, 301)
    )
    for code in fixed("instrument"):
        labels = (code.label_hant, code.label_hans, code.label_en)
        tags["instrument", code.code] = list(dict.fromkeys(map(fold, map(str, labels))))
    return tags, sizes


def fill(proposals):
    from django.apps import apps
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    from proposals.editing.index import verify_index

    began = time.monotonic()

    def said(what):
        print(f"{time.monotonic() - began:7.0f} s  {what}", flush=True)

    call_command("migrate", verbosity=0)
    tags, sizes = share(proposals)
    said("shared rows")
    user = User.objects.create(username="benchmark")
    # The older the smaller its number, but for some weeks.
    age = f"(1 + (3600.0 * ({proposals} - i) / {proposals})::int + floor(50 * random())::int)"
    words = words_of(proposals, user.pk, age)
    tables = [f"proposals_{name}" for name in BIG]
    with connection.cursor() as cursor:
        for sql in ("SET session_replication_role = replica", "SET timezone = 'Asia/Hong_Kong'",
                    "SET maintenance_work_mem = '512MB'", "SET work_mem = '256MB'",
                    "SET synchronous_commit = off", "SELECT setseed(0.5)"):  # fmt: skip
            cursor.execute(sql)
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conname = i.indexname)",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for sql in (FACTS, LOG, SPANS):
            cursor.execute(sql.format(**words))
            said(" ".join(sql.split())[:60])
        cursor.execute(
            "CREATE UNLOGGED TABLE texts (i int, title_hant text, title_hans text, title_en text,"
            " summary_hant text, summary_hans text, summary_en text, sector_id int,"
            " instrument text, specificity text, source_id int, search_title text,"
            " search_names text, search_text text, search_tags text, lexemes text[],"
            " authors int[], bodies int[], place_id int)"
        )
        cursor.execute("SELECT i, max(on_day) FROM facts GROUP BY i ORDER BY i")
        facts = cursor.fetchall()
        with cursor.copy(f"COPY texts ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in texts(facts, tags, sizes):
                copy.write_row(row)
        said("texts")
        for sql in (
            "ANALYZE facts, texts, proposals_statusspan",
            PROPOSALS,
            *HUNG,
            "DROP TABLE facts, texts",
        ):
            cursor.execute(sql.format(**words))
            said(" ".join(sql.split())[:60])
        # Rows came with their numbers; the next gets the one after.
        numbered = apps.get_app_config("proposals").get_models(include_auto_created=True)
        for sql in connection.ops.sequence_reset_sql(no_style(), list(numbered)):
            cursor.execute(sql)
        for _name, definition in indexes:
            cursor.execute(definition)
        said("indexes")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET ALL")
    prove_sample(proposals, 500)
    looked, drifted = verify_index(0, at_least=200)
    if drifted:
        raise ValueError(f"{len(drifted)} of {looked} are indexed otherwise: {drifted[:3]}")
    said("proved")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("proposals", type=int, nargs="*", default=[10_000])
    for proposals in options.parse_args().proposals:
        name = f"world_{proposals}"
        with psycopg.connect(SERVER.geturl(), autocommit=True) as link:
            if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                print(f"{name} is there")
                continue
            link.execute(f"DROP DATABASE IF EXISTS {name}_new")
            link.execute(f"CREATE DATABASE {name}_new")
        # A process for each: Django knows one database.
        pid = os.fork()
        if not pid:
            os.environ["DATABASE_URL"] = SERVER._replace(path=f"/{name}_new").geturl()
            os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
            import django

            django.setup()
            fill(proposals)
            os._exit(0)
        if os.waitpid(pid, 0)[1]:
            sys.exit(f"{name} was not made")
        with psycopg.connect(SERVER.geturl(), autocommit=True) as link:
            link.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")


if __name__ == "__main__":
    main()
