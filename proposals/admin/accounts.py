"""Accounts and roles: who may enter the desk, and do what there.

Rights are given by superusers alone. An Administrator opens and closes accounts: could it give
itself a role, or the password of an editor, one person would be both who records and who confirms.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals import rights
from proposals.admin.lists import Lists
from proposals.choices import Role

ROLE_LABELS = dict(Role.choices)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> Any:
        return ROLE_LABELS.get(obj.name, obj.name)


# What is given by hand to one account beside its roles. Which rows it may add and change follows
# from a role.
BY_HAND = {
    rights.RECORD: _("record progress and checks, confirm and void"),
    rights.OVERRIDE: _("override the rules of status, with a reason"),
    rights.PUBLISH: _("publish and withdraw"),
    rights.MERGE: _("merge and split proposals"),
    rights.DECIDE: _("take up and decline what readers tell"),
    rights.ASK_FOR_TERMS: _("ask for terms that are missing"),
    rights.END_SUBSCRIPTION: _("end subscriptions of readers"),
    rights.MANAGE_TOKENS: _("see and revoke API tokens of all accounts"),
    rights.MANAGE_WEBHOOKS: _("see and change webhooks of all accounts"),
}
ACTIONS = {
    "view": pgettext_lazy("right", "view"),
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
}


class RightsField(forms.ModelMultipleChoiceField):
    """Rights in the reader's language: Django keeps their names in English."""

    def label_from_instance(self, obj: Any) -> Any:
        kind = obj.content_type
        named = BY_HAND.get(f"{kind.app_label}.{obj.codename}")
        action = obj.codename.partition("_")[0]
        said = named or ACTIONS.get(action, obj.name)
        return f"{capfirst(kind.model_class()._meta.verbose_name_plural)} · {said}"


def held_by_roles() -> Any:
    """The rights that some role holds; nobody is given any other."""
    held = Group.objects.filter(name__in=Role.values).values("permissions")
    rows = Permission.objects.filter(pk__in=held).select_related("content_type")
    return rows.order_by("content_type__model", "codename")


def given_by_hand() -> Any:
    """Those that are given one by one, and what some account has been given all the same."""
    names = [name.partition(".")[2] for name in BY_HAND]
    return held_by_roles().filter(Q(codename__in=names) | Q(user__isnull=False)).distinct()


def holds_rights(account: User) -> bool:
    return account.is_superuser or account.groups.exists() or account.user_permissions.exists()


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(Lists, UserAdmin):
    list_display = ["username", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email", "groups", "is_active", "is_staff"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name"]}),
        (
            _("Single permissions"),
            {"fields": ["is_superuser", "user_permissions"], "classes": ["collapse"]},
        ),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    *("username", "email", "groups"),
                    *("usable_password", "password1", "password2"),
                ],
                "description": _(
                    "The account may enter the desk. What it may do there follows from its roles."
                ),
            },
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]
    # What makes an account more than a name.
    RIGHTS = ("is_superuser", "groups", "user_permissions")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, account: User) -> str:
        return ", ".join(str(ROLE_LABELS.get(g.name, g.name)) for g in account.groups.all())

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RolesField(Group.objects.order_by("pk"), label=_("Roles"), required=False)
        if db_field.name == "user_permissions":
            kwargs |= {"form_class": RightsField, "queryset": given_by_hand()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if cast("User", request.user).is_superuser:
            return fixed
        if obj is None or not holds_rights(obj):
            return (*fixed, "is_staff", *self.RIGHTS)
        # It may be closed and opened again, and no more. Who sets its address or its password
        # could sign in to it.
        written = [name for _title, options in self.fieldsets for name in options["fields"]]
        return [name for name in written if name != "is_active"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or cast("User", request.user).is_superuser or not holds_rights(obj)
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        account = self.get_object(request, id)
        sets_anothers = account is not None and holds_rights(account)
        if sets_anothers and not cast("User", request.user).is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    """Whether one who is no superuser may open this account for change."""
    return account is None or not account.is_superuser or cast("User", request.user).is_superuser


@admin.register(Group)
class RoleAdmin(Lists, GroupAdmin):
    """What a role may do. Only a superuser sees to that."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return cast("User", request.user).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast("User", request.user).is_superuser

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        kwargs |= {"form_class": RightsField, "queryset": held_by_roles()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)
