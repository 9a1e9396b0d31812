"""Proposals with all that a row of a list shows."""

from __future__ import annotations

from functools import cache
from typing import Any, Self, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, OuterRef, Q, When
from django.db.models.functions import JSONObject

from proposals.models.clocks import PRESENT, ClockedQuerySet, Moment
from proposals.models.criteria import Criterion
from proposals.models.ideas import Idea
from proposals.models.parties import Addressee, Attribution
from proposals.models.relations import Relation
from proposals.models.taxonomy import Place
from proposals.models.visible import visible
from proposals.models.written import Written

Row = TypeVar("Row", bound=models.Model)


class ListedQuerySet(ClockedQuerySet[Row]):
    def for_listing(self) -> Self:
        """With all that a row shows, in a fixed number of queries. Ask for a time to look back to
        before, or criteria are shown as they are.
        """
        moment = Moment(**self.clocks)
        rows = self.annotate(**_listed_now(self.model) if moment == PRESENT else _listed(moment))
        return rows.for_cards()

    def for_cards(self) -> Self:
        """With what a list for readers shows of each: a row without its criteria and relations,
        which cost more than all the rest where they are of the past."""
        return self.select_related("sector", "source__publication").prefetch_related(
            models.Prefetch(
                "attributions",
                Attribution.objects.select_related("author").order_by("position", "pk"),
            ),
            models.Prefetch(
                "addressees",
                Addressee.objects.select_related("body").order_by("body__position", "pk"),
            ),
            models.Prefetch("places", Place.objects.order_by("position", "pk")),
            models.Prefetch("ideas", Idea.objects.order_by("slug", "pk")),
        )


def _listed(moment: Moment) -> dict[str, models.expressions.Combinable]:
    criteria = JSONObject(
        position="position",
        text_hant="text_hant",
        text_hans="text_hans",
        text_en="text_en",
        state="state",
        stated_in="stated_in",
    )
    relations = JSONObject(
        slug="end",
        reason_hant="reason_hant",
        reason_hans="reason_hans",
        reason_en="reason_en",
        merged_from="merged_from",
    )
    return {
        "listed_criteria": ArraySubquery(criteria_of(moment).values(row=criteria)),
        "listed_relations": ArraySubquery(relations_of().values(row=relations)),
    }


@cache
def _listed_now(model: Any) -> dict[str, Written]:
    resolved = model.objects.annotate(**_listed(PRESENT)).query.annotations
    table = model._meta.db_table
    return {name: Written(expression, table) for name, expression in resolved.items()}


def criteria_of(moment: Moment) -> models.QuerySet[Criterion]:
    """What would count as delivered, part by part, each in the state of that time: of the
    proposal of an outer query."""
    listed = Criterion.objects.filter(proposal=OuterRef("pk")).standing().with_state(moment)
    return listed.order_by("position", "pk")


def relations_of() -> models.QuerySet[Relation]:
    """Its relations that the public may see, each with the other `end`, in the order of these."""
    here = OuterRef("pk")
    seen = Q(visible("other__"), proposal=here) | Q(visible("proposal__"), other=here)
    end = Case(When(proposal=here, then="other__slug"), default="proposal__slug")
    return Relation.objects.filter(seen).annotate(end=end).order_by("end", "pk")
