"""Recording where a proposal stands, checking it, confirming a record and voiding one."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from proposals import tracking
from proposals.admin.acts.form import ActForm, log_as_seen
from proposals.admin.acts.page import ActPage, Form
from proposals.admin.acts.tracking_forms import (
    EVIDENCE_ROWS,
    MOST_EVIDENCE_ROWS,
    CheckForm,
    ConfirmForm,
    EvidenceForm,
    RecordForm,
    VoidForm,
)
from proposals.alerts import suggesting
from proposals.choices import SMALLEST_EVIDENCE, STATUS_MEANINGS, EvidenceClass, Status
from proposals.languages import EN
from proposals.models import Proposal, StatusUpdate, Suggestion
from proposals.rights import DECIDE, OVERRIDE, RECORD
from proposals.tracking.rules import Conflict

# Digits of what no key of a row is as long as.
LONGEST_KEY = 19


class LogPage(ActPage[Form]):
    """An act that no rule would refuse a second time: a second click, or a second editor who
    has not seen the first, is shown what has come in between.
    """

    right = RECORD

    def seen(self, form: ActForm) -> int:
        """The number of the newest record they had before them. Raises Conflict over checks."""
        # Held to the end of the transaction: nobody comes between this and the record.
        stored = Proposal.objects.locked().get(pk=self.proposal.pk)
        if self.proposal.checks.count() != form.cleaned_data["checks_seen"]:
            raise Conflict(stored)
        return form.cleaned_data["seen"] or 0


class RecordPage(LogPage[RecordForm]):
    name = "record"
    title = _("Record progress")
    button = _("Record")
    done = _("Recorded progress.")
    form_class = RecordForm
    template_name = "admin/proposals/proposal/record.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "_more" in request.POST:
            return self.show(self.with_more_rows())
        return super().post(request, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = self.told(request.GET.get("suggestion", ""))
        if told is None:
            return super().get(request, **kwargs)
        # In the words of the reader, for the editor to put into others.
        reason = "reason_en" if told.language == EN else "reason_hant"
        initial = {**log_as_seen(self.proposal), "suggestion": told.pk, reason: told.said}
        rows = [{"url": told.url}] if told.url else []
        return self.show(self.form(initial=initial, rows=rows))

    def told(self, pk: str) -> Suggestion | None:
        """The hint that the page is opened with, if this editor may decide on it."""
        if not (pk.isdecimal() and len(pk) < LONGEST_KEY and self.request.user.has_perm(DECIDE)):
            return None
        waiting = Suggestion.objects.waiting().about(self.proposal)
        return waiting.filter(pk=pk).first()

    def form(self, *args: Any, **kwargs: Any) -> RecordForm:
        may_override = self.request.user.has_perm(OVERRIDE)
        return super().form(*args, may_override=may_override, **kwargs)

    def with_more_rows(self) -> RecordForm:
        """The page with all that was typed, unjudged, and room for more evidence."""
        typed = self.request.POST
        sent = typed.get("evidence-TOTAL_FORMS", "")
        count = min(int(sent), MOST_EVIDENCE_ROWS) if sent.isdecimal() else 0
        rows = [
            {name: typed.get(f"evidence-{row}-{name}", "") for name in EvidenceForm.Meta.fields}
            for row in range(count)
        ]
        return self.form(initial=typed.dict(), rows=rows + [{}] * EVIDENCE_ROWS)

    def act(self, form: RecordForm) -> None:
        seen = self.seen(form)
        by = self.request.user
        update = tracking.record(self.proposal, **form.statement(), by=by, seen=seen)
        told = form.cleaned_data["suggestion"]
        if told is not None and by.has_perm(DECIDE):
            suggesting.accept(told, by=by, update=update)

    def beside(self, form: RecordForm) -> dict[str, Any]:
        statuses = [
            {
                "label": status.label,
                "meaning": STATUS_MEANINGS[status],
                "evidence": [
                    " / ".join(str(c.label) for c in EvidenceClass if c in needed)
                    for needed in SMALLEST_EVIDENCE[status]
                ],
            }
            for status in Status
        ]
        evidence = [
            AdminForm(row, EvidenceForm.fieldsets(number), {}, model_admin=self.desk)
            for number, row in enumerate(form.evidence, 1)
        ]
        told = self.told(str(form["suggestion"].value() or ""))
        return {
            "statuses": statuses,
            "evidence_forms": evidence,
            "shows_more": len(evidence) > EVIDENCE_ROWS
            or any(row.has_changed() for row in form.evidence.forms[1:]),
            "told": told,
        }


class CheckPage(LogPage):
    name = "check"
    title = _("Checked, nothing new")
    button = _("Record the check")
    done = _("Recorded the check.")
    form_class = CheckForm

    def act(self, form: ActForm) -> None:
        seen = self.seen(form)
        tracking.check(self.proposal, **form.typed(), by=self.request.user, seen=seen)


class UpdatePage(ActPage):
    """An act upon one record of a proposal."""

    right = RECORD

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(
            StatusUpdate.objects.select_related("recorded_by", "void_of", "confirms"),
            pk=kwargs["update"],
            proposal=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def beside(self, form: ActForm) -> dict[str, Any]:
        evidence = self.update.evidence.order_by("pk")
        return {"update": self.update, "evidence": evidence}


class ConfirmPage(UpdatePage):
    name = "confirm"
    title = _("Confirm a record")
    button = _("Confirm")
    done = _("Confirmed: from now on it holds.")
    form_class = ConfirmForm

    def form(self, *args: Any, **kwargs: Any) -> ActForm:
        return super().form(*args, update=self.update, **kwargs)

    def act(self, form: ActForm) -> None:
        opened = [document.pk for document in form.cleaned_data["opened"]]
        tracking.confirm(self.update, by=self.request.user, opened=opened)

    def beside(self, form: ActForm) -> dict[str, Any]:
        question = _("Does the evidence show it? Open each document before you confirm.")
        return super().beside(form) | {"question": question}


class VoidPage(UpdatePage):
    name = "void"
    title = _("Void a record")
    button = _("Void")
    done = _("The record is voided. It stays visible, with your reason.")
    form_class = VoidForm

    def act(self, form: ActForm) -> None:
        tracking.void(
            self.update,
            reason_hant=form.cleaned_data["reason_hant"],
            reason_en=form.cleaned_data["reason_en"],
            by=self.request.user,
        )
