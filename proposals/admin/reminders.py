"""An editor chooses whether to be told by mail what waits for them. Nobody is, unless they do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.choices import Cadence
from proposals.languages import HANT
from proposals.models import Reminder
from proposals.models.care import REMINDED
from proposals.models.subscriptions import LANGUAGES, next_morning


class ReminderForm(forms.Form):
    cadence = forms.ChoiceField(
        label=_("How often"),
        required=False,
        choices=[("", _("Not at all")), *((each.value, each.label) for each in REMINDED)],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        held = Reminder.objects.filter(editor=user).first()
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["cadence"] = held.cadence if held else ""
        self.initial["language"] = held.language if held else get_language() or HANT

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("cadence") and not self.user.email:
            said = _("Your account has no e-mail address. An administrator can give it one.")
            self.add_error("cadence", said)
        return self.cleaned_data

    def save(self) -> None:
        cadence = Cadence(self.cleaned_data["cadence"]) if self.cleaned_data["cadence"] else None
        if cadence is None:
            Reminder.objects.filter(editor=self.user).delete()
            return
        now = timezone.now()
        Reminder.objects.update_or_create(
            editor=self.user,
            defaults={
                "cadence": cadence,
                "language": self.cleaned_data["language"],
                "next_due_at": next_morning(cadence, now) or now,
            },
        )
