"""The page on which an article is entered with its asks, and the one that publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from proposals.admin.acts.publishing import Missing, recorded_as
from proposals.admin.desk import EditorRequest
from proposals.admin.entering_forms import (
    EMPTY_ASKS,
    FEWEST_EMPTY,
    MOST_ASKS,
    ArticleForm,
    AskForm,
    Names,
    as_row,
    shared_by,
)
from proposals.admin.typed import SHOWN_AGAIN, typed_again
from proposals.choices import PublicationState
from proposals.editing import naming, publishing
from proposals.editing.entering import RefusedTogether, enter, publish_together
from proposals.languages import EN, HANS, HANT, LANG_TAGS, PREFIXES
from proposals.models import Author, Body, Proposal, Publication, Source
from proposals.models.proposals import ProposalQuerySet
from proposals.rights import ADD_PROPOSAL, PUBLISH
from proposals.tracking.rules import Conflict, Refusal


def drafts_of(source: Source) -> ProposalQuerySet:
    drafts = Proposal.objects.filter(source=source, publication_state=PublicationState.DRAFT)
    return drafts.for_listing().prefetch_related("updates").order_by("position", "pk")


class ArticlePage(View):
    """A page about one article: `source` is the one that is there, or a new one."""

    request: EditorRequest
    desk: ClassVar[Any] = None  # the admin of sources, given by as_view
    template_name = ""
    right = ADD_PROPOSAL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.source = (
            get_object_or_404(Source, pk=kwargs["pk"])
            if kwargs
            else Source(url=request.GET.get("url", ""))
        )
        if not self.source.pk and not self.desk.has_add_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def address(self, page: str) -> str:
        return reverse(f"admin:proposals_source_{page}", args=[self.source.pk])

    def render(self, **context: Any) -> HttpResponse:
        self.request.current_app = self.desk.admin_site.name
        context = {
            **self.desk.admin_site.each_context(self.request),
            "opts": Source._meta,
            "source": self.source,
            "media": self.desk.media,
            **context,
        }
        return TemplateResponse(self.request, self.template_name, context)


class EnterPage(ArticlePage):
    template_name = "admin/proposals/source/enter.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if typed := typed_again(request):
            request.POST = typed  # type: ignore[assignment]
            return self.post(request, **kwargs)
        rows = self.stored_rows()
        empty = max(FEWEST_EMPTY, EMPTY_ASKS - len(rows))
        return self.show(self.article(), self.asks({}, rows, empty=empty))

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        names = Names()
        article = self.article(request.POST, names=names)
        is_sound = article.is_valid()
        asks = self.asks(
            getattr(article, "cleaned_data", {}), self.sent_rows(), names, request.POST
        )
        is_unjudged = not {"_more", SHOWN_AGAIN}.isdisjoint(request.POST)
        if is_unjudged or not (asks.is_valid() and is_sound):
            return self.show(article, asks, is_judged=not is_unjudged)
        written = [form for form in asks.forms if form.is_written()]
        if not self.keep(article, written):
            return self.show(article, asks)
        if "_preview" in request.POST:
            return HttpResponseRedirect(self.address("together"))
        said = ngettext(
            "Saved, with %(count)d draft.", "Saved, with %(count)d drafts.", len(written)
        )
        self.desk.message_user(request, said % {"count": len(written)}, messages.SUCCESS)
        if "_another" in request.POST:
            return HttpResponseRedirect(reverse("admin:proposals_source_enter"))
        return HttpResponseRedirect(self.address("enter_more"))

    def keep(self, article: ArticleForm, written: list[AskForm]) -> bool:
        """Whether all of it was saved; if not, the forms say why."""
        taken: set[str] = set()
        rows = [form.ask(place, taken) for place, form in enumerate(written, 1)]
        was_new = not self.source.pk
        try:
            enter(
                article.instance,
                rows,
                by=self.request.user,
                is_moved=article.may_change,
            )
        except Conflict as conflict:
            [form] = [f for f in written if f.instance.pk == conflict.stored.pk]
            form.add_error(
                None,
                _(
                    "Somebody else has saved this proposal since you opened it. Nothing of yours "
                    "was written: open it beside this page and compare."
                ),
            )
            return False
        except ValidationError as fault:
            article.add_error(None, fault.messages)
            return False
        except Refusal as refusal:
            article.add_error("published_on", str(refusal))
            return False
        self.source = article.instance
        self.log(was_new, written)
        return True

    def log(self, was_new: bool, written: list[AskForm]) -> None:
        if was_new:
            self.desk.log_addition(self.request, self.source, [{"added": {}}])
        proposals = self.desk.admin_site.get_model_admin(Proposal)
        for form in written:
            if form.has_changed():
                proposals.log_change(self.request, form.instance, [{"changed": {}}])

    # --- The forms ---

    def article(self, data: Any = None, names: Names | None = None) -> ArticleForm:
        may_change = not self.source.pk or self.desk.has_change_permission(
            self.request, self.source
        )
        return ArticleForm(
            data, instance=self.source, names=names or Names(), may_change=may_change
        )

    def stored_rows(self) -> list[dict[str, Any]]:
        if not self.source.pk:
            return []
        self.stored = {row.pk: row for row in drafts_of(self.source)}
        shared = shared_by(self.source)
        return [as_row(row, shared) for row in self.stored.values()]

    def sent_rows(self) -> list[dict[str, Any]]:
        """One for each that was sent, with what is stored of it."""
        sent = self.request.POST
        total = sent.get("asks-TOTAL_FORMS", "")
        stored = {row["proposal"]: row for row in self.stored_rows()}
        count = min(int(total), MOST_ASKS) if total.isdecimal() else EMPTY_ASKS
        rows = []
        for number in range(count):
            pk = sent.get(f"asks-{number}-proposal", "")
            rows.append(stored.get(int(pk), {}) if pk.isdecimal() else {})
        return rows

    def asks(
        self,
        article: dict[str, Any],
        rows: list[dict[str, Any]],
        names: Names | None = None,
        data: Any = None,
        empty: int = 0,
    ) -> Any:
        """The asks as a set of forms, each with the draft that it is stored as."""
        stored = getattr(self, "stored", {})

        class Asks(forms.BaseFormSet):
            def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
                row = rows[index] if index is not None and index < len(rows) else {}
                kept = stored.get(row.get("proposal"))
                given: dict[str, Any] = {"names": names or Names(), "article": article}
                if row:
                    given |= {"instance": kept, "initial": row}
                # A draft that is there is judged even where nothing was changed in it.
                return given | {"empty_permitted": kept is None, "use_required_attribute": False}

        made = forms.formset_factory(
            AskForm,
            Asks,
            extra=empty,
            max_num=MOST_ASKS,
            absolute_max=MOST_ASKS,
        )
        if data is None:
            return made(initial=rows, prefix="asks")
        more = EMPTY_ASKS if "_more" in data else 0
        data = data.copy()
        data["asks-TOTAL_FORMS"] = min(len(rows) + more, MOST_ASKS)
        data["asks-INITIAL_FORMS"] = 0
        return made(data, prefix="asks")

    # --- Showing them ---

    def show(self, article: ArticleForm, asks: Any, *, is_judged: bool = True) -> HttpResponse:
        typed = {name: article[name].value() or "" for name in ("headline", "url")}
        return self.render(
            title=_("Add an article") if not self.source.pk else _("Asks of an article"),
            subtitle=str(self.source) if self.source.pk else None,
            article=article,
            asks=asks,
            is_judged=is_judged,
            alike=naming.printed_alike(typed["headline"], typed["url"], but=self.source.pk)
            if article.is_bound or not self.source.pk
            else [],
            known={
                "publications": _names_of(Publication.objects.order_by("name_hant", "pk")),
                "authors": _names_of(Author.objects.order_by("name_hant", "pk")),
                "bodies": _names_of(Body.objects.public().order_by("position", "pk")),
            },
        )


def _names_of(rows: models.QuerySet[Any]) -> list[str]:
    return list(rows.values_list("name_hant", flat=True))


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class TogetherPage(ArticlePage):
    """The drafts of an article as readers will see them, and the button that publishes them."""

    template_name = "admin/proposals/source/together.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        chosen = {int(each) for each in request.POST.getlist("publish") if each.isdecimal()}
        drafts = [row for row in drafts_of(self.source) if row.pk in chosen]
        if not drafts:
            self.desk.message_user(request, _("Nothing is ticked."), messages.WARNING)
            return self.show()
        try:
            publish_together(drafts, by=self.request.user, undated="undated" in request.POST)
        except RefusedTogether as refused:
            return self.show({pk: str(refusal) for pk, refusal in refused.refusals.items()})
        proposals = self.desk.admin_site.get_model_admin(Proposal)
        for row in drafts:
            proposals.log_change(request, row, str(_("Published.")))
        said = ngettext(
            "%(count)d proposal published.", "%(count)d proposals published.", len(drafts)
        )
        self.desk.message_user(request, said % {"count": len(drafts)}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change"))

    def show(self, refused: dict[int, str] | None = None) -> HttpResponse:
        rows = list(self.rows(refused or {}))
        return self.render(
            title=_("Preview and publish"),
            subtitle=str(self.source),
            rows=rows,
            enter_address=self.address("enter_more"),
            is_refused=bool(refused),
            languages=[
                (LANG_TAGS[HANT], "", "繁體"),
                (LANG_TAGS[HANS], PREFIXES[HANS], "简体"),
                (LANG_TAGS[EN], PREFIXES[EN], "English"),
            ],
            may_publish=self.request.user.has_perm(PUBLISH),
            is_undated=any(row["is_undated"] for row in rows),
        )

    def rows(self, refused: dict[int, str]) -> Iterator[dict[str, Any]]:
        form = self.address("enter_more")
        for place, row in enumerate(drafts_of(self.source)):
            yield {
                "proposal": row,
                "missing": [
                    Missing(publishing.label(name), f"{form}#id_asks-{place}-{name}")
                    for name in publishing.lacking(row)
                ],
                "recorded_as": recorded_as(row),
                "is_undated": publishing.starts_undated(row),
                "refused": refused.get(row.pk),
            }


class ArticlePages:
    """The addresses of these pages, on the admin of sources."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        enter_page = wrap(EnterPage.as_view(desk=self))
        together = wrap(TogetherPage.as_view(desk=self))
        return [
            path("enter/", enter_page, name="proposals_source_enter"),
            path("<int:pk>/enter/", enter_page, name="proposals_source_enter_more"),
            path("<int:pk>/enter/preview/", together, name="proposals_source_together"),
            *super().get_urls(),  # type: ignore[misc]
        ]
