"""What editors ask to have on the lists of chief editors: added, or declined with a reason."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.admin.shared import DeskAdmin, DeskForm, SharedAdmin
from proposals.choices import TermRequestState
from proposals.editing import term_requests
from proposals.models import TermRequest
from proposals.models.term_requests import LISTS
from proposals.rights import KEEP_LISTS
from proposals.work import recent

# In the address of the form that adds a row: which request it answers.
ASKED = "asked"
# The colours of hints, which wait and are decided on as these are.
TONES: dict[str, str] = {
    TermRequestState.WAITING: "waiting",
    TermRequestState.APPROVED: "accepted",
    TermRequestState.DECLINED: "declined",
}
# Digits of what no key of a row is as long as.
LONGEST_KEY = 19


class AskedAdmin(SharedAdmin):
    """A list of which editors may ask for more: who adds what was asked for answers them too."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        pk = request.GET.get(ASKED, "")
        waiting = TermRequest.objects.waiting().filter(kind=self.opts.model_name)
        asked = waiting.filter(pk=pk).first() if pk.isdecimal() and len(pk) < LONGEST_KEY else None
        if asked is not None and not change:
            term_requests.approve(asked, obj, by=cast("User", request.user))


class TermRequestForm(DeskForm):
    class Meta:
        model = TermRequest
        fields = ["kind", "name_hant", "name_en", "reason"]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Who asked reads it on the first page, under Today."),
    )


class WorkFilter(admin.SimpleListFilter):
    """What the first page counts."""

    title = _("to do")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("waiting", _("Terms asked for")), ("answered", _("Answered to me"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "answered":
            since = recent(timezone.localdate())
            return queryset.answered(cast("User", request.user), since)
        return queryset


@admin.register(TermRequest)
class TermRequestAdmin(DeskAdmin):
    form = TermRequestForm
    list_display = ["name_hant", "name_en", "kind", "state_shown", "asked_by", "asked_at"]
    list_filter = [WorkFilter, "state", "kind"]
    list_select_related = ["asked_by"]
    search_fields = ["name_hant", "name_en", "reason"]
    ordering = ["-asked_at", "-pk"]

    @admin.display(description=pgettext_lazy("term request", "state"), ordering="state")
    def state_shown(self, asked: TermRequest) -> str:
        return format_html(
            '<span class="badge suggestion-{}">{}</span>',
            TONES[asked.state],
            asked.get_state_display(),
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.asked_by = request.user
        super().save_model(request, obj, form, change)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = self.get_object(request, unquote(object_id))
        if asked is None:
            raise Http404
        may_decide = asked.is_waiting and request.user.has_perm(KEEP_LISTS)
        form = DeclineForm(request.POST or None) if may_decide else None
        if request.method == "POST":
            if not request.user.has_perm(KEEP_LISTS):
                raise PermissionDenied
            if form is None or form.is_valid():
                return self._decline(request, asked, form)
        context = {
            **self.admin_site.each_context(request),
            "title": asked.name_hant,
            "opts": TermRequest._meta,
            "asked": asked,
            "tone": TONES[asked.state],
            "form": form,
            "way": way_to_add(asked),
            "added_as": added_as(asked),
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/proposals/termrequest/decide.html", context)

    def _decline(
        self, request: HttpRequest, asked: TermRequest, form: DeclineForm | None
    ) -> HttpResponse:
        reason = form.cleaned_data["reason"] if form else ""
        by = cast("User", request.user)
        if form and term_requests.decline(asked, by=by, reason=reason):
            self.log_change(request, asked, asked.get_state_display())
            self.message_user(request, asked.get_state_display(), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:proposals_termrequest_changelist"))
        said = _("Somebody else has decided on it meanwhile; nothing of yours was sent.")
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.path)


def way_to_add(asked: TermRequest) -> str:
    """The form by which it is added, filled with what was asked."""
    filled = {"name_hant": asked.name_hant, "name_en": asked.name_en, ASKED: asked.pk}
    return f"{reverse(f'admin:proposals_{asked.kind}_add')}?{urlencode(filled)}"


def added_as(asked: TermRequest) -> str:
    """The page of the row that it has become, if it has."""
    if asked.state != TermRequestState.APPROVED:
        return ""
    model = LISTS[asked.kind]
    row = model._default_manager.filter(**{model.KEY: asked.answer}).first()
    return reverse(f"admin:proposals_{asked.kind}_change", args=[row.pk]) if row else ""
