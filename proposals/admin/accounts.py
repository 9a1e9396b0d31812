"""Accounts and roles: who may enter the desk, and do what there.

Rights are given by superusers alone. An Administrator opens and closes accounts: could it give
itself a role, or the password of an editor, one person would be both who records and who confirms.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from proposals import rights
from proposals.admin.lists import Lists
from proposals.choices import Role
from proposals.dates import written_instant

ROLE_LABELS = dict(Role.choices)


def role_label(role: Group) -> str:
    return str(ROLE_LABELS.get(role.name, role.name))


# Django keeps one name of a role, and shows it in filters, headings and histories.
Group.__str__ = role_label  # type: ignore[assignment, method-assign]


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


class EndedFormSet(forms.BaseInlineFormSet):
    """Sessions, each of which is over once it is taken from the list."""

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        obj.end()


class RemovedFormSet(forms.BaseInlineFormSet):
    """Factors, of whose removal the account is told. Recovery codes stand for no other one."""

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        obj.delete()
        left = Authenticator.objects.filter(user=obj.user)
        if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            left.delete()
        if mail := REMOVED.get(obj.type):
            get_adapter().send_notification_mail(mail, obj.user)


REMOVED = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
}


class OfSigningIn(admin.TabularInline):
    """What django-allauth knows of an account, to be looked at and taken away."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FactorInline(OfSigningIn):
    model = Authenticator
    formset = RemovedFormSet
    verbose_name = verbose_name_plural = _("Second factor")
    fields = readonly_fields = ("kind", "added_at", "used_at")

    @admin.display(description=_("kind"))
    def kind(self, factor: Authenticator) -> str:
        return factor.get_type_display()

    @admin.display(description=_("added at"))
    def added_at(self, factor: Authenticator) -> str:
        return written_instant(factor.created_at)

    @admin.display(description=_("last used at"))
    def used_at(self, factor: Authenticator) -> str:
        return written_instant(factor.last_used_at) if factor.last_used_at else "—"


class SessionInline(OfSigningIn):
    model = UserSession
    formset = EndedFormSet
    verbose_name = verbose_name_plural = _("Where it is signed in")
    fields = readonly_fields = ("browser", "address", "begun_at", "seen_at")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        UserSession.objects.purge_and_list(obj)
        return super().get_formset(request, obj, **kwargs)

    @admin.display(description=_("browser"))
    def browser(self, session: UserSession) -> str:
        return session.user_agent

    @admin.display(description=_("IP address"))
    def address(self, session: UserSession) -> str:
        return session.ip

    @admin.display(description=_("begun at"))
    def begun_at(self, session: UserSession) -> str:
        return written_instant(session.created_at)

    @admin.display(description=_("last seen at"))
    def seen_at(self, session: UserSession) -> str:
        return written_instant(session.last_seen_at)


# The pages of django-allauth show the secret of an authenticator app, take from the list a session
# that goes on, and have a second address beside that of the account.
for model in (User, Group, Authenticator, UserSession, EmailAddress):
    admin.site.unregister(model)


class Bound(Lists):
    """A role or an account. Deleting it unties the two, by rows that have a name in no language."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        _rows, counts, lacking, kept = super().get_deleted_objects(objs, request)
        ties = (User.groups, User.user_permissions, Group.permissions)
        nameless = {tie.through._meta.verbose_name_plural for tie in ties}
        counts = {name: count for name, count in counts.items() if name not in nameless}
        return [str(obj) for obj in objs], counts, lacking, kept


@admin.register(User)
class AccountAdmin(Bound, UserAdmin):
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

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        is_owner = cast("User", request.user).is_superuser
        return [FactorInline, SessionInline] if is_owner and obj is not None else []

    @admin.display(description=_("roles"))
    def roles(self, account: User) -> str:
        return pgettext("list of names", ", ").join(map(str, account.groups.all()))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return forms.ModelMultipleChoiceField(
                Group.objects.order_by("pk"),
                widget=forms.CheckboxSelectMultiple,
                label=_("Roles"),
                required=False,
            )
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
        if "email" in form.changed_data:
            # django-allauth keeps its own, and would send a link for a new password there.
            EmailAddress.objects.filter(user=obj).delete()


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    """Whether one who is no superuser may open this account for change."""
    return account is None or not account.is_superuser or cast("User", request.user).is_superuser


@admin.register(Group)
class RoleAdmin(Bound, GroupAdmin):
    """What a role may do. Only a superuser sees to that."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return cast("User", request.user).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast("User", request.user).is_superuser

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and (obj is None or obj.name not in ROLE_LABELS)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """The name of a role that comes with the tracker stays: the tracker looks for it."""
        return ["name"] if obj is not None and obj.name in ROLE_LABELS else None

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        kwargs |= {"form_class": RightsField, "queryset": held_by_roles()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)
