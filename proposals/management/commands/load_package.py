from pathlib import Path
from typing import Any

import pghistory
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from tqdm import tqdm

from proposals.package.faults import PackageError
from proposals.package.loading import load
from proposals.rights import LOADER


class Command(BaseCommand):
    help = "Load a data package: all of it, or nothing and a list of every fault."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--by", metavar="USERNAME", help=f"who records it (default: {LOADER}, made if absent)"
        )

    def handle(self, *, folder: Path, by: str | None, **options: Any) -> None:
        editor = editor_of(by)
        quiet = True if options["verbosity"] == 0 else None
        with (
            translation.override("en"),
            pghistory.context(command="load_package", user=editor.pk),
            tqdm(unit=" rows", disable=quiet, leave=False) as bar,
        ):

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                loaded = load(folder, by=editor, progress=show)
            except PackageError as error:
                bar.close()
                for fault in error.faults:
                    self.stderr.write(str(fault))
                raise CommandError(
                    f"Nothing was loaded: {len(error.faults)} faults in {folder}."
                ) from None
        changed = {name: count for name, count in loaded.changed.items() if count}
        told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in changed.items())
        if options["verbosity"]:
            self.stdout.write(f"{loaded.rows} rows read; new or changed: {told or 'none'}.")


def editor_of(username: str | None) -> User:
    """Who records what a package says; the account of the loader where nobody is named."""
    if username is None:
        editor, created = User.objects.get_or_create(username=LOADER)
        if created:
            editor.set_unusable_password()
            editor.save(update_fields=["password"])
            # A package may hold steps that a chief editor once allowed.
            editor.groups.add(Group.objects.get(name="Chief editor"))
        return editor
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"--by: there is no account “{username}”.") from None
