from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals import backup


class Command(BaseCommand):
    help = "Write the whole tracker, rows and kept files, into a new folder; it may go on running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            rows = backup.write(folder)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{folder}: {sum(rows.values())} rows of {len(rows)} tables.")
