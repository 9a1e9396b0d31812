"""What a reader chose from the list, as its page shows it: boxes to tick, chips to take away,
a title that reads as a sentence, and ways out of a query that is faulty or finds nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.dates import written_day, written_instant
from proposals.filters import Fault
from proposals.web.labels import Label, Labels, all_labels

# Facets in the order of the form, then the rest in the order of the sentence.
FACETS = {
    "status": _("Status"),
    "sector": _("Sector"),
    "instrument": _("Instrument"),
    "specificity": _("Specificity"),
    "place": _("Place"),
    "body": _("Body asked"),
    "author": _("Author"),
    "idea": _("Shared idea"),
    "source": _("Source"),
}
DAYS = {
    "proposed_after": _("Proposed on or after"),
    "proposed_before": _("Proposed on or before"),
    "status_since_after": _("At this status since, or after"),
    "status_since_before": _("At this status since, or before"),
}
CLOCKS = {
    "as_of": _("As things stood on"),
    "known_at": _("As published by"),
}
LEGENDS = {
    "q": _("Words"),
    **FACETS,
    **DAYS,
    **CLOCKS,
    "updated_since": _("Changed since"),
}
ORDERS = {
    "-status_since": _("Newest status"),
    "status_since": _("Oldest status"),
    "-proposed_on": _("Newest proposed"),
    "proposed_on": _("Oldest proposed"),
    "title": _("Title"),
    "relevance": _("Relevance"),
}


@dataclass(frozen=True)
class Option:
    """A box to tick in a facet."""

    value: str
    label: Label
    is_ticked: bool
    is_excluded: bool = False


@dataclass(frozen=True)
class Chip:
    """One chosen value: `remove` leads to the list without it, `flip` to its opposite."""

    label: Label
    is_excluded: bool
    remove: str
    flip: str = ""


@dataclass(frozen=True)
class Clause:
    """The chosen values of one parameter, a clause of the sentence."""

    legend: str
    wanted: list[Chip]
    unwanted: list[Chip]
    without: str

    @property
    def chips(self) -> list[Chip]:
        return self.wanted + self.unwanted


@dataclass(frozen=True)
class Input:
    """A field for text or a day. A day that no calendar knows stays visible as text."""

    name: str
    legend: str
    value: str
    kind: str
    is_faulty: bool


@dataclass(frozen=True)
class Remedy:
    """A fault with the ways out of it."""

    fault: Fault
    legend: str
    ways: list[tuple[Label, str]]
    names: list[str]
    remove: str


def tidied(data: QueryDict) -> QueryDict | None:
    """The query without what a submitted form left blank; None where nothing is blank.

    So an address says what was chosen and no more.
    """
    if all(value.strip() for _name, values in data.lists() for value in values):
        return None
    tidy = QueryDict(mutable=True)
    for name, values in data.lists():
        if kept := [value for value in values if value.strip()]:
            tidy.setlist(name, kept)
    # The form carries the order along; without words there is nothing to be relevant to.
    if tidy.get("ordering") == "relevance" and "q" not in tidy:
        del tidy["ordering"]
    return tidy


class Chosen:
    """A query string in a reader's words. `path` is the address of the list."""

    def __init__(self, data: QueryDict, path: str, faults: list[Fault]) -> None:
        self.data = data
        self.path = path
        self.faults = faults
        self.faulty = {fault.parameter for fault in faults}

    @cached_property
    def labels(self) -> Labels:
        return all_labels({name: self._codes(name) for name in FACETS})

    def facets(self) -> Iterator[tuple[str, str, list[Option], bool]]:
        """Each facet with its boxes; a value that is not offered has a box while it is chosen."""
        for name, legend in FACETS.items():
            given = self._values(name)
            known = self.labels[name]
            options = [
                Option(value, self._label(name, value), True, value.startswith("-"))
                for value in given
                if value not in known
            ]
            options += [Option(code, label, code in given) for code, label in known.items()]
            if options:
                yield name, str(legend), options, name in self.faulty

    @property
    def words(self) -> str:
        return self.data.get("q", "").strip()

    def days(self) -> list[Input]:
        return [self._day_input(name, legend) for name, legend in DAYS.items()]

    def clocks(self) -> list[Input]:
        return [self._day_input(name, legend) for name, legend in CLOCKS.items()]

    def carried(self) -> list[tuple[str, str]]:
        """What the form passes on unseen."""
        names = ("ordering", "page_size", "updated_since")
        return [(n, self.data[n]) for n in names if n in self.data and n not in self.faulty]

    def clauses(self) -> list[Clause]:
        """The chosen values, each with the address of the list without it."""
        found = []
        for name, legend in LEGENDS.items():
            chips = [self._chip(name, value) for value in self._values(name)]
            if chips:
                wanted = [chip for chip in chips if not chip.is_excluded]
                unwanted = [chip for chip in chips if chip.is_excluded]
                found.append(Clause(str(legend), wanted, unwanted, self._with(name, [])))
        return found

    def sentence(self) -> str:
        """The choice in one line, for the title of the page; "" when nothing is chosen."""
        parts = []
        for clause in self.clauses():
            alternatives = gettext(" or ").join(chip.label.text for chip in clause.wanted)
            exclusions = [
                gettext("not %(value)s") % {"value": chip.label.text} for chip in clause.unwanted
            ]
            value = gettext(", ").join([*([alternatives] if alternatives else []), *exclusions])
            parts.append(gettext("%(name)s: %(value)s") % {"name": clause.legend, "value": value})
        return gettext("; ").join(parts)

    def orders(self, current: str) -> list[tuple[str, str, bool]]:
        """Each order that makes sense here, its address, and whether the list is in it."""
        return [
            (str(label), self._with("ordering", [name]), name == current)
            for name, label in ORDERS.items()
            if name != "relevance" or self.words
        ]

    def remedies(self) -> list[Remedy]:
        """Each fault, with the address of the same list for each value that would be right."""
        found = []
        for fault in self.faults:
            name = fault.parameter
            legend = str(LEGENDS.get(name, name))
            ways: list[tuple[Label, str]] = []
            if name in FACETS:
                sound = [v for v in self._values(name) if self._is_known(name, v)]
                ways = [
                    (self._label(name, value), self._with(name, [*sound, value]))
                    for value in self._in_order(name, fault.allowed)
                    if value not in sound
                ]
            elif name == "ordering":
                legend = gettext("Order")
                ways = [
                    (Label(str(ORDERS[value])), self._with(name, [value]))
                    for value in fault.allowed
                ]
            names = [] if ways else fault.allowed
            found.append(Remedy(fault, legend, ways, names, self._with(name, [])))
        return found

    def page_at(self, cursor: str) -> str:
        return self._with("cursor", [cursor]) if cursor else ""

    def at_present(self) -> str:
        kept = self.data.copy()
        for name in (*CLOCKS, "cursor"):
            kept.pop(name, None)
        return self._address(kept)

    def _values(self, name: str) -> list[str]:
        if name in FACETS:
            given = [v.strip() for v in self.data.getlist(name)]
            return list(dict.fromkeys(v for v in given if v))
        value = self.data.get(name, "").strip()
        return [value] if value else []

    def _codes(self, name: str) -> list[str]:
        # PostgreSQL holds no NUL; such a value is a fault and is never looked up.
        return [v.removeprefix("-") for v in self._values(name) if "\0" not in v]

    def _is_known(self, name: str, value: str) -> bool:
        return value.removeprefix("-") in self.labels[name]

    def _in_order(self, name: str, values: list[str]) -> list[str]:
        """As the boxes are; what has no box, because nothing public has it, comes last."""
        offered = [value for value in self.labels[name] if value in values]
        return offered + [value for value in values if value not in offered]

    def _label(self, name: str, value: str) -> Label:
        code = value.removeprefix("-")
        if name in self.faulty and name not in FACETS:
            return Label(value)
        if name in FACETS:
            return self.labels[name].get(code, Label(code))
        if name == "q":
            return Label(gettext("“%(words)s”") % {"words": value})
        if day := _day(value):
            return Label(written_day(day))
        if instant := _instant(value):
            return Label(written_instant(instant))
        return Label(value)

    def _chip(self, name: str, value: str) -> Chip:
        is_excluded = name in FACETS and value.startswith("-")
        label = self._label(name, value)
        others = [v for v in self._values(name) if v != value]
        flip = ""
        if name in FACETS and name not in self.faulty:
            flip = self._with(name, [*others, value[1:] if is_excluded else f"-{value}"])
        return Chip(label, is_excluded, self._with(name, others), flip)

    def _day_input(self, name: str, legend: str) -> Input:
        value = self.data.get(name, "").strip()
        kind = "date" if not value or _day(value) else "text"
        return Input(name, str(legend), value, kind, name in self.faulty)

    def _with(self, name: str, values: list[str]) -> str:
        changed = self.data.copy()
        # A page marker is of one list in one order.
        changed.pop("cursor", None)
        changed.setlist(name, values)
        if not changed.get("q", "").strip() and changed.get("ordering") == "relevance":
            del changed["ordering"]
        return self._address(changed)

    def _address(self, data: QueryDict) -> str:
        query = data.urlencode()
        return f"{self.path}?{query}" if query else self.path


def _day(value: str) -> dt.date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _instant(value: str) -> dt.datetime | None:
    try:
        instant = parse_datetime(value.replace(" ", "+"))
    except ValueError:
        return None
    if instant is not None and timezone.is_naive(instant):
        return timezone.make_aware(instant)
    return instant
