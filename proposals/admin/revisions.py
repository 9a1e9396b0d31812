"""The history of a row: who changed which field when, and a way back to an earlier text."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.editing import revisions
from proposals.models import Proposal
from proposals.models.audited import events
from proposals.tracking.rules import Conflict, Refusal


class RestoreForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("Editors read it in this history."),
    )


class RevisionPages(admin.ModelAdmin):
    """In place of Django's own log, which knows only what was done in the admin."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not hasattr(self.model, "pgh_event_model"):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        event = self._earlier(request, row) if request.method == "POST" else None
        form = RestoreForm(request.POST if "confirmed" in request.POST else None)
        if event is not None and form.is_valid():
            return self._restore(request, row, event, form.cleaned_data["reason"])
        pages = Paginator(revisions.revisions(row), 50)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(row),
            "opts": self.opts,
            "object": row,
            "story_address": self._address(row, "change"),
            "page": pages.get_page(request.GET.get("p")),
            "version": getattr(row, "version", None),
            "restored": event,
            "form": form,
            "differences": revisions.to_restore(row, event) if event else [],
            "may_restore": isinstance(row, Proposal) and self.has_change_permission(request, row),
            "media": self.media,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/proposals/history.html", context)

    def _earlier(self, request: HttpRequest, row: Any) -> Any:
        """The revision that is to stand again."""
        if not (isinstance(row, Proposal) and self.has_change_permission(request, row)):
            raise PermissionDenied
        sent, version = request.POST.get("event", ""), request.POST.get("version", "")
        if not (sent.isdecimal() and version.isdecimal()):
            raise Http404
        return get_object_or_404(events(Proposal), pk=sent, pgh_obj_id=row.pk)

    def _restore(self, request: HttpRequest, row: Any, event: Any, reason: str) -> HttpResponse:
        try:
            revisions.restore(
                row,
                event,
                version=int(request.POST["version"]),
                reason=reason,
                by=cast("User", request.user),
            )
        except Conflict:
            said = _("Somebody else has saved this proposal since you opened the page. Look again.")
            self.message_user(request, said, messages.ERROR)
        except ValidationError as fault:
            self.message_user(request, " ".join(fault.messages), messages.ERROR)
        except Refusal as fault:
            self.message_user(request, str(fault), messages.ERROR)
        else:
            self.log_change(request, row, str(_("Restored an earlier text.")))
            said = _("The earlier text stands again, as a new revision.")
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(self._address(row, "history"))

    def _address(self, row: Any, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[row.pk])
