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
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proposals.choices import Role

ROLE_LABELS = dict(Role.choices)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> Any:
        return ROLE_LABELS.get(obj.name, obj.name)


def grantable() -> Any:
    """The permissions that some role holds; nobody grants any other by hand."""
    held = Group.objects.filter(name__in=Role.values).values("permissions")
    return Permission.objects.filter(pk__in=held).select_related("content_type")


def holds_rights(account: User) -> bool:
    return account.is_superuser or account.groups.exists() or account.user_permissions.exists()


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin):
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
            kwargs["queryset"] = grantable()
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
class RoleAdmin(GroupAdmin):
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
        kwargs["queryset"] = grantable()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
