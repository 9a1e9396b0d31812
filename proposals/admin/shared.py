"""What the pages of the editors' desk have in common."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proposals.admin.lists import Lists
from proposals.admin.revisions import RevisionPages
from proposals.admin.tables import TablesMixin
from proposals.admin.typed import SHOWN_AGAIN, typed_again
from proposals.dates import WrittenDateField
from proposals.editing import writing
from proposals.editing.naming import offered_slug, slugs_like
from proposals.models import Proposal
from proposals.models.proposals import ProposalQuerySet
from proposals.rights import OPERATE, PUBLISH
from proposals.tracking.rules import Refusal

DERIVED_HELP = _(
    "Left empty, it is derived from the Traditional text. What you write here is kept."
)


DATING_HELP = _(
    "A date as far as it is known (20/5/2026, 2026-05 or 2026), or the days between which it "
    "lies. Its precision may be left empty. What you inferred needs its reason in both languages."
)

DATE_HELP = _("As far as it is known: 20/5/2026, 2026-05 or 2026.")

ISO = "%Y-%m-%d"


def dating_rows(name: str) -> list[str | tuple[str, str]]:
    """The fields in which an editor writes when something was published or asked."""
    return [
        (f"{name}_on", f"{name}_on_precision"),
        (f"{name}_not_before", f"{name}_not_after"),
        f"{name}_basis_hant",
        f"{name}_basis_en",
    ]


def kept_copy_of(row: Any) -> str:
    """The way to the copy that is kept of evidence or of a source."""
    copy = getattr(row, "kept_copy", None)
    if copy is None:
        return gettext("None yet")
    address = reverse("admin:proposals_keptcopy_change", args=[copy.pk])
    said = copy.get_state_display() if copy.state else gettext("Not known")
    return format_html('<a href="{}">{} {}</a>', address, said, copy.kept_on or "")


_TO_ACCOUNT = re.compile(rb'<a href="[^"]*/auth/user/[0-9]+/change/">(.*?)</a>')


def _name_accounts(page: HttpResponse) -> None:
    page.content = _TO_ACCOUNT.sub(rb"\1", page.content)


class DeskAdmin(Lists, RevisionPages):
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"form_class": WrittenDateField, "widget": AdminDateWidget(format=ISO)},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
        ArrayField: {"delimiter": "\n", "widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Such a form is shown and refuses to be saved; no other one is sent for its editor.
        typed = typed_again(request) if issubclass(self.form, DeskForm) else None
        if typed is not None:
            request.method = "POST"
            request.POST = typed  # type: ignore[assignment]
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Who may not look at accounts is led to none: Django links all that it only shows."""
        page: Any = super().render_change_form(request, *args, **kwargs)
        if not request.user.has_perm(OPERATE):
            page.add_post_render_callback(_name_accounts)
        return page

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting in bulk: what may be deleted is decided row by row."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class RefusedSaves(admin.ModelAdmin):
    """A form of which a rule may refuse the save: it is shown once more, and says why."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            # Nothing was written.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form


class DeskForm(forms.ModelForm):
    """A form whose slug may be left empty: it is made from the first of these that is filled."""

    data: MultiValueDict[str, Any]
    SLUG_FROM: tuple[str, ...] = ()
    # What a rule has said of the save, and the field that it is about; set by the admin.
    refusal: Refusal | None = None
    REFUSED_AT: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.SLUG_FROM and "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if SHOWN_AGAIN in self.data:
            raise forms.ValidationError(_("Look it over, and save it if it is right."))
        if self.refusal is not None:
            self.add_error(self.REFUSED_AT, str(self.refusal))
        if self.SLUG_FROM and "slug" in self.fields and "slug" not in self.errors:
            given = cleaned.get("slug")
            names = [cleaned.get(name) or "" for name in self.SLUG_FROM]
            cleaned["slug"] = given or offered_slug(self._meta.model, *names)
            if not cleaned["slug"]:
                self.add_error("slug", _("Write a slug: lower-case letters, digits and hyphens."))
            elif given and slugs_like(self._meta.model, given, but=self.instance.pk):
                self.add_error("slug", _("Another has this slug, but for capital letters."))
        return cleaned


class SharedForm(DeskForm):
    """A form of a row that many proposals show. It carries a fingerprint of the row as opened:
    where somebody else has stored it since, what they stored stands at each field beside what
    is typed, and saving once more is deliberate.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = self._fingerprint(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            # Held to the end of the admin's transaction: nobody comes between this and the save.
            stored = self._meta.model._default_manager.select_for_update().get(pk=self.instance.pk)
            now = self._fingerprint(stored)
            if cleaned.get("opened") != now:
                self._lay_beside(stored, cleaned)
                self.data = self.data.copy()
                self.data["opened"] = now
        return cleaned

    def _lay_beside(self, stored: models.Model, cleaned: dict[str, Any]) -> None:
        self.add_error(
            None,
            _(
                "Somebody else has saved this since you opened it. Nothing of yours is lost: "
                "compare each field below, correct the text, and save again."
            ),
        )
        for name, value in model_to_dict(stored, fields=list(self.fields)).items():
            typed = getattr(cleaned.get(name), "pk", cleaned.get(name))
            if name in cleaned and (typed or "") != (value or ""):
                display = getattr(stored, f"get_{name}_display", None)
                shown = display() if display else getattr(stored, name)
                self.add_error(name, _("Stored by somebody else: “%(value)s”.") % {"value": shown})

    def _fingerprint(self, row: models.Model) -> str:
        values = model_to_dict(row, fields=list(self.fields))
        return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()


class SharedAdmin(TablesMixin, DeskAdmin):
    """A row that many proposals show: an author, a source, a term.

    `shown_by` is how a proposal reaches it. Who may not publish changes it only while the public
    does not see it and nothing that was ever public shows it; nobody deletes it while anything
    does.
    """

    form = SharedForm
    shown_by = ""
    # What addresses and files know it by: written once.
    key = "slug"

    def showing(self, row: models.Model) -> ProposalQuerySet:
        return Proposal.objects.filter(**{self.shown_by: row}).distinct()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        counted = (
            Proposal.objects.filter(**{self.shown_by: OuterRef("pk")})
            .order_by()
            .values(self.shown_by)
            .annotate(count=Count("pk", distinct=True))
            .values("count")
        )
        rows = super().get_queryset(request)
        return rows.annotate(proposal_count=Coalesce(Subquery(counted), Value(0)))

    @admin.display(description=_("proposals"), ordering="proposal_count")
    def proposals(self, row: Any) -> str:
        if not row.proposal_count:
            return "0"
        address = reverse("admin:proposals_proposal_changelist")
        return format_html(
            '<a href="{}?{}__id__exact={}">{}</a>',
            address,
            self.shown_by,
            row.pk,
            row.proposal_count,
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm(PUBLISH):
            return True
        seen = self.model._default_manager.public().filter(pk=obj.pk)
        return not (seen.exists() or self.showing(obj).ever_published().exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or not self.showing(obj).exists()
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = (self.key,) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *others = super().get_fieldsets(request, obj)
        return [(name, options | {"fields": [*options["fields"], "opened"]}), *others]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        writing.save_shared(obj, self.showing(obj) if change else ())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        writing.delete_shared(obj)


class WordsAdmin(SharedAdmin):
    """Words of the field, which no proposal shows."""

    def showing(self, row: models.Model) -> ProposalQuerySet:
        return Proposal.objects.none()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        # Not the parent's, which counts the proposals that show a row.
        return super(SharedAdmin, self).get_queryset(request)
