"""Proposals by their words: those that a reader looks for, and those that ask for the same."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import Q

from proposals import search

Row = TypeVar("Row", bound=models.Model)

# Above this many hits a word says little: the newest rows are walked instead of the hits.
RARE_HITS = 20_000


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
    """A set of proposals that can be narrowed by words."""

    def search(self, text: str) -> Self:
        """Proposals that contain every word of a text; none for a text without any word.

        Costs a query for each call: the index is asked first how common the words are. For
        rare words the hits are fetched and rechecked. For common ones the index is left
        aside, so that the newest rows are walked until the page is full: PostgreSQL would
        otherwise choose that walk for words that are not there at all, and read everything.
        """
        terms = search.parse(text)
        if not terms:
            return self.none()
        every = " & ".join(term.tsquery for term in terms)
        hits = self.model._default_manager.filter(search_lexemes__matches=every)
        found = self
        pks = list(hits.values_list("pk", flat=True)[: RARE_HITS + 1])
        if len(pks) <= RARE_HITS:
            found = found.filter(pk__in=pks)
        for term in terms:
            if term.exact:
                found = found.filter(search_text__contains=term.exact)
            if term.has_word and len(pks) > RARE_HITS:
                found = found.filter(search_lexemes__matches=term.tsquery)
        in_title = Q()
        for term in terms:
            for needle in [term.exact] if term.exact else term.lexemes:
                in_title &= Q(search_title__contains=needle)
        return found.annotate(
            title_hit=models.Case(
                models.When(in_title, then=1), default=0, output_field=models.SmallIntegerField()
            )
        )


# A word in more proposals than this says nothing, and is not counted further; of the rest the
# rarest are read, until they have led to so many rows.
COMMON_HITS = 1_000
ROWS_READ = 5_000
# Of the weight of all words that a proposal shares with anybody, a like one shares this much.
ENOUGH = 0.2

# What the planner knows to be common is not even counted, so that the cost has a bound.
LIKEST = """
WITH common AS (
    SELECT e AS lexeme
    FROM pg_stats s, pg_class c,
        unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS m (e, share)
    WHERE s.schemaname = current_schema() AND s.tablename = 'proposals_proposal'
        AND s.attname = 'search_lexemes' AND c.oid = 'proposals_proposal'::regclass
        AND e IS NOT NULL AND share * c.reltuples > %(common)s
), counted AS MATERIALIZED (
    SELECT query, (
        SELECT count(*) FROM (
            SELECT FROM proposals_proposal p WHERE p.search_lexemes @@ query::tsquery
            LIMIT %(common)s + 1
        ) AS few
    ) AS hits
    FROM unnest(%(lexemes)s::text[], %(queries)s::text[]) AS mine (lexeme, query)
    WHERE lexeme NOT IN (SELECT lexeme FROM common)
), rare AS MATERIALIZED (
    SELECT query, 1 / ln(1 + hits) AS weight, sum(hits) OVER (ORDER BY hits, query) AS rows_read
    FROM counted WHERE hits BETWEEN 2 AND %(common)s
), chosen AS MATERIALIZED (
    SELECT query, weight FROM rare WHERE rows_read <= %(read)s
)
SELECT p.id
FROM chosen JOIN proposals_proposal p ON p.search_lexemes @@ chosen.query::tsquery
WHERE p.id <> %(itself)s AND p.source_id <> %(source)s
    AND p.merged_into_id IS NULL AND p.publication_state <> 'withdrawn'
GROUP BY p.id
HAVING sum(weight) >= %(enough)s * (SELECT sum(weight) FROM chosen)
ORDER BY round(sum(weight)::numeric, 6) DESC, p.id
LIMIT %(most)s
"""


def likest(pk: int, source: int, texts: list[str], most: int) -> list[int]:
    """The ids of those most like the proposal of these texts, the likest first.

    None from its own source, where one author asks for several things about one matter.
    """
    found = {w for w in search.lexemes(search.fold("\n".join(texts))) if len(w) > 1}
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
                "source": source,
                "common": COMMON_HITS,
                "read": ROWS_READ,
                "enough": ENOUGH,
                "most": most,
            },
        )
        return [row for (row,) in cursor.fetchall()]
