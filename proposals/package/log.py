"""The log of a data package on its way in, in the order in which it was recorded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from proposals import tracking
from proposals.choices import PublicationState
from proposals.dates import is_written, read_date
from proposals.editing import publishing
from proposals.models import Check, Evidence, PolicyEvent, Proposal, StatusUpdate
from proposals.package import uptakes
from proposals.package.faults import PackageFault
from proposals.package.progress import Loaded
from proposals.package.rows import (
    POINTING,
    AssessmentCells,
    CheckCells,
    EventCells,
    EvidenceCells,
    Known,
    Row,
    UpdateCells,
    evidence_cells,
    update_cells,
)
from proposals.tables.reading import Table
from proposals.tracking import rules
from proposals.tracking.logs import DraftLogs

# The account that confirms what the loader records: nobody confirms their own.
CONFIRMER = "package-confirmer"
# What a record is given where its row is silent.
FILLED = ("recorded_at", "effective_not_after")


class NoSuchRecord(Exception):
    """A cell points at a record that is not there. `column` names the cell."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class PackageLog:
    """The log tables of one package, on their way in."""

    def __init__(self, tables: dict[str, Table], by: User) -> None:
        self.tables = tables
        self.by = by
        self.evidence: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
        for number, row in tables["evidence"].numbered():
            self.evidence[row["proposal"], row["number"]].append((number, row))
        self.assessments: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
        for number, row in tables["assessments"].numbered():
            self.assessments[row["proposal"], row["number"]].append((number, row))
        rows = tables["proposals"].dicts()
        self.states = {row["slug"]: row.get("publication_state", "") for row in rows}
        self.events: dict[str, PolicyEvent] = {}
        self.event_keys: dict[int, str] = {}
        self.known_checks: set[int] = set()
        self.known = Known(
            row[column]
            for name in ("status_updates", "evidence", "checks", "uptakes")
            for row in tables[name].dicts()
            for column in POINTING & row.keys()
        )
        self.event_cells = EventCells()
        self.update_cells = UpdateCells(self.known)
        self.evidence_cells = EvidenceCells(self.known)
        self.check_cells = CheckCells(self.known)

    def load(self, loaded: Loaded) -> Iterator[PackageFault]:
        for number, row in self.tables["policy_events"].numbered():
            yield from self._event(number, row, loaded)
            loaded.done(1)
        logged = {
            row["proposal"]
            for table in ("status_updates", "checks")
            for row in self.tables[table].dicts()
        }
        proposals = [self.known.row(Proposal, slug) for slug in logged]
        self.logs = DraftLogs([proposal for proposal in proposals if proposal])
        # A rule may ask what another proposal had at that time, or what a check had found.
        rows = [
            (_recorded_at(row), number, take, row)
            for table, take in (("status_updates", self._update), ("checks", self._check))
            for number, row in self.tables[table].numbered()
        ]
        for _at, number, take, row in sorted(rows, key=lambda entry: entry[0]):
            yield from take(number, row, loaded)
            loaded.done(1)
        self.logs.write()
        for table, left in (("evidence", self.evidence), ("assessments", self.assessments)):
            for number, _row in chain.from_iterable(left.values()):
                yield PackageFault(
                    f"{table}.csv", number, "number", "status_updates.csv has no such update."
                )
            loaded.done(len(self.tables[table]))
        yield from uptakes.load(self.tables["uptakes"], self.known, self.by, loaded)

    def _event(self, number: int, row: Row, loaded: Loaded) -> Iterator[PackageFault]:
        form = self.event_cells
        if row["key"] in self.events:
            yield PackageFault("policy_events.csv", number, "key", "Another row has the same.")
        elif not form.read(row):
            yield from _form_faults("policy_events.csv", number, form)
        else:
            event = form.save(commit=False)
            said = {name: getattr(event, name) for name in EventCells.Meta.fields}
            if recorded_at := form.cleaned_data["recorded_at"]:
                said["recorded_at"] = recorded_at
            known = PolicyEvent.objects.filter(**said).exclude(pk__in=self.event_keys).first()
            if known is None:
                event.recorded_at = recorded_at or dt.datetime.now(dt.UTC)
                event.recorded_by = self.by
                event.save()
                loaded.changed["policy_events"] += 1
            self.events[row["key"]] = known or event
            self.event_keys[self.events[row["key"]].pk] = row["key"]

    def _update(self, number: int, row: Row, loaded: Loaded) -> Iterator[PackageFault]:
        file = "status_updates.csv"
        evidence = self.evidence.pop((row["proposal"], row["number"]), [])
        assessed = self.assessments.pop((row["proposal"], row["number"]), [])
        form = self.update_cells
        if not form.read(row):
            yield from _form_faults(file, number, form)
            return
        values = form.cleaned_data
        proposal: Proposal = values["proposal"]
        stored = {u.number: u for u in self.logs.logs[proposal.pk]}
        if values["number"] in stored:
            self.logs.write()
            yield from self._compare(number, row, evidence, stored[values["number"]])
            yield from _compare_states(number, assessed, stored[values["number"]])
            return
        if values["number"] != len(stored) + 1:
            yield PackageFault(
                file, number, "number", f"The next of this proposal is {len(stored) + 1}."
            )
            return
        values["event"] = self.events.get(row.get("event", ""))
        if row.get("event") and values["event"] is None:
            yield PackageFault(file, number, "event", "policy_events.csv has no such key.")
            return
        given, faults = self._documents(evidence)
        values["criteria"], wrong = _states(assessed)
        if faults := faults + wrong:
            yield from faults
            return
        try:
            update = self._record(values, stored, given)
        except rules.Refusal as refusal:
            yield PackageFault(file, number, refusal.field, str(refusal))
        except NoSuchRecord as missing:
            yield PackageFault(file, number, missing.column, "There is no earlier update of it.")
        else:
            loaded.changed["status_updates"] += 1
            if update.copied_from:
                # What a copy says is what it was copied from, whatever the row says.
                self.logs.write()
                yield from self._compare(number, row, evidence, update)

    def _documents(self, rows: list[tuple[int, Row]]) -> tuple[list[Evidence], list[PackageFault]]:
        given: list[Evidence] = []
        faults: list[PackageFault] = []
        for number, cells in rows:
            if self.evidence_cells.read(cells):
                given.append(self.evidence_cells.save(commit=False))
            else:
                faults += _form_faults("evidence.csv", number, self.evidence_cells)
        return given, faults

    def _record(
        self, values: dict[str, Any], stored: dict[int, StatusUpdate], evidence: list[Evidence]
    ) -> StatusUpdate:
        """Take the row by the act that it stands for. Raises Refusal, NoSuchRecord."""
        recorded_at = values["recorded_at"]
        reason = {name: values[name] for name in ("reason_hant", "reason_hans", "reason_en")}
        overrides = {name: values[f"override_{name}"] for name in ("reason_hant", "reason_en")}
        if values["void_of"]:
            update = _pointed(stored, values["void_of"], "void_of")
            return tracking.void(
                update, **reason, by=self.by, recorded_at=recorded_at, logs=self.logs
            )
        if values["confirms"]:
            update = _pointed(stored, values["confirms"], "confirms")
            return tracking.confirm(
                update, by=self._confirmer(), recorded_at=recorded_at, logs=self.logs
            )
        if values["copied_from"]:
            self.logs.write()
            others = {u.number: u for u in values["copied_from"].updates.all()}
            update = _pointed(others, values["copied_from_number"], "copied_from_number")
            return tracking.copy(
                update,
                to=values["proposal"],
                **overrides,
                by=self.by,
                recorded_at=recorded_at,
                logs=self.logs,
            )
        if values["superseded_by"]:
            self._publish(values["superseded_by"])
        return tracking.record(
            values["proposal"],
            status=values["status"],
            effective_on=values["effective_on"],
            effective_on_precision=values["effective_on_precision"],
            effective_not_after=values["effective_not_after"],
            evidence=evidence,
            criteria=values["criteria"],
            superseded_by=values["superseded_by"],
            **{f"override_{name}": text for name, text in overrides.items()},
            event=values["event"],
            **reason,
            by=self.by,
            recorded_at=recorded_at,
            logs=self.logs,
        )

    def _publish(self, successor: Proposal) -> None:
        """What replaces another was public when that was recorded, so it is published first."""
        wanted = self.states.get(successor.slug)
        if not successor.ever_published and wanted in (
            PublicationState.PUBLISHED,
            PublicationState.WITHDRAWN,
        ):
            self.logs.write()
            publishing.publish(successor, by=self.by, undated=True)
            self.logs.read({successor.pk} & self.logs.proposals.keys())

    def _confirmer(self) -> User:
        account, created = User.objects.get_or_create(username=CONFIRMER)
        if created:
            account.set_unusable_password()
            account.save(update_fields=["password"])
        return account

    def _compare(
        self, number: int, row: Row, evidence: list[tuple[int, Row]], stored: StatusUpdate
    ) -> Iterator[PackageFault]:
        """What is recorded is never edited: a row that differs from it is a fault."""
        cells = update_cells(stored, self.event_keys)
        yield from _differences("status_updates.csv", number, row, cells)
        kept = list(stored.evidence.order_by("pk"))
        if len(kept) != len(evidence):
            yield PackageFault(
                "status_updates.csv",
                number,
                "number",
                f"It is recorded with {len(kept)} evidence rows; the package has {len(evidence)}.",
            )
            return
        for (place, document), known in zip(evidence, kept, strict=True):
            yield from _differences("evidence.csv", place, document, evidence_cells(known))

    def _check(self, number: int, row: Row, loaded: Loaded) -> Iterator[PackageFault]:
        form = self.check_cells
        if not form.read(row):
            yield from _form_faults("checks.csv", number, form)
            return
        values = form.cleaned_data
        said = ["proposal", "checked_on", "next_check_on", "note_hant"]
        if values["recorded_at"]:
            said.append("recorded_at")
        known = Check.objects.filter(**{name: values[name] for name in said})
        check = known.exclude(pk__in=self.known_checks).order_by("pk").first()
        if check is None:
            try:
                check = tracking.check(**values, by=self.by, logs=self.logs)
            except rules.Refusal as refusal:
                yield PackageFault("checks.csv", number, refusal.field, str(refusal))
                return
            loaded.changed["checks"] += 1
        self.known_checks.add(check.pk)


def _states(rows: list[tuple[int, Row]]) -> tuple[dict[int, str], list[PackageFault]]:
    """What an update says of criteria, by position."""
    given: dict[int, str] = {}
    faults: list[PackageFault] = []
    for number, cells in rows:
        form = AssessmentCells(cells)
        if not form.is_valid():
            faults += _form_faults("assessments.csv", number, form)
        elif form.cleaned_data["position"] in given:
            faults.append(
                PackageFault("assessments.csv", number, "position", "Another row has the same.")
            )
        else:
            given[form.cleaned_data["position"]] = form.cleaned_data["state"]
    return given, faults


def _compare_states(
    number: int, rows: list[tuple[int, Row]], stored: StatusUpdate
) -> Iterator[PackageFault]:
    given, faults = _states(rows)
    yield from faults
    kept = dict(stored.assessments.values_list("criterion__position", "state"))
    if not faults and given != kept:
        written = " ".join(f"{place}={state}" for place, state in sorted(kept.items())) or "nothing"
        message = f"It is recorded as saying of criteria: {written}. assessments.csv differs."
        yield PackageFault("status_updates.csv", number, "number", message)


def _recorded_at(row: Row) -> dt.datetime:
    """When the row says that it was recorded; what does not say is recorded now, after it all."""
    try:
        at = UpdateCells.base_fields["recorded_at"].clean(row.get("recorded_at", ""))
    except ValidationError:
        at = None
    return at or dt.datetime.max.replace(tzinfo=dt.UTC)


def _spelled_out(row: Row) -> Row:
    """The row with its dates as they are kept: 2026-05 as the first of that month, and its
    precision."""
    kept = dict(row)
    for name in ("effective_on", "published_on"):
        date, precision = read_date(row.get(name, "")), row.get(f"{name}_precision", "")
        if date and is_written(date, precision or date.precision):
            kept[name] = date.isoformat()
            kept[f"{name}_precision"] = precision or date.precision
    return kept


def _pointed(updates: dict[int, StatusUpdate], number: int | None, column: str) -> StatusUpdate:
    if number not in updates:
        raise NoSuchRecord(column)
    return updates[number]


def _form_faults(file: str, number: int, form: forms.BaseForm) -> Iterator[PackageFault]:
    for column, messages in form.errors.items():
        for message in messages:
            yield PackageFault(file, number, "" if column == "__all__" else column, str(message))


def _differences(file: str, number: int, row: Row, stored: Row) -> Iterator[PackageFault]:
    for column, cell in _spelled_out(row).items():
        # An empty cell of a column that we fill says nothing against what we filled in.
        filled_by_us = column.endswith("_hans") or column in FILLED
        if cell != stored[column] and (cell or not filled_by_us):
            yield PackageFault(
                file,
                number,
                column,
                f"Recorded already as “{stored[column]}”. What is recorded is never edited: "
                "void it by a later row.",
            )
