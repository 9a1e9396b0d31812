from typing import Any

from django.core.management.base import BaseCommand

from proposals.editing.index import index_again


class Command(BaseCommand):
    help = "Write anew what proposals are searched by, where this release writes it otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_again()} proposals were indexed anew.")
