"""The pages on which two proposals become one, and one becomes two again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import ActForm, ProposalField, ProposalSelect, ReasonForm
from proposals.admin.acts.page import ActPage
from proposals.editing import merging
from proposals.models import Proposal
from proposals.rights import MERGE
from proposals.tracking.rules import Refusal


class MergeForm(ReasonForm):
    into = ProposalField(
        label=_("Merge into"),
        queryset=Proposal.objects.all(),
        widget=ProposalSelect(Proposal._meta.get_field("merged_into"), admin.site),
        help_text=_("It gets the authors, bodies, ideas and records of this one."),
    )

    fieldsets = [(None, {"fields": ["into", "reason_hant", "reason_en"]})]


class SplitForm(ReasonForm):
    fieldsets = [(None, {"fields": ["reason_hant", "reason_en"]})]


class MergePage(ActPage):
    name = "merge"
    right = MERGE
    title = _("Merge into another")
    button = _("Merge")
    done = _("Merged. Its address leads to the other from now on.")
    form_class = MergeForm
    template_name = "admin/proposals/proposal/merge.html"
    # What a preview has shown to move.
    moved: merging.MergeOutcome | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "_preview" not in request.POST:
            return super().post(request, **kwargs)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.moved = self.merge(form, preview=True)
            except Refusal as refusal:
                form.refuse(refusal)
        return self.show(form)

    def merge(self, form: ActForm, *, preview: bool) -> merging.MergeOutcome:
        return merging.merge(self.proposal, **form.typed(), by=self.request.user, preview=preview)

    def act(self, form: ActForm) -> None:
        self.merge(form, preview=False)

    def beside(self, form: ActForm) -> dict[str, Any]:
        question = _(
            "The two become one: readers of this address are led to the other, whose status is "
            "then found from the records of both. Look at the preview first."
        )
        return {"question": question, "moved": self.moved}


class SplitPage(ActPage):
    name = "split"
    right = MERGE
    title = _("Split again")
    button = _("Split")
    done = _("Split. It stands for itself again.")
    form_class = SplitForm

    def act(self, form: ActForm) -> None:
        merging.split(self.proposal, **form.typed(), by=self.request.user)

    def beside(self, form: ActForm) -> dict[str, Any]:
        question = _(
            "It stands for itself again. What the other took over from it is voided there, with "
            "your reason, or taken off."
        )
        return {"question": question}
