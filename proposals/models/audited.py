"""Every change to an editorial row is kept by the database itself, whoever makes it and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import pghistory
from django.db import models
from django.db.models.options import Options

from proposals.models.triggers import NEVER_EMPTIED

Row = TypeVar("Row", bound=type[models.Model])


class Event(Protocol):
    """A state of a row as it was kept, in the columns of the row, and what led to it."""

    _meta: Options[Any]
    pgh_id: int
    pgh_created_at: dt.datetime
    pgh_label: str
    pgh_obj_id: int
    pgh_tracked_model: type[models.Model]
    pgh_context: dict[str, Any] | None


def events(model: type[models.Model]) -> models.QuerySet[Any]:
    """All states that were kept of the rows of a model, each an `Event`."""
    return model.pgh_event_model.objects.all()  # type: ignore[attr-defined]  # set by `track`


def audited(*, exclude: Iterable[str] = ()) -> Callable[[Row], Row]:
    """Keep each state of a row in a table of its own, which nobody can alter or empty.

    Triggers write it, so a bulk update and plain SQL are kept as well. Who, and from where,
    stands in the row itself: see `proposals.audit`. `exclude` names what no editor writes.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        append_only=True,
        meta={"triggers": [NEVER_EMPTIED]},
        context_field=pghistory.ContextJSONField(),
        obj_field=pghistory.ObjForeignKey(related_name="+"),
    )
