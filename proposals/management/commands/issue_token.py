from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.choices import TokenScope
from proposals.models import ApiToken
from proposals.models.tokens import accounts_that_may_write


class Command(BaseCommand):
    help = "Issue a token with which a program writes for an editor. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--label", default="", help="which program has it, and where")
        parser.add_argument(
            "--scope",
            action="append",
            choices=TokenScope.values,
            help="what it may do; repeatable; everything unless given",
        )

    def handle(
        self, *args: Any, username: str, label: str, scope: list[str] | None, **options: Any
    ) -> None:
        account = accounts_that_may_write().filter(username=username).first()
        if account is None:
            raise CommandError(
                f'There is no open account "{username}" that may record. '
                "Give the account the group Editor in the admin."
            )
        longest = ApiToken._meta.get_field("label").max_length
        if longest is not None and len(label) > longest:
            raise CommandError(f"The label is longer than {longest} characters.")
        token, secret = ApiToken.objects.issue(
            account, label=label, scopes=scope or TokenScope.values
        )
        self.stderr.write(f"Token {token.pk} of {username}, for: {', '.join(token.scopes)}.")
        self.stderr.write("Keep it now; it is not shown again.")
        # Alone on this channel, so that a script can catch it.
        self.stdout.write(secret)
