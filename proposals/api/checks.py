"""Looks that found nothing new, as an editor's program records them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from proposals import tracking
from proposals.api.history import CheckRow
from proposals.api.openapi import described_write
from proposals.api.payloads import Day, Statement, Text
from proposals.api.proposals import reachable
from proposals.api.tokens import WriterRequest
from proposals.api.writing import WriteView, as_last_read
from proposals.choices import TokenScope
from proposals.models import Proposal


class CheckStatement(Statement):
    """An editor looked for news of a proposal and found none."""

    proposal = Text(required=True, allow_blank=False, help_text="Slug of the proposal.")
    checked_on = Day(required=True, help_text="The day an editor looked, today at the latest.")
    next_check_on = Day(
        help_text="The day the next look falls due; null: after the interval of its status."
    )
    note_hant = Text(help_text="What was looked at, in Traditional Chinese.")
    note_en = Text(help_text="What was looked at, in English.")


class RecordedCheckRow(CheckRow):
    """A check as it was recorded."""

    id = serializers.IntegerField(source="pk", help_text="The permanent number of the record.")
    proposal = serializers.CharField(source="proposal.slug", help_text="Slug of the proposal.")


@described_write("checks", CheckStatement, RecordedCheckRow, "Record “checked, nothing new”")
class Checks(WriteView):
    statement = CheckStatement
    scope = TokenScope.CHECK

    def write(self, request: WriterRequest, stated: dict[str, Any], **key: Any) -> dict[str, Any]:
        proposal = reachable(Proposal.objects.all(), slug=stated.pop("proposal"))
        with as_last_read(request, proposal):
            check = tracking.check(proposal, **stated, by=request.user)
        return RecordedCheckRow(check).data
