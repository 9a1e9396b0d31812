"""The columns by which a row of a table states a new status, and what becomes of them.

They follow the proposals' own columns in an import. A row that names another status than the
stored one fills them; they end in `tracking.record`, under the same rules as everything else.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field

from proposals import tracking
from proposals.choices import EvidenceClass, Precision, Status
from proposals.dates import WrittenDateField
from proposals.models import Evidence, Proposal, StatusUpdate
from proposals.rights import RECORD
from proposals.tables.faults import listed
from proposals.tables.incoming import IncomingRow
from proposals.tracking.rules import Refusal, require_open


class StatementForm(forms.Form):
    """What a row must say to move a proposal; each field is a column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = _("It is empty. A new status needs it.")
        for field in self.fields.values():
            field.error_messages["required"] = needed
        for name, codes in (
            ("effective_on_precision", Precision),
            ("evidence_class", EvidenceClass),
            ("evidence_published_on_precision", Precision),
        ):
            said = _("“%(value)s” is not one of the codes.")
            told = f"{said} {listed(codes.choices)}"
            self.fields[name].error_messages["invalid_choice"] = told

    effective_on = WrittenDateField()
    effective_on_precision = forms.ChoiceField(choices=Precision.choices, required=False)
    reason_hant = forms.CharField()
    reason_en = forms.CharField()
    evidence_class = forms.ChoiceField(choices=EvidenceClass.choices)
    evidence_title = forms.CharField(max_length=300)
    evidence_url = forms.CharField(required=False)
    evidence_publisher = forms.CharField(required=False)
    evidence_published_on = WrittenDateField(required=False)
    evidence_published_on_precision = forms.ChoiceField(choices=Precision.choices, required=False)
    evidence_quote = forms.CharField(required=False)
    criteria_stated = forms.CharField(required=False)

    def clean_criteria_stated(self) -> dict[int, str]:
        """By position, as `1=met 2=not_met` writes it; the states are for tracking."""
        said: dict[int, str] = {}
        for part in self.cleaned_data["criteria_stated"].replace(";", " ").split():
            position, is_parted, state = part.partition("=")
            if not (is_parted and position.isascii() and position.isdecimal()):
                wrong = _("“%(value)s” is no criterion and its state. Write as in 1=met 2=not_met.")
                raise ValidationError(wrong % {"value": part})
            if int(position) in said:
                wrong = _("Criterion %(value)s is stated twice. State it once.")
                raise ValidationError(wrong % {"value": position})
            said[int(position)] = state
        return said


STATEMENT_COLUMNS = tuple(StatementForm.base_fields)


class StatementField(Field):
    """A column that is read and never written: what it says goes into the log."""

    def __init__(self, name: str) -> None:
        super().__init__(attribute=name, column_name=name, readonly=True)

    def get_value(self, instance: models.Model) -> str:
        return ""


def read(row: IncomingRow, proposal: Proposal, by: User) -> None:
    """Note on a row what it states of the proposal. Raises ValidationError by column."""
    cells = row.cells
    filled = {name: cells[name] for name in STATEMENT_COLUMNS if cells.get(name) not in (None, "")}
    status = str(cells.get("status") or "")
    if not status or status == proposal.status:
        if filled:
            wrong = _("Filled without a change of status. Leave it empty, or give the new status.")
            raise ValidationError(dict.fromkeys(filled, wrong))
        return
    if refused := _why_not(status, proposal, by):
        raise ValidationError({"status": refused})
    if not filled:
        raise ValidationError({"status": _stale(proposal)})
    form = StatementForm(filled)
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    row.beside |= {name: str(value) for name, value in filled.items()}
    row.statement = {"status": status, **form.cleaned_data}


def _stale(proposal: Proposal) -> str:
    said = _(
        "It is now “%(status)s” (%(label)s). Leave this column empty; or, to record another "
        "status, fill in when, why and by which evidence: %(columns)s."
    )
    needed = [name for name, field in StatementForm.base_fields.items() if field.required]
    return said % {
        "status": proposal.status,
        "label": proposal.get_status_display(),
        "columns": ", ".join(needed),
    }


def _why_not(status: str, proposal: Proposal, by: User) -> str:
    if status not in Status.values:
        said = _("“%(value)s” is not one of the codes.") % {"value": status}
        return f"{said} {listed(Status.choices, status)}"
    try:
        require_open(proposal)
    except Refusal as refusal:
        return str(refusal)
    if not proposal.is_public:
        return _("Only a published proposal moves. Publish it first.")
    if not by.has_perm(RECORD):
        return _("Your account may not record progress.")
    if proposal.updates.awaiting_confirmation().filter(status=status).exists():
        return _("This status is recorded already and awaits confirmation by a second editor.")
    return ""


def record(proposal: Proposal, said: dict[str, Any], by: User) -> StatusUpdate:
    """Raises ValidationError by column, where a rule refuses."""
    document = Evidence(
        evidence_class=said["evidence_class"],
        title=said["evidence_title"],
        url=said["evidence_url"],
        publisher=said["evidence_publisher"],
        published_on=said["evidence_published_on"],
        published_on_precision=said["evidence_published_on_precision"],
        quote=said["evidence_quote"],
    )
    try:
        return tracking.record(
            proposal,
            status=said["status"],
            effective_on=said["effective_on"],
            effective_on_precision=said["effective_on_precision"],
            reason_hant=said["reason_hant"],
            reason_en=said["reason_en"],
            evidence=[document],
            criteria=said["criteria_stated"],
            by=by,
        )
    except Refusal as refusal:
        raise ValidationError({_column(refusal.field): str(refusal)}) from refusal


def _column(field: str) -> str:
    """The column in which what a rule refuses was written."""
    if field == "evidence":
        return "evidence_class"
    if field == "criteria":
        return "criteria_stated"
    column = field.replace("evidence.", "evidence_").replace("_evidence_class", "_class")
    return column if column in STATEMENT_COLUMNS else "status"
