"""What must not be written, and who refuses it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from proposals.tracking import rules


@contextmanager
def by_database(constraint: str) -> Iterator[None]:
    """By the constraint of this name, whoever writes."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint


@contextmanager
def by_rule(rule: str, field: str | None = None) -> Iterator[None]:
    """By this rule, which says what is wrong and what to do, and leaves nothing behind."""
    with pytest.raises(rules.Refusal) as caught:
        yield
    refusal = caught.value
    assert refusal.rule == rule
    assert str(refusal.message)
    assert str(refusal.remedy)
    if field is not None:
        assert refusal.field == field


def constraints(model: type[Model]) -> set[str]:
    """The names of what the model tells the database to refuse, unique columns included."""
    table = model._meta.db_table
    unique = {
        f"{table}_{field.column}_key"
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    }
    return unique | {constraint.name for constraint in model._meta.constraints}
