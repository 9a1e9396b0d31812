"""The checks that the database makes of a row, all tried by one query before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import BaseConstraint, CheckConstraint, Q


class Together(BaseConstraint):
    """Django tries each check by a query of its own, within a savepoint. Here that is done only
    where one of them is broken, to say which."""

    def __init__(self, checks: Sequence[CheckConstraint]) -> None:
        super().__init__(name="together")
        self.checks = checks

    def validate(
        self,
        model: Any,
        instance: Any,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        against = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        tried = [
            check
            for check in self.checks
            if all(name in against for name, *_ in model._get_expr_references(check.condition))
        ]
        if not tried or Q(*(check.condition for check in tried)).check(against, using=using):
            return
        faults: dict[str, Any] = {}
        for check in tried:
            try:
                check.validate(model, instance, exclude=exclude, using=using)
            except ValidationError as fault:
                faults = fault.update_error_dict(faults)
        if faults:
            raise ValidationError(faults)


class CheckedModel(models.Model):
    class Meta:
        abstract = True

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[BaseConstraint]]]:
        found: list[tuple[type[models.Model], Sequence[BaseConstraint]]] = []
        for model, constraints in super().get_constraints():
            checks = [each for each in constraints if isinstance(each, CheckConstraint)]
            others = [each for each in constraints if each not in checks]
            found.append((model, [Together(checks), *others]))
        return found
