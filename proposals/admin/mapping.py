"""A foreign table taken for ours: one page on which columns and values are matched, what would
come of it is shown, and it is confirmed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from proposals.admin.desk import EditorRequest
from proposals.admin.tables import FAULTS_SHOWN, ROWS_SHOWN, UploadForm
from proposals.choices import Instrument, Specificity
from proposals.models import Mapping, Source, Upload
from proposals.tables import mapped, mapping, reading, sheets

NOUN = "map"


class MappingForm(forms.Form):
    """How a table is taken for ours: a choice for each of its columns, and for each value that
    stands for a code."""

    upload = forms.IntegerField(widget=forms.HiddenInput)
    origin = forms.SlugField(
        label=_("Short name of the list"),
        max_length=40,
        help_text=_("Small letters and hyphens; by it rows are found again next time."),
    )
    source = forms.CharField(
        label=_("Source of all rows without a link (its slug)"), required=False
    )
    sector = forms.ChoiceField(label=_("Sector where none is given"), required=False)
    instrument = forms.ChoiceField(
        label=_("Instrument where none is given"),
        choices=[*BLANK_CHOICE_DASH, *Instrument.choices],
        required=False,
    )
    specificity = forms.ChoiceField(
        label=_("Specificity where none is given"), choices=Specificity.choices
    )
    separator = forms.ChoiceField(
        label=_("Between several in a cell"), choices=[(s, s) for s in mapping.SEPARATORS]
    )
    order = forms.ChoiceField(label=_("Dates are written"), choices=mapping.ORDERS.items())

    def __init__(
        self,
        header: list[str],
        rows: list[tuple[int, list[str]]],
        answers: mapping.Answers,
        upload: Upload,
        data: Any = None,
    ) -> None:
        initial = answers.as_json() | {"upload": upload.pk}
        super().__init__(data, initial=initial)
        self.header, self.answers = header, answers
        sectors = [*BLANK_CHOICE_DASH, *mapping.codes_of("sector")]
        self.fields["sector"].choices = sectors  # type: ignore[attr-defined]
        for place, name in enumerate(header):
            self.fields[f"target-{place}"] = forms.ChoiceField(
                label=name,
                choices=mapping.TARGETS.items(),
                required=False,
                initial=answers.targets.get(name, "keep"),
            )
            self.fields[f"target-{place}"].sample = [  # type: ignore[attr-defined]
                row[place] for _number, row in rows if row[place]
            ][:3]
        if data is not None:
            for place, name in enumerate(header):
                chosen = data.get(f"target-{place}", "")
                answers.targets[name] = chosen if chosen in mapping.TARGETS else ""
            answers.separator = data.get("separator", answers.separator)
        self.values = mapping.values_of(header, rows, answers)
        mapping.guess_codes(self.values, answers)
        for target, values in self.values.items():
            for place, value in enumerate(values):
                self.fields[f"code-{target}-{place}"] = forms.ChoiceField(
                    label=value,
                    choices=[("", _("None; the words are kept")), *mapping.codes_of(target)],
                    required=False,
                    initial=answers.codes[target][value],
                )

    def clean_origin(self) -> str:
        return slugify(self.cleaned_data["origin"])

    def clean_source(self) -> str:
        slug = self.cleaned_data["source"].strip()
        if slug and not Source.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("There is no “%(key)s”.") % {"key": slug})
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"title_hant", "title_en"} & set(self.answers.targets.values()):
            self.add_error(None, _("Say which column is the title."))
        for name in ("origin", "source", "sector", "instrument", "specificity", "order"):
            setattr(self.answers, name, cleaned.get(name, ""))
        for target, values in self.values.items():
            for place, value in enumerate(values):
                field = f"code-{target}-{place}"
                if field in self.data:
                    self.answers.codes[target][value] = cleaned.get(field, "")
        return cleaned

    def columns(self) -> list[Any]:
        return [self[f"target-{place}"] for place in range(len(self.header))]

    def coded(self) -> list[tuple[Any, list[Any]]]:
        return [
            (
                mapping.TARGETS[target],
                [self[f"code-{target}-{place}"] for place in range(len(values))],
            )
            for target, values in self.values.items()
        ]

    def others(self) -> list[Any]:
        named = [name for name in self.base_fields if name != "upload"]
        return [self[name] for name in named]


class MappingPages:
    """The page for foreign tables, among those of proposals."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        address = path(
            "map/", self.admin_site.admin_view(self.map_view), name="proposals_proposal_map"
        )
        return [address, *super().get_urls()]  # type: ignore[misc]

    def map_view(self, request: EditorRequest) -> HttpResponse:
        if not self.has_import_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        context: dict[str, Any] = {}
        form: forms.Form = UploadForm(request.POST or None, request.FILES or None)
        try:
            if "upload" in request.POST:
                done = self._answered(request, context)
                if done is not None:
                    return done
            elif form.is_valid():
                context["mapping"] = self._sent(request, form.cleaned_data["import_file"])
        except reading.Unreadable as fault:
            form.add_error("import_file", list(fault.messages))
        shown = {
            **self.admin_site.each_context(request),
            "title": _("Map a table"),
            "opts": self.opts,
            "form": form,
            **context,
        }
        return TemplateResponse(request, "admin/proposals/map.html", shown)

    def _sent(self, request: EditorRequest, file: Any) -> MappingForm:
        content = file.read()
        header, rows = _table(content)
        upload = Upload.objects.keep(content, by=request.user, name=file.name[:255], noun=NOUN)
        known = Mapping.objects.filter(shape=mapping.shape(header)).first()
        if known:
            answers = mapping.Answers(**known.answers)
        else:
            answers = mapping.guessed(header, rows)
            answers.origin = slugify(file.name.rpartition(".")[0])[:40]
        return MappingForm(header, rows, answers, upload)

    def _answered(self, request: EditorRequest, context: dict[str, Any]) -> HttpResponse | None:
        number = request.POST["upload"]
        mine = Upload.objects.filter(by=request.user, noun=NOUN)
        upload = mine.filter(pk=int(number)).first() if number.isdecimal() else None
        if upload is None:
            said = _("There is no such file, or it is imported already. Send it again if need be.")
            messages.error(request, said)
            return HttpResponseRedirect(reverse("admin:proposals_proposal_map"))
        header, rows = _table(upload.file())
        form = MappingForm(header, rows, mapping.Answers(), upload, request.POST)
        context["mapping"] = form
        if not form.is_valid() or not {"show", "confirm"} & set(request.POST):
            return None
        # What is confirmed is what was shown: choices made since are shown first.
        answered = hashlib.sha256(json.dumps(form.answers.as_json()).encode()).hexdigest()
        is_confirmed = "confirm" in request.POST and request.POST.get("shown") == answered
        result = mapped.bring(
            mapping.read_rows(header, rows, form.answers),
            form.answers,
            by=request.user,
            is_preview=not is_confirmed,
        )
        if is_confirmed and not result.faulty:
            upload.delete()
            Mapping.objects.update_or_create(
                shape=mapping.shape(header), defaults={"answers": form.answers.as_json()}
            )
            said = _("Imported: %(new)d new, %(update)d changed, %(skip)d unchanged.")
            counts = {kind: result.counts[kind] for kind in ("new", "update", "skip")}
            messages.success(request, said % counts)
            return HttpResponseRedirect(reverse("admin:proposals_proposal_changelist"))
        context |= {
            "result": result,
            "shown": answered if result.changed and not result.faulty else "",
            "changed": result.changed[:ROWS_SHOWN],
            "faulty": result.faulty[:FAULTS_SHOWN],
            "counts": {k: result.counts[k] for k in ("new", "update", "skip", "invalid")},
        }
        return None


def _table(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    header, rows = mapping.header_of(reading.sheet(content))
    if len(header) > sheets.WIDEST:
        said = _("The sheet is wider than %(most)d columns.") % {"most": sheets.WIDEST}
        raise reading.Unreadable(str(said))
    return header, rows
