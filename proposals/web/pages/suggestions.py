"""Readers tell the editors what has moved, what is wrong, and which article is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from proposals.alerts import suggesting
from proposals.alerts.following import TooMany
from proposals.audit import client_address
from proposals.choices import SuggestionKind
from proposals.languages import HANT
from proposals.models import Proposal, Suggestion
from proposals.models.suggestions import LONGEST
from proposals.web.pages.subscriptions import READ_AND_POST, MailboxField

OF_PROPOSAL = [kind for kind in SuggestionKind if kind != SuggestionKind.ARTICLE]


class SuggestionForm(forms.ModelForm):
    """What happened, where it can be read, and who says so, if they like."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about."),
        },
    )
    said = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": _("Write what you want the editors to know.")},
    )
    url = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Give a link like https://example.com/page.")},
    )
    email = MailboxField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Give an e-mail address like name@example.com.")},
    )
    # Nobody sees this field; what fills it in is a program.
    website = forms.CharField(required=False)

    class Meta:
        model = Suggestion
        fields = ["kind", "said", "url", "name", "email"]
        labels = {"name": pgettext_lazy("sender", "Your name")}

    def __init__(self, *args: Any, proposal: Proposal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [SuggestionKind.ARTICLE] if proposal is None else OF_PROPOSAL
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in offered]  # type: ignore[attr-defined]
        self.instance.proposal = proposal


@never_cache
@require_http_methods(READ_AND_POST)
def suggest(request: HttpRequest) -> HttpResponse:
    slug = request.GET.get("proposal", "").replace("\0", "").strip()
    proposal = get_object_or_404(Proposal.objects.public(), slug=slug) if slug else None
    first = SuggestionKind.PROGRESS if proposal else SuggestionKind.ARTICLE
    initial = {"kind": request.GET.get("kind", first)}
    form = SuggestionForm(request.POST or None, proposal=proposal, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            told = form.save(commit=False)
            told.language = get_language() or HANT
            told.asked_from = client_address(request)[:64]
            try:
                if not form.cleaned_data["website"]:
                    suggesting.suggest(told, timezone.now())
                return redirect("suggest-asked" if told.email else "suggest-sent")
            except TooMany as fault:
                form.add_error(None, fault)
                status = 429
    context = {"form": form, "proposal": proposal}
    answer = render(request, "proposals/suggestion/new.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = "3600"
    return answer


@require_safe
def sent(request: HttpRequest, *, is_asked: bool) -> HttpResponse:
    return render(request, "proposals/suggestion/sent.html", {"is_asked": is_asked})


@never_cache
@require_http_methods(READ_AND_POST)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Programs that look into mails open links; only a person presses the button."""
    told = Suggestion.objects.select_related("proposal__merged_into").filter(key=key).first()
    if told is None:
        return render(request, "proposals/suggestion/unknown.html", status=404)
    if request.method == "POST":
        suggesting.confirm(told, timezone.now())
        return redirect(request.path)
    context = {"told": told, "proposal": told.about}
    return render(request, "proposals/suggestion/confirm.html", context)
