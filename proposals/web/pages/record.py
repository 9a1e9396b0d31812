"""What became of the asks of one author, body or sector: how many were answered and how soon, what
moved last, and where else they belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from proposals.counts.answers import Answered, answered
from proposals.counts.groups import numbers
from proposals.counts.stock import last_day
from proposals.finding.moves import for_reading, moves
from proposals.models import Body, Sector, StatusUpdate
from proposals.models.clocks import Moment
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.curves import CurvePicture, curve_picture

# Of what moved, and of the sectors and bodies, so many are named.
LATELY = 5
MOST = 8
# The months of which the page tells what share was answered within them.
MONTHS = (3, 6, 12)

ENTRIES: dict[str, Any] = {"sector": Sector, "body": Body}


@dataclass(frozen=True)
class Record:
    answered: Answered
    # None where no dated ask was answered.
    picture: CurvePicture | None
    moved: list[StatusUpdate]

    @property
    def shares(self) -> list[tuple[int, float | None]]:
        return [(months, self.answered.curve.within(months)) for months in MONTHS]


def record(proposals: ProposalQuerySet, moment: Moment, *, traits: Iterable[str]) -> dict[str, Any]:
    """Of a set at a moment; and how many of it are in each sector, or put to each body."""
    told = answered(proposals, until=last_day(proposals))
    steps = for_reading(moves(moment)).filter(proposal__in=proposals.order_by().values("pk"))
    return {
        "record": Record(
            told,
            curve_picture(told.curve) if told.curve.answered else None,
            list(steps.order_by("-effective_from", "-pk")[:LATELY]),
        ),
        "among": [(trait, _most(proposals, trait)) for trait in traits],
    }


def _most(proposals: ProposalQuerySet, trait: str) -> list[tuple[Any, int]]:
    counted = {code: number for (code,), number in numbers(proposals, [trait]) or () if code}
    codes = sorted(counted, key=lambda code: (-counted[code], code))[:MOST]
    rows = ENTRIES[trait].objects.in_bulk(codes, field_name="code")
    return [(rows[code], counted[code]) for code in codes if code in rows]
