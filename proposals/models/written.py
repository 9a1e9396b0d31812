"""SQL that is the same in every query, written once in the life of a process."""

from __future__ import annotations

from typing import Any

from django.db.models import Expression


class Written(Expression):
    """An annotation that was resolved for the rows of a table; nothing in it may depend on the time
    or the language. It is read where the table goes by its own name, as in an outermost query.
    """

    def __init__(self, resolved: Any, table: str) -> None:
        super().__init__(output_field=resolved.output_field)
        self.resolved, self.table = resolved, table
        self.sql: tuple[str, tuple[Any, ...]] | None = None
        self.is_out_of_place = False

    def resolve_expression(self, *_args: Any, **_more: Any) -> Written:
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.is_out_of_place:
            raise ValueError("What was written once cannot be read within another query.")
        if self.sql is None:
            sql, params = compiler.compile(self.resolved)
            self.sql = sql, tuple(params)
        return self.sql

    def relabeled_clone(self, change_map: Any) -> Any:
        clone = self.copy()
        clone.is_out_of_place |= self.table in change_map
        return clone
