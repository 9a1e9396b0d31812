"""The share answered within so many months of being asked: a curve of steps, and the table of it.

A curve is drawn in months from left to right and hundredths from the top, and stretched to its
place; it ends where nobody has been watched for longer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from proposals.counts.answers import Answers, Point, answers
from proposals.models import Body, Sector
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.pictures import share

# The months of which tables tell.
MONTHS = (3, 6, 12, 24)
# An axis of months is at least so long, and labelled so often at the most.
LEAST_MONTHS = 12
LABELS = 6
STEPS = (1, 2, 3, 6, 12, 24)
# A curve of fewer dated asks would say nothing; so many groups are told of at the most.
LEAST_ASKS = 5
MOST_GROUPS = 12


@dataclass(frozen=True)
class Curve:
    """The answers to the asks of one group, drawn."""

    of: Any
    answers: Answers
    path: str

    @property
    def shares(self) -> list[tuple[int, float | None]]:
        return [(months, self.answers.within(months)) for months in MONTHS]


@dataclass(frozen=True)
class CurvePicture:
    """The curve of all, and smaller ones of groups on the same axes."""

    curve: Curve
    span: int
    # The labels on the axis of months, each with its place.
    months: list[tuple[int, str]]

    @property
    def points(self) -> list[Point]:
        """The table of the curve: where it steps, and where it ends."""
        points = self.curve.answers.points
        stepped = [
            point
            for before, point in zip([None, *points], points, strict=False)
            if before is None or before.answered != point.answered
        ]
        return stepped if stepped[-1] is points[-1] else [*stepped, points[-1]]

    def of(self, groups: Sequence[tuple[Any, Answers]]) -> list[Curve]:
        return [Curve(of, told, steps(told, self.span)) for of, told in groups]


def curve_picture(told: Answers) -> CurvePicture:
    span = max(told.points[-1].months, LEAST_MONTHS)
    step = next((step for step in STEPS if span <= step * LABELS), -(-span // LABELS))
    return CurvePicture(
        Curve(None, told, steps(told, span)),
        span,
        [(months, share(months, span)) for months in range(0, span + 1, step)],
    )


def steps(told: Answers, span: int) -> str:
    """The path of a curve from the month of the ask, up to the last that is known; where all are
    answered, to the end."""
    path, drawn = "M0 100", 0.0
    for point in told.points:
        if point.share and point.share != drawn:
            path += f"H{point.months}V{100 - 100 * point.share:.4g}"
            drawn = point.share
    return f"{path}H{span if drawn == 1 else told.points[-1].months}"


def by_sector(proposals: ProposalQuerySet, *, until: dt.date) -> list[tuple[Sector, Answers]]:
    """Those with the most dated asks first. Three queries, and two while the answers are kept."""
    return _named(Sector, answers(proposals, ("sector",), until=until))


def by_body(proposals: ProposalQuerySet, *, until: dt.date) -> list[tuple[Body, Answers]]:
    """The same of the bodies asked."""
    return _named(Body, answers(proposals, ("body",), until=until))


def _named(model: Any, told: dict[Any, Answers] | None) -> list[tuple[Any, Answers]]:
    enough = {code: a for (code,), a in (told or {}).items() if code and a.dated >= LEAST_ASKS}
    rows = model.objects.in_bulk(sorted(enough), field_name="code")
    found = [(row, enough[code]) for code, row in rows.items()]
    return sorted(found, key=lambda each: (-each[1].dated, each[0].code))[:MOST_GROUPS]
