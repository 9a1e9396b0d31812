"""What became of an editorial row, change by change, and how an earlier text comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.db import models, transaction
from django.template.defaultfilters import yesno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.dates import written_instant
from proposals.editing import publishing, writing
from proposals.models import (
    Addressee,
    Attribution,
    Criterion,
    Proposal,
    ProposalIdea,
    ProposalPlace,
)
from proposals.models.audited import Event, events

# The rows that are written on the page of a proposal and belong to its history.
PARTS = (Attribution, Addressee, ProposalPlace, Criterion, ProposalIdea)

ACTS = {
    "found": gettext_lazy("Kept from here on"),
    "insert": gettext_lazy("Added"),
    "update": gettext_lazy("Changed"),
    "delete": gettext_lazy("Removed"),
}

# A slug that the public knows is never written again.
RESTORED = [name for name in writing.WRITTEN if name != "slug"]


@dataclass(frozen=True)
class Difference:
    """One field, as it was and as it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Revision:
    """One change to a row: when, by whom, from where, and what."""

    event: Event
    noun: str
    who: str
    origin: str
    reason: str
    differences: list[Difference]

    @property
    def at(self) -> dt.datetime:
        return self.event.pgh_created_at

    @property
    def act(self) -> str:
        return str(ACTS.get(self.event.pgh_label, self.event.pgh_label))

    @property
    def is_text(self) -> bool:
        """Whether it holds a whole text of a proposal, which can come back."""
        return self.event.pgh_tracked_model is Proposal


def revisions(row: models.Model) -> list[Revision]:
    """Every change to a row and, of a proposal, to what is written on its page; newest first."""
    found = list(_of(type(row), pgh_obj_id=row.pk))
    if isinstance(row, Proposal):
        for part in PARTS:
            found += _of(part, proposal_id=row.pk)
    found.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    names = _Names([event for event, _before in found])
    return [
        Revision(
            event=event,
            noun=str(event.pgh_tracked_model._meta.verbose_name),
            who=names.account(event),
            origin=_origin(event),
            reason=(event.pgh_context or {}).get("reason", ""),
            differences=list(_differences(event, before, names)),
        )
        for event, before in found
    ]


def restore(proposal: Proposal, event: Event, *, version: int, reason: str, by: User) -> None:
    """Write the text of an earlier revision again, as a new edit, beside which the history keeps
    the reason.

    Raises Conflict where somebody has saved since `version`, ValidationError where the text no
    longer holds, as when its sector is gone, Refusal where its day does not fit what is recorded.
    """
    before = proposal.proposed
    with transaction.atomic(), pghistory.context(reason=reason):
        for field in Proposal._meta.fields:
            if field.name in RESTORED:
                setattr(proposal, field.attname, getattr(event, field.attname))
        writing.write(proposal, version=version)
        writing.settle([proposal])
        stored = Proposal.objects.select_related("source").get(pk=proposal.pk)
        publishing.restate(stored, before=before, by=by)
    proposal.refresh_from_db()


def to_restore(proposal: Proposal, event: Event) -> list[Difference]:
    """What would be another once the text of an earlier revision stands again."""
    now = events(Proposal).filter(pgh_obj_id=proposal.pk).latest("pgh_id")
    return list(_differences(event, now, _Names([event, now]), of=RESTORED))


def _of(model: type[models.Model], **of: Any) -> Iterator[tuple[Event, Event | None]]:
    """The events of some rows, each with the one before it of the same row."""
    before: dict[int, Event] = {}
    for event in events(model).filter(**of).order_by("pgh_id"):
        yield event, before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event


def _differences(
    event: Event, before: Event | None, names: _Names, of: Container[str] | None = None
) -> Iterator[Difference]:
    for field in _fields(event):
        if of is not None and field.name not in of:
            continue
        new = names.shown(event, field)
        if event.pgh_label == "delete":
            old, new = new, ""
        else:
            old = names.shown(before, field) if before else ""
        if old != new:
            yield Difference(_label(field), old, new)


def _label(field: models.Field) -> str:
    """Of a table between two others Django has no names of columns."""
    of = field.related_model if field.model._meta.auto_created else None
    return str(of._meta.verbose_name if of else field.verbose_name)


def _fields(event: Event) -> list[models.Field]:
    """The fields of the row itself, by the names that editors know."""
    kept = {f.name for f in event._meta.fields if not f.name.startswith("pgh_")}
    fields = event.pgh_tracked_model._meta.fields
    return [f for f in fields if f.name in kept and not f.primary_key]


def _origin(event: Event) -> str:
    said = event.pgh_context or {}
    if "task" in said:
        return _("in the background")
    if "command" in said:
        return _("command %(name)s") % {"name": said["command"]}
    if "url" in said:
        return _("by the API") if said["url"].startswith("/api/") else _("at the desk")
    return _("past the application")


class _Names:
    """What ids stand for, looked up together."""

    def __init__(self, events: list[Event]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {User: set()}
        for event in events:
            wanted[User].add((event.pgh_context or {}).get("user"))
            for field in _fields(event):
                if field.related_model:
                    wanted.setdefault(field.related_model, set()).add(getattr(event, field.attname))
        self.rows = {
            model: model._default_manager.in_bulk([pk for pk in pks if pk])
            for model, pks in wanted.items()
        }

    def account(self, event: Event) -> str:
        pk = (event.pgh_context or {}).get("user")
        return str(self.rows[User].get(pk, f"#{pk}")) if pk else ""

    def shown(self, event: Event, field: models.Field) -> str:
        value = getattr(event, field.attname)
        if value in (None, "", {}):
            return ""
        if isinstance(value, list):
            return "\n".join(value)
        if field.related_model:
            return str(self.rows[field.related_model].get(value, f"#{value}"))
        if isinstance(value, dt.datetime):
            return written_instant(value)
        if isinstance(value, bool):
            return str(yesno(value))
        return str(dict(field.flatchoices).get(value, value) if field.choices else value)
