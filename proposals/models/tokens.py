from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.choices import TokenScope
from proposals.rights import RECORD

# Scanners for leaked secrets, and people, know one of ours by it.
BEGINNING = "ppt_"
RECOGNISED_BY = len(BEGINNING) + 6
# How exactly the last use is known; writing it each time would make every write two.
USE_NOTED_EVERY = dt.timedelta(minutes=1)
ANSWERS_KEPT = dt.timedelta(days=7)
LONGEST_KEY = 200


def accounts_that_may_write() -> models.QuerySet[User]:
    """The accounts whose tokens open anything."""
    return User.objects.with_perm(RECORD, backend="django.contrib.auth.backends.ModelBackend")


def digest(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so one round of hashing is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def issue(self, user: User, *, scopes: Iterable[str], label: str = "") -> tuple[ApiToken, str]:
        """A new token, and its secret, which is not to be had again."""
        token = self.model(user=user, label=label, scopes=sorted(set(scopes)))
        secret = token.draw_secret()
        token.save()
        return token, secret

    def with_secret(self, secret: str) -> ApiToken | None:
        """The token of this secret, revoked or not, with its account.

        It is looked up by its hash, so the time it takes tells nothing of the secret.
        """
        return self.select_related("user").filter(digest=digest(secret)).first()


class ApiToken(models.Model):
    """Lets a program write for an editor. Only a hash of its secret is kept.

    It may do what its account may, and of that what its scopes name.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="api_tokens",
        verbose_name=_("account"),
    )
    label = models.CharField(
        _("label"), max_length=100, blank=True, help_text=_("Which program has it, and where.")
    )
    scopes = ArrayField(
        models.CharField(max_length=10, choices=TokenScope), verbose_name=_("scopes")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("begins with"), max_length=RECOGNISED_BY, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        permissions = [("manage_apitoken", "Can see, issue and revoke API tokens of all accounts")]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="token_hash"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=TokenScope.values) & ~Q(scopes=[]),
                name="token_scopes_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.beginning}… {self.label}".rstrip()

    def draw_secret(self) -> str:
        """A secret for a new token, of which the token keeps only what it is known by."""
        secret = BEGINNING + secrets.token_urlsafe(32)
        self.digest, self.beginning = digest(secret), secret[:RECOGNISED_BY]
        return secret

    def note_use(self) -> None:
        """Keep when it was last used, to the minute."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at <= now - USE_NOTED_EVERY:
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])

    def revoke(self) -> bool:
        """From now on it opens nothing, for good. False if that was so already."""
        held = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return bool(held.update(revoked_at=timezone.now()))


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    def expired(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - ANSWERS_KEPT)


class IdempotencyKey(models.Model):
    """A write that was answered, so that the same request sent again gets the same answer.

    It is kept in the transaction of the write: either both are there or neither.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=LONGEST_KEY)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="idempotency_key_given"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_created_at")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.token_id} {self.key}"
