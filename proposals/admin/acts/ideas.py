"""The page on which an editor joins a proposal with those that probably ask for the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import ActForm
from proposals.admin.acts.page import ActPage
from proposals.editing import ideas, relating
from proposals.models import Idea, Proposal, Relation
from proposals.rights import CHANGE_PROPOSAL
from proposals.tracking.rules import Refusal


class IdeasForm(ActForm):
    """Buttons for each like proposal: each names the other, and the idea that is there or none."""

    other = forms.ModelChoiceField(Proposal.objects.all(), required=False)
    idea = forms.ModelChoiceField(Idea.objects.all(), required=False)
    is_related = forms.BooleanField(required=False)


class IdeasPage(ActPage):
    name = "ideas"
    right = CHANGE_PROPOSAL
    title = _("Same ask by others")
    done = _("Recorded: readers of either are led to the other.")
    form_class = IdeasForm
    template_name = "admin/proposals/proposal/ideas.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # A button sends “other” alone, or “other:idea”.
        related = request.POST.get("relate", "")
        other, _colon, idea = request.POST.get("join", "").partition(":")
        self.chosen = {"other": related or other, "idea": idea, "is_related": bool(related)}
        return super().post(request, **kwargs)

    def form(self, *args: Any, **kwargs: Any) -> ActForm:
        if args:
            args = (self.chosen,)
        return super().form(*args, **kwargs)

    def act(self, form: ActForm) -> None:
        other = form.cleaned_data["other"]
        writes = [
            self.desk.has_change_permission(self.request, row)
            for row in (self.proposal, other)
            if row is not None
        ]
        if writes != [True, True]:
            raise Refusal(
                "not_yours_to_join",
                "",
                _("You may not change both of these proposals."),
                _("Reload the page and choose again, or ask an editor."),
            )
        if not form.cleaned_data["is_related"]:
            ideas.join(self.proposal, other, idea=form.cleaned_data["idea"])
        elif not Proposal.objects.related_to(self.proposal).filter(pk=other.pk).exists():
            relating.relate(Relation(proposal=self.proposal, other=other))

    def beside(self, form: ActForm) -> dict[str, Any]:
        like = Proposal.objects.similar_to(self.proposal)
        related = set(Proposal.objects.related_to(self.proposal).values_list("pk", flat=True))
        own = list(self.proposal.ideas.order_by("title_hant", "pk"))
        rows = []
        for other in like:
            theirs = list(other.ideas.all())
            shared = [idea for idea in own if idea in theirs]
            rows.append(
                {
                    "proposal": other,
                    "shared": shared,
                    "offered": [*own, *theirs],
                    "is_related": other.pk in related,
                }
            )
        return {"like": rows, "ideas": own}
