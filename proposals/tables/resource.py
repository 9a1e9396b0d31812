"""What every table has in common on its way in: each row found, compared, judged and saved."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.safestring import SafeString
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error, RowResult
from import_export.widgets import CharWidget

from proposals.editing import writing
from proposals.models import Change, Proposal
from proposals.models.changes import saved
from proposals.models.shared import SharedModel
from proposals.tables.cells import KeysField, KeyWidget, changed_cell
from proposals.tables.incoming import Import, IncomingRow, RowLoader


class TableResource(ModelResource):
    """One table. Rows that would not change are skipped; every faulty column is named.

    A preview judges each row as an import does, and does not write it. What a file points to
    is looked up once for the whole file: ten thousand rows are previewed within a minute.
    """

    # An empty cell of a workbook is an empty text, be it long.
    WIDGETS_MAP: ClassVar[dict[str, Any]] = ModelResource.WIDGETS_MAP | {"TextField": CharWidget}

    # The column of Proposal by which it shows a row of this table.
    shown_by = ""

    class Meta:
        report_skipped = True
        use_transactions = True
        instance_loader_class = RowLoader

    def import_data(
        self, dataset: Any, dry_run: bool = False, file: Import | None = None, **kwargs: Any
    ) -> Any:
        file = file or Import(by=kwargs.get("user"), is_preview=dry_run)
        return super().import_data(dataset, dry_run=dry_run, file=file, **kwargs)

    def import_data_inner(
        self,
        dataset: Any,
        dry_run: bool,
        raise_errors: bool,
        using: bool,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        # A row that is only judged needs no savepoint; the whole is rolled back in any case.
        using = using and not dry_run
        return super().import_data_inner(dataset, dry_run, raise_errors, using, *args, **kwargs)

    def before_import(self, dataset: Any, *, file: Import, **kwargs: Any) -> None:
        for field in self.get_import_fields():
            if hasattr(field.widget, "look_up") and field.column_name in dataset.headers:
                cells = dataset[field.column_name]
                file.known[field.column_name] = field.widget.look_up(cells)

    def import_row(
        self, row: Any, instance_loader: RowLoader, *, file: Import, row_number: int, **kwargs: Any
    ) -> RowResult:
        """Not the parent's, which hands its steps no more than a model and its copy."""
        result = RowResult()
        try:
            found = instance_loader.find(row_number, row)
            would_be = found or self.init_instance(row)
            self.take(IncomingRow(row_number, row, copy(would_be), would_be), file, result)
        except ValidationError as fault:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = fault
        except Exception as fault:  # noqa: BLE001 - a row that breaks is told by its number
            result.import_type = RowResult.IMPORT_TYPE_ERROR
            result.errors.append(Error(fault, row=row, number=row_number))
        return result

    def take(self, row: IncomingRow, file: Import, result: RowResult) -> None:
        """Judge one row, and write it where it would change something. Raises ValidationError."""
        faults = self.read(row, file)
        fields = self.get_import_fields()
        moved = {field.attribute for field in fields}
        if not faults:
            self.fill(row)
            moved = {f.attribute for f in fields if row.value(f) != f.get_value(row.stored)}
        result.diff = []
        result.import_type = RowResult.IMPORT_TYPE_SKIP
        if not moved:
            return
        self.judge(row, file, faults, moved)
        if not file.is_preview:
            self.save(row)
            file.written.add(row.would_be.pk)
            # The log of the admin asks for it.
            result.instance = row.would_be
        result.import_type = RowResult.IMPORT_TYPE_UPDATE
        if row.is_new:
            result.import_type = RowResult.IMPORT_TYPE_NEW
        result.diff = changes(fields, row)

    def writable(self, file: Import) -> list[Field]:
        """The fields that a row of this file sets."""
        return [field for field in self.get_import_fields() if not field.readonly]

    def read(self, row: IncomingRow, file: Import) -> dict[str, Any]:
        """Set what the cells say. What is wrong with them, by column."""
        faults: dict[str, Any] = {}
        for field in self.writable(file):
            if field.column_name not in row.cells:
                continue
            try:
                value = field.clean(row.cells, known=file.known.get(field.column_name))
            except ValueError as fault:
                faults[field.attribute] = ValidationError(str(fault), code="invalid")
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
        found = {f.attribute for f in self.get_import_fields() if isinstance(f.widget, KeyWidget)}
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
            for constraint in instance._meta.constraints:
                # One of uniqueness has no condition; the loader has seen to it.
                condition = getattr(constraint, "condition", None) or Q()
                if moved & set(_columns(condition)):
                    constraint.validate(type(instance), instance, exclude=exclude)
        except ValidationError as fault:
            errors = fault.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save(self, row: IncomingRow) -> None:
        row.would_be.save(force_insert=row.is_new)

    def after_import(self, dataset: Any, result: Any, *, file: Import, **kwargs: Any) -> None:
        # Not the parent's: it resets the sequences of ids, which our rows never bring along.
        if file.written and not file.is_part:
            with transaction.atomic():
                writing.settle(self.showing(file.written))
                self.tell(file.written)

    def tell(self, written: set[int]) -> None:
        """Tell the public of each of these rows that it sees by itself, not only by a proposal."""
        if issubclass(self._meta.model, SharedModel):
            Change.objects.catch_up(saved(self._meta.model, written))

    def showing(self, written: set[int]) -> models.QuerySet[Proposal]:
        """The proposals whose public content these rows are part of."""
        return Proposal.objects.filter(**{f"{self.shown_by}__in": written}).distinct()


def changes(fields: list[Field], row: IncomingRow) -> list[SafeString]:
    """What a row was and what it would be, cell by cell; nothing where all is shown alike."""
    before = [str(field.export(row.stored)) for field in fields]
    after = [str(field.widget.render(row.value(field))) for field in fields]
    if before == after:
        return []
    if row.is_new:
        before = [""] * len(after)
    return [changed_cell(*pair) for pair in zip(before, after, strict=True)]


def _columns(condition: Q) -> Iterator[str]:
    """The columns that a constraint speaks of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _columns(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]
