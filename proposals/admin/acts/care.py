"""Who sees to a proposal, who watches it, and what editors note for each other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.admin.acts.form import ActForm, text_input
from proposals.admin.acts.page import ActPage
from proposals.models import Assignment, Note, Watch
from proposals.models.readable import UNSEEN, UNSEEN_REMEDY
from proposals.rights import CHANGE_PROPOSAL, RECORD


class CareForm(ActForm):
    editor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Assigned to"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("It stands first on the first page of this editor."),
    )
    watched = forms.BooleanField(
        label=_("I watch it"),
        required=False,
        help_text=_("Your first page tells you what others record of it."),
    )
    note = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=4_000,
        widget=text_input(4),
        help_text=_("For editors only: readers never see it."),
    )

    fieldsets = [(None, {"fields": ["editor", "watched", "note"]})]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Assignment.objects.filter(proposal=self.proposal).first()
        watches = Watch.objects.filter(proposal=self.proposal, editor=user)
        self.initial["editor"] = held and held.editor_id
        self.initial["watched"] = watches.exists()
        editors: Any = self.fields["editor"]
        may_see_to_it = models.Q(groups__permissions__codename="record_statusupdate")
        editors.queryset = (
            User.objects.filter(may_see_to_it | models.Q(pk=self.initial["editor"]))
            .filter(is_active=True, is_staff=True)
            .distinct()
            .order_by("username")
        )
        # Who records nothing gives no work to others.
        editors.disabled = not user.has_perm(RECORD)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if UNSEEN.search(note):
            raise forms.ValidationError(UNSEEN_REMEDY)
        return note


class CarePage(ActPage[CareForm]):
    name = "care"
    right = CHANGE_PROPOSAL
    title = _("Assign, watch, note")
    button = _("Save")
    done = _("Saved.")
    form_class = CareForm

    def form(self, *args: Any, **kwargs: Any) -> CareForm:
        return super().form(*args, user=self.request.user, **kwargs)

    def act(self, form: CareForm) -> None:
        user, proposal, typed = self.request.user, self.proposal, form.cleaned_data
        if typed["editor"] is None:
            Assignment.objects.filter(proposal=proposal).delete()
        else:
            Assignment.objects.update_or_create(
                proposal=proposal, defaults={"editor": typed["editor"]}
            )
        if typed["watched"]:
            Watch.objects.get_or_create(editor=user, proposal=proposal)
        else:
            Watch.objects.filter(editor=user, proposal=proposal).delete()
        if typed["note"]:
            Note.objects.create(proposal=proposal, by=user, text=typed["note"])

    def beside(self, form: CareForm) -> dict[str, Any]:
        return {"notes": self.proposal.notes.select_related("by").order_by("-pk")}
