"""Kept copies: what an editor looks at when a page has moved, and the file itself."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from proposals import tasks
from proposals.admin.shared import DeskAdmin, SharedForm
from proposals.copies import keeping, storing
from proposals.models import Evidence, KeptCopy, Source
from proposals.texts.reading import MOST_BYTES


class FileForm(SharedForm):
    """The file that an editor has of a page, and where an archive keeps another."""

    file = forms.FileField(
        label=_("File to keep"),
        help_text=_(
            "A saved page, a PDF, a scan: up to 20 MB. It is kept as it is, in the place of the "
            "copy that is there; only editors can open it."
        ),
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Divide it."))
        if file:
            try:
                storing.put(file.read())
            except storing.Away as away:
                said = _("The file cannot be kept: its storage does not answer. Try again later.")
                raise forms.ValidationError(said) from away
            file.seek(0)
        return file


class ChangeForm(FileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False


class WaitsFilter(admin.SimpleListFilter):
    title = _("to look at")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("Changed, gone, dead or not kept"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() is None else queryset.to_see()


@admin.register(KeptCopy)
class KeptCopyAdmin(DeskAdmin):
    list_display = ["of", "page", "quote", "kept", "size", "looked_at"]
    list_filter = [WaitsFilter, "state", "quote_found", "origin"]
    search_fields = ["slug", "evidence__title", "source__headline", "link", "sha256"]
    ordering = ["-state_at", "-pk"]
    actions = ["look_again"]
    readonly_fields = [
        *("kept_for", "opens", "page", "quoted", "quote", "file_kept", "sha256", "content_type"),
        *("origin", "kept_by", "looked_at", "said"),
    ]
    fieldsets = [
        (None, {"fields": ["kept_for", "opens", "page", "looked_at", "said"]}),
        (
            _("Copy"),
            {
                "fields": [
                    *("file_kept", "sha256", "content_type", "origin", "kept_by"),
                    *("quoted", "quote", "file", "opened"),
                ]
            },
        ),
        (_("In an archive"), {"fields": [("archived_url", "archived_on")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return KeptCopy.objects.for_listing().select_related("kept_by").order_by(*self.ordering)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = ChangeForm if change else FileForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["file"]})]
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        # Who only looks gets no form, and so no field of one.
        kept = [name for name in fieldsets[1][1]["fields"] if name not in {"file", "opened"}]
        return [fieldsets[0], (fieldsets[1][0], {"fields": kept}), fieldsets[2]]

    def get_urls(self) -> list[Any]:
        file = self.admin_site.admin_view(require_safe(self.file))
        return [
            path("<int:pk>/file/", file, name="proposals_keptcopy_file"),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, to be saved and never shown: whoever wrote it could have meant harm."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        copy = get_object_or_404(KeptCopy, pk=pk)
        if not copy.sha256:
            raise Http404
        try:
            content = storing.get(copy.sha256)
        except storing.Damaged:
            said = _(
                "The file cannot be read or is not the one that was kept. See to its storage, or "
                "restore it from a backup."
            )
            self.message_user(request, said, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:proposals_keptcopy_change", args=[pk]))
        name = f"{copy.slug}.{storing.ending(content)}"
        return HttpResponse(
            content,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Of a source or of evidence, which the address names."""
        return super().has_add_permission(request) and _asked_for(request) is not None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = _asked_for(request)
        if row is not None and (stored := getattr(row, "kept_copy", None)):
            address = reverse("admin:proposals_keptcopy_change", args=[stored.pk])
            return HttpResponseRedirect(address)
        context = {"title": _("Give a copy"), "subtitle": str(row), **(extra_context or {})}
        return super().add_view(request, form_url, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        file: UploadedFile | None = form.cleaned_data.get("file")
        row = obj.of if change else _asked_for(request)
        if file is not None and row is not None:
            by = cast("User", request.user)
            obj.pk = keeping.keep_given(row, file.read(), file.content_type or "", by=by).pk
        if change:
            keeping.archive(obj, obj.archived_url, obj.archived_on)
        if "_anew" in request.POST:
            keeping.look_soon([obj.pk], anew=True)
            transaction.on_commit(tasks.ask_for_copies)
        if "_noted" in request.POST:
            keeping.note(obj)

    @admin.action(description=_("Look at the pages again now"), permissions=["change"])
    def look_again(self, request: HttpRequest, queryset: Any) -> None:
        keeping.look_soon(list(queryset.values_list("pk", flat=True)))
        transaction.on_commit(tasks.ask_for_copies)
        self.message_user(request, _("They are looked at in the background."), messages.SUCCESS)

    @admin.display(description=_("kept for"))
    def of(self, copy: KeptCopy) -> str:
        return str(copy)

    @admin.display(description=_("kept for"))
    def kept_for(self, copy: KeptCopy) -> str:
        name = "source" if isinstance(copy.of, Source) else "evidence"
        address = reverse(f"admin:proposals_{name}_change", args=[copy.of.pk])
        return format_html('<a href="{}">{}</a>', address, copy)

    @admin.display(description=_("link"))
    def opens(self, copy: KeptCopy) -> str:
        if not copy.address:
            return gettext("No link")
        return format_html('<a rel="noopener" href="{0}">{0}</a>', copy.address)

    @admin.display(description=_("state of the page"), ordering="state")
    def page(self, copy: KeptCopy) -> str:
        said = copy.get_state_display() or gettext("Not known")
        day = copy.state_on.isoformat() if copy.state_on else ""
        name = copy.state or "unknown"
        return format_html('<span class="badge page-{}">{}</span> {}', name, said, day)

    @admin.display(description=_("quote found in the copy"), ordering="quote_found")
    def quote(self, copy: KeptCopy) -> str:
        if copy.quote_found is None:
            return "–"
        return gettext("Found in the copy") if copy.quote_found else gettext("Not in the copy")

    @admin.display(description=_("passage quoted"))
    def quoted(self, copy: KeptCopy) -> str:
        return copy.quote or "–"

    @admin.display(description=_("kept on"), ordering="kept_at")
    def kept(self, copy: KeptCopy) -> Any:
        return copy.kept_on

    @admin.display(description=_("kept copy"))
    def file_kept(self, copy: KeptCopy) -> str:
        if not copy.sha256:
            return gettext("None yet")
        return gettext("%(day)s (%(bytes)d bytes)") % {"day": copy.kept_on, "bytes": copy.size}

    @admin.display(description=_("fault"))
    def said(self, copy: KeptCopy) -> str:
        return gettext(copy.fault) if copy.fault else "–"


def _asked_for(request: HttpRequest) -> Evidence | Source | None:
    """What a copy is to be given of."""
    models: dict[str, type[Evidence | Source]] = {"evidence": Evidence, "source": Source}
    for name, model in models.items():
        if (pk := request.GET.get(name, "")).isdecimal():
            return model._default_manager.filter(pk=int(pk[:18])).first()
    return None
