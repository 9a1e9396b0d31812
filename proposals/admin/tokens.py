"""API tokens: who has one, when it was last used, and how to take it back.

Editors issue and see their own; administrators see and revoke all. A secret is shown once, on the
page that answers the form which asked for it, and is nowhere kept.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from proposals.admin.shared import DeskAdmin
from proposals.choices import TokenScope
from proposals.models import ApiToken
from proposals.rights import MANAGE_TOKENS, RECORD


class ApiTokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=TokenScope,
        initial=[TokenScope.RECORD, TokenScope.CHECK],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the program needs, and no more."),
    )

    class Meta:
        model = ApiToken
        fields = ["label", "scopes"]


class TokenStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("valid", _("Valid")), ("revoked", _("Revoked"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[ApiToken]) -> Any:
        if self.value() is None:
            return queryset
        return queryset.filter(revoked_at__isnull=self.value() == "valid")


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    form = ApiTokenForm
    list_display = ["beginning", "label", "user", "may", "last_used_at", "revoked_at"]
    list_filter = [TokenStateFilter]
    list_select_related = ["user"]
    search_fields = ["label", "user__username", "beginning"]
    ordering = ["-created_at", "-pk"]
    actions = ["revoke_selected"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ApiToken]:
        tokens = super().get_queryset(request)
        return tokens if request.user.has_perm(MANAGE_TOKENS) else tokens.filter(user=request.user)

    @admin.display(description=_("scopes"))
    def may(self, token: ApiToken) -> str:
        return pgettext("list of names", ", ").join(
            str(TokenScope(scope).label) for scope in token.scopes
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was issued stays as it is; it can only be revoked."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is not None:
            return ["beginning", "label", "user", "may", "created_at", "last_used_at", "revoked_at"]
        return ["label", "scopes"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """For itself alone, and where a token would open anything."""
        return super().has_add_permission(request) and request.user.has_perm(RECORD)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # The next page shows the secret and nothing else.
        only_save = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().add_view(request, form_url, (extra_context or {}) | only_save)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # A token acts as its account, so nobody issues one of another.
        obj.user = request.user
        obj.secret = obj.draw_secret()
        obj.save()

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        """The one page that shows the secret: no message and no session ever holds it."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("API token"),
            "opts": self.opts,
            "token": obj,
            "may": self.may(obj),
            "secret": obj.secret,
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        template = "admin/proposals/apitoken/issued.html"
        return TemplateResponse(request, template, context)

    @admin.action(description=_("Revoke the selected tokens, for good"), permissions=["revoke"])
    def revoke_selected(self, request: HttpRequest, tokens: models.QuerySet[ApiToken]) -> None:
        revoked = 0
        for token in tokens:
            if token.revoke():
                revoked += 1
                self.log_change(request, token, str(_("Revoked.")))
        said = ngettext(
            "%(number)d token revoked; it opens nothing any more.",
            "%(number)d tokens revoked; they open nothing any more.",
            revoked,
        )
        self.message_user(request, said % {"number": revoked}, messages.SUCCESS)
