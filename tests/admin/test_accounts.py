"""Accounts: an Administrator opens and closes them, a superuser alone gives rights."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from proposals.admin.accounts import BY_HAND
from proposals.choices import Role
from tests.factories import people


@pytest.fixture
def administrator(sign_in):
    return sign_in("Administrator")


@pytest.fixture
def owner(sign_in):
    client = sign_in()
    client.user.is_superuser = True
    client.user.save()
    return client


def page(name, account):
    return reverse(f"admin:auth_user_{name}", args=[account.pk])


def password(account):
    return reverse("admin:auth_user_password_change", args=[account.pk])


def save(client, account, **fields):
    sent = {
        "username": account.username,
        "email": account.email,
        "first_name": "",
        "last_name": "",
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in account.groups.all()],
    }
    return client.post(page("change", account), sent | fields)


def role(name):
    return Group.objects.get(name=name).pk


def test_an_administrator_gives_itself_no_right(administrator):
    account = administrator.user
    save(
        administrator,
        account,
        is_superuser="on",
        groups=[role("Editor"), role("Administrator")],
        user_permissions=[Permission.objects.get(codename="merge_proposal").pk],
    )
    account.refresh_from_db()
    assert not account.is_superuser
    assert [group.name for group in account.groups.all()] == ["Administrator"]
    assert not account.user_permissions.exists()


@pytest.mark.parametrize("of", ["Editor", "Chief editor", "Administrator"])
def test_an_administrator_takes_no_account_over(administrator, of):
    other = people.user(role=of, email="other@example.org", password="unchanged-1")
    new = {"password1": "changed-12345", "password2": "changed-12345"}
    assert administrator.post(password(other), new).status_code == 403
    save(administrator, other, email="mine@example.org", username="mine")
    stored = User.objects.get(pk=other.pk)
    assert (stored.email, stored.username) == (other.email, other.username)
    assert stored.check_password("unchanged-1")
    assert administrator.post(page("delete", other), {"post": "yes"}).status_code == 403


def test_an_administrator_opens_no_superuser(administrator, owner):
    save(administrator, owner.user, is_active="")
    owner.user.refresh_from_db()
    assert owner.user.is_active
    assert administrator.post(password(owner.user)).status_code == 403


def test_an_administrator_closes_an_account(administrator, editor):
    sent = {"username": editor.user.username, "is_active": ""}
    assert administrator.post(page("change", editor.user), sent).status_code == 302
    editor.user.refresh_from_db()
    assert not editor.user.is_active
    assert list(editor.user.groups.values_list("name", flat=True)) == ["Editor"]


NEW = {
    "username": "new",
    "email": "new@example.org",
    "usable_password": "true",
    "password1": "a-long-one-12",
    "password2": "a-long-one-12",
}


def test_the_first_page_of_an_account_gives_it_its_role(owner):
    add = reverse("admin:auth_user_add")
    form = owner.get(add).context["adminform"].form
    assert [str(label) for _, label in form.fields["groups"].choices] == [
        "投稿者",
        "編輯",
        "主編",
        "管理員",
    ]
    owner.post(add, NEW | {"groups": [role("Editor")]})
    account = User.objects.get(username="new")
    assert (account.is_staff, account.email) == (True, "new@example.org")
    assert account.has_perm("proposals.publish_proposal")


def test_an_account_that_an_administrator_makes_has_no_role(administrator):
    add = reverse("admin:auth_user_add")
    assert administrator.post(add, NEW | {"groups": [role("Editor")]}).status_code == 302
    account = User.objects.get(username="new")
    assert not account.groups.exists()
    assert not account.get_all_permissions()


def offered(client, account, field="user_permissions", noun="user"):
    form = client.get(reverse(f"admin:auth_{noun}_change", args=[account.pk]))
    choices = form.context["adminform"].form.fields[field].choices
    return {value.instance.codename: str(label) for value, label in choices}


def test_only_acts_are_given_by_hand_and_each_is_named(owner, editor):
    given = offered(owner, editor.user)
    assert given.keys() == {name.partition(".")[2] for name in BY_HAND}
    assert given["publish_proposal"] == "建議 · 發布及撤回"
    assert not [label for label in given.values() if "Can " in label]


def test_what_somebody_was_given_before_is_still_there_to_be_taken_away(owner, editor):
    editor.user.user_permissions.add(Permission.objects.get(codename="change_author"))
    assert offered(owner, editor.user)["change_author"] == "提出者 · 更改"


def test_a_role_is_offered_what_roles_hold_and_each_is_named(owner):
    given = offered(owner, Group.objects.get(name="Editor"), "permissions", "group")
    held = Permission.objects.filter(group__name__in=Role.values)
    assert given.keys() == set(held.values_list("codename", flat=True))
    assert not {"add_logentry", "add_session", "add_sourceevent", "add_contenttype"} & given.keys()
    assert not [label for label in given.values() if "Can " in label]


def test_a_role_that_is_saved_keeps_what_it_holds(owner):
    role = Group.objects.get(name="Editor")
    held = set(role.permissions.values_list("pk", flat=True))
    sent = {"name": role.name, "permissions": list(held)}
    page = reverse("admin:auth_group_change", args=[role.pk])
    assert owner.post(page, sent).status_code == 302
    assert set(role.permissions.values_list("pk", flat=True)) == held


def test_a_role_is_deleted_by_name_and_not_by_the_rows_that_bind_it(owner, editor):
    made = Group.objects.create(name="試用角色")
    made.permissions.set(Permission.objects.all()[:3])
    editor.user.groups.add(made)
    address = reverse("admin:auth_group_delete", args=[made.pk])
    said = owner.get(address).text
    assert "試用角色" in said
    assert "Group" not in said.partition("deleted-objects")[2]
    owner.post(address, {"post": "yes"})
    assert not Group.objects.filter(pk=made.pk).exists()
    assert editor.user.groups.count() == 1


def test_a_role_that_comes_with_the_tracker_is_neither_deleted_nor_renamed(owner):
    role = Group.objects.get(name="Editor")
    own = Group.objects.create(name="Own")
    for group, answers in ((role, 403), (own, 200)):
        assert owner.get(reverse("admin:auth_group_delete", args=[group.pk])).status_code == answers
    kept = list(role.permissions.values_list("pk", flat=True))
    sent = {"name": "Renamed", "permissions": kept}
    assert owner.post(reverse("admin:auth_group_change", args=[role.pk]), sent).status_code == 302
    role.refresh_from_db()
    assert role.name == "Editor"
