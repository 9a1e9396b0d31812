from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from proposals.package.dumping import dump


class Command(BaseCommand):
    help = "Write everything, drafts too, as a data package that load_package reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options: Any) -> None:
        counts = dump(folder)
        told = ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in counts.items())
        self.stdout.write(f"{folder}: {told}.")
