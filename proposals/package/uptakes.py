"""The response links of a data package on their way in: after the records that they led to."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from proposals.models import Change, Passage, StatusUpdate, Uptake
from proposals.models.changes import saved
from proposals.package.faults import PackageFault
from proposals.package.progress import Loaded
from proposals.package.rows import Known, Row, UptakeCells, uptake_cells
from proposals.tables.reading import Table

FILE = "uptakes.csv"


def load(table: Table, known: Known, by: User, loaded: Loaded) -> Iterator[PackageFault]:
    """Add what is not there yet; what is recorded is never edited."""
    links = Uptake.objects.select_related("document", "proposal", "merged_from", "update")
    stored = {uptake.slug: uptake for uptake in links}
    new = []
    form = UptakeCells(known)
    for number, row in table.numbered():
        if row.get("slug") in stored:
            yield from _compare(number, row, uptake_cells(stored[row["slug"]]))
        else:
            try:
                uptake = _read(row, form, by)
            except ValidationError as fault:
                for column, messages in fault.message_dict.items():
                    shown = "" if column == "__all__" else column
                    yield PackageFault(FILE, number, shown, " ".join(messages))
            else:
                stored[uptake.slug] = uptake
                new.append(uptake.pk)
                loaded.changed["uptakes"] += 1
        loaded.done(1)
    Change.objects.catch_up(saved(Uptake, new))


def _read(row: Row, form: UptakeCells, by: User) -> Uptake:
    if not form.read(row):
        raise ValidationError({name: list(said) for name, said in form.errors.items()})
    values = form.cleaned_data
    led_to = values.pop("number")
    uptake = Uptake(**values, recorded_by_id=by.pk)
    if led_to:
        uptake.update = StatusUpdate.objects.filter(proposal=uptake.proposal, number=led_to).first()
        if uptake.update is None:
            raise ValidationError({"number": "status_updates.csv has no such update."})
    uptake.voided_by_id = by.pk if uptake.voided_at else None
    uptake.passage = Passage.objects.filter(
        document=uptake.document, position=uptake.position
    ).first()
    uptake.fill_hans()
    uptake.full_clean()
    uptake.save(force_insert=True)
    return uptake


def _compare(number: int, row: Row, stored: Row) -> Iterator[PackageFault]:
    for column, cell in row.items():
        if cell != stored[column] and (cell or not column.endswith("_hans")):
            said = f"Recorded already as “{stored[column]}”. What is recorded is never edited."
            yield PackageFault(FILE, number, column, said)
