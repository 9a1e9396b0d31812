"""What readers tell, for editors to take up or decline. Readers see none of it."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.admin.shared import DeskAdmin
from proposals.alerts import suggesting
from proposals.choices import SuggestionKind
from proposals.models import Suggestion
from proposals.models.suggestions import SuggestionQuerySet
from proposals.rights import DECIDE


class DecideForm(forms.Form):
    """What the sender is told; to decline, why."""

    answer = forms.CharField(
        label=_("Answer to the sender"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )

    def __init__(self, *args: Any, told: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = (
            _("Sent by mail; write in the language of the hint. To decline it needs a reason.")
            if told.email
            else _("No address was given, so only editors read it. To decline it needs a reason.")
        )

    def clean(self) -> dict[str, Any]:
        if "_decline" in self.data and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Write the reason why it is not taken up."))
        return self.cleaned_data


@admin.register(Suggestion)
class SuggestionAdmin(DeskAdmin):
    list_display = ["start", "kind", "about", "state_shown", "created_at", "decided_by"]
    list_display_links = ["start"]
    list_filter = ["state", "kind"]
    list_select_related = ["proposal__merged_into", "decided_by"]
    search_fields = ["said", "name", "email", "url"]
    ordering = ["-created_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Suggestion]:
        return cast("SuggestionQuerySet", super().get_queryset(request)).heard()

    @admin.display(description=_("what the reader says"))
    def start(self, told: Suggestion) -> str:
        return Truncator(" ".join(told.said.split())).chars(60)

    @admin.display(description=_("proposal"))
    def about(self, told: Suggestion) -> str:
        return str(told.about or "")

    @admin.display(description=pgettext_lazy("suggestion", "state"), ordering="state")
    def state_shown(self, told: Suggestion) -> str:
        return format_html(
            '<span class="badge suggestion-{}">{}</span>', told.state, told.get_state_display()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

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
        told = self.get_object(request, unquote(object_id))
        if told is None:
            raise Http404
        may_decide = request.user.has_perm(DECIDE)
        form = DecideForm(request.POST or None, told=told) if may_decide else None
        if request.method == "POST":
            if form is None:
                raise PermissionDenied
            if form.is_valid():
                return self._decide(request, told, form.cleaned_data["answer"])
        context = {
            **self.admin_site.each_context(request),
            "title": told.get_kind_display(),
            "opts": Suggestion._meta,
            "told": told,
            "proposal": told.about,
            "form": form,
            "way": _way_to(told),
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/proposals/suggestion/decide.html", context)

    def _decide(self, request: HttpRequest, told: Suggestion, answer: str) -> HttpResponse:
        by = cast("User", request.user)
        if "_decline" in request.POST:
            is_first = suggesting.decline(told, by=by, answer=answer)
        else:
            is_first = suggesting.accept(told, by=by, answer=answer)
        if is_first:
            self.log_change(request, told, told.get_state_display())
            self.message_user(request, told.get_state_display(), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:proposals_suggestion_changelist"))
        said = _("Somebody else has decided on it meanwhile; nothing of yours was sent.")
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.path)


def _way_to(told: Suggestion) -> dict[str, Any] | None:
    """The form in which it is taken up, filled in as far as it can be."""
    if told.about is None:
        query = urlencode({"url": told.url})
        return {
            "title": _("Enter the article"),
            "hint": _("Then come back, and choose “Take up”."),
            "address": f"{reverse('admin:proposals_source_enter')}?{query}",
        }
    if told.kind == SuggestionKind.CORRECTION:
        return {
            "title": _("Correct the proposal"),
            "hint": _("Then come back, and choose “Take up”."),
            "address": reverse("admin:proposals_proposal_change", args=[told.about.pk]),
        }
    record = reverse("admin:proposals_proposal_record", args=[told.about.pk])
    return {
        "title": _("Record progress"),
        "hint": _("The form is filled with what the reader says. To record it takes the hint up."),
        "address": f"{record}?suggestion={told.pk}",
    }
