"""The facets of the filter as its form shows them: boxes to tick, each with what it would give."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from proposals.counts.columns import Numbers
from proposals.models.chosen import BOUNDED, UNDATED
from proposals.web.query.chosen import FACETS, Chosen
from proposals.web.query.names import FIXED_FACETS, Label, known_by

# Of a list without an end a form shows so many values, and so many that a typed name fits.
OFFERED = 12
OFFERED_BY_NAME = 50
OFFERED_MONTHS = 36

# Values in the order of their number, which may be found by typing a part of their name.
FIND = {name: f"find_{name}" for name in ("body", "author", "idea", "source")}
# Shown unfolded, and whole: even what nothing has says where policy may stand.
UNFOLDED = ("status", "sector")
WHOLE = ("status", "specificity")


@dataclass(frozen=True)
class Offer:
    """The values that a facet has a box for, and those for which there is no room."""

    codes: list[str]
    more: int = 0
    # These and others, if there are more.
    among: Container[str] = ()


@dataclass(frozen=True)
class Option:
    """A box to tick, and the address of the list without what it stands for.

    `number` is what ticking it would give; None where that is not known.
    """

    id: str
    value: str
    label: Label
    number: int | None
    is_ticked: bool
    is_excluded: bool
    opposite: str


@dataclass(frozen=True)
class Facet:
    """A parameter of the form: its boxes, how many values have none, and the name typed to find
    one, with the parameter for it."""

    name: str
    legend: str
    options: list[Option]
    more: int
    find: str
    typed: str
    is_open: bool
    is_faulty: bool

    @property
    def has_find(self) -> bool:
        """A name is asked for where not everything is shown."""
        return bool(self.find and (self.more or self.typed))

    @property
    def ticked(self) -> int:
        return sum(option.is_ticked for option in self.options)


def offered(data: QueryDict, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Offer]:
    """What the form offers under these counts; a query for each name that is typed."""
    return {name: _offer(name, _typed(data, name), counts[name]) for name in FACETS}


def _typed(data: QueryDict, name: str) -> str:
    return data.get(FIND.get(name, ""), "").strip()


def _offer(name: str, typed: str, numbers: Mapping[str, int]) -> Offer:
    if name in FIXED_FACETS:
        codes = [code for code in FIXED_FACETS[name].values if code in numbers or name in WHOLE]
        return Offer(codes)
    if name == "proposed_month":
        return _months(list(numbers))
    if name not in FIND:
        return Offer(list(numbers))
    if isinstance(numbers, Numbers) and not typed:
        return Offer(numbers.most(OFFERED), max(0, len(numbers) - OFFERED), numbers)
    numbers = dict(numbers.items())
    most, codes = OFFERED, list(numbers)
    if typed:
        most, codes = OFFERED_BY_NAME, known_by(name, typed, numbers)
    codes.sort(key=lambda code: (-numbers[code], code))
    return _cut(codes, most)


def _months(codes: list[str]) -> Offer:
    """Newest first, then the years of which no month is known, then what is dated less."""
    dated_less = (BOUNDED, UNDATED)
    codes.sort(key=lambda code: (code not in dated_less, "-" in code, code), reverse=True)
    codes.sort(key=lambda code: code == UNDATED)
    return _cut(codes, OFFERED_MONTHS)


def _cut(codes: list[str], most: int) -> Offer:
    return Offer(codes[:most], len(codes[most:]), set(codes))


def form_facets(
    chosen: Chosen, offers: dict[str, Offer], counts: Mapping[str, Mapping[str, int]] | None
) -> list[Facet]:
    """Each facet that has a box; what is chosen has one always, before what is not offered."""
    found = []
    for name, legend in FACETS.items():
        given = chosen.values(name)
        codes = offers[name].codes
        if name not in FIXED_FACETS and name not in FIND and name != "proposed_month":
            codes = [code for code in chosen.labels[name] if code in codes]
        kept = [value for value in given if value not in codes]
        typed = _typed(chosen.data, name)
        numbers = None if counts is None else counts.get(name, {})
        options = [_option(chosen, name, value, numbers) for value in [*kept, *codes]]
        if options or typed:
            found.append(
                Facet(
                    name,
                    str(legend),
                    options,
                    offers[name].more - sum(value in offers[name].among for value in kept),
                    FIND.get(name, ""),
                    typed,
                    bool(name in UNFOLDED or given or typed),
                    name in chosen.faulty,
                )
            )
    return found


def _option(chosen: Chosen, name: str, value: str, numbers: Mapping[str, int] | None) -> Option:
    is_excluded = value.startswith("-")
    code = value.removeprefix("-")
    is_ticked = value in chosen.values(name)
    return Option(
        id=f"{name}-{value}",
        value=value,
        label=chosen.label(name, value),
        number=None if numbers is None or is_excluded else numbers.get(code, 0),
        is_ticked=is_ticked,
        is_excluded=is_excluded,
        opposite=chosen.flipped(name, value) if is_ticked else chosen.excluding(name, code),
    )
