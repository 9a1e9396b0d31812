"""The log: all its records, and what an editor's program may add to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from proposals import tracking
from proposals.api.errors import InvalidBody
from proposals.api.history import StatusUpdateFilter, StatusUpdateRow, with_all_shown
from proposals.api.lists import ListView
from proposals.api.openapi import (
    codes_parameter,
    day_parameter,
    described_list,
    described_write,
    instant_parameter,
)
from proposals.api.payloads import CodeOf, Date, Said, Statement, Text
from proposals.api.proposals import THE_FILTER, reachable
from proposals.api.tokens import WriterRequest
from proposals.api.writing import WriteView, as_last_read
from proposals.choices import CriterionState, EvidenceClass, Precision, Status, TokenScope
from proposals.dates import is_written, written_precision
from proposals.finding.filters import StrictFilter
from proposals.finding.paging import Page
from proposals.finding.parameters import Fault
from proposals.models import Evidence, Proposal, StatusUpdate

MOST_EVIDENCE = 50
MOST_CRITERIA = 50
NUMBER = OpenApiParameter("id", int, "path", description="The permanent number of the record.")
PRECISION = (
    "How much of the date is known: day (unless said otherwise), month or year; never more than is "
    "written."
)


def _precision(stated: dict[str, Any], name: str) -> str:
    day, precision = stated[name], stated[f"{name}_precision"]
    if day is None:
        return ""
    return precision if is_written(day, precision) else written_precision(day)


class EvidenceStatement(Statement):
    """A document that supports a status update."""

    url = Text(help_text="Where it is read; null or empty if it is not online.")
    title = Said(help_text="Its title.")
    publisher = Text(help_text="Who published it.")
    evidence_class = CodeOf(EvidenceClass, required=True, help_text="What kind of document it is.")
    published_on = Date(
        help_text="When it was published: 2026-05-20, 2026-05 or 2026; null if it states none."
    )
    published_on_precision = CodeOf(Precision, default=Precision.DAY.value, help_text=PRECISION)
    quote = Text(help_text="The passage that matters.")

    def validate(self, stated: dict[str, Any]) -> dict[str, Any]:
        return stated | {"published_on_precision": _precision(stated, "published_on")}


class AssessmentStatement(Statement):
    """What the record says of one criterion of its proposal."""

    position = serializers.IntegerField(min_value=1, help_text="Which of the criteria.")
    state = CodeOf(CriterionState, required=True, help_text="Whether it has been met.")


class StatusUpdateStatement(Statement):
    """Where a proposal stands, as of a day in the world, with evidence."""

    proposal = Text(required=True, allow_blank=False, help_text="Slug of the proposal.")
    status = CodeOf(Status, required=True, help_text="Where the proposal stands.")
    effective_on = Date(
        help_text="When it happened in the world: 2026-05-20, 2026-05 or 2026; null only for "
        "“proposed”."
    )
    effective_on_precision = CodeOf(Precision, default=Precision.DAY.value, help_text=PRECISION)
    reason_hant = Said(help_text="What happened, in our words, in Traditional Chinese.")
    reason_hans = Text(help_text="The same in Simplified Chinese; derived where empty.")
    reason_en = Text(help_text="The same in English.")
    evidence = EvidenceStatement(  # type: ignore[call-arg]  # the stub lacks what many=True adds
        many=True, required=False, max_length=MOST_EVIDENCE, help_text="Documents that support it."
    )
    criteria = AssessmentStatement(  # type: ignore[call-arg]  # the stub lacks what many=True adds
        many=True,
        required=False,
        max_length=MOST_CRITERIA,
        help_text="The criteria that it moves; the others stay as they were.",
    )
    override_reason_hant = Text(
        help_text="Why a chief editor sets the usual rules aside, in Traditional Chinese; empty "
        "where they hold."
    )
    override_reason_en = Text(help_text="The same in English.")
    superseded_by = Text(help_text="Slug of the proposal that replaces this one, if one does.")


class VoidStatement(Statement):
    """Why a record was a mistake."""

    reason_hant = Said(help_text="What was wrong, in Traditional Chinese.")
    reason_hans = Text(help_text="The same in Simplified Chinese; derived where empty.")
    reason_en = Text(help_text="The same in English.")


class ConfirmStatement(Statement):
    """Which of the evidence its editor has opened; the status must rest on it."""

    opened = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=MOST_EVIDENCE,
        error_messages={
            "required": "Name the documents of the evidence that you have opened, by their places: "
            "[1, 2] are the first two."
        },
        help_text="Which documents of its evidence were opened, by their places from 1: at least "
        "one of each class that the status needs.",
    )


@described_write(
    "status_updates",
    StatusUpdateStatement,
    StatusUpdateRow,
    "Record where a proposal stands",
)
@described_list(
    "status_updates",
    StatusUpdateRow,
    "Status updates of all proposals, newest record first",
    [
        codes_parameter("proposal", "Slugs of proposals."),
        codes_parameter("status", "Where a proposal stands by the record.", Status.values),
        day_parameter("effective_after", "Happened on this day or later."),
        day_parameter("effective_before", "Happened on this day or earlier."),
        instant_parameter("recorded_after", "Recorded then or later; a bare day is its start."),
        instant_parameter("recorded_before", "Recorded then or earlier; a bare day is its end."),
        *(asked for asked in THE_FILTER if asked.name not in ("status", "ordering")),
    ],
)
class StatusUpdateList(WriteView, ListView[StatusUpdate]):
    statement = StatusUpdateStatement
    scope = TokenScope.RECORD
    row = StatusUpdateRow
    filter = StatusUpdateFilter
    keys = (("recorded_at", True), ("pk", True))

    def rows(self) -> QuerySet[StatusUpdate]:
        return StatusUpdate.objects.public()

    def page(self, filtered: StrictFilter, *, cursor: str, size: int) -> Page[StatusUpdate]:
        rows = with_all_shown(filtered.qs, filtered.moment)
        return self.page_of(rows, cursor=cursor, size=size)

    def write(self, request: WriterRequest, stated: dict[str, Any], **key: Any) -> dict[str, Any]:
        proposal = reachable(Proposal.objects.all(), slug=stated.pop("proposal"))
        evidence = [Evidence(**document) for document in stated.pop("evidence", [])]
        criteria = _by_position(stated.pop("criteria", []))
        successor = _successor(stated.pop("superseded_by"))
        stated["effective_on_precision"] = _precision(stated, "effective_on")
        with as_last_read(request, proposal):
            update = tracking.record(
                proposal,
                **stated,
                evidence=evidence,
                criteria=criteria,
                superseded_by=successor,
                by=request.user,
            )
        return _shown(update)


class OnUpdate(WriteView):
    """An act upon one record of the log."""

    def write(self, request: WriterRequest, stated: dict[str, Any], **key: Any) -> dict[str, Any]:
        update = StatusUpdate.objects.filter(**key).first()
        if update is None:
            # In the words for what is not public, so that neither is told from the other.
            raise Http404
        update.proposal = reachable(Proposal.objects.all(), pk=update.proposal_id)
        with as_last_read(request, update.proposal):
            row = self.act(update, stated, request.user)
        return _shown(row)

    def act(self, update: StatusUpdate, stated: dict[str, Any], by: User) -> StatusUpdate:
        raise NotImplementedError


@described_write(
    "status_updates_void",
    VoidStatement,
    StatusUpdateRow,
    "Void a record that was a mistake",
    [NUMBER],
)
class Void(OnUpdate):
    statement = VoidStatement
    scope = TokenScope.VOID

    def act(self, update: StatusUpdate, stated: dict[str, Any], by: User) -> StatusUpdate:
        return tracking.void(update, **stated, by=by)


@described_write(
    "status_updates_confirm",
    ConfirmStatement,
    StatusUpdateRow,
    "Confirm what another editor recorded",
    [NUMBER],
)
class Confirm(OnUpdate):
    statement = ConfirmStatement
    scope = TokenScope.CONFIRM

    def act(self, update: StatusUpdate, stated: dict[str, Any], by: User) -> StatusUpdate:
        return tracking.confirm(update, by=by, opened=_opened(update, stated["opened"]))


def _by_position(rows: list[dict[str, Any]]) -> dict[int, str]:
    said: dict[int, str] = {}
    for number, row in enumerate(rows):
        if row["position"] in said:
            message = f"It says of criterion {row['position']} twice. Say it once."
            raise InvalidBody([Fault(f"criteria.{number}.position", message, [])])
        said[row["position"]] = row["state"]
    return said


def _opened(update: StatusUpdate, places: list[int]) -> list[int]:
    """The ids of the documents at these places of the evidence, as a record lists it."""
    pks = list(update.evidence.order_by("pk").values_list("pk", flat=True))
    for number, place in enumerate(places):
        if place > len(pks):
            message = f"There is no document {place}: the record has {len(pks)}."
            raise InvalidBody([Fault(f"opened.{number}", message, [])])
    return [pks[place - 1] for place in places]


def _successor(slug: str) -> Proposal | None:
    if not slug:
        return None
    found = Proposal.objects.ever_published().filter(slug=slug).first()
    if found is None:
        message = f"There is no public proposal “{slug}”."
        raise InvalidBody([Fault("superseded_by", message, [])])
    return found


def _shown(update: StatusUpdate) -> dict[str, Any]:
    return StatusUpdateRow(with_all_shown(StatusUpdate.objects.all()).get(pk=update.pk)).data
