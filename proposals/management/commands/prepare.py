import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from proposals.editing.index import verify_index
from proposals.models import Proposal
from proposals.package import archive


class Command(BaseCommand):
    help = "Make one machine ready: tables, static files, the catalogue, an editor. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        _require_free(settings.PORT)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMONSTRATION:
            call_command("demonstrate")
        # Once there are proposals, what they say is the editors' own.
        elif not Proposal.objects.exists():
            call_command("load_package", str(settings.FIXTURES_DIR))
        if verify_index()[1]:
            call_command("index_proposals")
        if archive.newest() is None:
            archive.build()
        self.stdout.write(
            f"\n"
            f"  Public pages  {settings.SITE_URL}/\n"
            f"  Admin         {settings.SITE_URL}/admin/\n"
            f"  API           {settings.SITE_URL}/api/v1/docs/\n"
        )
        call_command("create_editor", stdout=self.stdout)
        self.stdout.write("Ctrl-C stops everything.\n\n")


def _require_free(port: int) -> None:
    """Say it now, and not in the web server's log under the addresses that we are to print."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        raise CommandError(
            f"PORT: {port} is in use by another program. "
            "Stop that program, or set PORT to another number."
        ) from None
