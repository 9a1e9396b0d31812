"""Who enters the desk by a second factor only."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User

from proposals.choices import SecondFactor
from proposals.rights import LEADING

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def lacks_second_factor(account: User) -> bool:
    """Whether an account must have one before it enters, and has none."""
    return _needs_one(account) and not get_adapter().is_mfa_enabled(account, FACTORS)


def _needs_one(account: User) -> bool:
    match settings.SECOND_FACTOR:
        case SecondFactor.ALL:
            return True
        case SecondFactor.LEADING:
            return any(account.has_perm(right) for right in LEADING)
    return False
