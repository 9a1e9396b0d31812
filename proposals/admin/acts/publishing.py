"""Publishing a proposal, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import READERS, ActForm, ReasonForm
from proposals.admin.acts.page import ActPage
from proposals.editing import publishing
from proposals.rights import PUBLISH


class PublishForm(ActForm):
    """Nothing to fill in: the page asks whether one is sure."""


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

    def act(self, form: ActForm) -> None:
        publishing.publish(self.proposal, by=self.request.user)

    def beside(self, form: ActForm) -> dict[str, Any]:
        return {"question": _("Readers will see it at once, in all three languages.")}


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
