"""The text and facts of a proposal as an editor writes them, and what happens when two do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.http import HttpRequest
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from proposals.admin.another import FilledRows
from proposals.admin.shared import DeskForm
from proposals.models import Addressee, Attribution, Criterion, Proposal
from proposals.models.criteria import CriterionQuerySet
from proposals.rights import PUBLISH


class ProposalForm(DeskForm):
    """Carries what the editor read, so that nobody overwrites what they did not see.

    Each field brings the value that it was opened with beside the value typed, and the whole
    form the version. `clash` is the proposal as somebody else has stored it since, or None.
    """

    SLUG_FROM = ("title_en", "title_hant")
    # Of the record that the date leads to.
    REFUSED_AT = "proposed_on"

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["read_version"] = self.instance.version if self.instance.pk else None
        self.clash: Proposal | None = None
        show_what_was_read(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            # Held to the end of the admin's transaction: nobody comes between this and the save.
            stored = Proposal.objects.locked().get(pk=self.instance.pk)
            if stored.version != cleaned.get("read_version"):
                self.clash = stored
                raise ValidationError(
                    _(
                        "Somebody else has saved this proposal since you opened it. Nothing of "
                        "yours is lost: compare both below, correct the text, and save again."
                    )
                )
        return cleaned


def show_what_was_read(form: forms.BaseForm) -> None:
    for name, field in form.fields.items():
        field.show_hidden_initial = name != "read_version"


@dataclass(frozen=True)
class FieldInConflict:
    """One field in which what is stored differs from what this editor sent.

    `typed` is empty and `is_taken` true where the editor had left it alone: the form then has
    the stored text.
    """

    label: str
    stored: str
    typed: str
    is_taken: bool = False


def compare(form: ProposalForm, formsets: Any, stored: Proposal) -> list[FieldInConflict]:
    """Lay what the other editor stored beside what this one typed, where the two differ.

    The form goes on from there: it keeps what was typed, takes what is stored where nothing
    was, and may be saved again by who has seen both.
    """
    fresh = type(form)(instance=stored)
    found = list(_taking(form, fresh))
    form.data["read_version"] = stored.version
    for formset in formsets:
        rows = formset.model.objects.filter(proposal=stored).order_by("pk")
        is_there = sorted(map(formset.said, rows.select_related(formset.shows)))
        kept = [f for f in formset.forms if f.has_changed() or f.instance.pk]
        typed = sorted(formset.said(f.instance) for f in kept if f not in formset.deleted_forms)
        if is_there != typed:
            label = formset.model._meta.verbose_name_plural
            found.append(FieldInConflict(label, "\n".join(is_there), "\n".join(typed)))
    return found


def _taking(form: ProposalForm, fresh: ProposalForm) -> Iterator[FieldInConflict]:
    changed = form.changed_data
    form.data = form.data.copy()
    for bound in form.visible_fields():
        stored = shown(bound.field, fresh[bound.name].initial)
        typed = shown(bound.field, form.cleaned_data.get(bound.name, bound.data))
        value = fresh[bound.name].value()
        several = value if isinstance(value, list) else ["" if value is None else value]
        values = [str(one) for one in several]
        form.data.setlist(bound.html_initial_name, values)
        if bound.name not in changed:
            form.data.setlist(bound.html_name, values)
        if stored != typed:
            is_taken = bound.name not in changed
            yield FieldInConflict(str(bound.label), stored, "" if is_taken else typed, is_taken)


def shown(field: forms.Field, value: Any) -> str:
    """What a form holds in one field, as its reader sees it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(row) for row in value or []))
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset
        row = None if rows is None else rows.filter(pk=getattr(value, "pk", value) or None).first()
        return str(row or "")
    if isinstance(field, forms.ChoiceField):
        return (
            str(dict(flatten_choices(cast("list[Any]", field.choices))).get(value, value))
            if value
            else ""
        )
    return str(value if value is not None else "").replace("\r\n", "\n").strip()


class LinkFormSet(forms.BaseInlineFormSet):
    """Rows of a table whose fields are named by its head, for the eye; here for the ear too."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label


class AttributionFormSet(LinkFormSet):
    shows = "author"

    @staticmethod
    def said(row: Attribution) -> str:
        return f"{row.author} ({row.capacity_hant})" if row.author_id else ""

    def clean(self) -> None:
        super().clean()
        kept = [f for f in self.forms if f.has_changed() or f.instance.pk]
        if self.instance.ever_published and not set(kept) - set(self.deleted_forms):
            raise ValidationError(_("What has been published keeps at least one author."))


class AddresseeFormSet(LinkFormSet):
    shows = "body"

    @staticmethod
    def said(row: Addressee) -> str:
        return f"{row.body} ({row.get_basis_display()})" if row.body_id else ""


class CriterionFormSet(LinkFormSet):
    shows = "proposal"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        proposal = kwargs["instance"]
        if proposal.pk:
            last = proposal.criteria.aggregate(last=Max("position"))["last"] or 0
            kwargs.setdefault("initial", [{"position": last + 1}])
        super().__init__(*args, **kwargs)

    @staticmethod
    def said(row: Criterion) -> str:
        return f"{row.position}. {row.text_hant}"

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            moved = form in self.deleted_forms or "position" in form.changed_data
            if moved and form.instance.assessments.exists():
                raise ValidationError(
                    _(
                        "Records speak of criterion %(position)d: it stays, at its place. Correct "
                        "its text, or void those records with a reason and say there what is asked."
                    ),
                    params={"position": form.initial["position"]},
                )


class DraftRights(InlineModelAdmin):
    """An inline may be written exactly when its proposal may."""

    def _may_write(self, request: HttpRequest, proposal: Proposal | None) -> bool:
        desk = self.admin_site.get_model_admin(Proposal)
        if proposal is None or proposal.pk is None:
            return desk.has_add_permission(request)
        return desk.has_change_permission(request, proposal)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_write(request, obj)


class AttributionInline(FilledRows, DraftRights, admin.TabularInline):
    model = Attribution
    fk_name = "proposal"
    formset = AttributionFormSet
    fields = ["author", "capacity_hant", "capacity_en", "capacity_hans", "position"]
    autocomplete_fields = ["author"]
    ordering = ["position", "pk"]
    extra = 1


class AddresseeInline(FilledRows, DraftRights, admin.TabularInline):
    model = Addressee
    fk_name = "proposal"
    formset = AddresseeFormSet
    fields = ["body", "basis"]
    autocomplete_fields = ["body"]
    ordering = ["body__position", "pk"]
    extra = 1


class CriterionInline(DraftRights, admin.TabularInline):
    model = Criterion
    fk_name = "proposal"
    formset = CriterionFormSet
    fields = ["position", "text_hant", "text_en", "text_hans"]
    ordering = ["position", "pk"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Criterion]:
        return cast("CriterionQuerySet", super().get_queryset(request)).standing()


def may_write(request: HttpRequest, proposal: Proposal) -> bool:
    """Whoever may change proposals changes drafts; what has been public takes an editor."""
    return not proposal.ever_published or request.user.has_perm(PUBLISH)
