"""Proposals by their words: those that a reader looks for, and those that ask for the same."""

from __future__ import annotations

import math
from functools import reduce
from operator import and_
from typing import Any, Self, TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, connections, models
from django.db.models import Q, Value, When

from proposals import search
from proposals.folding import fold
from proposals.search import Clause, Words

Row = TypeVar("Row", bound=models.Model)

# Above this many hits a word says little: the newest rows are walked instead of the hits.
RARE_HITS = 20_000
# What is as common as this by the planner's statistics, which are of a sample, surely has more.
SURELY_MORE = 2 * RARE_HITS

# The lexemes that the planner knows to be in more proposals than so many.
COMMON = """
SELECT e AS lexeme
FROM pg_stats s, pg_class c,
    unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS m (e, share)
WHERE s.schemaname = current_schema() AND s.tablename = 'proposals_proposalwords'
    AND s.attname = 'lexemes' AND c.oid = 'proposals_proposalwords'::regclass
    AND e IS NOT NULL AND share * c.reltuples > %(common)s
"""

# The hits, but for a common word one that is none: to count so many of them it would read much.
HITS = f"""
WITH known AS MATERIALIZED (
    SELECT %(alone)s::text[] && ARRAY(SELECT lexeme FROM ({COMMON}) AS c) AS is_common
)
(
    SELECT w.proposal_id FROM proposals_proposalwords w
    WHERE NOT (SELECT is_common FROM known) AND w.lexemes @@ %(query)s::tsquery
    LIMIT %(most)s
)
UNION ALL SELECT NULL FROM known WHERE is_common
"""  # noqa: S608 - ours


@SearchVectorField.register_lookup
class Matches(models.Lookup):
    """Whether the lexemes of a row match a query that is written out, `'銀髮' & '髮經'`."""

    lookup_name = "matches"

    def get_db_prep_lookup(
        self, value: str | int, connection: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return "%s::tsquery", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        lexemes, named = self.process_lhs(compiler, connection)
        query, given = self.process_rhs(compiler, connection)
        return f"{lexemes} @@ {query}", (*named, *given)


class SearchedQuerySet(models.QuerySet[Row]):
    """A set of proposals that can be narrowed by words, and sorted by what these say of each."""

    def search(self, words: Words | str) -> Self:
        """Proposals that contain what was asked for by words; none where that is nothing.

        A text is read as it stands, without synonyms.

        Costs a query for each call: the statistics and then the index are asked first how common
        the words are. For rare words the hits are fetched and rechecked. For common ones the
        index is left aside, so that the newest rows are walked until the page is full: PostgreSQL
        would otherwise choose that walk for words that are not there at all, and read everything.
        """
        if isinstance(words, str):
            words = search.parse(words)
        if not words.wanted:
            return self.none()
        found = self
        pks = _hits(words, self.db)
        if pks is not None:
            found = found.filter(pk__in=pks)
        else:
            found = found.filter(words__lexemes__matches=words.tsquery)
        for clause in words.wanted:
            if any(term.exact for term in clause.terms):
                found = found.filter(_holds(clause))
        for clause in words.unwanted:
            found = found.exclude(_holds(clause))
        return found

    def scored(self, words: Words, weights: Weights) -> Self:
        """Annotate `score`: larger for those that say what was asked for in more telling places.

        `weights` are those of the clauses of the words, as `weights` tells them.
        """
        score: Any = Value(0)
        for clause, weight in zip(words.wanted, weights, strict=True):
            score += models.Case(
                *(When(_in(column, clause), then=weight * worth) for column, worth in WORTH),
                default=weight,
            )
        if words.phrase:
            score += models.Case(
                *(
                    When(**{f"{column}__contains": words.phrase}, then=sum(weights) * worth)
                    for column, worth in WORTH_OF_PHRASE
                ),
                default=0,
            )
        return self.annotate(score=models.ExpressionWrapper(score, models.IntegerField()))


# What a word is worth by where it stands: in the title, in the name of an author or of the scheme,
# in the summary; and 1 in the names of what the proposal hangs on.
WORTH = (("search_title", 8), ("search_names", 4), ("search_text", 2))
# And what it is worth that all words stand there as they were typed.
WORTH_OF_PHRASE = (("search_title", 4), ("search_text", 3))

Weights = tuple[int, ...]

COUNT = f"""
WITH common AS MATERIALIZED ({COMMON})
SELECT CASE WHEN string_to_array(alone, E'\n') && ARRAY(SELECT lexeme FROM common) THEN %(most)s
    ELSE (SELECT count(*) FROM (
        SELECT FROM proposals_proposalwords w WHERE w.lexemes @@ query::tsquery LIMIT %(most)s
    ) AS few) END
FROM unnest(%(queries)s::text[], %(alone)s::text[]) WITH ORDINALITY AS asked (query, alone, place)
ORDER BY place
"""  # noqa: S608 - ours


def _alone(clauses: list[Clause]) -> list[str]:
    """The lexemes of which one is enough to be found by all of these clauses."""
    if len(clauses) != 1:
        return []
    terms = [term.lexemes for term in clauses[0].terms]
    return sorted(lexeme for lexemes in terms if len(lexemes) == 1 for lexeme in lexemes)


def _hits(words: Words, using: str) -> list[int] | None:
    """The keys of all that the words are found in; None where those are more than RARE_HITS."""
    asked: dict[str, Any] = {
        "query": words.tsquery,
        "alone": _alone(words.wanted),
        "common": SURELY_MORE,
        "most": RARE_HITS + 1,
    }
    with connections[using].cursor() as cursor:
        cursor.execute(HITS, asked)
        pks = [pk for (pk,) in cursor.fetchall()]
    return None if len(pks) > RARE_HITS or None in pks else pks


def weights(words: Words) -> Weights:
    """What each clause that is wanted weighs: more, the fewer proposals it is found in.

    None where all are found together in more than RARE_HITS: so many are not sorted. One query,
    which counts no further than that.
    """
    clauses = [[clause] for clause in words.wanted]
    # One clause alone is all that is asked.
    sets = clauses if len(clauses) == 1 else [words.wanted, *clauses]
    asked: dict[str, Any] = {
        "queries": [Words(tuple(each)).tsquery for each in sets],
        "alone": ["\n".join(_alone(each)) for each in sets],
        "common": SURELY_MORE,
        "most": RARE_HITS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, asked)
        every, *hits = [number for (number,) in cursor.fetchall()]
    hits = hits or [every]
    if every > RARE_HITS:
        return ()
    return tuple(max(1, round(math.log2((RARE_HITS + 1) / (number + 1)))) for number in hits)


def _holds(clause: Clause) -> Q:
    """Whether a row has one of the terms, rechecked where lexemes alone do not say so."""
    held = Q()
    for term in clause.terms:
        has = Q(words__lexemes__matches=term.tsquery)
        if term.exact:
            exact = Q(search_text__contains=term.exact) | Q(search_tags__contains=term.exact)
            has = (has & exact) if len(clause.terms) > 1 or clause.is_excluded else exact
        held |= has
    return held


def _in(column: str, clause: Clause) -> Q:
    """Whether one of the terms stands in a column of folded text."""
    held = Q()
    for term in clause.terms:
        if term.exact:
            held |= Q(**{f"{column}__contains": term.exact})
        else:
            # Stems begin a word, and are letters and digits only.
            starts = [Q(**{f"{column}__regex": f"(^|[^a-z0-9]){x}"}) for x in sorted(term.lexemes)]
            held |= reduce(and_, starts)
    return held


# A word in more proposals than this says nothing, and is not counted further; of the rest the
# rarest are read, until they have led to so many rows.
COMMON_HITS = 1_000
ROWS_READ = 5_000
# Of the weight of all words that a proposal shares with anybody, a like one shares this much.
ENOUGH = 0.2

# What the planner knows to be common is not even counted, so that the cost has a bound.
LIKEST = f"""
WITH common AS ({COMMON}), counted AS MATERIALIZED (
    SELECT query, (
        SELECT count(*) FROM (
            SELECT FROM proposals_proposalwords w WHERE w.lexemes @@ query::tsquery
            LIMIT %(common)s + 1
        ) AS few
    ) AS hits
    FROM unnest(%(lexemes)s::text[], %(queries)s::text[]) AS mine (lexeme, query)
    WHERE lexeme NOT IN (SELECT lexeme FROM common)
), rare AS MATERIALIZED (
    SELECT query, 1 / ln(1 + hits) AS weight, sum(hits) OVER (ORDER BY hits, query) AS rows_read
    FROM counted WHERE hits BETWEEN %(fewest)s AND %(common)s
), chosen AS MATERIALIZED (
    SELECT query, weight FROM rare WHERE rows_read <= %(read)s
)
SELECT p.id
FROM chosen JOIN proposals_proposalwords w ON w.lexemes @@ chosen.query::tsquery
    JOIN proposals_proposal p ON p.id = w.proposal_id
WHERE p.id <> %(itself)s AND NOT coalesce(p.source_id = %(source)s, false)
    AND p.merged_into_id IS NULL AND p.publication_state <> 'withdrawn'
GROUP BY p.id
HAVING sum(weight) >= %(enough)s * (SELECT sum(weight) FROM chosen)
ORDER BY round(sum(weight)::numeric, 6) DESC, p.id
LIMIT %(most)s
"""  # noqa: S608 - ours


def likest(pk: int, source: int | None, texts: list[str], most: int) -> list[int]:
    """The ids of those most like the proposal of these texts, the likest first.

    None from its own source, where one author asks for several things about one matter. What is
    not stored has neither: 0.
    """
    found = {w for w in search.lexemes(fold("\n".join(texts))) if len(w) > 1}
    lexemes = sorted(found)
    with connection.cursor() as cursor:
        cursor.execute(
            LIKEST,
            {
                "lexemes": lexemes,
                "queries": [
                    search.SearchTerm(frozenset({lexeme}), "").tsquery for lexeme in lexemes
                ],
                "itself": pk,
                # What is stored finds itself too.
                "fewest": 2 if pk else 1,
                "source": source,
                "common": COMMON_HITS,
                "read": ROWS_READ,
                "enough": ENOUGH,
                "most": most,
            },
        )
        return [row for (row,) in cursor.fetchall()]
