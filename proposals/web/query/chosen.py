"""What a reader chose from the list, as its page shows it: chips to take away, a title that reads
as a sentence, and ways out of a query that is faulty or finds nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from proposals import search
from proposals.addresses import is_hung_on
from proposals.dates import read_date, read_day, written_day, written_instant
from proposals.finding.filters import PAGING, SHOWING, one_by_one
from proposals.finding.parameters import Fault, InstantField
from proposals.web.query.names import Label, Labels, all_labels

# Facets in the order of the form, then the rest in the order of the sentence.
FACETS = {
    "status": _("Status"),
    "sector": _("Sector"),
    "instrument": _("Instrument"),
    "specificity": _("Specificity"),
    "place": _("Place"),
    "body": _("Body asked"),
    "author": _("Author"),
    "proposed_month": _("Month proposed"),
    "idea": _("Shared idea"),
    "source": _("Source"),
}
# What is chosen by a code: what the form has boxes for, and what only links lead to.
CODED = {**FACETS, "document": _("Answered by the official document")}
DAYS = {
    "proposed_after": _("Proposed on or after"),
    "proposed_before": _("Proposed on or before"),
    "status_since_after": _("At this status since, or after"),
    "status_since_before": _("At this status since, or before"),
    "target_after": _("Government's target day on or after"),
    "target_before": _("Government's target day on or before"),
}
TARGETS = {
    "given": _("Government gave a day"),
    "missed": _("The day is over, without an end"),
}
CLOCKS = {
    "as_of": _("As things stood on"),
    "known_at": _("As published by"),
}
LEGENDS = {
    "q": _("Keywords"),
    **CODED,
    **DAYS,
    "target": _("Target day of government"),
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
VIEWS = {
    "cards": pgettext_lazy("view", "Cards"),
    "table": pgettext_lazy("view", "Table"),
    "board": pgettext_lazy("view", "Board by status"),
    "chart": pgettext_lazy("view", "Over time"),
}
# What one of some names is chosen of, and nothing is counted by.
NAMED: dict[str, tuple[Any, dict[str, Any]]] = {
    "ordering": (_("Order"), ORDERS),
    "view": (_("View"), VIEWS),
    "target": (LEGENDS["target"], TARGETS),
}


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

    name: str
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


def tidied(data: QueryDict) -> QueryDict:
    """The query without what a submitted form left blank and what was hung on the link, each
    value by itself.

    So an address says what was chosen and no more.
    """
    tidy = QueryDict(mutable=True)
    for name, values in data.lists():
        given = one_by_one(values) if name in CODED else values
        kept = [value for value in given if value.strip()]
        if kept and not is_hung_on(name):
            tidy.setlist(name, kept)
    # The form carries the order along; without words there is nothing to be relevant to.
    if tidy != data and tidy.get("ordering") == "relevance" and "q" not in tidy:
        del tidy["ordering"]
    return tidy


class Chosen:
    """A query string in a reader's words. `path` is the address of the list."""

    def __init__(
        self,
        data: QueryDict,
        path: str,
        faults: list[Fault],
        offered: dict[str, list[str]] | None = None,
    ) -> None:
        self.data = data
        self.path = path
        self.faults = faults
        self.faulty = {fault.parameter for fault in faults}
        self.offered = offered or {}

    @cached_property
    def labels(self) -> Labels:
        """The names of what is chosen, of what is offered beside it, and of what mends a fault."""
        allowed = {fault.parameter: fault.allowed for fault in self.faults}
        return all_labels(
            {
                # PostgreSQL holds no NUL; such a value is a fault and is never looked up.
                name: [v.removeprefix("-") for v in self.values(name) if "\0" not in v]
                + self.offered.get(name, [])
                + allowed.get(name, [])
                for name in CODED
            }
        )

    @property
    def words(self) -> str:
        return self.data.get("q", "").strip()

    def days(self) -> list[Input]:
        return [self._day_input(name, legend) for name, legend in DAYS.items()]

    def clocks(self) -> list[Input]:
        return [self._day_input(name, legend) for name, legend in CLOCKS.items()]

    def targets(self) -> list[tuple[str, str, bool]]:
        """What may be asked of the days that government gave itself, and whether it is."""
        chosen = self.data.get("target", "").strip()
        return [(code, str(label), code == chosen) for code, label in TARGETS.items()]

    @property
    def has_days(self) -> bool:
        """Whether any of the days is chosen, rightly or not."""
        return any(name in self.data for name in (*DAYS, "target"))

    @property
    def has_clocks(self) -> bool:
        return any(name in self.data for name in CLOCKS)

    def carried(self) -> list[tuple[str, str]]:
        """What the form passes on unseen."""
        names = ("view", "ordering", "page_size", "updated_since", "document")
        return [(n, value) for n in names if n not in self.faulty for value in self.values(n)]

    def clauses(self) -> list[Clause]:
        """The chosen values, each with the address of the list without it."""
        found = []
        for name, legend in LEGENDS.items():
            chips = [self._chip(name, value) for value in self.values(name)]
            if chips:
                wanted = [chip for chip in chips if not chip.is_excluded]
                unwanted = [chip for chip in chips if chip.is_excluded]
                found.append(Clause(name, str(legend), wanted, unwanted, self._with(name, [])))
        return found

    def sentence(self) -> str:
        """The choice in one line, for the title of the page; "" when nothing is chosen."""
        parts = []
        for name, legend in LEGENDS.items():
            wanted, exclusions = [], []
            for value in self.values(name):
                text = self.label(name, value).text
                if _is_excluded(name, value):
                    exclusions.append(gettext("not %(value)s") % {"value": text})
                else:
                    wanted.append(text)
            alternatives = [gettext(" or ").join(wanted)] if wanted else []
            if value := gettext(", ").join([*alternatives, *exclusions]):
                parts.append(gettext("%(name)s: %(value)s") % {"name": legend, "value": value})
        return gettext("; ").join(parts)

    def orders(self, current: str) -> list[tuple[str, str, bool]]:
        """Each order that makes sense here, its address, and whether the list is in it."""
        return [
            (str(label), self._with("ordering", [name]), name == current)
            for name, label in ORDERS.items()
            if name != "relevance" or self.words
        ]

    def views(self, current: str) -> list[tuple[str, str, str, bool]]:
        """Each way to see the list, its name, its address, and whether this is it."""
        return [
            (view, str(label), self._with("view", [view]), view == current)
            for view, label in VIEWS.items()
        ]

    @property
    def filter_query(self) -> str:
        """What is filtered, without how the list is shown."""
        return self._without(*PAGING, *SHOWING, "ordering").urlencode()

    @property
    def cleared(self) -> str:
        """The address of the whole list, in the same view."""
        view = self.data.get("view")
        return f"{self.path}?view={view}" if view in VIEWS else self.path

    def at_status(self, status: str) -> str:
        """The address of those of them that stand there, as a list."""
        kept = self._without("view", "cursor")
        kept.setlist("status", [status])
        return self._address(kept)

    def without(self, *names: str) -> str:
        """The address of the list had nothing been chosen for these parameters."""
        return self._address(self._without(*names, "cursor"))

    def with_words(self, words: str) -> str:
        """The address of what other words find, under the same choice."""
        return self._with("q", [words])

    def excluding(self, name: str, code: str) -> str:
        """The address of the list without those that have this; "" where it leaves them out."""
        given = self.values(name)
        return "" if f"-{code}" in given else self._with(name, [*given, f"-{code}"])

    def flipped(self, name: str, value: str) -> str:
        """The address with a chosen value turned into its opposite."""
        others = [v for v in self.values(name) if v != value]
        return self._with(name, [*others, value[1:] if value.startswith("-") else f"-{value}"])

    def remedies(self) -> list[Remedy]:
        """Each fault, with the address of the same list for each value that would be right."""
        found = []
        for fault in self.faults:
            name = fault.parameter
            legend = str(LEGENDS.get(name, name))
            ways: list[tuple[Label, str]] = []
            if name in CODED:
                sound = [v for v in self.values(name) if self._is_known(name, v)]
                ways = [
                    (self.label(name, value), self._with(name, [*sound, value]))
                    for value in self._in_order(name, fault.allowed)
                    if value not in sound
                ]
            elif name in NAMED:
                legend, names = str(NAMED[name][0]), NAMED[name][1]
                ways = [
                    (Label(str(names[value])), self._with(name, [value])) for value in fault.allowed
                ]
            found.append(
                Remedy(fault, legend, ways, [] if ways else fault.allowed, self._with(name, []))
            )
        return found

    def at_present(self) -> str:
        return self.without(*CLOCKS)

    def values(self, name: str) -> list[str]:
        """What the reader gave for a parameter, each value once."""
        if name in CODED:
            given = [v.strip() for v in self.data.getlist(name)]
            return list(dict.fromkeys(v for v in given if v))
        value = self.data.get(name, "").strip()
        return [value] if value else []

    def _is_known(self, name: str, value: str) -> bool:
        return value.removeprefix("-") in self.labels[name]

    def _in_order(self, name: str, values: list[str]) -> list[str]:
        """Codes as the boxes are; what has no box, because nothing public has it, comes last."""
        offered = [value for value in self.labels[name] if value in values]
        return offered + [value for value in values if value not in offered]

    def label(self, name: str, value: str) -> Label:
        """What the reader calls a value."""
        code = value.removeprefix("-")
        if name in self.faulty and name not in CODED:
            return Label(value)
        if name in CODED:
            return self.labels[name].get(code, Label(code))
        if name in NAMED:
            return Label(str(NAMED[name][1].get(value, value)))
        if name == "q":
            quoted = gettext("“%(words)s”") % {"words": value}
            # Who asks for a phrase has written the marks.
            return Label(value if search.has_quotes(value) else quoted)
        if date := read_date(value):
            return Label(written_day(date, date.precision))
        instant = _instant(value)
        return Label(written_instant(instant) if instant else value)

    def _chip(self, name: str, value: str) -> Chip:
        label = self.label(name, value)
        others = [v for v in self.values(name) if v != value]
        flip = self.flipped(name, value) if name in CODED and name not in self.faulty else ""
        return Chip(label, _is_excluded(name, value), self._with(name, others), flip)

    def _day_input(self, name: str, legend: str | Promise) -> Input:
        value = self.data.get(name, "").strip()
        kind = "date" if not value or read_day(value) else "text"
        return Input(name, str(legend), value, kind, name in self.faulty)

    def _with(self, name: str, values: list[str]) -> str:
        changed = self.data.copy()
        # A page marker is of one list in one order.
        changed.pop("cursor", None)
        changed.setlist(name, values)
        if not changed.get("q", "").strip() and changed.get("ordering") == "relevance":
            del changed["ordering"]
        return self._address(changed)

    def _without(self, *names: str) -> QueryDict:
        kept = self.data.copy()
        for name in names:
            kept.pop(name, None)
        if "q" not in kept and kept.get("ordering") == "relevance":
            del kept["ordering"]
        return kept

    def _address(self, data: QueryDict) -> str:
        query = data.urlencode()
        return f"{self.path}?{query}" if query else self.path


def _is_excluded(name: str, value: str) -> bool:
    return name in CODED and value.startswith("-")


def _instant(value: str) -> dt.datetime | None:
    try:
        return InstantField().clean(value)
    except ValidationError:
        return None
