"""What editors ask to have on the lists of chief editors: added, or declined with a reason."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.admin.decided import DecidedAdmin
from proposals.admin.shared import DeskForm, SharedAdmin
from proposals.choices import TermRequestState
from proposals.editing import term_requests
from proposals.models import TermRequest
from proposals.models.term_requests import LISTS
from proposals.rights import KEEP_LISTS
from proposals.slugs import slug_of
from proposals.work import recent

# In the address of the form that adds a row: which request it answers.
ASKED = "asked"
LONGEST_CODE = 50
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
        help_texts = {
            "kind": _(
                "Policy instruments are not asked for here: they are a fixed list, because "
                "statistics, filters and other people's programs count by them. Choose “Other”, "
                "and tell who runs the tracker; a new one comes with the next release."
            ),
        }


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
class TermRequestAdmin(DecidedAdmin):
    decides = KEEP_LISTS
    form = TermRequestForm
    list_display = ["name_hant", "name_en", "kind", "state_shown", "asked_by", "asked_at"]
    list_filter = [WorkFilter, "state", "kind"]
    list_select_related = ["asked_by"]
    search_fields = ["name_hant", "name_en", "reason"]
    ordering = ["-asked_at", "-pk"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.asked_by = request.user
        super().save_model(request, obj, form, change)

    def decision_form(self, row: TermRequest, sent: Any) -> DeclineForm:
        return DeclineForm(sent)

    def decide(self, row: TermRequest, sent: Any, *, by: User, **said: str) -> bool:
        return term_requests.decline(row, by=by, **said)

    def page(self, row: TermRequest) -> dict[str, Any]:
        return {"title": row.name_hant, "way": _way_to_add(row), "added_as": _added_as(row)}


def _way_to_add(asked: TermRequest) -> dict[str, Any]:
    """The form by which it is added, filled with what was asked."""
    model = LISTS[asked.kind]
    key = slug_of(asked.name_en, asked.name_hant, length=LONGEST_CODE)
    filled = {
        "name_hant": asked.name_hant,
        "name_en": asked.name_en,
        # Codes have underscores.
        model.KEY: key.replace("-", "_") if model.KEY == "code" else key,
        ASKED: asked.pk,
    }
    return {
        "title": _("Add it"),
        "hint": _("The form is filled with what was asked. To save it answers the request."),
        "address": f"{reverse(f'admin:proposals_{asked.kind}_add')}?{urlencode(filled)}",
    }


def _added_as(asked: TermRequest) -> str:
    """The page of the row that it has become, if it has."""
    if asked.state != TermRequestState.APPROVED:
        return ""
    model = LISTS[asked.kind]
    row = model._default_manager.filter(**{model.KEY: asked.answer}).first()
    return reverse(f"admin:proposals_{asked.kind}_change", args=[row.pk]) if row else ""
