"""What happened to proposals: the append-only log, newest record first."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from rest_framework import serializers

from proposals.api.fields import CodeField, CopyKey, LinkField, precision, texts
from proposals.choices import CriterionState, EvidenceClass, Status
from proposals.finding.filters import CodesFilter, DateFilter, InstantFilter, ProposalFilter
from proposals.finding.parameters import Known
from proposals.models import Addressee, Assessment, Check, Evidence, Proposal, StatusUpdate
from proposals.models.clocks import PRESENT, Moment
from proposals.models.dated import last_day_of
from proposals.models.history import StatusUpdateQuerySet


class EvidenceRow(serializers.Serializer[Evidence]):
    """A document that supports a status update."""

    url = LinkField(allow_null=True, help_text="Where it is read; null if it is not online.")
    title = serializers.CharField(help_text="Its title.")
    publisher = serializers.CharField(help_text="Who published it, or empty.")
    evidence_class = CodeField(EvidenceClass.choices, help_text="What kind of document it is.")
    published_on = serializers.DateField(
        allow_null=True, help_text="The day it was published; null if it states none."
    )
    published_on_precision = precision()
    quote = serializers.CharField(help_text="The passage that matters, or empty.")
    copy = CopyKey()


class AssessmentRow(serializers.Serializer[Assessment]):
    """What a record says of one criterion of its proposal."""

    position = serializers.IntegerField(
        source="criterion.position", help_text="Which of the criteria of the proposal."
    )
    state = CodeField(CriterionState.choices, help_text="Whether it has been met.")


class StatusUpdateRow(serializers.Serializer[StatusUpdate]):
    """A dated, evidenced statement of where a proposal stands. Never edited, never deleted."""

    id = serializers.IntegerField(source="pk", help_text="The permanent number of the record.")
    proposal = serializers.CharField(source="proposal.slug", help_text="Slug of the proposal.")
    status = CodeField(
        Status.choices,
        allow_null=True,
        help_text="Where the proposal stands by this record; null on one that voids or confirms "
        "another.",
    )
    effective_on = serializers.DateField(
        allow_null=True,
        help_text="The day it happened in the world; null where the source states none, and on "
        "a record that voids or confirms another.",
    )
    effective_on_precision = precision()
    reason_hant, reason_hans, reason_en = texts("What happened, or why it is void,")
    evidence = EvidenceRow(many=True, help_text="The documents that support it.")
    recorded_at = serializers.DateTimeField(help_text="When we recorded it.")
    recorded_by = serializers.SerializerMethodField(
        help_text="The editor's public name when it was recorded, or “editor”."
    )
    void_of = serializers.IntegerField(
        source="void_of_id", allow_null=True, help_text="The record that this one voids."
    )
    voided_by = serializers.IntegerField(
        source="voided_by.pk",
        allow_null=True,
        help_text="The record that voids this one; null while it holds.",
    )
    confirmed_by = serializers.IntegerField(
        source="confirmation.pk",
        allow_null=True,
        help_text="The record by which a second editor confirms this one; null where there is "
        "none.",
    )
    override = serializers.BooleanField(
        source="is_override", help_text="Whether a chief editor set the usual rules aside."
    )
    override_reason_hant, override_reason_hans, override_reason_en = texts(
        "Why they were set aside,"
    )
    superseded_by = serializers.CharField(
        source="superseded_by.slug",
        allow_null=True,
        help_text="Slug of the proposal that replaces this one, if one does.",
    )

    confirms = serializers.IntegerField(
        source="confirms_id", allow_null=True, help_text="The record that this one confirms."
    )
    awaiting_confirmation = serializers.BooleanField(
        source="awaits_confirmation",
        help_text="Whether it holds only once a second editor has confirmed it.",
    )
    copied_from = serializers.IntegerField(
        source="copied_from_id",
        allow_null=True,
        help_text="The record of a proposal since merged into this one, of which this is a copy.",
    )

    sector = serializers.CharField(
        source="proposal.sector.code", help_text="Code of the sector of the proposal."
    )
    bodies = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of the bodies that the proposal is put to."
    )
    holds = serializers.BooleanField(
        help_text="Whether it counts: it states a status, is not voided, and is confirmed where "
        "that is needed. Where the proposal stands follows from those that hold."
    )

    criteria = AssessmentRow(
        source="assessments",
        many=True,
        help_text="The criteria that the record says something of; the others stay as they were.",
    )

    effective_not_after = serializers.DateField(
        allow_null=True,
        help_text="Of an ask without a date, the last day on which it can have been made; null "
        "where none is known, and on all other records.",
    )

    def get_recorded_by(self, update: StatusUpdate) -> str:
        # The name of an account is half of what opens it.
        return update.recorded_as or "editor"


class CheckRow(serializers.Serializer[Check]):
    """An editor looked for news and found none."""

    checked_on = serializers.DateField(help_text="The day an editor looked.")
    next_check_on = serializers.DateField(help_text="The day the next look falls due.")
    note_hant, note_hans, note_en = texts("What was looked at")
    recorded_at = serializers.DateTimeField(help_text="When we recorded it.")


def with_all_shown(updates: StatusUpdateQuerySet, moment: Moment = PRESENT) -> StatusUpdateQuerySet:
    """With what a row shows, in three queries, and in two more of what was known by an instant."""
    asked = Addressee.objects.filter(proposal=OuterRef("proposal")).order_by("body__position", "pk")
    return (
        updates.with_verdicts(moment)
        .annotate(bodies=ArraySubquery(asked.values("body__code")))
        .select_related("proposal__sector", "superseded_by")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.order_by("pk")),
            Prefetch(
                "assessments",
                Assessment.objects.select_related("criterion").order_by("criterion__position"),
            ),
        )
    )


class StatusUpdateFilter(ProposalFilter):
    """The one filter chooses the proposals, and the rest some of their records: by the status
    that a record states and by either clock; all bounds are inclusive.
    """

    ordering = None
    proposal = CodesFilter(
        known=Known(rows=Proposal.objects.public, column="slug"), method="of_proposals"
    )
    status = CodesFilter(known=Known(tuple(Status.values)), method="with_status")
    effective_after = DateFilter(field_name="effective_on", lookup_expr="gte")
    effective_before = DateFilter(method="certainly_before", is_end=True)
    recorded_after = InstantFilter(field_name="recorded_at", lookup_expr="gte", day_is=dt.time.min)
    recorded_before = InstantFilter(field_name="recorded_at", lookup_expr="lte")

    # What of the query string is about records, also where the one filter has the same name.
    OWN = (
        *("proposal", "status"),
        *("effective_after", "effective_before", "recorded_after", "recorded_before"),
    )

    def certainly_before(
        self, queryset: StatusUpdateQuerySet, _name: str, day: dt.date
    ) -> StatusUpdateQuerySet:
        last = last_day_of("effective_on", "effective_on_precision")
        return queryset.alias(last=last).filter(last__lte=day)

    def filter_queryset(self, queryset: StatusUpdateQuerySet) -> StatusUpdateQuerySet:
        chosen = self.form.cleaned_data
        for name in self.OWN:
            queryset = self.filters[name].filter(queryset, chosen[name])
        if any(value for name, value in chosen.items() if name not in self.OWN):
            data = self.data.copy()
            for name in self.OWN:
                data.pop(name, None)
            found = ProposalFilter(data, Proposal.objects.public()).qs
            queryset = queryset.filter(proposal__in=found.order_by().values("pk"))
        return queryset.told_at(self.moment)

    def of_proposals(
        self, queryset: StatusUpdateQuerySet, _name: str, value: dict[str, list[str]]
    ) -> StatusUpdateQuerySet:
        return queryset.any_of("proposal__slug", **value)

    def with_status(
        self, queryset: StatusUpdateQuerySet, _name: str, value: dict[str, list[str]]
    ) -> StatusUpdateQuerySet:
        return queryset.any_of("status", **value)
