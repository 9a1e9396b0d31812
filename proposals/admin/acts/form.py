"""What the forms of all acts have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from proposals.admin.proposal_form import shown
from proposals.admin.shared import DeskForm
from proposals.models import Check, Proposal, StatusUpdate
from proposals.tracking import newest_number
from proposals.tracking.rules import Refusal

READERS = _("Readers see it.")
ENGLISH_HELP = _("Left empty, English readers see the Chinese.")


def text_input(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class DocumentForm(DeskForm):
    """A document by which something is shown: its title, who published it, and where it is."""

    url = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )

    class Meta:
        widgets: dict[str, forms.Widget] = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "publisher": forms.TextInput(attrs={"class": "vTextField"}),
        }


class ActForm(forms.Form):
    """One act upon one proposal.

    `seen` is the number of the newest record when the page was opened, `checks_seen` how many
    checks there were: see `Unseen`.
    """

    data: MultiValueDict[str, Any]
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checks_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fieldsets: list[Any] = []

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        # Ready to type, without a tab through what stands above.
        for field in self.visible_fields()[:1]:
            field.field.widget.attrs["autofocus"] = True

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))

    def typed(self) -> dict[str, Any]:
        """What the editor stated, without what the page remembered for them."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("seen", "checks_seen")}

    def renew(self) -> None:
        """Let the next attempt pass: the editor is told what has come in between."""
        self.data = self.data.copy()
        self.data.update(log_as_seen(self.proposal))


def log_as_seen(proposal: Proposal) -> dict[str, int]:
    return {"seen": newest_number(proposal), "checks_seen": proposal.checks.count()}


@dataclass(frozen=True)
class Unseen:
    """What was recorded of a proposal since a page was opened, beside what was typed on it."""

    updates: list[StatusUpdate]
    checks: list[Check]
    typed: list[tuple[str, str]]

    @classmethod
    def since(cls, form: ActForm) -> Unseen:
        updates = form.proposal.updates.filter(number__gt=form.cleaned_data["seen"] or 0)
        checks = form.proposal.checks.select_related("recorded_by").order_by("pk")
        typed = [
            (str(bound.label), shown(bound.field, form.cleaned_data[bound.name]))
            for bound in form.visible_fields()
        ]
        return cls(
            list(updates.select_related("recorded_by", "void_of", "confirms").order_by("number")),
            list(checks[form.cleaned_data["checks_seen"] or 0 :]),
            [(label, words) for label, words in typed if words],
        )


class ProposalSelect(AutocompleteSelect):
    """Searches as one types; without script, takes the slug."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [v for v in value if str(v).isdecimal()], attr)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        typed = value if value and not str(value).isdecimal() else ""
        return format_html(
            '{}<noscript><input name="{}" value="{}" aria-label="{}"></noscript>',
            super().render(name, value, attrs, renderer),
            name,
            typed,
            _("Slug of the proposal"),
        )


class ProposalField(forms.ModelChoiceField):
    """A proposal by what the search offers, or by its slug."""

    def to_python(self, value: Any) -> Proposal | None:
        rows = self.queryset
        if rows is not None and value and not str(value).isdecimal():
            found = rows.filter(slug=str(value).strip()).first()
            if found is None:
                raise forms.ValidationError(_("There is no proposal with this slug."))
            return found
        return super().to_python(value)


class ReasonForm(ActForm):
    """An act that readers are given a reason for."""

    reason_hant = forms.CharField(
        label=_("Reason (Traditional Chinese)"),
        required=False,
        widget=text_input(),
        help_text=READERS,
    )
    reason_en = forms.CharField(
        label=_("Reason (English)"), required=False, widget=text_input(), help_text=ENGLISH_HELP
    )

    fieldsets = [(None, {"fields": ["reason_hant", "reason_en"]})]
