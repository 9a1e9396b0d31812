import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from proposals.choices import Role

# Enough to try what takes two: one records, another confirms; and what takes a chief.
ACCOUNTS = {
    "editor": Role.EDITOR,
    "second-editor": Role.EDITOR,
    "chief": Role.CHIEF_EDITOR,
}


class Command(BaseCommand):
    help = (
        "Make the accounts editor, second-editor and chief, once. Their password is kept in "
        "VAR_DIR, and shown on a terminal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        kept = settings.VAR_DIR / "editor-password"
        users = get_user_model().objects
        # Those of a run before stay as its people have left them.
        if users.filter(username="editor").exists():
            where = f"is kept in {kept}" if kept.exists() else "was set by hand"
            self.stdout.write(f"Sign in as editor; the password {where}.")
            return
        roles = Group.objects.in_bulk(set(ACCOUNTS.values()), field_name="name")
        if len(roles) < len(set(ACCOUNTS.values())):
            raise CommandError("The roles are missing. Run: manage.py migrate")
        # The file comes first: killed in between, the next run makes the accounts with it.
        password = _kept_password(kept)
        with transaction.atomic():
            for name, role in ACCOUNTS.items():
                if not users.filter(username=name).exists():
                    account = users.create_user(name, password=password, is_staff=True)
                    account.groups.add(roles[role])
        # A log is read by others, and for longer.
        shown = f", password {password}" if self.stdout.isatty() else ""
        self.stdout.write(
            f"Sign in as {', '.join(ACCOUNTS)}{shown}; the password of all is kept in {kept}."
        )


def _kept_password(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(12), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()
