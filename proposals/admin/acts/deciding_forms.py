"""The form by which an editor says what official words mean for a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from proposals import tracking
from proposals.admin.acts.form import ENGLISH_HELP, READERS, text_input
from proposals.admin.acts.tracking_forms import status_choices
from proposals.admin.shared import DATE_HELP
from proposals.choices import (
    ALLOWED_NEXT,
    NEEDS_CONFIRMATION,
    SMALLEST_EVIDENCE,
    EvidenceClass,
    Status,
    UptakeRelation,
)
from proposals.dates import WrittenDateField, machine_day, written_precision
from proposals.models import Match
from proposals.rights import OVERRIDE
from proposals.tracking.rules import Refusal
from proposals.uptake import days
from proposals.uptake.days import spanned
from proposals.uptake.deciding import Answer, reason_of

# What words of a document never say of a proposal.
NOT_SAID = (Status.PROPOSED, Status.STALLED, Status.SUPERSEDED)


# Of what is promised or begun, a day to come is that by which it is to be done.
PROMISED = (Status.COMMITTED, Status.IN_DELIVERY)


class AnswerForm(forms.Form):
    """One match, as the editor states it; `together` are the others of its passage."""

    data: MultiValueDict[str, Any]
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    relation = forms.ChoiceField(label=_("Relation"), choices=UptakeRelation.choices)
    status = forms.ChoiceField(
        label=_("Status"), help_text=_("S leads here, Esc back to the other keys.")
    )
    effective_on = WrittenDateField(label=_("Effective on"), help_text=DATE_HELP)
    evidence_class = forms.ChoiceField(label=_("Class"), choices=EvidenceClass.choices)
    target_on = WrittenDateField(
        label=_("Target day of government"),
        required=False,
        help_text=_("By when these words say that it will be done; noted with this document."),
    )
    quote = forms.CharField(
        label=_("Passage quoted"), required=False, strip=True, widget=text_input(3)
    )
    reason_hant = forms.CharField(
        label=_("Reason (Traditional Chinese)"),
        required=False,
        widget=text_input(2),
        help_text=READERS,
    )
    reason_en = forms.CharField(
        label=_("Reason (English)"), required=False, widget=text_input(2), help_text=ENGLISH_HELP
    )
    override_reason_hant = forms.CharField(
        label=_("Reason for an override (Traditional Chinese)"),
        required=False,
        widget=text_input(1),
        help_text=format_lazy("{} {}", _("Only where the usual rules must be set aside."), READERS),
    )
    together = forms.ModelMultipleChoiceField(
        label=_("Record with it, as one policy event"),
        queryset=Match.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, match: Match, others: list[Match], by: Any) -> None:
        document = match.passage.document
        hant, en = reason_of(match, match.status)
        initial = {
            "seen": tracking.newest_number(match.proposal),
            "relation": match.relation,
            "status": match.status,
            "effective_on": machine_day(document.published_on, document.published_on_precision),
            "evidence_class": match.evidence_class,
            "quote": quoted(match),
            "reason_hant": hant,
            "reason_en": en,
        }
        # The times that the words name, by the day of the document.
        written = spanned(document.published_on, document.published_on_precision)
        self.days = days.named(quoted(match), written)
        coming = [day for day in self.days if written and day.last > written.last]
        if coming and match.status in PROMISED:
            initial["target_on"] = machine_day(*coming[-1].due)
        super().__init__(data, initial=initial, auto_id="decide_%s")
        self.match = match
        if not coming or not document.url or match.proposal.target_on:
            # A target day stands with a link to what gives it, and is not written over from here.
            del self.fields["target_on"]
        status: Any = self.fields["status"]
        following = ALLOWED_NEXT[match.proposal.status]
        status.choices = status_choices(following, NOT_SAID)[1:]
        status.widget.attrs["data-key"] = "s"
        # What the words say may be what has long been so.
        self.is_behind = match.status not in following
        needed = SMALLEST_EVIDENCE[match.status]
        self.is_little = not all(match.evidence_class in classes for classes in needed)
        told = document.url and document.publisher_id and document.published_on
        self.is_closed = match.status in NEEDS_CONFIRMATION and not told
        if not by.has_perm(OVERRIDE):
            del self.fields["override_reason_hant"]
        together: Any = self.fields["together"]
        together.queryset = Match.objects.filter(pk__in=[other.pk for other in others])
        together.choices = [(other.pk, _named(other)) for other in others]
        if not others:
            del self.fields["together"]

    def answers(self) -> list[Answer]:
        """What is stated, and what is recorded with it."""
        stated = self.cleaned_data
        hant, en = reason_of(self.match, self.match.status)
        reasons = {"reason_hant": stated["reason_hant"], "reason_en": stated["reason_en"]}
        if (stated["reason_hant"], stated["reason_en"]) == (hant, en):
            # Untouched, it follows the status that was chosen.
            hant, en = reason_of(self.match, stated["status"])
            reasons = {"reason_hant": hant, "reason_en": en}
        own = Answer(
            match=self.match,
            relation=stated["relation"],
            quote=stated["quote"],
            status=stated["status"],
            override_reason_hant=stated.get("override_reason_hant", ""),
            seen=stated["seen"],
            target_on=stated.get("target_on"),
            **reasons,
        )
        chosen = stated.get("together") or Match.objects.none()
        rows = chosen.select_related("passage__document", "proposal").order_by("-score", "pk")
        return [own, *map(_as_suggested, rows)]

    def precision(self) -> str:
        day = self.cleaned_data["effective_on"]
        return written_precision(day).value

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))

    def renew(self) -> None:
        """Let the next attempt pass: the editor is told what has come in between."""
        self.data = self.data.copy()
        self.data["seen"] = tracking.newest_number(self.match.proposal)


def quoted(match: Match) -> str:
    """The words of the passage that answer, as matching found them."""
    passage = match.passage
    found = passage.text[match.start - passage.start : match.end - passage.start]
    return found.strip() or passage.text


def _named(match: Match) -> str:
    return f"{match.proposal} · {match.get_relation_display()} · {match.get_status_display()}"


def _as_suggested(match: Match) -> Answer:
    hant, en = reason_of(match, match.status)
    return Answer(
        match=match,
        relation=match.relation,
        quote=quoted(match),
        status=match.status,
        reason_hant=hant,
        reason_en=en,
    )
