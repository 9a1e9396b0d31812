"""Tables out of the desk and into it: a file is read, shown as what it would change, and written
only once that is confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from import_export.results import Result

from proposals.admin.desk import EditorRequest
from proposals.models import Upload
from proposals.rights import PUBLISH
from proposals.tables import incoming, reading, spreadsheet
from proposals.tables.resource import TableResource

# So much of a preview is shown; what there is besides is counted.
ROWS_SHOWN, FAULTS_SHOWN = 500, 200


class UploadForm(forms.Form):
    import_file = forms.FileField(label=_("File (CSV or XLSX)"))

    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        if (file.size or 0) > reading.MOST_BYTES:
            raise forms.ValidationError(reading.too_large())
        return file


class ConfirmForm(forms.Form):
    upload = forms.IntegerField(widget=forms.HiddenInput)


class FormatForm(ExportForm):
    """CSV, unless another format is chosen."""

    def _init_formats(self, formats: Any) -> None:
        super()._init_formats(formats)
        field: Any = self.fields["format"]
        field.choices = [(number, title) for number, title in field.choices if number]


class TablesMixin(ImportExportMixin):
    """Tables in and out, in the same columns, by `proposals.tables.resources`."""

    export_formats = spreadsheet.FORMATS
    export_form_class = FormatForm
    import_template_name = "admin/proposals/import.html"
    export_template_name = "admin/proposals/export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """An import reaches what is published, so it takes the right to publish."""
        return (
            request.user.has_perm(PUBLISH)
            and request.user.has_perm(f"proposals.add_{self.opts.model_name}")
            and request.user.has_perm(f"proposals.change_{self.opts.model_name}")
        )

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(
                reverse("admin:{}_{}_changelist".format(*self.get_model_info()))
            )

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """What the list shows at this address."""
        return self.get_changelist_instance(request).queryset

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"versioned": True}

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        day = timezone.localdate().isoformat()
        return f"{self.opts.object_name}-{day}.{file_format.get_extension()}"

    def import_action(self, request: EditorRequest, **kwargs: Any) -> HttpResponse:
        """Show what a file would change, or what is wrong with it. Nothing is written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        resource: TableResource = self.resource_classes[0](versioned=True)
        shown: dict[str, Any] = {}
        if form.is_valid():
            file = form.cleaned_data["import_file"]
            content = file.read()
            try:
                table = read(content, resource)
            except reading.Unreadable as fault:
                form.add_error("import_file", list(fault.messages))
            else:
                shown = self._preview(request, resource, table)
                if not shown["result"].invalid_rows:
                    upload = Upload.objects.keep(
                        content, by=request.user, name=file.name[:255], noun=self.opts.model_name
                    )
                    shown["confirm_form"] = ConfirmForm(initial={"upload": upload.pk})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "columns": resource.get_export_headers(),
            "more_columns": resource.only_read,
            **shown,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, context)

    def _preview(
        self, request: EditorRequest, resource: TableResource, table: reading.Table
    ) -> dict[str, Any]:
        file = incoming.Import(by=request.user, is_preview=True)
        result = resource.bring(table, file=file)
        changed = [row for row in result.rows if row.changes and not row.validation_error]
        faulty = [row for row in result.rows if row.validation_error]
        return {
            "result": result,
            "table": table,
            "passed_over": dict(file.passed_over),
            "changed": changed[:ROWS_SHOWN],
            "more_changed": len(changed[ROWS_SHOWN:]),
            "faulty": faulty[:FAULTS_SHOWN],
            "more_faulty": len(faulty[FAULTS_SHOWN:]),
        }

    @method_decorator(require_POST)
    def process_import(self, request: EditorRequest, **kwargs: Any) -> HttpResponse:
        """Write what was shown: all of it or, where the tracker has changed since, nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ConfirmForm(request.POST)
        again = HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))
        content = self._taken(request, form.cleaned_data["upload"]) if form.is_valid() else None
        if content is None:
            said = _(
                "There is no such file, or it is imported already. Look at the list; send the file "
                "again if need be."
            )
            self.message_user(request, said, messages.ERROR)
            return again
        resource: TableResource = self.resource_classes[0](versioned=True)
        table = read(content, resource)
        result = resource.bring(table, file=incoming.Import(by=request.user))
        if result.invalid_rows:
            said = _("Nothing was imported: the tracker has changed since the preview.")
            self.message_user(request, f"{said} {_refused(result)}", messages.ERROR)
            return again
        self.log_import(request, resource, result)
        counts = _("Imported: %(new)d new, %(update)d changed, %(skip)d unchanged.") % result.totals
        self.message_user(request, counts, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:{}_{}_changelist".format(*self.get_model_info()))
        )

    def _taken(self, request: EditorRequest, pk: int) -> bytes | None:
        """The file of this editor under that number, which is kept no longer."""
        with transaction.atomic():
            mine = Upload.objects.filter(pk=pk, by=request.user, noun=self.opts.model_name)
            upload = mine.first()
            deleted, _rows = mine.delete()
        return upload.file() if upload and deleted else None

    def log_import(self, request: EditorRequest, resource: TableResource, result: Result) -> None:
        written = [row for row in result.rows if row.object_id]
        for flag, is_new in ((ADDITION, True), (CHANGE, False)):
            pks = [row.object_id for row in written if row.is_new() == is_new]
            rows = resource.get_queryset().prefetch_related(None).filter(pk__in=pks)
            said = str(_("Imported."))
            LogEntry.objects.log_actions(request.user.pk, rows.iterator(), flag, said)


def read(content: bytes, resource: TableResource) -> reading.Table:
    """The table in a file. Raises Unreadable."""
    known = resource.known_columns()
    table = reading.table(
        reading.sheet(content, known),
        known,
        required=resource._meta.import_id_fields,
        unread=resource.unread_columns(),
    )
    if not table.rows:
        raise reading.Unreadable(str(_("There is no row below the names of the columns.")))
    return table


def _refused(result: Result) -> str:
    row = result.invalid_rows[0]
    first = " ".join(message for messages in row.error_dict.values() for message in messages)
    return str(_("Row %(row)d: %(fault)s") % {"row": row.number, "fault": first})
