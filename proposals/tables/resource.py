"""What every table has in common on its way in: each row found, compared, judged and saved."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import copy
from itertools import chain
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import CharWidget

from proposals.editing import writing
from proposals.models import Change, Proposal
from proposals.models.changes import saved
from proposals.models.shared import SharedModel
from proposals.tables.cells import KeysField, KeyWidget
from proposals.tables.faults import in_words, unseen
from proposals.tables.incoming import CellChange, Import, IncomingRow, RowLoader, TableRowResult
from proposals.tables.reading import CellFault, Table

log = logging.getLogger(__name__)

# The column by which a row says what it was when it was exported.
VERSION = "version"

# So many rows are written together.
AT_ONCE = 500


class VersionField(Field):
    """A column that is written and only compared."""

    def __init__(self, resource: TableResource) -> None:
        super().__init__(attribute=VERSION, column_name=VERSION, readonly=True)
        self.resource = resource

    def get_value(self, instance: models.Model) -> str:
        return self.resource.version(instance)


class TableResource(ModelResource):
    """One table. Rows that would not change are skipped; every faulty column is named.

    A preview judges each row as an import does, and does not write it. What a file points to
    is looked up once for the whole file: ten thousand rows are previewed within a minute.
    """

    # An empty cell of a workbook is an empty text, be it long.
    WIDGETS_MAP: ClassVar[dict[str, Any]] = ModelResource.WIDGETS_MAP | {"TextField": CharWidget}

    # The column of Proposal by which it shows a row of this table.
    shown_by = ""
    # The column by which people know a row.
    title = ""

    class Meta:
        report_skipped = True
        use_transactions = True
        instance_loader_class = RowLoader

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().order_by("pk")

    def bring(self, table: Table, *, file: Import) -> Result:
        """Bring in a table: all of its rows or, where one is faulty, none. Of a package the
        rest is judged all the same, and it is the package that is not loaded."""
        result = Result()
        faults: dict[int, list[CellFault]] = defaultdict(list)
        for fault in table.faults:
            faults[fault.row].append(fault)
        with transaction.atomic():
            self.before_bringing(table, file)
            loader = self._meta.instance_loader_class(self, table)
            for place, (number, cells) in enumerate(table.numbered()):
                told = TableRowResult(number, cells)
                result.append_row_result(told)
                self._bring_row(place, told, loader, faults[number], file)
                if not (told.validation_error or told.is_new()):
                    # Only a fault, or what is new, is told by its cells.
                    told.cells = {}
                if len(file.waiting) == AT_ONCE:
                    self._save_together(file)
            self._save_together(file)
            self.after_bringing(result, file)
            for told in result.rows:
                result.increment_row_result_total(told)
                if told.validation_error:
                    result.append_invalid_row(told.number, told.cells, told.validation_error)
            if file.is_preview or (result.invalid_rows and not file.is_part):
                transaction.set_rollback(True)
        return result

    # By which a new row may be one that there is already, and how each is compared.
    alike: ClassVar[dict[str, Callable[[str], str]]] = {}
    # Whether rows are written together: none names another of its table.
    together = False
    # Columns that show what acts have made; no row sets them.
    follows: tuple[str, ...] = ()
    # Columns that an import reads and an export does not write.
    only_read: tuple[str, ...] = ()
    # Columns of the public's files that tell of the same rows, and where they are imported.
    elsewhere: ClassVar[dict[str, Any]] = {}

    def __init__(self, *, versioned: bool = False, **kwargs: Any) -> None:
        """`versioned` for what people change in a spreadsheet: each row says what it was."""
        super().__init__(**kwargs)
        if versioned:
            self.fields[VERSION] = VersionField(self)

    def version(self, stored: Any) -> str:
        """A fingerprint of what a row may set."""
        fields = self.writable(Import())
        cells = [[field.column_name, str(field.export(stored))] for field in fields]
        return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:10]

    def get_import_fields(self) -> list[Field]:
        return self._import_fields

    @cached_property
    def _import_fields(self) -> list[Field]:
        return [f for f in super().get_import_fields() if f.column_name != VERSION]

    def known_columns(self) -> list[str]:
        return [*(field.column_name for field in self.get_import_fields()), VERSION]

    def unread_columns(self) -> dict[str, str]:
        """Columns that are known of other files, each with why it is not read."""
        return {name: str(why) for name, why in self.elsewhere.items()}

    def get_user_visible_fields(self) -> list[Field]:
        """What the page for an export lists: what is in the file."""
        return self.get_export_fields()

    def before_bringing(self, table: Table, file: Import) -> None:
        for field in self.get_import_fields():
            if hasattr(field.widget, "look_up") and field.column_name in table.header:
                place = table.header.index(field.column_name)
                cells = [row[place] for row in table.rows]
                file.known[field.column_name] = field.widget.look_up(cells)

    def _bring_row(
        self,
        place: int,
        told: TableRowResult,
        loader: RowLoader,
        faults: list[CellFault],
        file: Import,
    ) -> None:
        """Judge a row, and write it; what is refused is told of it."""
        if not file.is_part:
            told.cells = {name: cell.strip() for name, cell in told.cells.items()}
        with _telling(told):
            found = loader.find(place, told.cells)
            would_be = found or self.init_instance()
            row = IncomingRow(told.number, told.cells, copy(would_be), would_be)
            self._name(row, told)
            if faults:
                raise ValidationError(_by_column(faults))
            self.take(row, file, told)

    def _save_together(self, file: Import) -> None:
        """Write the rows that wait. Where the database refuses that, each is judged by its
        constraints too and written by itself, so that the faulty one is named."""
        if not file.waiting:
            return
        try:
            with transaction.atomic():
                self.save_new([row for row, _told, _moved in file.waiting if row.is_new])
                self.save_changed([row for row, _told, _moved in file.waiting if not row.is_new])
        except DatabaseError:
            file.is_doubted = True
            for row, told, moved in file.waiting:
                with _telling(told):
                    told.cells = row.cells
                    if row.is_new:
                        row.would_be.pk, row.would_be._state.adding = None, True
                    self.judge(row, file, {}, moved)
                    with transaction.atomic():
                        self.save(row)
        for row, told, _moved in file.waiting:
            self._note(row, file, told)
        file.waiting = []

    def _note(self, row: IncomingRow, file: Import, told: TableRowResult) -> None:
        told.object_id = row.would_be.pk
        file.written.add(row.would_be.pk)

    def waits(self, row: IncomingRow, file: Import) -> bool:
        """Whether it is written with others."""
        return self.together and not (file.is_preview or file.is_doubted)

    def _name(self, row: IncomingRow, told: TableRowResult) -> None:
        told.name = " · ".join(row.cells.get(n, "") for n in self._meta.import_id_fields)
        told.title = row.cells.get(self.title) or str(getattr(row.stored, self.title, ""))

    def take(self, row: IncomingRow, file: Import, told: TableRowResult) -> None:
        """Judge one row, and write it where it would change something. Raises ValidationError."""
        faults = self.read(row, file)
        fields = self.get_import_fields()
        moved = {field.attribute for field in fields}
        if not faults:
            self.fill(row)
            moved = {f.attribute for f in fields if row.value(f) != f.get_value(row.stored)}
        told.import_type = RowResult.IMPORT_TYPE_SKIP
        self.pass_over(row, file)
        if not moved:
            return
        if not faults:
            self.require_unchanged(row, fields)
        self.judge(row, file, faults, moved)
        if self.waits(row, file):
            file.waiting.append((row, told, moved))
        elif not file.is_preview:
            with transaction.atomic():
                self.save(row)
            self._note(row, file, told)
        told.import_type = RowResult.IMPORT_TYPE_UPDATE
        if row.is_new:
            told.import_type = RowResult.IMPORT_TYPE_NEW
        # Nobody is shown what a command or a confirmed import changes row by row.
        if file.is_preview or (file.is_part and file.by):
            told.changes = changes(fields, row)

    def pass_over(self, row: IncomingRow, file: Import) -> None:
        """Count where a row says something that no row can set."""
        for name in self.follows:
            cell = row.cells.get(name)
            if cell and cell != str(self.fields[name].export(row.stored)):
                file.passed_over[name] += 1

    def require_unchanged(self, row: IncomingRow, fields: list[Field]) -> None:
        """Refuse to write over what others have written since the file was exported."""
        given = row.cells.get(VERSION, "").partition("-")[0]
        if row.is_new or not given or given == self.version(row.stored).partition("-")[0]:
            return
        said = _(
            "It was changed since the export, and is now: “%(stored)s”. Take that into your file; "
            "or, to write over it, put %(version)s into the column “version”."
        )
        version = self.version(row.stored)
        raise ValidationError(
            {
                change.column: said % {"stored": change.before, "version": version}
                for change in changes(fields, row)
                if change.column in row.cells
            }
            or {VERSION: said % {"stored": "", "version": version}}
        )

    def writable(self, file: Import) -> list[Field]:
        """The fields that a row of this file sets."""
        return [field for field in self.get_import_fields() if not field.readonly]

    def read(self, row: IncomingRow, file: Import) -> dict[str, Any]:
        """Set what the cells say. What is wrong with them, by column."""
        faults: dict[str, Any] = {}
        for field in self.writable(file):
            if field.column_name not in row.cells:
                continue
            cell = row.cells[field.column_name]
            is_key = field.attribute in self._meta.import_id_fields
            if not row.is_new and (is_key or cell == str(field.export(row.stored)).strip()):
                continue
            if said := unseen(cell):
                faults[field.attribute] = ValidationError(said)
                continue
            try:
                value = field.clean(row.cells, known=file.known.get(field.column_name))
            except ValueError as fault:
                faults[field.attribute] = ValidationError(str(fault))
                continue
            if isinstance(field, KeysField):
                row.beside[field.attribute] = value
            else:
                setattr(row.would_be, field.attribute, value)
        return faults

    def fill(self, row: IncomingRow) -> None:
        """Derive what the cells leave open."""
        if hasattr(row.would_be, "fill_hans"):
            row.would_be.fill_hans(None if row.is_new else row.stored)

    def judge(
        self, row: IncomingRow, file: Import, faults: dict[str, Any], moved: set[str]
    ) -> None:
        """Judge the columns that a row sets. A key that was found is there, and the loader has
        looked for other rows of that name: neither is asked for again, row by row. Nor is the
        database asked about a constraint on columns that stay as they are."""
        instance = row.would_be
        errors = ValidationError(faults).error_dict
        set_here = {field.attribute for field in self.writable(file)}
        found = {f.attribute for f in self._import_fields if isinstance(f.widget, KeyWidget)}
        exclude = {
            field.name
            for field in instance._meta.fields
            if field.name not in set_here
            or (field.name in found and getattr(instance, field.attname) is not None)
        }
        try:
            instance.full_clean(
                exclude=exclude | set(errors), validate_unique=False, validate_constraints=False
            )
        except ValidationError as fault:
            # A cell that cannot be read is not called empty too.
            errors = fault.error_dict | errors
        else:
            if not self.waits(row, file):
                errors |= self._constraints(instance, moved, exclude)
        key = self._meta.import_id_fields[0]
        text = getattr(instance, key, "")
        if row.is_new and key not in errors and isinstance(text, str) and text != text.lower():
            said = _("Write it in small letters: %(slug)s") % {"slug": text.lower()}
            errors[key] = [ValidationError(said)]
        for name in getattr(instance, "LOCALIZED", ()):
            # What was derived is as faulty as what it was derived from.
            if f"{name}_hant" in errors and not row.cells.get(f"{name}_hans"):
                errors.pop(f"{name}_hans", None)
        if errors:
            model = self._meta.model
            raise ValidationError(
                {
                    name: [in_words(model, name, e, row.cells.get(name, "")) for e in found]
                    for name, found in errors.items()
                }
            )

    def _constraints(self, instance: Any, moved: set[str], exclude: set[str]) -> dict[str, Any]:
        """What the database would refuse, at a column that would move."""
        errors: dict[str, Any] = {}
        for constraint in instance._meta.constraints:
            # One of uniqueness has no condition; the loader has seen to it.
            condition = getattr(constraint, "condition", None) or Q()
            named = list(dict.fromkeys(_columns(condition)))
            if not moved & set(named):
                continue
            try:
                constraint.validate(type(instance), instance, exclude=exclude)
            except ValidationError:
                column = next(name for name in named if name in moved)
                said = constraint.violation_error_message
                if said == constraint.default_violation_error_message:
                    others = ", ".join(name for name in named if name != column)
                    said = _("It does not fit the other columns: %(columns)s.")
                    said %= {"columns": others}
                errors[column] = [ValidationError(said)]
        return errors

    def save(self, row: IncomingRow) -> None:
        row.would_be.save(force_insert=row.is_new)

    def save_changed(self, rows: list[IncomingRow]) -> None:
        for row in rows:
            self.save(row)

    def save_new(self, rows: list[IncomingRow]) -> None:
        self._meta.model._default_manager.bulk_create(row.would_be for row in rows)

    def after_bringing(self, result: Result, file: Import) -> None:
        if file.is_preview:
            self.warn(result)
        if file.written and not file.is_part:
            settle([(self, file)])

    def warn(self, result: Result) -> None:
        """Tell of each new row what there is already that may be the same."""
        new = [told for told in result.rows if told.is_new()]
        key = self._meta.import_id_fields[0]
        for column, folded in self.alike.items() if new else ():
            there: dict[str, str] = {}
            for name, text in self.get_queryset().values_list(key, column):
                there.setdefault(folded(text), name)
            for told in new:
                text = folded(told.cells.get(column, ""))
                if text and text in there:
                    said = _("“%(column)s” is the same as that of %(name)s.")
                    told.warnings.append(said % {"column": column, "name": there[text]})
                there.setdefault(text, told.name)

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        """The proposals whose public content these rows are part of."""
        return Proposal.objects.filter(**{f"{self.shown_by}__in": written}).distinct()


def settle(brought: Collection[tuple[TableResource, Import]]) -> None:
    """End the edit that these tables are: settle the proposals that show their rows, and tell the
    public of each row that it sees by itself, not only by a proposal."""
    pks = (r.showing(file.written).values_list("pk", flat=True) for r, file in brought)
    touched = set(chain.from_iterable(pks))
    writing.settle(Proposal.objects.filter(pk__in=touched).only("pk"))
    for resource, file in brought:
        model = resource._meta.model
        if file.written and issubclass(model, SharedModel):
            Change.objects.catch_up(saved(model, file.written))
            writing.settle_late(resource.showing(file.written), touched)


@contextmanager
def _telling(told: TableRowResult) -> Iterator[None]:
    """What is refused of a row is told of it."""
    try:
        yield
    except ValidationError as fault:
        told.import_type = RowResult.IMPORT_TYPE_INVALID
        told.validation_error = fault
    except Exception:
        log.exception("Row %d of an import broke", told.number)
        said = _("What is wrong with the row is not known. It stands in the tracker’s log.")
        told.import_type = RowResult.IMPORT_TYPE_INVALID
        told.validation_error = ValidationError({NON_FIELD_ERRORS: said})


def changes(fields: list[Field], row: IncomingRow) -> list[CellChange]:
    """The cells that would be others, or all that a new row fills."""
    found = []
    for field in fields:
        if row.is_new and field.readonly and field.attribute not in row.beside:
            continue
        before = "" if row.is_new else str(field.export(row.stored))
        after = str(field.widget.render(row.value(field)))
        if before != after:
            found.append(CellChange(field.column_name, before, after))
    return found


def _by_column(faults: list[CellFault]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        said[fault.column or NON_FIELD_ERRORS].append(fault.message)
    return said


def _columns(condition: Q) -> Iterator[str]:
    """The columns that a constraint speaks of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _columns(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]
