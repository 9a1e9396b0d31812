"""Who may write: a program that shows an editor's token."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from proposals.models import ApiToken
from proposals.rights import RECORD

KEYWORD = "Token"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`"""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request).decode("latin-1")
        if not header:
            return None
        keyword, _space, secret = header.partition(" ")
        if keyword.lower() != KEYWORD.lower():
            raise AuthenticationFailed("Write the header as “Authorization: Token …”.")
        token = ApiToken.objects.with_secret(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is not known here.")
        if token.revoked_at is not None:
            raise AuthenticationFailed("This token has been revoked.")
        if not token.user.is_active:
            raise AuthenticationFailed("The account of this token is closed.")
        token.note_use()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return build_bearer_security_scheme_object("Authorization", KEYWORD) | {
            "description": "An editor's token, as “Token …”."
        }


class WriterRequest(Request):
    """A request that `MayWrite` has let through."""

    user: User
    auth: ApiToken


class MayWrite(BasePermission):
    """The token has the scope of the address, and its account the right to record."""

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return False
        if view.scope not in token.scopes:
            raise PermissionDenied(f"This token does not have the scope “{view.scope}”.")
        if not request.user.has_perm(RECORD):
            raise PermissionDenied("The account of this token may not record anything.")
        return True
