from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from proposals.management.commands.load_package import editor_of
from proposals.models import Proposal
from proposals.package.demonstrating import make
from proposals.package.faults import PackageError

SEED = "demonstration"


class Command(BaseCommand):
    help = "Fill an empty demonstration with the catalogue and invented progress. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        marked = settings.VAR_DIR / "demonstration"
        if not settings.DEMONSTRATION:
            raise CommandError("DEMONSTRATION: not set, so nothing is invented. Say `make demo`.")
        if Proposal.objects.exists():
            if not marked.exists():
                raise CommandError(
                    "VAR_DIR: it holds a tracker that is no demonstration. Set it to a new folder."
                )
            self.stdout.write("The demonstration is kept as it was made.")
            return
        today = timezone.localdate()
        # Before there is anything to show.
        marked.write_text(f"{SEED} {today}\n", encoding="ascii")
        editor = editor_of(None)
        with (
            translation.override("en"),
            pghistory.context(command="demonstrate", user=editor.pk),
        ):
            try:
                loaded = make(settings.FIXTURES_DIR, seed=SEED, today=today, by=editor)
            except PackageError as error:
                for fault in error.faults:
                    self.stderr.write(str(fault))
                raise CommandError("The catalogue takes no invented progress.") from None
        self.stdout.write(f"{loaded.rows} rows, and the progress in them is invented.")
