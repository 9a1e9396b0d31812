"""The forms by which one policy event is recorded and applied to many proposals."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import ENGLISH_HELP, READERS, DocumentForm, text_input
from proposals.admin.acts.tracking_forms import (
    criterion_fields,
    status_choices,
    take_criteria,
)
from proposals.admin.shared import DATE_HELP
from proposals.choices import ALLOWED_NEXT, Status
from proposals.dates import WrittenDateField
from proposals.models import Criterion, PolicyEvent, Proposal, Sector
from proposals.tracking.policy_events import Step

# More in one go could not be read over by the editor who applies them.
MOST_STEPS = 200


class PolicyEventForm(DocumentForm):
    happened_on = WrittenDateField(label=_("Happened on"), help_text=DATE_HELP)

    class Meta(DocumentForm.Meta):
        model = PolicyEvent
        fields = [
            "title",
            "evidence_class",
            "publisher",
            "url",
            "happened_on",
            "happened_on_precision",
        ]

    fieldsets = [
        (
            _("What happened"),
            {
                "fields": [
                    "title",
                    "evidence_class",
                    "publisher",
                    "url",
                    ("happened_on", "happened_on_precision"),
                ]
            },
        )
    ]


class FindForm(forms.Form):
    """Words, status and sector, as on the public list; the filter judges them."""

    q = forms.CharField(label=_("Keywords"), required=False, widget=forms.TextInput)
    status = forms.ChoiceField(label=_("Status"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status, sector = (cast("forms.ChoiceField", self.fields[n]) for n in ("status", "sector"))
        status.choices = [("", _("Any")), *Status.choices]
        sectors = Sector.objects.public().order_by("position", "pk")
        sector.choices = [("", _("Any")), *((s.code, str(s)) for s in sectors)]


class SameForm(forms.Form):
    """What the event means for all proposals, but for those that say otherwise."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", "---------"), *Status.choices]
    )
    reason_hant = forms.CharField(
        label=_("Note (Traditional Chinese)"), required=False, widget=text_input(2)
    )
    reason_en = forms.CharField(label=_("Note (English)"), required=False, widget=text_input(2))
    passage = forms.CharField(
        label=_("Passage of the document"), required=False, widget=text_input(2)
    )


class StepForm(forms.Form):
    """What the event means for one proposal; `seen` is its newest record when it was chosen."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Status"))
    reason_hant = forms.CharField(
        label=_("Note (Traditional Chinese)"),
        required=False,
        widget=text_input(2),
        help_text=READERS,
    )
    reason_en = forms.CharField(
        label=_("Note (English)"), required=False, widget=text_input(2), help_text=ENGLISH_HELP
    )
    passage = forms.CharField(
        label=_("Passage of the document"), required=False, widget=text_input(2)
    )
    override_reason_hant = forms.CharField(
        label=_("Reason for the override (Traditional Chinese)"),
        required=False,
        widget=text_input(2),
    )
    override_reason_en = forms.CharField(
        label=_("Reason for the override (English)"), required=False, widget=text_input(2)
    )
    remove = forms.BooleanField(label=_("Take off the list"), required=False)

    def __init__(
        self,
        *args: Any,
        proposals: dict[int, Proposal],
        criteria: Mapping[int, list[Criterion]],
        may_override: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = proposals[int(self["proposal"].value())]
        status = cast("forms.ChoiceField", self.fields["status"])
        status.choices = status_choices(ALLOWED_NEXT[self.row.status])
        self.fields |= criterion_fields(criteria.get(self.row.pk, []))
        self.fields["remove"] = self.fields.pop("remove")
        if not may_override:
            del self.fields["override_reason_hant"], self.fields["override_reason_en"]

    def step(self) -> Step:
        stated = {k: v for k, v in self.cleaned_data.items() if k not in ("proposal", "remove")}
        stated["criteria"] = take_criteria(stated)
        # A preview takes back what it wrote, but not from the row in memory, which is shown.
        return Step(copy(self.row), **stated)


StepFormSet = forms.formset_factory(
    StepForm, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS, validate_max=True
)


class UndoForm(forms.Form):
    reason_hant = forms.CharField(
        label=_("Reason (Traditional Chinese)"),
        required=False,
        widget=text_input(),
        help_text=format_lazy("{} {}", _("What was wrong with it."), READERS),
    )
    reason_en = forms.CharField(
        label=_("Reason (English)"), required=False, widget=text_input(), help_text=ENGLISH_HELP
    )

    fieldsets = [(None, {"fields": ["reason_hant", "reason_en"]})]
