"""The log in the data package: status updates with their evidence, and checks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.models import User

from proposals import tracking
from proposals.models import Check, Evidence, Proposal, Source, StatusUpdate

# It comes after every other table: it needs the proposals.
LOG_TABLES = ("status_updates", "evidence", "checks")

# Told how many rows are done, and of how many.
Progress = Callable[[int, int], Any]

Row = dict[str, str]


@dataclass(frozen=True, order=True)
class PackageFault:
    """One thing wrong with a package. `row` counts from 1 and leaves the header out; 0 is the
    file as a whole."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.message}"


@dataclass
class Loaded:
    """How far a load has come, and how many rows of each table were new or changed."""

    rows: int
    progress: Progress | None = None
    rows_done: int = 0
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def done(self, rows: int) -> None:
        self.rows_done += rows
        if self.progress:
            self.progress(self.rows_done, self.rows)


def _by_slug(model: type[Proposal | Source], *, required: bool) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        model.objects.all(),
        to_field_name="slug",
        required=required,
        error_messages={"invalid_choice": "There is no “%(value)s”."},
    )


class UpdateRow(forms.ModelForm):
    """One row of status_updates.csv."""

    proposal = _by_slug(Proposal, required=True)
    superseded_by = _by_slug(Proposal, required=False)
    void_of = forms.IntegerField(min_value=1, required=False)
    recorded_at = forms.DateTimeField(required=False)

    class Meta:
        model = StatusUpdate
        fields = (
            "proposal",
            "number",
            "status",
            "effective_on",
            "effective_on_precision",
            "reason_hant",
            "reason_hans",
            "reason_en",
            "override_reason_hant",
            "override_reason_en",
            "superseded_by",
            "recorded_at",
        )

    def _post_clean(self) -> None:
        """Only the cells are judged here; the row as a whole is judged by tracking."""


class EvidenceRow(forms.ModelForm):
    """One row of evidence.csv; `number` is that of its update."""

    proposal = _by_slug(Proposal, required=True)
    number = forms.IntegerField(min_value=1)
    # As it stands in the cell: a form's own field for links would complete what is incomplete.
    url = forms.CharField(required=False)
    source = _by_slug(Source, required=False)

    class Meta:
        model = Evidence
        fields = (
            "evidence_class",
            "title",
            "publisher",
            "url",
            "published_on",
            "published_on_precision",
            "quote",
            "source",
        )


class CheckRow(forms.ModelForm):
    """One row of checks.csv."""

    proposal = _by_slug(Proposal, required=True)
    recorded_at = forms.DateTimeField(required=False)

    class Meta:
        model = Check
        fields = (
            "proposal",
            "checked_on",
            "next_check_on",
            "note_hant",
            "note_en",
            "recorded_at",
        )

    def _post_clean(self) -> None:
        """Only the cells are judged here; the row as a whole is judged by tracking."""


class PackageLog:
    """The log tables of one package, on their way in."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.evidence: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
        for number, row in enumerate(tables["evidence"], 1):
            self.evidence[row["proposal"], row["number"]].append((number, row))

    def load(self, by: User, loaded: Loaded) -> Iterator[PackageFault]:
        for number, row in enumerate(self.tables["status_updates"], 1):
            yield from self._update(number, row, by, loaded)
            loaded.done(1)
        for rows in self.evidence.values():
            for number, _row in rows:
                yield PackageFault(
                    "evidence.csv", number, "number", "status_updates.csv has no such update."
                )
        loaded.done(len(self.tables["evidence"]))
        for number, row in enumerate(self.tables["checks"], 1):
            yield from self._check(number, row, by, loaded)
            loaded.done(1)

    def _update(self, number: int, row: Row, by: User, loaded: Loaded) -> Iterator[PackageFault]:
        file = "status_updates.csv"
        evidence = self.evidence.pop((row["proposal"], row["number"]), [])
        form = UpdateRow(row)
        if not form.is_valid():
            yield from _form_faults(file, number, form)
            return
        values = form.cleaned_data
        proposal: Proposal = values["proposal"]
        stored = {u.number: u for u in proposal.updates.all()}
        if values["number"] in stored:
            yield from self._compare(number, row, evidence, stored[values["number"]])
            return
        if values["number"] != len(stored) + 1:
            yield PackageFault(
                file, number, "number", f"The next of this proposal is {len(stored) + 1}."
            )
            return
        said = {
            "reason_hant": values["reason_hant"],
            "reason_hans": values["reason_hans"],
            "reason_en": values["reason_en"],
            "by": by,
            "recorded_at": values["recorded_at"],
        }
        given = []
        for place, cells in evidence:
            evidence_form = EvidenceRow(cells)
            if evidence_form.is_valid():
                given.append(evidence_form.save(commit=False))
            else:
                yield from _form_faults("evidence.csv", place, evidence_form)
                return
        try:
            if values["void_of"] is None:
                tracking.record(
                    proposal,
                    status=values["status"],
                    effective_on=values["effective_on"],
                    effective_on_precision=values["effective_on_precision"],
                    evidence=given,
                    superseded_by=values["superseded_by"],
                    override_reason_hant=values["override_reason_hant"],
                    override_reason_en=values["override_reason_en"],
                    **said,
                )
            elif values["void_of"] in stored:
                tracking.void(stored[values["void_of"]], **said)
            else:
                yield PackageFault(file, number, "void_of", "There is no earlier update of it.")
                return
        except tracking.Refusal as refusal:
            yield PackageFault(file, number, refusal.field, str(refusal))
        else:
            loaded.changed["status_updates"] += 1

    def _compare(
        self, number: int, row: Row, evidence: list[tuple[int, Row]], stored: StatusUpdate
    ) -> Iterator[PackageFault]:
        """What is recorded is never edited: a row that differs from it is a fault."""
        yield from _differences("status_updates.csv", number, row, _update_cells(stored))
        kept = list(stored.evidence.order_by("pk"))
        if len(kept) != len(evidence):
            yield PackageFault(
                "status_updates.csv",
                number,
                "number",
                f"It is recorded with {len(kept)} evidence rows; the package has {len(evidence)}.",
            )
            return
        for (place, cells), document in zip(evidence, kept, strict=True):
            yield from _differences("evidence.csv", place, cells, _evidence_cells(document))

    def _check(self, number: int, row: Row, by: User, loaded: Loaded) -> Iterator[PackageFault]:
        form = CheckRow(row)
        if not form.is_valid():
            yield from _form_faults("checks.csv", number, form)
            return
        values = form.cleaned_data
        known = Check.objects.filter(
            proposal=values["proposal"],
            checked_on=values["checked_on"],
            next_check_on=values["next_check_on"],
            note_hant=values["note_hant"],
        )
        if known.exists():
            return
        try:
            tracking.check(**values, by=by)
        except tracking.Refusal as refusal:
            yield PackageFault("checks.csv", number, refusal.field, str(refusal))
        else:
            loaded.changed["checks"] += 1


def _form_faults(file: str, number: int, form: forms.BaseForm) -> Iterator[PackageFault]:
    for column, messages in form.errors.items():
        for message in messages:
            yield PackageFault(file, number, "" if column == "__all__" else column, str(message))


def _differences(file: str, number: int, row: Row, stored: Row) -> Iterator[PackageFault]:
    for column, cell in row.items():
        # An empty cell of a column that we fill says nothing against what we filled in.
        filled_by_us = column.endswith("_hans") or column == "recorded_at"
        if cell != stored[column] and (cell or not filled_by_us):
            yield PackageFault(
                file,
                number,
                column,
                f"Recorded already as “{stored[column]}”. What is recorded is never edited: "
                "void it by a later row.",
            )


def dump_log() -> dict[str, Iterator[Row]]:
    """The rows of the log tables, in the order of what names them."""
    updates = StatusUpdate.objects.select_related("proposal", "superseded_by", "void_of")
    evidence = Evidence.objects.select_related("update__proposal", "source")
    checks = Check.objects.select_related("proposal")
    return {
        "status_updates": map(_update_cells, updates.order_by("proposal__slug", "number", "pk")),
        "evidence": map(
            _evidence_cells, evidence.order_by("update__proposal__slug", "update__number", "pk")
        ),
        "checks": map(_check_cells, checks.order_by("proposal__slug", "recorded_at", "pk")),
    }


def _cells(row: Any, names: tuple[str, ...]) -> Row:
    cells = {}
    for name in names:
        value = getattr(row, name)
        if isinstance(value, dt.datetime):
            value = value.astimezone(dt.UTC).isoformat()
        cells[name] = "" if value is None else str(value)
    return cells


def _update_cells(update: StatusUpdate) -> Row:
    return {
        "proposal": update.proposal.slug,
        **_cells(
            update,
            (
                "number",
                "status",
                "effective_on",
                "effective_on_precision",
                "reason_hant",
                "reason_hans",
                "reason_en",
                "override_reason_hant",
                "override_reason_en",
            ),
        ),
        "superseded_by": update.superseded_by.slug if update.superseded_by else "",
        "void_of": str(update.void_of.number) if update.void_of else "",
        **_cells(update, ("recorded_at",)),
    }


def _evidence_cells(evidence: Evidence) -> Row:
    return {
        "proposal": evidence.update.proposal.slug,
        "number": str(evidence.update.number),
        **_cells(
            evidence,
            (
                "evidence_class",
                "title",
                "publisher",
                "url",
                "published_on",
                "published_on_precision",
                "quote",
            ),
        ),
        "source": evidence.source.slug if evidence.source else "",
    }


def _check_cells(check: Check) -> Row:
    return {
        "proposal": check.proposal.slug,
        **_cells(
            check,
            ("checked_on", "next_check_on", "note_hant", "note_hans", "note_en", "recorded_at"),
        ),
    }
