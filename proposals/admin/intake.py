"""Texts that editors take in, and the review of what is found in them."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from proposals.admin.desk import EditorRequest
from proposals.admin.review import CandidateForm, review
from proposals.admin.shared import DeskAdmin
from proposals.candidates import deciding, measuring, taking
from proposals.choices import Finder, IntakeState, RejectedFor
from proposals.dates import WrittenDateField
from proposals.intake.rules import RULES
from proposals.models import Body, Candidate, IntakePage, Publication, Sector
from proposals.models.readable import web_address
from proposals.rights import REVIEW
from proposals.tasks import ask_for_intake
from proposals.tracking.rules import Refusal


class TakeForm(forms.Form):
    """A text, a file or an address, and where it was published."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text=_("A whole page with several articles may be pasted as it is."),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Text, DOCX, HTML, PDF, or a scanned page.")
    )
    address = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[web_address],
        widget=forms.URLInput(attrs={"class": "vURLField"}),
        help_text=_("It is fetched in the background; what stands around the article is left out."),
    )
    publication = forms.ModelChoiceField(
        Publication.objects.order_by("name_hant", "pk"), label=_("Publication"), required=False
    )
    published_on = WrittenDateField(label=_("Published on"), required=False)
    printed_page = forms.CharField(label=_("Page"), max_length=20, required=False)
    url = forms.URLField(
        label=_("Link for readers"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[web_address],
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("text", "file", "address") if cleaned.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(_("Give one of these: a text, a file, or an address."))
        return cleaned


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "intake"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("To be reviewed")), *IntakeState.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.to_review()
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(IntakePage)
class IntakePageAdmin(DeskAdmin):
    change_list_template = "admin/proposals/intakepage/change_list.html"
    list_display = ["name", "state_shown", "waiting", "publication", "taken_in_by", "taken_in_at"]
    list_filter = [StateFilter, "origin"]
    list_select_related = ["publication", "taken_in_by"]
    search_fields = ["name", "url"]
    ordering = ["-taken_in_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[IntakePage]:
        rows = super().get_queryset(request).defer("text", "content")
        return rows.annotate(
            open_count=Count("candidates", filter=Q(candidates__decision="")),
            all_count=Count("candidates", filter=~Q(candidates__decision="replaced")),
        )

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, page: IntakePage) -> str:
        return format_html(
            '<span class="badge intake-{}">{}</span>', page.state, page.get_state_display()
        )

    @admin.display(description=_("to be reviewed"), ordering="open_count")
    def waiting(self, page: Any) -> str:
        return f"{page.open_count} / {page.all_count}"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            # Before the one of the same address that has the name.
            path("add/", csrf_exempt(self.add)),
            path("measured/", view(self.measured), name="proposals_intakepage_measured"),
            path("labelled/", view(self.labelled), name="proposals_intakepage_labelled"),
            path("<int:pk>/review/", view(self.review), name="proposals_intakepage_review"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(IntakePage, pk=object_id if object_id.isdecimal() else 0)
        return HttpResponseRedirect(_address(page))

    # --- Taking in ---

    def add(self, request: HttpRequest) -> HttpResponseBase:
        """Its size is judged before the token is looked for, which stands in what is sent."""
        try:
            request.POST  # noqa: B018 read here
        except RequestDataTooBig:
            # Nothing is written, so nothing is asked of the token, which was not read.
            return self.admin_site.admin_view(csrf_exempt(self.add_too_large))(request)
        return self.admin_site.admin_view(self.add_view)(request)

    def add_too_large(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TakeForm({})
        form.errors.clear()
        form.add_error(
            "text",
            _(
                "The text is longer than 5 MB. Go back in your browser, where it still stands, "
                "cut it into pages, and take in each."
            ),
        )
        return self._form(request, form)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = TakeForm(request.POST, request.FILES) if is_sent else TakeForm()
        if form.is_valid():
            try:
                page, is_new = self._take(cast("EditorRequest", request), form.cleaned_data)
            except Refusal as refusal:
                field = {"name": "file"}.get(refusal.field, refusal.field)
                form.add_error(field if field in form.fields else None, str(refusal))
            else:
                if not is_new:
                    said = _("This was taken in before, by %(who)s: here is what came of it.")
                    self.message_user(request, said % {"who": page.taken_in_by})
                transaction.on_commit(partial(ask_for_intake))
                return HttpResponseRedirect(_address(page))
        return self._form(request, form)

    def _form(self, request: HttpRequest, form: TakeForm) -> HttpResponse:
        context = self._context(request, _("Take in a text")) | {"form": form}
        return TemplateResponse(request, "admin/proposals/intakepage/take.html", context)

    def _take(self, request: EditorRequest, given: dict[str, Any]) -> tuple[IntakePage, bool]:
        facts = {
            "publication": given["publication"],
            "published_on": given["published_on"],
            "printed_page": given["printed_page"],
        }
        if given["address"]:
            return taking.take_address(given["address"], by=request.user, **facts)
        facts["url"] = given["url"]
        if file := given["file"]:
            return taking.take_file(file.read(), file.name, by=request.user, **facts)
        return taking.take_text(given["text"], by=request.user, **facts)

    # --- Review ---

    def review(self, request: EditorRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(IntakePage.objects.select_related("publication"), pk=pk)
        failed = None
        if request.method == "POST":
            if not request.user.has_perm(REVIEW):
                raise PermissionDenied
            try:
                following = Acts(request, page).do()
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                failed = (_number(request.POST.get("candidate")), request.POST)
            else:
                return HttpResponseRedirect(_address(page, _article(request), following))
        shown = review(page, _article(request), failed)
        context = self._context(request, page.name) | {
            "review": shown,
            "page": page,
            "is_going_on": page.state in (IntakeState.QUEUED, IntakeState.READING),
            "may_review": request.user.has_perm(REVIEW),
            "marked": request.POST.get("passage", ""),
        }
        return TemplateResponse(request, "admin/proposals/intakepage/review.html", context)

    # --- How good it is ---

    def measured(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        labels = dict(RejectedFor.choices)
        context = self._context(request, _("How good the finding is")) | {
            "weeks": measuring.by_week(),
            "rules": [
                (name, RULES[name].meaning if name in RULES else "", tally)
                for name, tally in measuring.by_rule()
            ],
            "finders": [(Finder(name).label, tally) for name, tally in measuring.by_finder()],
            "reasons": [(labels.get(code, code), count) for code, count in measuring.reasons()],
        }
        return TemplateResponse(request, "admin/proposals/intakepage/measured.html", context)

    def labelled(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer = HttpResponse(measuring.labelled_set(), content_type="application/zip")
        day = f"{timezone.localdate():%Y%m%d}"
        answer["Content-Disposition"] = f'attachment; filename="labelled-{day}.zip"'
        return answer

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
        }


class Acts:
    """One act of the review page, by the name of the button that was pressed."""

    def __init__(self, request: EditorRequest, page: IntakePage) -> None:
        self.request, self.page, self.by = request, page, request.user
        self.said = request.POST

    def do(self) -> int | None:
        """The candidate to go on with. Raises Refusal."""
        name = self.said.get("act", "")
        if name in ("cancel", "again", "mark"):
            return getattr(self, f"_{name}")()
        row = self.page.candidates.filter(pk=_number(self.said.get("candidate"))).first()
        if row is None or name not in (*("accept", "edit", "reject", "split", "join", "reopen"),):
            raise Refusal(
                "candidate_unknown",
                "",
                _("There is no such candidate here."),
                _("Reload the page and choose again."),
            )
        return getattr(self, f"_{name}")(row)

    def _accept(self, row: Candidate) -> int | None:
        deciding.accept(row.pk, by=self.by, changes=self._changes(row))
        return self._after(row)

    def _edit(self, row: Candidate) -> int:
        deciding.edit(row.pk, self._changes(row), by=self.by)
        return row.pk

    def _reject(self, row: Candidate) -> int | None:
        reason, note = self.said.get("reason", ""), self.said.get("note", "")
        deciding.reject(row.pk, reason=reason, note=note, by=self.by)
        return self._after(row)

    def _split(self, row: Candidate) -> int:
        parts = [line for line in self.said.get("parts", "").splitlines() if line.strip()]
        return deciding.split(row.pk, parts, by=self.by)[0].pk

    def _join(self, row: Candidate) -> int:
        return deciding.join(row.pk, by=self.by).pk

    def _reopen(self, row: Candidate) -> int:
        deciding.reopen(row.pk, by=self.by)
        return row.pk

    def _mark(self) -> int:
        near = _number(self.said.get("near")) or 0
        return deciding.mark(self.page, self.said.get("passage", ""), near=near, by=self.by).pk

    def _cancel(self) -> None:
        self.page.cancel()

    def _again(self) -> None:
        self.page.queue_again()
        transaction.on_commit(partial(ask_for_intake))

    def _changes(self, row: Candidate) -> Any:
        """Raises Refusal for what cannot be, field by field."""
        if "title" not in self.said:
            return {}
        form = CandidateForm(row, list(Sector.objects.all()), list(Body.objects.all()), self.said)
        if not form.is_valid():
            faults = [
                f"{form[name].label}: {' '.join(map(str, e))}" for name, e in form.errors.items()
            ]
            raise Refusal("candidate_faulty", "", " ".join(faults), _("Correct it."))
        return form.changes()

    def _after(self, row: Candidate) -> int | None:
        """The next that is open, or the first from the top."""
        rows = self.page.candidates.open().order_by("start", "pk")
        later = rows.filter(Q(start__gt=row.start) | Q(start=row.start, pk__gt=row.pk))
        following = later.first() or rows.first()
        return following.pk if following else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _article(request: HttpRequest) -> int | None:
    asked = request.GET.get("article")
    return _number(asked) if asked else None


def _address(page: IntakePage, article: int | None = None, following: int | None = None) -> str:
    address = reverse("admin:proposals_intakepage_review", args=[page.pk])
    query = "?" + urlencode({"article": article}) if article is not None else ""
    return address + query + (f"#c{following}" if following else "")
