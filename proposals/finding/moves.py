"""What moved: the steps from one status to another, under the one filter."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.http import QueryDict

from proposals.choices import NEEDS_CONFIRMATION, Status
from proposals.finding.filters import NameFilter, ProposalFilter
from proposals.finding.parameters import Known
from proposals.models import Attribution, Evidence, Proposal, StatusUpdate
from proposals.models.clocks import Moment
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.models.visible import visible

WEEK, MONTH = "week", "month"

# The ask itself is no step, and nothing leads back to it.
STEPS = ~Q(status__in=["", Status.PROPOSED])


def moves(moment: Moment) -> QuerySet[StatusUpdate]:
    """The steps of public proposals by a time to look back to, without what was voided by then.

    Each bears `came_from`, the status that it ended; `waits`, whether only a second editor can make
    it hold; and `told_at`, when readers were told of it last. What only states a status again is
    no step.
    """
    told = StatusUpdate.objects.told_at(moment)
    told = told.filter(STEPS, visible("proposal__"), _kept(moment)).placed(moment)
    confirmed = _by("confirmation__recorded_at", moment)
    before = StatusUpdate.objects.live(moment).preceding(moment)
    return told.annotate(
        came_from=Subquery(before.values("status")[:1]),
        waits=ExpressionWrapper(Q(status__in=NEEDS_CONFIRMATION) & ~confirmed, BooleanField()),
        told_at=Coalesce(Case(When(confirmed, then="confirmation__recorded_at")), F("recorded_at")),
    ).exclude(status=F("came_from"))


def for_reading(moves: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    """With all that is shown of each: two queries more."""
    authors = Attribution.objects.select_related("author").order_by("position", "pk")
    evidence = Evidence.objects.select_related("source").order_by("pk")
    return (
        moves.select_related("proposal__sector", "superseded_by")
        .prefetch_related(
            Prefetch("evidence", evidence), Prefetch("proposal__attributions", authors)
        )
        .defer(*(f"proposal__{name}" for name in SEARCH_COLUMNS))
    )


class MoveFilter(ProposalFilter):
    """The one filter chooses the proposals; `by` says how their steps are put together."""

    ordering = None
    by = NameFilter(known=Known((WEEK, MONTH)), method="unchanged")

    @classmethod
    def public(cls, data: QueryDict) -> Self:
        return cls(data, Proposal.objects.public())

    @property
    def by_week(self) -> bool:
        return self.form.cleaned_data["by"] == WEEK

    def moves(self) -> QuerySet[StatusUpdate]:
        """The steps of the proposals chosen."""
        told = moves(self.moment)
        chosen: dict[str, Any] = self.form.cleaned_data
        if any(value for name, value in chosen.items() if name not in ("by", "as_of", "known_at")):
            return told.filter(proposal__in=self.qs.order_by().values("pk"))
        return told


def _kept(moment: Moment) -> Q:
    """Not voided by then."""
    kept = Q(voided_by__void_of__isnull=True)
    if moment.known_at is not None:
        kept |= Q(voided_by__recorded_at__gt=moment.known_at)
    return kept


def _by(column: str, moment: Moment) -> Q:
    if moment.known_at is None:
        return Q(**{f"{column}__isnull": False})
    return Q(**{f"{column}__lte": moment.known_at})
