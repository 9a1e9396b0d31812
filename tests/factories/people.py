from itertools import count

from django.contrib.auth.models import Group, User

from proposals.models import Author

_numbers = count(1)


def author(name_hant="陳大文", name_en="Chan Tai-man", **fields):
    fields.setdefault("slug", f"author-{next(_numbers)}")
    row = Author(name_hant=name_hant, name_en=name_en, **fields)
    row.fill_hans()
    row.save()
    return row


def user(role=None, **fields):
    """An account; `role` is the name of one of the groups that the migrations make."""
    fields.setdefault("username", f"user-{next(_numbers)}")
    account = User.objects.create_user(is_staff=True, **fields)
    if role:
        account.groups.add(Group.objects.get(name=role))
    return account
