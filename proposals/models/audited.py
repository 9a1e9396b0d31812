"""Every change to an editorial row is kept by the database itself, whoever makes it and how."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

Row = TypeVar("Row", bound=type[models.Model])


def audited(*, exclude: Sequence[str] = ()) -> Callable[[Row], Row]:
    """Keep each state of a row in a table of its own, which nobody can alter or empty.

    Triggers write it, so a bulk update and plain SQL are kept as well. Who, and from where,
    stands in the row itself: see `proposals.audit`. `exclude` names what no editor writes.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        obj_field=pghistory.ObjForeignKey(related_name="+"),
    )
