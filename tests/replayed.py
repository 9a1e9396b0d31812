"""The rules of the log once more, in plain Python and slowly: what the database must agree with.

Written from the words of the specification, with nothing of ours but the public codes.
"""

import datetime as dt
import math
from dataclasses import dataclass, field, replace
from itertools import pairwise

DAY = dt.timedelta(days=1)

WAITING = {"delivered", "declined"}
UNDECIDED = {"noted", "under_study"}
ANSWERS = {"committed", "in_delivery", "declined"}
ENDS = {"stalled", "superseded"}
DONE = {"partly_delivered", "delivered"}
NEXT = {
    "proposed": {"proposed"} | UNDECIDED | ANSWERS | ENDS,
    "noted": UNDECIDED | ANSWERS | ENDS,
    "under_study": UNDECIDED | ANSWERS | ENDS,
    "committed": {"under_study"} | ANSWERS | DONE | ENDS,
    "in_delivery": {"in_delivery", "declined"} | DONE | ENDS,
    "partly_delivered": {"in_delivery", "declined"} | DONE | ENDS,
    "delivered": DONE | {"superseded"},
    "declined": {"superseded"} | UNDECIDED | ANSWERS,
    "stalled": UNDECIDED | ANSWERS | DONE | ENDS,
    "superseded": {"superseded"},
}
NEEDS_EVIDENCE = set(NEXT) - {"stalled"}


class Illegal(Exception):
    """A move that the rules forbid."""


def require(condition):
    if not condition:
        raise Illegal


@dataclass(eq=False)
class Entry:
    """One record of a log: it states, or it voids or confirms another by its number."""

    number: int
    by: str
    status: str = ""
    day: dt.date | None = None
    precision: str = ""
    override: bool = False
    voids: int | None = None
    confirms: int | None = None
    event: int | None = None
    copy_of: int | None = None
    at: dt.datetime | None = None
    # By the calendar of Hong Kong.
    recorded_on: dt.date | None = None

    @property
    def latest(self):
        """The last day on which it can have happened."""
        if self.day is None:
            return self.recorded_on
        last = self.day
        while self.precision != "day" and known_part(last + DAY, self.precision) == self.day:
            last += DAY
        return min(last, self.recorded_on)


def in_order(entries):
    """By the first possible day, then as recorded; after the ask what its month allows to be."""
    asked = [e.day for e in entries if e.status == "proposed" and e.day]

    def place(entry):
        if entry.day and entry.status != "proposed":
            for day in sorted(asked, reverse=True):
                if entry.day < day <= entry.latest:
                    return (day, 1, entry.number)
        return (entry.day or dt.date.min, 0, entry.number)

    return sorted(entries, key=place)


def new_steps(before, after):
    """The pairs of neighbours that were none before; None stands before the first."""
    return {*pairwise([None, *after])} - {*pairwise([None, *before])}


def require_steps(before, after):
    for earlier, later in new_steps(before, after):
        if earlier is None:
            require(later.status == "proposed")
        else:
            require(later.override or later.status in NEXT[earlier.status])


@dataclass
class Story:
    """A proposal as the reference knows it."""

    log: list[Entry] = field(default_factory=list)
    state: str = "draft"
    merged_into: int | None = None
    checks: list[dt.date] = field(default_factory=list)
    # What the public was told, by the kind of change.
    told: list[str] = field(default_factory=list)
    first_published_at: dt.datetime | None = None
    # The day of the ask, and today.
    asked: dt.date | None = None
    today: dt.date | None = None

    @property
    def public(self):
        return self.state == "published" and self.merged_into is None

    def live(self, instant=None):
        known = [e for e in self.log if instant is None or e.at <= instant]
        voided = {e.voids for e in known}
        confirmed = {e.confirms for e in known}
        held = [
            e
            for e in known
            if e.status
            and e.number not in voided
            and (e.status not in WAITING or e.number in confirmed)
        ]
        return in_order(held)

    def stood(self, day=None, instant=None):
        """Status, since when and with what precision; None where it had none yet."""
        if instant is not None and (
            self.first_published_at is None or self.first_published_at > instant
        ):
            return None
        now = None
        live = self.live(instant)
        for place, entry in enumerate(live):
            # Certain is what has come to its last possible day, and all that came before such.
            if day is not None and all(later.latest > day for later in live[place:]):
                break
            if now is None or now[0] != entry.status:
                now = (entry.status, entry.day, entry.precision)
        return now

    def stands(self):
        """The columns of the projection."""
        status, since, precision = self.stood() or ("proposed", None, "")
        return status, since, precision, len(self.live())

    def add(self, **fields):
        entry = Entry(number=len(self.log) + 1, recorded_on=self.today, **fields)
        self.log.append(entry)
        self.tell("voided" if entry.voids else "status")
        return entry

    def tell(self, kind):
        if self.public:
            self.told.append(kind)

    def require_open(self):
        require(self.state != "withdrawn" and self.merged_into is None)

    def require_step(self, entry):
        """Returns what had happened before it."""
        live = self.live()
        order = in_order([*live, entry])
        if entry.status != "proposed" and self.asked is not None:
            require(entry.latest >= self.asked)
        require_steps(live, order)
        return order[: order.index(entry)]

    def record(self, status, day, precision, *, by, chief, today, override=False, proven=True):
        """`event` and `at` are set by who calls."""
        self.require_open()
        require(day is not None or status == "proposed")
        day = day and known_part(day, precision)
        require(day is None or day <= today)
        if override:
            require(by == chief)
        else:
            stated = Entry(math.inf, by, status, day, precision, recorded_on=today)
            before = self.require_step(stated)
            require(proven or status not in NEEDS_EVIDENCE)
            if status == "stalled":
                # Somebody has looked since what it stalls after.
                since = before[-1].day or dt.date.min
                require(any(checked_on >= since for checked_on in self.checks))
        return self.add(
            by=by, status=status, day=day, precision=precision if day else "", override=override
        )

    def void(self, number, *, by):
        self.require_open()
        entry = self.log[number - 1]
        require(entry.status and number not in {e.voids for e in self.log})
        live = self.live()
        if entry in live:
            rest = in_order([e for e in live if e is not entry])
            require(rest)
            require_steps(live, rest)
        self.add(by=by, voids=number)

    def confirm(self, number, *, by):
        self.require_open()
        entry = self.log[number - 1]
        require(entry.status in WAITING and entry.by != by)
        require(not any(number in (e.voids, e.confirms) for e in self.log))
        if not entry.override:
            self.require_step(entry)
        self.add(by=by, confirms=number)

    def take_in(self, other, source):
        """The live log of another that is merged into this one; `source` is which that is."""
        for entry in other.live():
            override = entry.override
            if not override:
                try:
                    self.require_step(replace(entry, number=math.inf, recorded_on=self.today))
                except Illegal:
                    override = True
            copy = self.add(
                by=entry.by,
                status=entry.status,
                day=entry.day,
                precision=entry.precision,
                override=override,
                event=entry.event,
                copy_of=source,
            )
            for second in other.log:
                if second.confirms == entry.number:
                    self.add(by=second.by, confirms=copy.number)
                    # Both at once.
                    self.told.pop()

    def give_back(self, source, *, by):
        voided = {e.voids for e in self.log}
        copies = [e for e in self.log if e.copy_of == source and e.number not in voided]
        for copy in sorted(copies, key=lambda e: (e.day or dt.date.min, e.number), reverse=True):
            self.void(copy.number, by=by)


def known_part(day, precision):
    if precision != "day":
        day = day.replace(day=1)
    return day.replace(month=1) if precision == "year" else day
