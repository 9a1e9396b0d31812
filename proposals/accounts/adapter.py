"""What django-allauth asks of us."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from proposals.accounts.idle import note_use
from proposals.audit import client_address

logger = logging.getLogger(__name__)

# Where a connection has no address, as by a Unix socket.
NO_ADDRESS = "::"


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        # The same whether there is an account of this name or not.
        "username_password_mismatch": _("There is no account of this name with this password."),
        "too_many_login_attempts": _(
            "Too many attempts failed. Wait five minutes, or set a new password by e-mail."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return clean_client_ip(client_address(request)) or NO_ADDRESS

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Tell the account of it, unless it is signed in already from such a browser."""
        longest = UserSession._meta.get_field("user_agent").max_length
        browser = request.headers.get("User-Agent", "")[:longest]
        known = UserSession.objects.filter(user=user, user_agent=browser)
        is_new = not any(session.exists() for session in known)
        note_use(request)
        response = super().post_login(request, user, **kwargs)
        if is_new:
            self.send_notification_mail("account/email/new_sign_in", user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away keeps nobody from signing in."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("the mail %s was not sent", template_prefix)
