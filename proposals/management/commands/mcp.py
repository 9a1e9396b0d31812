from typing import Any

from asgiref.sync import async_to_sync
from django.core.management.base import BaseCommand

from proposals.assistants.server import over_stdio


class Command(BaseCommand):
    help = "Answer an assistant's program that has started this one, by the Model Context Protocol."

    def handle(self, *args: Any, **options: Any) -> None:
        async_to_sync(over_stdio)()
