"""What readers tell, for editors to take up or decline. Readers see none of it."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from proposals.admin.decided import DecidedAdmin
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
class SuggestionAdmin(DecidedAdmin):
    decides = DECIDE
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def decision_form(self, row: Suggestion, sent: Any) -> DecideForm:
        return DecideForm(sent, told=row)

    def decide(self, row: Suggestion, sent: Any, *, by: User, **said: str) -> bool:
        decided = suggesting.decline if "_decline" in sent else suggesting.accept
        return decided(row, by=by, **said)

    def page(self, row: Suggestion) -> dict[str, Any]:
        return {"title": row.get_kind_display(), "way": _way_to(row)}


def _way_to(told: Suggestion) -> dict[str, Any]:
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
