"""Proposals as they stood: in the world on a day, and as we had published them by an instant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from proposals.models.dated import last_day_of

Row = TypeVar("Row", bound=models.Model)

# The end of a status span that has none: not NULL, because an index walks comparisons.
LAST_DAY = dt.date.max
BEFORE_LAST_DAY = LAST_DAY - dt.timedelta(days=1)
FOREVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
BEFORE_FOREVER = FOREVER - dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Moment:
    """A time that is looked back to; without any clock it is the present."""

    # The day by which things had happened in the world,
    as_of: dt.date | None = None
    # and the instant by which we had recorded them.
    known_at: dt.datetime | None = None


PRESENT = Moment()


class ClockedQuerySet(models.QuerySet[Row]):
    """A set of proposals that can be read as of the past."""

    def as_of(self, day: dt.date) -> Self:
        """Proposals as things stood in the world at the end of that day (Hong Kong)."""
        return self._as_it_stood(as_of=day)

    def known_at(self, instant: dt.datetime) -> Self:
        """Proposals as we had published them by that instant.

        Only what is public now: a withdrawn proposal does not come back this way.
        """
        return self._as_it_stood(known_at=instant)

    # The clocks this set is read by, and the set as it was before the first of them, until
    # anything else is asked of it.
    _clocks: dict[str, Any] = {}
    _unclocked: Self | None = None

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # private, so not in the stub
        clone._clocks = self._clocks
        return clone

    def _as_it_stood(self, **clock: dt.date) -> Self:
        """Annotate `stood_status`, `stood_since` and `stood_since_precision` from the spans.

        What held on a day as known at an instant is not a part of what held on that day as
        known now, so the second clock takes the place of the first instead of narrowing it.
        """
        if self._clocks and self._unclocked is None:
            raise ValueError("Set both clocks together, before any filter that reads them.")
        base = self._unclocked if self._unclocked is not None else self
        clocks = self._clocks | clock
        day, instant = clocks.get("as_of"), clocks.get("known_at")
        if instant is None:
            conditions = Q(spans__recorded_to=FOREVER)
        else:
            instant = min(instant, BEFORE_FOREVER)
            conditions = Q(
                spans__recorded_from__lte=instant,
                spans__recorded_to__gt=instant,
                # Nothing is recorded before it has happened: so far back the index is entered.
                spans__since_from__lte=timezone.localdate(instant),
            )
        if day is None:
            conditions &= Q(spans__effective_to=LAST_DAY)
        else:
            day = min(day, BEFORE_LAST_DAY)
            conditions &= Q(spans__effective_from__lte=day, spans__effective_to__gt=day)
            # Nor is it certain before it can have happened.
            conditions &= Q(spans__since_from__lte=day)
        stood = base.annotate(span=FilteredRelation("spans", condition=conditions))
        if instant is not None:
            stood = stood.filter(first_published_at__lte=instant)
        # Asked of the proposal and not of the id: the index knows it, so the table is not read.
        stood = stood.filter(span__proposal__isnull=False).annotate(
            stood_status=F("span__status"),
            stood_since=F("span__since"),
            stood_since_precision=F("span__since_precision"),
            stood_from=F("span__since_from"),
        )
        stood._clocks, stood._unclocked = clocks, base
        return stood

    @property
    def clocks(self) -> dict[str, Any]:
        """The day `as_of` and the instant `known_at` of which the set is, where it is of any."""
        return self._clocks

    def _stood(self, then: str, now: str) -> str:
        """The column of the past where the set is of the past, else of the present."""
        return then if self._clocks else now

    def since_by(self, day: dt.date) -> Self:
        """Those that certainly stand where they do since that day or an earlier one."""
        since = self.status_since_column
        last = last_day_of(since, f"{since}_precision")
        return self.alias(since_last=last).filter(since_last__lte=day)

    def with_shown(self) -> Self:
        """For what is read as values: the status that a proposal shows, `shown_status`, and since
        when, `shown_since` and `shown_since_precision`."""
        return self.alias(
            shown_status=F(self.status_column),
            shown_since=F(self.status_since_column),
            shown_since_precision=F(f"{self.status_since_column}_precision"),
        )

    @property
    def status_column(self) -> str:
        return self._stood("stood_status", "status")

    @property
    def status_since_column(self) -> str:
        return self._stood("stood_since", "status_since")

    @property
    def status_from_column(self) -> str:
        return self._stood("stood_from", "status_from")
