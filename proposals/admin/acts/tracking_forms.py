"""The forms by which an editor states where a proposal stands.

They read what was typed and no more: what may be stated is judged by `proposals.tracking`, and
a refusal is shown at the field that it names.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import (
    ENGLISH_HELP,
    READERS,
    ActForm,
    DocumentForm,
    ProposalField,
    ProposalSelect,
    ReasonForm,
    text_input,
)
from proposals.admin.shared import DATE_HELP
from proposals.choices import CHECK_INTERVAL_DAYS, CriterionState, Precision, Status
from proposals.dates import WholeDayField, WrittenDateField, written_day
from proposals.models import Criterion, Evidence, Proposal, StatusUpdate, Suggestion
from proposals.tracking import steps_from
from proposals.tracking.rules import Refusal


class EvidenceForm(DocumentForm):
    published_on = WrittenDateField(label=_("Published on"), required=False, help_text=DATE_HELP)

    class Meta(DocumentForm.Meta):
        model = Evidence
        fields = [
            "evidence_class",
            "title",
            "publisher",
            "url",
            "published_on",
            "published_on_precision",
            "quote",
        ]
        widgets = {
            **DocumentForm.Meta.widgets,
            "quote": text_input(2),
        }

    @staticmethod
    def fieldsets(number: int) -> list[Any]:
        fields = [
            "evidence_class",
            "title",
            "publisher",
            "url",
            ("published_on", "published_on_precision"),
            "quote",
        ]
        return [(format_lazy(_("Evidence {number}"), number=number), {"fields": fields})]


EVIDENCE_ROWS = 3
MOST_EVIDENCE_ROWS = 50
EvidenceFormSet = forms.modelformset_factory(
    Evidence,
    EvidenceForm,
    extra=EVIDENCE_ROWS,
    max_num=MOST_EVIDENCE_ROWS,
    absolute_max=MOST_EVIDENCE_ROWS,
)


def status_choices(following: Container[str], but: Container[str] = ()) -> list[Any]:
    """What may follow now comes first. The rest may be late news of an earlier day."""
    statuses = [status for status in Status if status not in but]
    return [
        ("", "---------"),
        (_("May follow now"), [(s.value, s.label) for s in statuses if s in following]),
        (
            _("Only as late news of an earlier day, or by override"),
            [(s.value, s.label) for s in statuses if s not in following],
        ),
    ]


CRITERIA_HELP = _(
    "Choose only what the evidence below shows. “Partly delivered” must name which are met and "
    "which are not; “delivered” needs all of them met."
)


def criterion_fields(criteria: Iterable[Criterion]) -> dict[str, forms.Field]:
    """A choice for each criterion of a proposal, of which most stay as they are."""
    return {
        f"criterion_{row.position}": forms.ChoiceField(
            label=str(row),
            required=False,
            choices=[
                (
                    "",
                    format_lazy(_("As it is ({state})"), state=CriterionState(row.state).label),
                ),
                *CriterionState.choices,
            ],
        )
        for row in criteria
    }


def take_criteria(typed: dict[str, Any]) -> dict[int, str]:
    """The states of criteria among what was typed, by position, taken out of it."""
    names = [name for name in typed if name.startswith("criterion_")]
    said = {int(name.removeprefix("criterion_")): typed.pop(name) for name in names}
    return {position: state for position, state in said.items() if state}


def field_of(refusal: Refusal, fields: Collection[str]) -> str | None:
    """Where a form shows a refusal: of criteria, at the first of them."""
    shown = [name for name in fields if name.startswith("criterion_")]
    if refusal.field == "criteria" and shown:
        return shown[0]
    return refusal.field if refusal.field in fields else None


class RecordForm(ActForm):
    """A step, with the documents that show it."""

    status = forms.ChoiceField(label=_("Status"))
    effective_on = WrittenDateField(
        label=_("Effective on"),
        required=False,
        help_text=format_lazy("{} {}", _("The day on which it happened."), DATE_HELP),
    )
    effective_on_precision = forms.ChoiceField(
        label=_("Precision of the date"),
        choices=[("", "---------"), *Precision.choices],
        required=False,
        help_text=_("Left empty, it is as exact as you wrote it."),
    )
    reason_hant = forms.CharField(
        label=_("Reason (Traditional Chinese)"),
        required=False,
        widget=text_input(),
        help_text=format_lazy("{} {}", _("What happened, in our own words."), READERS),
    )
    reason_en = forms.CharField(
        label=_("Reason (English)"), required=False, widget=text_input(), help_text=ENGLISH_HELP
    )
    superseded_by = ProposalField(
        Proposal.objects.all(),
        label=_("Replaced by"),
        required=False,
        help_text=_("Only for “superseded”, where another proposal has taken its place."),
        widget=ProposalSelect(StatusUpdate._meta.get_field("superseded_by"), admin.site),
    )
    override_reason_hant = forms.CharField(
        label=_("Reason for the override (Traditional Chinese)"),
        required=False,
        widget=text_input(2),
        help_text=_("Only where the order of steps or the evidence rule must be waived."),
    )
    override_reason_en = forms.CharField(
        label=_("Reason for the override (English)"), required=False, widget=text_input(2)
    )

    # The hint that it comes of.
    suggestion = forms.ModelChoiceField(
        Suggestion.objects.none(), required=False, widget=forms.HiddenInput
    )

    fieldsets = [
        (
            _("What happened"),
            {
                "fields": [
                    "status",
                    "effective_on",
                    "effective_on_precision",
                    "reason_hant",
                    "reason_en",
                    "superseded_by",
                    "suggestion",
                    "seen",
                    "checks_seen",
                ]
            },
        ),
    ]
    override_fieldset = (
        _("Override (chief editors)"),
        {
            "fields": ["override_reason_hant", "override_reason_en"],
            "classes": ["collapse"],
            "description": READERS,
        },
    )

    def __init__(self, *args: Any, may_override: bool, rows: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._list_criteria()
        told = cast("forms.ModelChoiceField[Suggestion]", self.fields["suggestion"])
        told.queryset = Suggestion.objects.heard().about(self.proposal)
        status = cast("forms.ChoiceField", self.fields["status"])
        status.choices = status_choices(steps_from(self.proposal))
        if may_override:
            self.fieldsets = [*self.fieldsets, self.override_fieldset]
        else:
            del self.fields["override_reason_hant"], self.fields["override_reason_en"]
        self.evidence = EvidenceFormSet(
            self.data if self.is_bound else None,
            prefix="evidence",
            queryset=Evidence.objects.none(),
            initial=list(rows),
        )
        self.evidence.extra = max(EVIDENCE_ROWS, len(rows))
        self.evidence_refusal: Refusal | None = None

    def _list_criteria(self) -> None:
        criteria = self.proposal.criteria.standing().with_state().order_by("position", "pk")
        fields = criterion_fields(criteria)
        self.fields |= fields
        if fields:
            self.fieldsets = [
                *self.fieldsets,
                (
                    _("What would count as delivered"),
                    {"fields": list(fields), "description": CRITERIA_HELP},
                ),
            ]

    def is_valid(self) -> bool:
        # Both are asked, so that every fault is shown at once.
        return all([super().is_valid(), self.evidence.is_valid()])

    def refuse(self, refusal: Refusal) -> None:
        if refusal.field.split(".")[0] == "evidence":
            self.evidence_refusal = refusal
        else:
            self.add_error(field_of(refusal, self.fields), str(refusal))

    def statement(self) -> dict[str, Any]:
        """What was typed, in the words of tracking.record."""
        typed = self.typed()
        del typed["suggestion"]
        criteria = take_criteria(typed)
        return typed | {
            "criteria": criteria,
            "evidence": self.evidence.save(commit=False),
        }


class CheckForm(ActForm):
    checked_on = WholeDayField(label=_("Checked on"), initial=timezone.localdate)
    next_check_on = WholeDayField(label=_("Next check on"), required=False)
    note_hant = forms.CharField(
        label=_("Note (Traditional Chinese)"),
        required=False,
        widget=text_input(),
        help_text=format_lazy("{} {}", _("Where you looked."), READERS),
    )
    note_en = forms.CharField(
        label=_("Note (English)"), required=False, widget=text_input(), help_text=ENGLISH_HELP
    )

    fieldsets = [
        (
            None,
            {
                "fields": [
                    "checked_on",
                    "next_check_on",
                    "note_hant",
                    "note_en",
                    "seen",
                    "checks_seen",
                ]
            },
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_check_on"].help_text = format_lazy(
            _("Left empty, {days} days later, as for every proposal with its status."),
            days=CHECK_INTERVAL_DAYS[self.proposal.status],
        )


class VoidForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = format_lazy("{} {}", _("What was wrong with it."), READERS)
        self.fields["reason_hant"].help_text = help_text


class OpenedField(forms.ModelMultipleChoiceField):
    """The documents of a record, each with its link, of which one ticks those that one opened."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        day = obj.published_on
        dated = written_day(day, obj.published_on_precision) if day else ""
        imprint = " · ".join(filter(None, [obj.publisher, dated]))
        if not obj.opens:
            return format_html("{} {}", obj.title, imprint)
        return format_html(
            '<a href="{}" target="_blank" rel="noreferrer">{}</a> {}', obj.opens, obj.title, imprint
        )


class ConfirmForm(ActForm):
    """Which of the evidence was opened, and shows what is recorded."""

    opened = OpenedField(
        Evidence.objects.none(),
        label=_("Opened, and it shows this"),
        required=False,
        help_text=_("Tick each document that you have opened."),
    )

    fieldsets = [(None, {"fields": ["opened"]})]

    def __init__(self, *args: Any, update: StatusUpdate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = cast("OpenedField", self.fields["opened"])
        opened.queryset = update.evidence.select_related("source").order_by("pk")
