"""Publishing a proposal, and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import READERS, ActForm, ReasonForm
from proposals.admin.acts.page import ActPage
from proposals.choices import DateBasis
from proposals.editing import publishing
from proposals.models import Proposal
from proposals.rights import PUBLISH
from proposals.tracking.rules import Refusal


class PublishForm(ActForm):
    """Whether one is sure; and, of an ask without a date, that nobody knows it."""

    undated = forms.BooleanField(
        label=_("Date not known"),
        required=False,
        help_text=_("Neither the ask nor its source says when. Readers are told so."),
    )

    fieldsets = [(None, {"fields": ["undated"]})]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not publishing.starts_undated(self.proposal):
            del self.fields["undated"]
            self.fieldsets = []

    def refuse(self, refusal: Refusal) -> None:
        self.add_error("undated" if refusal.field == "proposed_on" else None, str(refusal))


class WithdrawForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_en"].help_text = READERS


class PublishPage(ActPage):
    name = "publish"
    right = PUBLISH
    title = _("Publish")
    button = _("Publish")
    done = _("Published.")
    form_class = PublishForm
    template_name = "admin/proposals/proposal/publish.html"

    def act(self, form: ActForm) -> None:
        undated = form.cleaned_data.get("undated", False)
        publishing.publish(self.proposal, by=self.request.user, undated=undated)

    def beside(self, form: ActForm) -> dict[str, Any]:
        return {
            "question": _("Readers will see it at once, in all three languages."),
            "missing": what_is_missing(self.proposal),
            "recorded_as": recorded_as(self.proposal),
        }


@dataclass(frozen=True)
class Missing:
    """A field that a draft needs filled to be published, and where its form has it."""

    label: str
    address: str


# Where the form of a proposal has what is a list there, or is searched for.
PLACES = {"authors": "attributions-group", "source": "id_source"}


def what_is_missing(proposal: Proposal) -> list[Missing]:
    form = reverse("admin:proposals_proposal_change", args=[proposal.pk])
    return [
        Missing(publishing.label(name), f"{form}#{PLACES.get(name, f'id_{name}')}")
        for name in publishing.lacking(proposal)
    ]


def recorded_as(proposal: Proposal) -> str:
    """What publishing will record of when it was asked; empty where that is recorded already."""
    if proposal.updates.all() or proposal.proposed.basis == DateBasis.UNKNOWN:
        return ""
    return gettext("Will be recorded as proposed: %(date)s.") % {
        "date": proposal.proposed.written()
    }


class WithdrawPage(ActPage):
    name = "withdraw"
    right = PUBLISH
    title = _("Withdraw")
    button = _("Withdraw")
    done = _("Withdrawn. Its address tells readers why.")
    form_class = WithdrawForm

    def act(self, form: ActForm) -> None:
        publishing.withdraw(
            self.proposal,
            reason_hant=form.cleaned_data["reason_hant"],
            reason_en=form.cleaned_data["reason_en"],
        )

    def beside(self, form: ActForm) -> dict[str, Any]:
        return {
            "question": _(
                "It leaves the lists, the search and the feed. Its address stays and gives your "
                "reason. It can be published again."
            )
        }
