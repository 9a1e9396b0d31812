from __future__ import annotations

from copy import copy
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from proposals import tracking
from proposals.admin.acts.offered import ActPages
from proposals.admin.acts.publishing import recorded_as, what_is_missing
from proposals.admin.another import AnotherAsk
from proposals.admin.desk import EditorRequest
from proposals.admin.mapping import MappingPages
from proposals.admin.proposal_form import (
    AddresseeInline,
    AttributionInline,
    CriterionInline,
    ProposalForm,
    compare,
    may_write,
)
from proposals.admin.shared import (
    DATING_HELP,
    DERIVED_HELP,
    DeskAdmin,
    RefusedSaves,
    SharedAdmin,
    dating_rows,
)
from proposals.admin.story import story_of
from proposals.admin.tables import TablesMixin
from proposals.choices import Freshness
from proposals.dates import machine_day
from proposals.editing import publishing, writing
from proposals.languages import SUFFIXES
from proposals.models import (
    Addressee,
    Assignment,
    Attribution,
    Criterion,
    Note,
    Proposal,
    Relation,
    Sector,
    Watch,
)
from proposals.models.localized import LocalizedModel
from proposals.models.proposals import ProposalQuerySet
from proposals.rights import ASK_FOR_TERMS, PUBLISH, RECORD
from proposals.tables.resources import ProposalResource
from proposals.tracking.rules import Refusal
from proposals.work import mine

# What hangs on a proposal and goes with a draft.
OWNED = (Attribution, Addressee, Criterion, Relation, Assignment, Note, Watch)

MISSING_TERMS = format_lazy(
    "{} <a href='{}'>{}</a>",
    _("Is a sector, a place or a body missing?"),
    reverse_lazy("admin:proposals_termrequest_add"),
    _("Ask a chief editor to add it."),
)


def badge(kind: str, code: str, label: Any) -> str:
    return format_html('<span class="badge {}-{}">{}</span>', kind, code, label)


class DueFilter(admin.SimpleListFilter):
    """What the first page counts, with the same names."""

    title = _("to do")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("stale", Freshness.STALE.label),
            ("overdue", Freshness.OVERDUE.label),
            ("ready", _("Drafts ready")),
            ("mine", _("Mine")),
            ("target", _("Target day missed")),
            ("ahead", _("Target day ahead")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        stale = Proposal.objects.public().stale(today).values("pk")
        match self.value():
            case "stale":
                queryset = queryset.filter(pk__in=stale)
            case "overdue":
                queryset = queryset.public().overdue(today).exclude(pk__in=stale)
            case "ready":
                queryset = queryset.ready_drafts()
            case "target":
                queryset = queryset.public().past_target(today)
            case "ahead":
                queryset = queryset.public().before_target(today)
            case "mine":
                queryset = queryset.filter(pk__in=mine(cast("User", request.user)).values("pk"))
        return queryset


@admin.register(Proposal)
class ProposalAdmin(RefusedSaves, ActPages, MappingPages, AnotherAsk, TablesMixin, DeskAdmin):
    form = ProposalForm
    inlines = [AttributionInline, AddresseeInline, CriterionInline]
    resource_classes = [ProposalResource]
    list_display = [
        "title",
        "status_shown",
        "sector",
        "authors_shown",
        "publication",
        "next_check",
        "edited",
    ]
    list_display_links = ["title"]
    list_filter = [
        "publication_state",
        "status",
        DueFilter,
        "sector",
        "bodies",
        "instrument",
        "specificity",
    ]
    date_hierarchy = "edited_at"
    ordering = ["-edited_at", "-pk"]
    # What is searched is ProposalQuerySet.search; this only says that there is a search.
    search_fields = ["search_text"]
    search_help_text = _("Words of title, summary, author or scheme, in any script; or a slug.")
    autocomplete_fields = ["source", "places", "ideas"]
    prepopulated_fields = {"slug": ["title_en"]}
    actions = ["publish_selected", "check_selected", "move_selected", "take_selected"]
    fieldsets = [
        (
            _("What is asked"),
            {
                "fields": [
                    "title_hant",
                    "title_en",
                    "summary_hant",
                    "summary_en",
                    "slug",
                    "read_version",
                ]
            },
        ),
        (
            _("Where it was asked"),
            {
                "fields": ["source", ("locator", "position"), *dating_rows("proposed")],
                "description": format_lazy(
                    "{} {}", DATING_HELP, _("An ask without a date has that of its source.")
                ),
            },
        ),
        (
            _("What kind of ask"),
            {
                "fields": [
                    "sector",
                    "instrument",
                    "specificity",
                    "places",
                    "figures",
                    "figures_en",
                    "ideas",
                ],
                "description": MISSING_TERMS,
            },
        ),
        (
            _("Target day of government"),
            {
                "fields": [("target_on", "target_on_precision"), "target_title", "target_url"],
                "description": _("Only where government itself gave one, with the document."),
            },
        ),
        (_("Named scheme"), {"fields": ["scheme_hant", "scheme_en"]}),
        (
            _("Simplified Chinese"),
            {
                "fields": ["title_hans", "summary_hans", "scheme_hans", "proposed_basis_hans"],
                "classes": ["collapse"],
                "description": DERIVED_HELP,
            },
        ),
    ]

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Proposal]:
        return cast("ProposalQuerySet", super().get_queryset(request)).for_listing()

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        by_slug = queryset.filter(slug=search_term.strip())
        if by_slug.exists():
            return by_slug, False
        return queryset.search(search_term), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """The lists of authors, bodies and publications lead here by these."""
        return lookup in {
            f"{model_admin.shown_by}__id__exact"
            for model_admin in self.admin_site._registry.values()
            if isinstance(model_admin, SharedAdmin)
        } or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("title"), ordering="title_hant")
    def title(self, proposal: Proposal) -> str:
        return str(proposal)

    @admin.display(description=_("status"), ordering="status")
    def status_shown(self, proposal: Proposal) -> str:
        return badge("status", proposal.status, proposal.get_status_display())

    @admin.display(description=_("authors"))
    def authors_shown(self, proposal: Proposal) -> str:
        names = ((str(a.author),) for a in proposal.attributions.all())
        return format_html_join(SafeString("<br>"), "{}", names)

    @admin.display(description=pgettext_lazy("state", "publication"), ordering="publication_state")
    def publication(self, proposal: Proposal) -> str:
        if proposal.merged_into_id is not None:
            return badge("publication", "merged", _("Merged"))
        return badge(
            "publication", proposal.publication_state, proposal.get_publication_state_display()
        )

    @admin.display(description=_("next check"), ordering="next_check_on")
    def next_check(self, proposal: Proposal) -> str:
        if proposal.next_check_on is None:
            return ""
        day = machine_day(proposal.next_check_on)
        freshness = proposal.freshness(timezone.localdate())
        if freshness == Freshness.FRESH:
            return day
        return format_html("{} {}", day, badge("freshness", freshness.value, freshness.label))

    @admin.display(description=_("edited"), ordering="edited_at")
    def edited(self, proposal: Proposal) -> str:
        return f"{timezone.localtime(proposal.edited_at):%Y-%m-%d %H:%M}"

    # --- What may be done ---

    def has_change_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or (obj.merged_into_id is None and may_write(request, obj))
        )

    def has_delete_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        """What has a log stays for good: it is withdrawn instead."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not (
            obj.ever_published or obj.updates.exists() or obj.checks.exists()
        )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    def has_record_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RECORD)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft takes along what hangs on it, which nobody else owns."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        owned = {row._meta.verbose_name for row in OWNED}
        return deleted, counts, lacking - owned, protected

    # --- The page of one proposal ---

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "sector":
            kwargs["queryset"] = Sector.objects.public().order_by("position", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Proposal | None = None) -> Any:
        return ["slug"] if obj and obj.ever_published else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Proposal | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_fieldsets(self, request: HttpRequest, obj: Proposal | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.has_perm(ASK_FOR_TERMS):
            return fieldsets
        return [
            (name, {key: value for key, value in options.items() if value is not MISSING_TERMS})
            for name, options in fieldsets
        ]

    def view_on_site(self, obj: Proposal) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Proposal | None = None,
    ) -> HttpResponse:
        if obj is not None:
            story = story_of(obj)
            context["story"] = story
            context["acts"] = self.acts(request, story.proposal)
            if not obj.ever_published:
                context["missing"] = what_is_missing(story.proposal)
                context["recorded_as"] = recorded_as(story.proposal)
            context["may_record"] = self.has_record_permission(request) and story.proposal.is_public
        form = context["adminform"].form
        if clash := getattr(form, "clash", None):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["differences"] = compare(form, formsets, clash)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Proposal, form: Any, change: bool) -> None:
        form.dated_before = Proposal.objects.get(pk=obj.pk).proposed if change else None
        writing.write(obj, version=form.cleaned_data["read_version"] if change else None)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            if isinstance(row, LocalizedModel):
                row.fill_hans(formset.model.objects.filter(pk=row.pk).first())
            row.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        writing.settle([form.instance])
        if change:
            stored = Proposal.objects.select_related("source").get(pk=form.instance.pk)
            publishing.restate(stored, before=form.dated_before, by=cast("User", request.user))

    def response_add(self, request: HttpRequest, obj: Proposal, *args: Any) -> HttpResponse:
        if "_preview" in request.POST:
            return self._as_public(request, obj)
        self._offer_like(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Proposal) -> HttpResponse:
        if "_preview" in request.POST:
            return self._as_public(request, obj)
        self._offer_like(request, obj)
        return super().response_change(request, obj)

    def _as_public(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        """The public page as it would be. What was saved for it is taken back."""
        language = request.POST["_preview"]
        with translation.override(language if language in SUFFIXES else None):
            address = reverse("proposal-preview", args=[proposal.pk])
            page = resolve(address)
            asked = copy(request)
            asked.method, asked.path, asked.path_info = "GET", address, address
            asked.GET, asked.resolver_match = QueryDict(), page
            response = page.func(asked, **page.kwargs)
        transaction.set_rollback(True)
        return response

    def _offer_like(self, request: HttpRequest, proposal: Proposal) -> None:
        """Whoever has just written it knows best whether others asked for the same."""
        ideas = set(proposal.ideas.values_list("pk", flat=True))
        like = [
            other
            for other in Proposal.objects.similar_to(proposal)
            if ideas.isdisjoint(idea.pk for idea in other.ideas.all())
        ]
        if like:
            address = reverse("admin:proposals_proposal_ideas", args=[proposal.pk])
            said = ngettext(
                "%(count)d other proposal may ask for the same:",
                "%(count)d other proposals may ask for the same:",
                len(like),
            )
            self.message_user(
                request,
                format_html(
                    '{} <a href="{}">{}</a>', said % {"count": len(like)}, address, _("Compare")
                ),
                messages.INFO,
            )

    # --- Actions upon many ---

    @admin.action(description=_("Publish selected proposals"), permissions=["publish"])
    def publish_selected(self, request: EditorRequest, queryset: Any) -> None:
        def publish(proposal: Proposal) -> None:
            publishing.publish(proposal, by=request.user)

        self._each(request, queryset, publish, _("Published."))

    @admin.action(
        description=_("Record “checked, nothing new” today for selected proposals"),
        permissions=["record"],
    )
    def check_selected(self, request: EditorRequest, queryset: Any) -> None:
        def check(proposal: Proposal) -> None:
            tracking.check(proposal, checked_on=timezone.localdate(), by=request.user)

        self._each(request, queryset, check, _("Recorded the check."))

    @admin.action(
        description=_("Record a policy event for selected proposals"), permissions=["record"]
    )
    def move_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        chosen = queryset.public().order_by("pk").values_list("pk", flat=True)
        query = urlencode({"proposal": list(chosen)}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:proposals_policyevent_add')}?{query}")

    @admin.action(description=_("Assign selected proposals to me"), permissions=["record"])
    def take_selected(self, request: EditorRequest, queryset: Any) -> None:
        for pk in queryset.values_list("pk", flat=True):
            Assignment.objects.update_or_create(proposal_id=pk, defaults={"editor": request.user})
        self.message_user(request, _("Saved."), messages.SUCCESS)

    def _each(self, request: HttpRequest, queryset: Any, act: Any, done: Any) -> None:
        """Do it to each in its own transaction, and say which were refused and why."""
        count, refused = 0, []
        for proposal in Proposal.objects.filter(pk__in=queryset.values("pk")).order_by("pk"):
            try:
                act(proposal)
            except Refusal as refusal:
                refused.append((str(proposal), str(refusal)))
                continue
            count += 1
            self.log_change(request, proposal, str(done))
        if count:
            said = ngettext("Done for %(count)d proposal.", "Done for %(count)d proposals.", count)
            self.message_user(request, said % {"count": count}, messages.SUCCESS)
        if refused:
            said = ngettext(
                "%(count)d proposal was refused:", "%(count)d proposals were refused:", len(refused)
            )
            rows = format_html_join("", "<li>{}: {}</li>", refused)
            self.message_user(
                request,
                format_html("{}<ul>{}</ul>", said % {"count": len(refused)}, rows),
                messages.ERROR,
            )
