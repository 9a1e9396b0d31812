from __future__ import annotations

from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from proposals import tasks
from proposals.admin.entering import ArticlePages
from proposals.admin.shared import (
    DATING_HELP,
    DERIVED_HELP,
    RefusedSaves,
    SharedAdmin,
    SharedForm,
    dating_rows,
    kept_copy_of,
)
from proposals.editing import redating
from proposals.models import Publication, Source
from proposals.models.dated import earliest
from proposals.models.sources import FAULTY_FROM
from proposals.rights import PUBLISH
from proposals.tables.resources import PublicationResource, SourceResource


class PublicationForm(SharedForm):
    SLUG_FROM = ("name_en", "name_hant")


@admin.register(Publication)
class PublicationAdmin(SharedAdmin):
    form = PublicationForm
    shown_by = "source__publication"
    resource_classes = [PublicationResource]
    list_display = ["name_hant", "name_en", "url", "proposals", "slug"]
    search_fields = ["name_hant", "name_hans", "name_en", "slug"]
    ordering = ["name_hant", "pk"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": ["name_hant", "name_en", "slug", "url"]}),
        (
            _("Simplified Chinese"),
            {"fields": ["name_hans"], "classes": ["collapse"], "description": DERIVED_HELP},
        ),
    ]


class LinkState(models.TextChoices):
    """What the link checker last saw of a source's link."""

    NONE = "none", _("No link")
    UNCHECKED = "unchecked", _("Never checked")
    ANSWERS = "answers", _("Answers")
    FAULTY = "faulty", _("Faulty")


def link_state(source: Source) -> LinkState:
    if not source.url:
        return LinkState.NONE
    if source.link_checked_at is None:
        return LinkState.UNCHECKED
    faulty = source.link_status is None or source.link_status >= FAULTY_FROM
    return LinkState.FAULTY if faulty else LinkState.ANSWERS


class LinkStateFilter(admin.SimpleListFilter):
    title = _("link")
    parameter_name = "link"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return LinkState.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        linked = queryset.exclude(url="")
        match self.value():
            case LinkState.NONE:
                return queryset.filter(url="")
            case LinkState.UNCHECKED:
                return linked.filter(link_checked_at=None)
            case LinkState.ANSWERS:
                return linked.filter(link_status__lt=FAULTY_FROM)
            case LinkState.FAULTY:
                return queryset.with_dead_link()
        return queryset


# The first day on which it may have been published.
PUBLISHED_FROM = earliest("published")


class SourceForm(SharedForm):
    SLUG_FROM = ("headline_en", "headline")
    # Of the records that its date leads to.
    REFUSED_AT = "published_on"

    redates = forms.BooleanField(
        label=_("A corrected date goes to its asks"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            asks = redating.inheriting(self.instance).order_by("pk")
            self.fields["redates"].help_text = format_html(
                "{}{}",
                _("These have its date. What is published is recorded anew as of the new one: "),
                format_html_join(pgettext("list of names", ", "), "{}", ((ask,) for ask in asks)),
            )


@admin.register(Source)
class SourceAdmin(RefusedSaves, ArticlePages, SharedAdmin):
    form = SourceForm
    import_export_change_list_template = "admin/proposals/source/change_list.html"
    shown_by = "source"
    resource_classes = [SourceResource]
    list_display = ["headline", "publication", "kind", "published", "link", "proposals"]
    list_filter = [LinkStateFilter, "kind", "publication", "language"]
    list_select_related = ["publication"]
    search_fields = ["headline", "headline_en", "byline", "section", "slug"]
    date_hierarchy = "published_on"
    ordering = [PUBLISHED_FROM.desc(), "headline", "pk"]
    autocomplete_fields = ["publication"]
    actions = ["check_links"]
    readonly_fields = ["kept", "link_checked_at", "link_status", "link_final_url", "link_fault"]
    fieldsets = [
        (None, {"fields": ["headline", "headline_en", "byline", "kind", "language", "slug"]}),
        (
            _("Where it appeared"),
            {
                "fields": [
                    "publication",
                    ("section", "page"),
                    *dating_rows("published"),
                    "url",
                    ("archived_url", "archived_on"),
                ],
                "description": DATING_HELP,
            },
        ),
        (_("Notes"), {"fields": ["note_hant", "note_en", "holds_no_ask"]}),
        (
            _("Link, as last checked"),
            {"fields": ["link_checked_at", "link_status", "link_final_url", "link_fault", "kept"]},
        ),
        (
            _("Simplified Chinese"),
            {
                "fields": ["note_hans", "published_basis_hans"],
                "classes": ["collapse"],
                "description": DERIVED_HELP,
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What becomes of the date of its asks is asked where some have it from here."""
        first, (name, options), *others = super().get_fieldsets(request, obj)
        if obj is None or not redating.inheriting(obj).exists():
            return [first, (name, options), *others]
        place = options["fields"].index("url")
        fields = [*options["fields"][:place], "redates", *options["fields"][place:]]
        return [first, (name, options | {"fields": fields}), *others]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = cast("User", request.user)
        # A form that did not ask lets them follow.
        asked = redating.inheriting(obj).exists()
        redating.save_source(obj, by=by, redates=form.cleaned_data["redates"] or not asked)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not publish shows no source by itself."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.has_perm(PUBLISH) else (*fixed, "holds_no_ask")

    @admin.display(description=_("published on"), ordering=PUBLISHED_FROM)
    def published(self, source: Source) -> str:
        return source.published.written()

    @admin.display(description=_("link"), ordering="link_status")
    def link(self, source: Source) -> str:
        state = link_state(source)
        seen = source.link_status or gettext(source.link_error)
        said = f"{state.label} ({seen})" if seen else state.label
        return format_html('<span class="badge link-{}">{}</span>', state.value, said)

    @admin.display(description=_("link fault"))
    def link_fault(self, source: Source) -> str:
        return gettext(source.link_error)

    @admin.display(description=_("kept copy"))
    def kept(self, source: Source) -> str:
        return kept_copy_of(source)

    @admin.action(description=_("Check the links of selected sources"), permissions=["change"])
    def check_links(self, request: HttpRequest, queryset: Any) -> None:
        ids = list(queryset.exclude(url="").order_by("pk").values_list("pk", flat=True))
        if not ids:
            self.message_user(request, _("None of these sources has a link."), messages.WARNING)
            return
        try:
            transaction.on_commit(partial(tasks.check_source_links.delay, source_ids=ids))
        except OperationalError:
            self.message_user(
                request,
                _("The background does not answer; nothing was queued. Try again later."),
                messages.ERROR,
            )
            return
        said = ngettext(
            "%(count)d link will be checked in the background.",
            "%(count)d links will be checked in the background.",
            len(ids),
        )
        self.message_user(request, said % {"count": len(ids)}, messages.SUCCESS)
