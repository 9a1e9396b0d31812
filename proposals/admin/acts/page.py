"""The page of one act upon a proposal: a form, one call, and back to its story.

All hang on the admin of proposals, at addresses such as /admin/proposals/proposal/7/record/.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import View

from proposals.admin.acts.form import ActForm, Unseen, log_as_seen
from proposals.admin.desk import EditorRequest
from proposals.admin.typed import typed_again
from proposals.models import Proposal
from proposals.tracking.rules import Conflict, Refusal

Form = TypeVar("Form", bound=ActForm)


class ActPage(View, Generic[Form]):
    """One act upon one proposal, for whoever has the right to it."""

    request: EditorRequest
    desk: ClassVar[Any] = None  # the admin of proposals, given by as_view
    name = ""
    right = ""
    title: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    form_class: type[Form]
    template_name = "admin/proposals/proposal/act.html"
    # What others recorded while the page was open, once that has stopped a save.
    unseen: Unseen | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.proposal = get_object_or_404(Proposal, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if typed := typed_again(request):
            return self.show(self.form(typed))
        return self.show(self.form(initial=log_as_seen(self.proposal)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            with transaction.atomic():
                self.act(form)
                self.desk.log_change(request, self.proposal, str(self.done))
        except Refusal as refusal:
            form.refuse(refusal)
            return self.show(form)
        except Conflict:
            self.unseen = Unseen.since(form)
            form.renew()
            return self.show(form)
        self.desk.message_user(request, self.done, messages.SUCCESS)
        return HttpResponseRedirect(self.story_address())

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def form(self, *args: Any, **kwargs: Any) -> Form:
        return self.form_class(*args, proposal=self.proposal, **kwargs)

    def story_address(self) -> str:
        return reverse("admin:proposals_proposal_change", args=[self.proposal.pk])

    def show(self, form: Form) -> HttpResponse:
        # Any form will do here, whatever the stub says.
        adminform = AdminForm(form, form.fieldsets, {}, model_admin=self.desk)  # type: ignore[arg-type]
        context = {
            **self.desk.admin_site.each_context(self.request),
            "title": self.title,
            "subtitle": str(self.proposal),
            "opts": Proposal._meta,
            "proposal": self.proposal,
            "story_address": self.story_address(),
            "button": self.button,
            "form": form,
            "unseen": self.unseen,
            "adminform": adminform,
            "media": self.desk.media + form.media,
            **self.beside(form),
        }
        self.request.current_app = self.desk.admin_site.name
        return TemplateResponse(self.request, self.template_name, context)

    def beside(self, form: Form) -> dict[str, Any]:
        """What the page shows besides its form."""
        return {}
