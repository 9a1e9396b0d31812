"""What somebody asks of editors: read on a page of its own, and decided once."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.admin.shared import DeskAdmin


class DecidedAdmin(DeskAdmin):
    # What who decides on it may do.
    decides = ""

    @abstractmethod
    def decision_form(self, row: Any, sent: Any) -> forms.Form: ...

    @abstractmethod
    def decide(self, row: Any, sent: Any, *, by: User, **said: str) -> bool:
        """False if somebody else has decided already."""

    @abstractmethod
    def page(self, row: Any) -> dict[str, Any]:
        """What its page tells beside the row itself."""

    @admin.display(description=pgettext_lazy("suggestion", "state"), ordering="state")
    def state_shown(self, row: Any) -> str:
        return format_html(
            '<span class="badge suggestion-{}">{}</span>', row.state, row.get_state_display()
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        may_decide = request.user.has_perm(self.decides)
        form = self.decision_form(row, request.POST or None) if may_decide else None
        if request.method == "POST":
            if form is None:
                raise PermissionDenied
            if form.is_valid():
                return self._decide(request, row, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "row": row,
            "form": form,
            "media": self.media,
            **self.page(row),
        }
        request.current_app = self.admin_site.name
        template = f"admin/proposals/{self.opts.model_name}/decide.html"
        return TemplateResponse(request, template, context)

    def _decide(self, request: HttpRequest, row: Any, form: forms.Form) -> HttpResponse:
        if self.decide(row, request.POST, by=cast("User", request.user), **form.cleaned_data):
            self.log_change(request, row, row.get_state_display())
            self.message_user(request, row.get_state_display(), messages.SUCCESS)
            return HttpResponseRedirect(
                reverse(f"admin:proposals_{self.opts.model_name}_changelist")
            )
        said = _("Somebody else has decided on it meanwhile; nothing of yours was sent.")
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.path)
