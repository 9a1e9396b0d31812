from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from proposals.models import Proposal
from proposals.tracking import integrity


class Command(BaseCommand):
    help = "Prove that every proposal stands where its log says; fail with a list where not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write anew what has drifted")

    def handle(self, *, mend: bool, **options: Any) -> None:
        total = Proposal.objects.count()
        drifts = self.found(total)
        if drifts and not mend:
            raise CommandError(f"{len(drifts)} facts of {total} proposals have drifted.")
        for slug in sorted({drift.slug for drift in drifts}):
            integrity.mend(slug)
        if drifts and self.found(total):
            raise CommandError("What is left cannot be mended: records or changes are gone.")
        self.stdout.write(f"{total} proposals hold{', mended' if drifts else ''}.")

    def found(self, total: int) -> list[integrity.Drift]:
        with tqdm(total=total, unit=" proposals", disable=None, leave=False) as bar:
            drifts = list(integrity.check(progress=lambda done: bar.update(done - bar.n)))
        for drift in drifts:
            self.stderr.write(str(drift))
        return drifts
