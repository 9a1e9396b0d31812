"""Logs of many proposals by set-based SQL: statements over ten years, and the spans they make."""

import random

# Each proposal goes some steps down one of these ways.
BEGUN = "in_delivery partly_delivered"
WAYS = (
    f"proposed noted under_study committed {BEGUN} {BEGUN} delivered",
    "proposed noted noted under_study stalled under_study committed in_delivery superseded",
    f"proposed under_study declined noted under_study committed {BEGUN} superseded",
    f"proposed committed in_delivery {BEGUN} {BEGUN} partly_delivered delivered",
)

# One row a statement: when it took effect and when it was recorded, some days or months later.
# What waits for a confirmation holds only from then on.
FACTS = """
CREATE UNLOGGED TABLE facts AS
WITH asked AS (
    SELECT i, CURRENT_DATE - {age} AS proposed_on,
        1 + floor(9 * random())::int AS steps,
        (ARRAY[{ways}])[1 + i % {count}] AS way
    FROM generate_series(1, {proposals}) AS i
), stated AS (
    SELECT i, k, split_part(way, ' ', k) AS status,
        proposed_on + ((CURRENT_DATE - proposed_on) * (k - 1 + 0.6 * random() * (k > 1)::int)
            / steps)::int AS on_day,
        CASE WHEN random() < 0.1 THEN 300 ELSE 20 END * random() * random() AS lag
    FROM asked, generate_series(1, steps) AS k
), recorded AS (
    SELECT i, k, status, on_day, LEAST(now() - interval '1 day', max(
        (on_day + time '09:00') AT TIME ZONE 'Asia/Hong_Kong' + lag * interval '1 day'
        ) OVER (PARTITION BY i ORDER BY k)) + k * interval '1 hour' AS at
    FROM stated
)
SELECT i, k, status, LEAST(on_day, (at AT TIME ZONE 'Asia/Hong_Kong')::date) AS on_day, at,
    status IN ('delivered', 'declined') AS confirmed,
    -- Of ten proposals one ends in a mistake that was voided.
    status IN ('delivered', 'declined') OR (
        i % 10 = 0 AND k > 2 AND k = max(k) OVER (PARTITION BY i)
        AND status <> lag(status) OVER (PARTITION BY i ORDER BY k)
    ) AS twice
FROM recorded
"""
# A void or a confirmation comes half an hour after what it is about.
LOG = """
INSERT INTO proposals_statusupdate (id, proposal_id, number, status, effective_on,
    effective_on_precision, reason_hant, reason_hans, reason_en, override_reason_hant,
    override_reason_hans, override_reason_en, recorded_at, recorded_by_id, void_of_id, confirms_id)
SELECT i::bigint * 20 + 2 * k + part, i,
    row_number() OVER (PARTITION BY i ORDER BY k, part),
    CASE part WHEN 0 THEN status ELSE '' END,
    CASE part WHEN 0 THEN on_day END,
    CASE part WHEN 0 THEN 'day' ELSE '' END,
    '政府在施政報告中表示正在研究。', '政府在施政报告中表示正在研究。',
    'Government says in the Policy Address that it is studying it.', '', '', '',
    at + part * interval '30 minutes', {user},
    CASE WHEN part = 1 AND NOT confirmed THEN i::bigint * 20 + 2 * k END,
    CASE WHEN part = 1 AND confirmed THEN i::bigint * 20 + 2 * k END
FROM facts, generate_series(0, twice::int) AS part
ORDER BY i, k, part
"""
# What was believed of each run of one status: that it lasts, until the next was recorded; and from
# then on that it lasted until the next. A mistake is believed until it is voided.
SPANS = """
INSERT INTO proposals_statusspan (proposal_id, status, since, since_precision, effective_from,
    effective_to, recorded_from, recorded_to)
WITH held AS (
    SELECT i, k, status, on_day, twice AND NOT confirmed AS mistaken,
        at + confirmed::int * interval '30 minutes' AS known
    FROM facts
), runs AS (
    SELECT * FROM (
        SELECT *, lag(status) OVER (PARTITION BY i ORDER BY k) AS earlier FROM held
    ) AS ordered WHERE earlier IS DISTINCT FROM status
), neighbours AS (
    SELECT *, lead(on_day) OVER later AS next_day, lead(known) OVER later AS next_known,
        lead(mistaken) OVER later AS next_mistaken
    FROM runs WINDOW later AS (PARTITION BY i ORDER BY k)
), believed AS (
    SELECT i, status, on_day, DATE '9999-12-31' AS until, known,
        CASE WHEN mistaken THEN known + interval '30 minutes'
            ELSE COALESCE(next_known, {forever}) END AS unknown
    FROM neighbours
    UNION ALL
    SELECT i, status, on_day, next_day, next_known,
        CASE WHEN next_mistaken THEN next_known + interval '30 minutes' ELSE {forever} END
    FROM neighbours WHERE next_day IS NOT NULL
    UNION ALL
    SELECT i, status, on_day, DATE '9999-12-31', next_known + interval '30 minutes', {forever}
    FROM neighbours WHERE next_mistaken
)
SELECT i, status, on_day, 'day', on_day, until, known, unknown
FROM believed WHERE on_day < until AND known < unknown
ORDER BY i
"""


def words_of(proposals, user, age="(1 + floor(3650 * random()))::int"):
    """What the statements leave open; `age` is how many days ago proposal `i` was made."""
    return {
        "proposals": proposals,
        "ways": ", ".join(f"'{way}'" for way in WAYS),
        "count": len(WAYS),
        "user": user,
        "age": age,
        "forever": "TIMESTAMPTZ '9999-12-31 00:00:00+00'",
    }


def prove_sample(proposals, size=2000):
    """Spans made by the thousand must be those that the log makes one by one."""
    from proposals.tracking import integrity

    numbers = range(1, proposals + 1)
    pks = sorted(random.Random(1).sample(numbers, min(size, proposals)))  # noqa: S311
    drifts = [
        # There is no change for each record here.
        str(drift)
        for start in range(0, len(pks), integrity.CHUNK)
        for drift in integrity._drifts(pks[start : start + integrity.CHUNK])
        if drift.what != "change_seq"
    ]
    if drifts:
        raise ValueError(drifts[:5])
