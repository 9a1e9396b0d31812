"""What every table has in common on its way in: each row found, compared, judged and saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from proposals.editing import writing
from proposals.models import Proposal
from proposals.tables.cells import KeysField, KeyWidget, RowDiff, RowLoader, identity


class TableResource(ModelResource):
    """One table. Rows that would not change are skipped; every faulty column is named.

    A preview judges each row as an import does, and does not write it. What a file points to
    is looked up once for the whole file: ten thousand rows are previewed within a minute.
    """

    # The column of Proposal by which it shows a row of this table.
    shown_by = ""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        instance_loader_class = RowLoader

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.changed: set[int] = set()
        self.is_preview = False
        self.row_number = 0
        self.seen: dict[tuple[str, ...], int] = {}
        self.moved: set[str] = set()

    @classmethod
    def get_diff_class(cls) -> type[RowDiff]:
        return RowDiff

    def import_data(self, dataset: Any, dry_run: bool = False, **kwargs: Any) -> Any:
        self.is_preview = dry_run
        return super().import_data(dataset, dry_run=dry_run, **kwargs)

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
        using = using and not self.is_preview
        return super().import_data_inner(dataset, dry_run, raise_errors, using, *args, **kwargs)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.seen = {}
        for field in self.get_import_fields():
            if hasattr(field.widget, "gather") and field.column_name in dataset.headers:
                field.widget.gather(dataset[field.column_name])

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self.row_number = kwargs["row_number"]
        columns = [self.fields[name] for name in self.get_import_id_fields()]
        named = identity(columns, row)
        if named in self.seen:
            raise ValidationError(
                {columns[0].column_name: _("Row %(row)d is the same.") % {"row": self.seen[named]}}
            )
        self.seen[named] = self.row_number

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as fault:
            errors = fault.update_error_dict(errors)
        for field in self.get_import_fields():
            if isinstance(field, KeysField) and field.column_name in row:
                try:
                    field.want(instance, field.clean(row))
                except ValidationError as fault:
                    errors = fault.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        fields = self.get_import_fields()
        self.moved = {field.attribute for field in fields}
        if import_validation_errors:
            return False
        if hasattr(instance, "fill_hans"):
            instance.fill_hans(original if original.pk else None)
        self.moved = {f.attribute for f in fields if f.get_value(instance) != f.get_value(original)}
        return not self.moved

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: Any = None,
        validate_unique: bool = True,
    ) -> None:
        """Judge the columns that a row sets. A key that was found is there, and the loader has
        looked for other rows of that name: neither is asked for again, row by row. Nor is the
        database asked about a constraint on columns that stay as they are."""
        errors = dict(import_validation_errors or {})
        set_here = {f.attribute for f in self.get_import_fields() if not f.readonly}
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
                if self.moved & set(_columns(condition)):
                    constraint.validate(type(instance), instance, exclude=exclude)
        except ValidationError as fault:
            errors = fault.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        if not self.is_preview:
            super().save_instance(instance, is_create, row, **kwargs)

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if not self.is_preview:
            super().save_m2m(instance, row, **kwargs)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        super().do_instance_save(instance, is_create)
        self.changed.add(instance.pk)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        # Ten thousand rows as they were: the cells that differ are kept, and nobody asks for more.
        row_result.original = None

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        # Not the parent's: it resets the sequences of ids, which our rows never bring along.
        if self.changed and not kwargs.get("settle_later"):
            with transaction.atomic():
                writing.settle(self.showing())

    def showing(self) -> models.QuerySet[Proposal]:
        """The proposals whose public content an imported row is part of."""
        return Proposal.objects.filter(**{f"{self.shown_by}__in": self.changed}).distinct()


def _columns(condition: Q) -> Iterator[str]:
    """The columns that a constraint speaks of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _columns(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]
