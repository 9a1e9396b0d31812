"""The catalogue with invented progress over 18 months, as a package: the same for the same seed
and day.

Who asks for what is as the catalogue has it. When it was asked and all that policy did about it
is invented, and says so in each row.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from proposals.choices import (
    CHECK_INTERVAL_DAYS,
    SMALLEST_EVIDENCE,
    CriterionState,
    EvidenceClass,
    Precision,
    PublicationState,
    Status,
)
from proposals.models.dated import DATING
from proposals.package import dumping
from proposals.package.rows import Row

DAYS = 548
NOBODY = "示範機構（虛構） · Invented body"

# What may become of an ask, step by step; each is met as often as it stands here.
CONFIRMED, UNCONFIRMED, VOIDED, CHECKED = "confirmed", "unconfirmed", "voided", "checked"
COURSES: tuple[tuple[str, ...], ...] = (
    *[()] * 4,
    (CHECKED,),
    *[(Status.NOTED,)] * 3,
    (Status.NOTED, Status.UNDER_STUDY, CHECKED),
    *[(Status.UNDER_STUDY,)] * 2,
    (Status.NOTED, Status.COMMITTED),
    (Status.UNDER_STUDY, Status.COMMITTED),
    (Status.COMMITTED, Status.IN_DELIVERY),
    (Status.UNDER_STUDY, Status.COMMITTED, Status.IN_DELIVERY, CHECKED),
    (Status.COMMITTED, Status.IN_DELIVERY, Status.PARTLY_DELIVERED),
    (Status.COMMITTED, Status.IN_DELIVERY, Status.DELIVERED, CONFIRMED),
    (Status.IN_DELIVERY, Status.PARTLY_DELIVERED, Status.DELIVERED, CONFIRMED),
    (Status.COMMITTED, Status.IN_DELIVERY, Status.DELIVERED, UNCONFIRMED),
    (Status.NOTED, Status.DECLINED, CONFIRMED),
    (Status.DECLINED, UNCONFIRMED),
    (Status.UNDER_STUDY, CHECKED, Status.STALLED),
    (Status.COMMITTED, CHECKED, Status.STALLED, Status.UNDER_STUDY),
    (Status.NOTED, Status.SUPERSEDED),
    (Status.COMMITTED, VOIDED, Status.NOTED),
)

REASONS = {
    Status.NOTED: ("示範：政府備悉建議。", "Invented: Government took note of the proposal."),
    Status.UNDER_STUDY: (
        "示範：政府表示正在研究。",
        "Invented: Government is studying it.",
    ),
    Status.COMMITTED: ("示範：文件承諾推行。", "Invented: a document promises to do it."),
    Status.IN_DELIVERY: ("示範：工作已經展開。", "Invented: work on it has begun."),
    Status.PARTLY_DELIVERED: (
        "示範：首階段已經完成，次階段未有。",
        "Invented: the first phase exists; the second does not.",
    ),
    Status.DELIVERED: ("示範：措施已經實施。", "Invented: the measure is in place."),
    Status.DECLINED: ("示範：政府表示不會採納。", "Invented: Government says it will not do it."),
    Status.STALLED: ("示範：等候其他項目。", "Invented: it waits for another project."),
    Status.SUPERSEDED: ("示範：另一建議已經取代。", "Invented: another proposal replaces it."),
    VOIDED: ("示範：文件所指是另一項目。", "Invented: the document means another project."),
    CHECKED: ("示範：查無新進展。", "Invented: nothing new was found."),
}
DATED = ("示範資料：日子屬虛構。", "Demonstration: the day is invented.")

# Days after the beginning on which something happened to policy that moved many.
EVENTS = {
    130: "示範：虛構的施政報告 · Invented Policy Address",
    290: "示範：虛構的財政預算案 · Invented Budget",
    420: "示範：虛構的發展藍圖 · Invented blueprint",
    490: "示範：虛構的施政報告 · Another invented Policy Address",
}
ANY = ({EvidenceClass.OFFICIAL_DOCUMENT},)
MOVED_BY_EVENTS = {Status.NOTED, Status.UNDER_STUDY, Status.COMMITTED}


def write(folder: Path, catalogue: Path, *, seed: str, today: dt.date) -> list[Path]:
    """Write the package as it was before anything became of an ask, and as it is since; returns
    both. What is loaded after the asks are public is told step by step."""
    # The last day is left to who looks at it.
    begun = today - dt.timedelta(days=DAYS)
    invented = _Invented(seed, begun, today - dt.timedelta(days=1))
    sources, proposals = (list(_rows(catalogue, name)) for name in ("sources", "proposals"))
    first = [row for row in _rows(catalogue, "status_updates") if row["number"] == "1"]
    invented.date(sources, proposals)
    asked_with = [
        row | invented.printed(row["proposal"])
        for row in _rows(catalogue, "evidence")
        if row["number"] == "1"
    ]
    invented.list_criteria(list(_rows(catalogue, "criteria")))
    invented.log(first, asked_with)
    asked = {
        "status_updates": [u for u in invented.tables["status_updates"] if u["number"] == "1"],
        "evidence": asked_with,
        "assessments": [],
        "checks": [],
    }
    parts = [folder / "asked", folder / "since"]
    for part, tables in zip(parts, (invented.tables | asked, invented.tables), strict=True):
        shutil.copytree(catalogue, part)
        dumping.write(part, {name: iter(rows) for name, rows in tables.items()})
    return parts


def _rows(catalogue: Path, table: str) -> Iterator[Row]:
    with (catalogue / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


class _Invented:
    """The tables of the package that are not as the catalogue has them."""

    def __init__(self, seed: str, begun: dt.date, end: dt.date) -> None:
        self.seed, self.begun, self.end = seed, begun, end
        self.tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.asked_on: dict[str, dt.date] = {}
        self.shown: set[str] = set()
        self.parts: dict[str, list[str]] = defaultdict(list)
        self.events = {
            key: begun + dt.timedelta(days=day) for key, day in enumerate(EVENTS, start=1)
        }
        kind = EvidenceClass.OFFICIAL_DOCUMENT
        for (key, day), title in zip(self.events.items(), EVENTS.values(), strict=True):
            self.tables["policy_events"].append(
                {"key": key, **self._document(kind, title, f"event/{key}")}
                | {"happened_on": day, "happened_on_precision": Precision.DAY}
                | {"recorded_at": _at(day, 0)}
            )

    def date(self, sources: list[Row], proposals: list[Row]) -> None:
        """Asks of a year and more, so that there was time for something to become of them."""
        days = {}
        for row in sources:
            day = self.begun + dt.timedelta(days=self._chance(row["slug"]).randrange(400))
            days[row["slug"]] = day
            dating = {"on": day, "on_precision": Precision.DAY} | dict(
                zip(("basis_hant", "basis_en"), DATED, strict=True)
            )
            self.tables["sources"].append({**_undated(row, "published"), **_named(dating)})
        self.tables["proposals"] = [_undated(row, "proposed") for row in proposals]
        self.asked_on = {row["slug"]: days[row["source"]] for row in proposals}
        # Of what was withdrawn or merged nothing more becomes.
        self.shown = {
            row["slug"]
            for row in proposals
            if row["publication_state"] == PublicationState.PUBLISHED and not row["merged_into"]
        }

    def printed(self, slug: str) -> Row:
        """The day of what it was asked in, as its evidence states it."""
        return {
            "published_on": self.asked_on[slug].isoformat(),
            "published_on_precision": Precision.DAY,
        }

    def list_criteria(self, rows: list[Row]) -> None:
        """What would count as delivered was known from the beginning."""
        for row in rows:
            self.parts[row["proposal"]].append(row["position"])
            self.tables["criteria"].append(row | {"added_at": _at(self.begun, 0)})

    def log(self, first: list[Row], asked_with: list[Row]) -> None:
        """Each proposal as it was asked, and what became of it."""
        self.tables["evidence"] += asked_with
        shuffled = sorted(self.shown)
        self._chance("courses").shuffle(shuffled)
        courses = {slug: COURSES[n % len(COURSES)] for n, slug in enumerate(shuffled)}
        # What replaces another is none that is replaced.
        waiting = [slug for slug in shuffled if not courses[slug]]
        for row in sorted(first, key=lambda row: row["proposal"]):
            slug, day = row["proposal"], self.asked_on[row["proposal"]]
            dated = {"effective_on": day, "effective_on_precision": Precision.DAY}
            # A day that is invented needs no bound.
            dated |= {"effective_not_after": "", "recorded_at": _at(day, 1)}
            self.tables["status_updates"].append(row | dated)
            self._follow(slug, day, courses.get(slug, ()), waiting)

    def _follow(self, slug: str, day: dt.date, course: tuple[str, ...], waiting: list[str]) -> None:
        chance, number, left = self._chance(slug), 1, len(course)
        stands = Status.PROPOSED
        for act in course:
            most = (self.end - day).days // left
            day += dt.timedelta(days=chance.randint(max(1, most // 3), max(1, most)))
            left -= 1
            if act == CHECKED:
                self._check(slug, day, stands)
                continue
            number += 1
            if act == CONFIRMED:
                self._record(slug, number, day, confirms=number - 1)
            elif act == VOIDED:
                self._record(slug, number, day, void_of=number - 1, **_reason(VOIDED))
            elif act == UNCONFIRMED:
                number -= 1
            else:
                stands = Status(act)
                day = self._step(slug, number, day, stands, chance, waiting)

    def _step(
        self,
        slug: str,
        number: int,
        day: dt.date,
        status: Status,
        chance: Random,
        waiting: list[str],
    ) -> dt.date:
        """A step, by an event where one happened soon after; returns its day."""
        soon = [(key, on) for key, on in self.events.items() if 0 <= (on - day).days <= 60]
        event = ""
        if soon and status in MOVED_BY_EVENTS and chance.random() < 0.7:
            key, day = soon[0]
            event = str(key)
            self._event_document(slug, number, key)
        else:
            # What replaces an ask may be a measure, where there is no other ask to name.
            needed = SMALLEST_EVIDENCE[status] or (ANY if status == Status.SUPERSEDED else ())
            words = status.value.replace("_", " ")
            for place, classes in enumerate(needed):
                kind = EvidenceClass(chance.choice(sorted(classes)))
                title = f"示範文件（虛構） · Invented: {words}"
                document = self._document(kind, title, f"{slug}/{number}/{place}")
                self._attach(slug, number, day, document)
        earlier = [other for other in waiting if self.asked_on[other] < day]
        successor = chance.choice(earlier) if earlier and status == Status.SUPERSEDED else ""
        dated = {"effective_on": day, "effective_on_precision": Precision.DAY}
        said = {"status": status, "event": event, "superseded_by": successor}
        self._record(slug, number, day, **said, **dated, **_reason(status))
        self._assess(slug, number, status)
        return day

    def _assess(self, slug: str, number: int, status: Status) -> None:
        """All is met of what is delivered; of what is so in part, the first or a part of it."""
        met, not_met, partly = CriterionState.MET, CriterionState.NOT_MET, CriterionState.PARTLY
        parts = self.parts[slug]
        states = {
            Status.PARTLY_DELIVERED: [met, *[not_met] * (len(parts) - 1)]
            if parts[1:]
            else [partly],
            Status.DELIVERED: [met] * len(parts),
        }.get(status, [])
        self.tables["assessments"] += [
            {"proposal": slug, "number": number, "position": position, "state": state}
            for position, state in zip(parts, states, strict=False)
        ]

    def _event_document(self, slug: str, number: int, key: int) -> None:
        event = self.tables["policy_events"][key - 1]
        document = {n: event[n] for n in ("evidence_class", "title", "publisher", "url")}
        self._attach(slug, number, self.events[key], document)

    def _attach(self, slug: str, number: int, day: dt.date, document: dict[str, Any]) -> None:
        named = {"proposal": slug, "number": number}
        dated = {"published_on": day, "published_on_precision": Precision.DAY}
        self.tables["evidence"].append(named | dated | document)

    def _record(self, slug: str, number: int, day: dt.date, **said: Any) -> None:
        named = {"proposal": slug, "number": number, "recorded_at": _at(day, number)}
        self.tables["status_updates"].append(named | said)

    def _check(self, slug: str, day: dt.date, stands: Status) -> None:
        notes = dict(zip(("note_hant", "note_en"), REASONS[CHECKED], strict=True))
        due = day + dt.timedelta(days=CHECK_INTERVAL_DAYS[stands])
        named = {"proposal": slug, "checked_on": day, "next_check_on": due}
        self.tables["checks"].append({**named, **notes, "recorded_at": _at(day, 1)})

    def _document(self, kind: EvidenceClass, title: str, place: str) -> dict[str, Any]:
        url = f"https://example.invalid/demonstration/{place}"
        return {"evidence_class": kind, "title": title, "publisher": NOBODY, "url": url}

    def _chance(self, of: str) -> Random:
        """The same for each row whatever other rows there are."""
        return Random(f"{self.seed} {of}")  # noqa: S311 not a secret


def _undated(row: Row, name: str) -> dict[str, Any]:
    return row | {f"{name}_{ending}": "" for ending in DATING if f"{name}_{ending}" in row}


def _named(dating: dict[str, Any]) -> dict[str, Any]:
    return {f"published_{ending}": value for ending, value in dating.items()}


def _reason(of: str) -> dict[str, str]:
    return dict(zip(("reason_hant", "reason_en"), REASONS[of], strict=True))


def _at(day: dt.date, hour: int) -> str:
    """On that day; what comes later in a log of one day has a later hour."""
    return dt.datetime(day.year, day.month, day.day, 2 + hour, tzinfo=dt.UTC).isoformat()
