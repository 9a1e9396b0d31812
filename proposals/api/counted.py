"""Rows that proposals hang on, each with how many there are and where they stand."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.lists import ListView, Rows
from proposals.api.reading import ReadView
from proposals.choices import Status
from proposals.counts.answers import Answered, answered
from proposals.counts.columns import FIXED, columns
from proposals.counts.statistics import STATUSES
from proposals.counts.stock import last_day
from proposals.finding.edition import Edition
from proposals.finding.filters import StrictFilter
from proposals.finding.paging import Page
from proposals.models import Proposal


class CountsByStatus(serializers.Serializer[dict[str, int]]):
    """How many proposals stand where; every status is there, 0 included."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            code: serializers.IntegerField(help_text=f"Proposals that stand at {code}.")
            for code in Status.values
        }


class CountedRow(serializers.Serializer[Model]):
    """A row that ends in how many public proposals it has."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            **super().get_fields(),
            "proposal_count": serializers.IntegerField(
                help_text="How many public proposals it has."
            ),
            "by_status": CountsByStatus(
                help_text="The same by status; every code is there, 0 included."
            ),
        }


class AnsweredSchema(serializers.Serializer[Answered]):
    """How soon asks are answered: noted, studied, promised, delivered or declined."""

    answered = serializers.IntegerField(help_text="How many have ever been answered.")
    waiting = serializers.IntegerField(
        help_text="How many still wait: neither answered nor superseded."
    )
    median_months = serializers.IntegerField(
        allow_null=True,
        help_text="After how many whole months half were answered, those that wait counted for as "
        "long as they have, as in stats/answers/; null where half have not been. Asks without even "
        "a month are not in it.",
    )


class AloneRow(CountedRow):
    """The row with how soon its asks are answered."""

    def get_fields(self) -> dict[str, serializers.Field]:
        answers = AnsweredSchema(help_text="How soon its asks are answered.")
        return {**super().get_fields(), "answers": answers}


def with_counts(rows: list[Any], facet: str) -> list[Any]:
    """The rows, which are values of this facet, with their public proposals counted. One query."""
    held = columns()
    keys = np.array(sorted(row.pk for row in rows), np.int64)
    places, having = held.having(facet, np.ones(len(held.keys), np.bool_))
    theirs = np.isin(having, keys)
    pairs = np.searchsorted(keys, having[theirs]) * STATUSES + held.single["status"][places[theirs]]
    numbers = np.bincount(pairs, minlength=len(keys) * STATUSES).reshape(-1, STATUSES)
    told = dict(zip(keys.tolist(), numbers[:, 1:].tolist(), strict=True))
    for row in rows:
        row.by_status = dict(zip(FIXED["status"], told[row.pk], strict=True))
        row.proposal_count = sum(told[row.pk])
    return rows


class Counted(Rows):
    """Rows that proposals hang on, with the way to them from a proposal."""

    # What leads to them from a proposal, and the facet that they are values of.
    path: ClassVar[str]
    facet: ClassVar[str]


class CountedList(Counted, ListView[Any]):
    def page(self, filtered: StrictFilter, *, cursor: str, size: int) -> Page[Any]:
        page = super().page(filtered, cursor=cursor, size=size)
        with_counts(page.rows, self.facet)
        return page


class CountedDetail(Counted, ReadView):
    def edition(self, **key: str) -> Edition:
        # Those that wait have waited a day longer.
        return super().edition(**key).of_today()

    def find(self, **key: str) -> Model:
        return get_object_or_404(self.rows(), **key)

    def answer(self, request: Request, **key: str) -> Response:
        self.refuse_parameters(request)
        [row] = with_counts([self.find(**key)], self.facet)
        public = Proposal.objects.public()
        asks = public.filter(pk__in=public.filter(**{self.path: row}).values("pk"))
        row.answers = answered(asks, until=last_day(asks))
        return Response(self.row(row).data)
