import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction


class Command(BaseCommand):
    help = "Make the account `editor`, once. Its password is shown once and kept in VAR_DIR."

    def handle(self, *args: Any, **options: Any) -> None:
        kept = settings.VAR_DIR / "editor-password"
        users = get_user_model().objects
        if users.filter(username="editor").exists():
            where = f"is kept in {kept}" if kept.exists() else "was set by hand"
            self.stdout.write(f"Sign in as editor; the password {where}.")
            return
        try:
            group = Group.objects.get(name="Editor")
        except Group.DoesNotExist:
            raise CommandError('There is no group "Editor". Run: manage.py migrate') from None
        # The file comes first: killed in between, the next run makes the account with it.
        password = _kept_password(kept)
        with transaction.atomic():
            editor = users.create_user("editor", password=password, is_staff=True)
            editor.groups.add(group)
        self.stdout.write(f"Sign in as editor, password {password} (kept in {kept}).")


def _kept_password(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(12), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()
