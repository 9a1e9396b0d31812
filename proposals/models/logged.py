"""The records of logs as sets: what holds, in which order, and what had happened by a day."""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, Func, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from proposals.choices import NEEDS_CONFIRMATION, Status
from proposals.models.chosen import ChosenQuerySet
from proposals.models.clocks import PRESENT, Moment
from proposals.models.visible import visible

Row = TypeVar("Row", bound=models.Model)


class LoggedQuerySet(models.QuerySet[Row]):
    """A set of status updates."""

    def public(self) -> Self:
        """Records of proposals that the public may see."""
        return self.filter(visible("proposal__"))

    any_of = ChosenQuerySet.any_of

    def told_at(self, moment: Moment) -> Self:
        """What had certainly happened by then, as it was then known: what voids or confirms is
        told with what it voids or confirms.
        """
        told = self
        if moment.known_at is not None:
            told = told.filter(recorded_at__lte=moment.known_at)
        if moment.as_of is not None:
            told = told.alias(
                place=self._place(moment),
                void_of_place=self._place(moment, "void_of__"),
                confirms_place=self._place(moment, "confirms__"),
            )
            told = told.filter(
                (~Q(status="") & self._happened(moment))
                | self._happened(moment, "void_of__")
                | self._happened(moment, "confirms__")
            )
        return told

    def _happened(self, moment: Moment, of: str = "") -> Q:
        """Certainly by the day `as_of`: by its own date, or because a later step had. The set
        bears the place of each.
        """
        day, theirs = moment.as_of, OuterRef(f"{of}place".replace("__", "_"))
        later = (
            type(self)(self.model)
            .live(moment)
            .filter(proposal=OuterRef("proposal"), effective_by__lte=day)
            .placed(moment)
            .filter(Q(place__gt=theirs) | Q(place=theirs, pk__gt=OuterRef(f"{of}pk")))
        )
        # Nothing is certain before the first day on which it can have happened.
        possibly = Q(**{f"{of}effective_from__lte": day})
        return possibly & (Q(**{f"{of}effective_by__lte": day}) | Q(Exists(later)))

    def placed(self, moment: Moment = PRESENT) -> Self:
        """With the `place` of each in effect order; see `in_effect_order`."""
        return self.alias(place=self._place(moment))

    def preceding(self, moment: Moment) -> Self:
        """Of the proposal of an outer row that bears its `place`, what came before it, the latest
        first.
        """
        theirs = OuterRef("place")
        before = Q(place__lt=theirs) | Q(place=theirs, pk__lt=OuterRef("pk"))
        placed = self.filter(proposal=OuterRef("proposal")).placed(moment)
        return placed.filter(before).order_by("-place", "-pk")

    def _place(self, moment: Moment, of: str = "") -> Coalesce:
        """Within a day, what may have happened before the ask comes after what is known to be of
        that day.
        """
        asks = type(self)(self.model).filter(status=Status.PROPOSED).live(moment)
        within = asks.filter(
            ~Q(Exact(OuterRef(f"{of}status"), Status.PROPOSED)),
            proposal=OuterRef("proposal"),
            effective_on__gt=OuterRef(f"{of}effective_on"),
            effective_on__lte=OuterRef(f"{of}effective_by"),
        )
        noon = within.order_by("-effective_on").values(
            noon=Func("effective_on", template="(%(expressions)s + interval '12 hours')")
        )
        morning = Func(f"{of}effective_from", template="(%(expressions)s + interval '0 hours')")
        instant = models.DateTimeField()
        return Coalesce(Subquery(noon[:1], instant), morning, output_field=instant)

    def with_verdicts(self, moment: Moment) -> Self:
        """With the record that voids each and the one that confirms it, where known by then."""
        if moment.known_at is None:
            return self.select_related("voided_by", "confirmation")
        known = self.model._default_manager.filter(recorded_at__lte=moment.known_at)
        verdicts = [Prefetch(name, known) for name in ("voided_by", "confirmation")]
        return self.prefetch_related(*verdicts)

    def live(self, moment: Moment = PRESENT) -> Self:
        """Statements that hold, or held by an instant: not voided, and confirmed where needed."""
        stated = self.exclude(status="")
        needless = ~Q(status__in=NEEDS_CONFIRMATION)
        instant = moment.known_at
        if instant is None:
            confirmed = Q(confirmation__isnull=False)
            return stated.filter(needless | confirmed, voided_by__void_of__isnull=True)
        return stated.filter(
            needless | Q(confirmation__recorded_at__lte=instant),
            Q(voided_by__void_of__isnull=True) | Q(voided_by__recorded_at__gt=instant),
            recorded_at__lte=instant,
        )

    def awaiting_confirmation(self) -> Self:
        """Statements that only a second editor can make hold."""
        return self.filter(
            status__in=NEEDS_CONFIRMATION,
            confirmation__isnull=True,
            voided_by__void_of__isnull=True,
        )

    def by_others(self, user: User) -> Self:
        """Records that somebody else than this user made."""
        return self.exclude(recorded_by=user)

    def in_effect_order(self, moment: Moment = PRESENT) -> Self:
        """By the first day on which it can have happened; newspapers report late. Undated first,
        then as recorded. What may have happened before the ask was made, or after, comes after.
        """
        return self.placed(moment).order_by("place", "pk")
