from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals import backup


class Command(BaseCommand):
    help = "Make this tracker what a backup says. Stop web, worker and beat before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--replace", action="store_true", help="lose the rows that are here")

    def handle(self, *, folder: Path, replace: bool, **options: Any) -> None:
        try:
            rows = backup.read(folder, replace=replace)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from None
        # To this release, where the backup is of an earlier one.
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"{sum(rows.values())} rows of {len(rows)} tables, each the same as in {folder}."
        )
