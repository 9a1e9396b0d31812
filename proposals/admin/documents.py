"""Official documents: taken in, and read again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from proposals import tasks
from proposals.admin.acts.deciding import DecidePage, VoidUptakePage
from proposals.admin.history import ReadOnly
from proposals.admin.shared import DERIVED_HELP, DeskAdmin, SharedForm, WordsAdmin
from proposals.dates import written_day
from proposals.models import Document, Uptake
from proposals.rights import RECORD
from proposals.tables.resources import DocumentResource
from proposals.texts.faults import Unreadable
from proposals.texts.fetching import fetch
from proposals.texts.reading import read
from proposals.tracking.rules import Refusal
from proposals.uptake import taking


class DocumentForm(SharedForm):
    SLUG_FROM = ("title_en", "title_hant")


class TakeInForm(DocumentForm):
    """A document with its text: pasted, in a file, or at its link."""

    pasted = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text=_(
            "Paste the whole text, with the numbers of its paragraphs. Left empty, it is read from "
            "the file, or else from the link."
        ),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Text, DOCX, PDF, a web page or a scan.")
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("slug") and not slugify(given.get("title_en") or ""):
            kind, day = given.get("kind"), given.get("published_on")
            given["slug"] = slugify(f"{kind}-{day}").replace("_", "-") if kind and day else ""
        cleaned = super().clean()
        try:
            cleaned["text"] = self._text(cleaned)
            taking.judge(cleaned["text"])
        except Unreadable as fault:
            self.add_error("file" if cleaned.get("file") else "url", str(fault))
        except Refusal as refusal:
            self.add_error("file" if cleaned.get("file") else "pasted", str(refusal))
        return cleaned

    def _text(self, given: dict[str, Any]) -> str:
        if given.get("pasted", "").strip():
            return given["pasted"]
        file: UploadedFile | None = given.get("file")
        if file is not None:
            return read(file.read()).text
        if url := given.get("url"):
            fetched = fetch(url)
            return read(fetched.content, fetched.encoding).text
        raise Refusal(
            "document_without_text",
            "pasted",
            _("The text is missing."),
            _("Paste it, choose a file that holds it, or give the link where it is read."),
        )


class MatchesFilter(admin.SimpleListFilter):
    title = _("suggested matches")
    parameter_name = "matches"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("To be decided"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.to_decide() if self.value() == "open" else queryset


@admin.register(Document)
class DocumentAdmin(WordsAdmin):
    form = DocumentForm
    resource_classes = [DocumentResource]
    list_display = ["title_hant", "kind", "published", "publisher", "undecided", "answers"]
    list_filter = [MatchesFilter, "kind"]
    list_select_related = ["publisher"]
    search_fields = ["title_hant", "title_hans", "title_en", "slug", "text"]
    date_hierarchy = "published_on"
    ordering = ["-published_on", "-pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kind",
                    "title_hant",
                    "title_en",
                    "publisher",
                    ("published_on", "published_on_precision"),
                    "url",
                    "slug",
                ]
            },
        ),
        (
            _("Simplified Chinese"),
            {"fields": ["title_hans"], "classes": ["collapse"], "description": DERIVED_HELP},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        waiting = Count(
            "passages__matches", filter=Q(passages__matches__decision=""), distinct=True
        )
        held = Count("uptakes", filter=Q(uptakes__voided_at=None), distinct=True)
        rows = super().get_queryset(request).defer("text")
        return rows.annotate(waiting=waiting, held=held)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = TakeInForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        text = (_("Text"), {"fields": ["pasted", "file"]})
        return [fieldsets[0], text, *fieldsets[1:]]

    @admin.display(description=_("published on"), ordering="published_on")
    def published(self, document: Document) -> str:
        return written_day(document.published_on, document.published_on_precision)

    @admin.display(description=_("to decide"), ordering="waiting")
    def undecided(self, document: Any) -> int:
        return document.waiting

    @admin.display(description=_("answers"), ordering="held")
    def answers(self, document: Any) -> int:
        return document.held

    def get_urls(self) -> list[Any]:
        decide = self.admin_site.admin_view(DecidePage.as_view(desk=self))
        return [
            path("<int:pk>/decide/", decide, name="proposals_document_decide"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"may_decide": request.user.has_perm(RECORD), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """On to what it answers, for who may decide that."""
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST or not request.user.has_perm(RECORD):
            return answer
        return HttpResponseRedirect(reverse("admin:proposals_document_decide", args=[obj.pk]))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or not obj.uptakes.exists()
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            taking.take_in(obj, form.cleaned_data["text"])
            transaction.on_commit(tasks.ask_for_matching)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except taking.TakenBefore as before:
            # By somebody else, while this was on its way.
            self.message_user(request, str(before), messages.WARNING)
            address = reverse("admin:proposals_document_change", args=[before.document.pk])
            return HttpResponseRedirect(address)


@admin.register(Uptake)
class UptakeAdmin(ReadOnly, DeskAdmin):
    """What official words answer, to be read: the deciding screen writes it."""

    list_display = ["document", "where", "proposal", "relation", "recorded_at", "recorded_by"]
    list_filter = ["relation", ("voided_at", admin.EmptyFieldListFilter), "recorded_by"]
    list_select_related = ["document", "proposal", "recorded_by"]
    search_fields = ["slug", "quote", "proposal__slug", "proposal__title_hant"]
    date_hierarchy = "recorded_at"
    ordering = ["-recorded_at", "-pk"]

    def get_urls(self) -> list[Any]:
        void = self.admin_site.admin_view(VoidUptakePage.as_view(desk=self))
        return [path("<int:pk>/void/", void, name="proposals_uptake_void"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        holding = Uptake.objects.holding().filter(pk=object_id if object_id.isdecimal() else 0)
        may_void = request.user.has_perm(RECORD) and holding.exists()
        context = {"may_void": may_void, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("passage"), ordering="position")
    def where(self, uptake: Uptake) -> str:
        return uptake.where()
