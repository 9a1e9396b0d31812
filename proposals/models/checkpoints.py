"""What the log came to by a day, signed: whoever keeps it would see the log rewritten."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from proposals import signing
from proposals.models.changes import Change
from proposals.models.triggers import APPEND_ONLY, NEVER_EMPTIED


class Rewritten(Exception):
    """The log holds no more what was signed."""


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def make(self, day: dt.date) -> Checkpoint | None:
        """Sign the log as it stands, if it has grown and this day has none. Raises Rewritten."""
        last = self.order_by("seq").last()
        change = Change.objects.order_by("seq").last()
        if last and not Change.objects.filter(pk=last.seq, hash=last.hash).exists():
            raise Rewritten(f"The log does not hold what was signed as {last}.")
        if change is None or (last and (last.day >= day or last.seq >= change.seq)):
            return None
        made = Checkpoint(day=day, seq=change.seq, hash=change.hash)
        made.signature, made.key_id = signing.sign(made.statement())
        # Where two make it at once, one of them does.
        Checkpoint.objects.bulk_create([made], ignore_conflicts=True)
        return self.filter(day=day).first()


class Checkpoint(models.Model):
    """The number and hash of the newest change, signed. One a day, where the log grew."""

    day = models.DateField(_("day"), unique=True)
    seq = models.BigIntegerField(_("number"), unique=True)
    hash = models.CharField(_("hash"), max_length=64)
    signature = models.CharField(_("signature"), max_length=88)
    key_id = models.CharField(_("signing key"), max_length=16)

    made_at = models.DateTimeField(_("made at"), db_default=Now(), editable=False)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        default_permissions = ()
        triggers = [APPEND_ONLY, NEVER_EMPTIED]

    def __str__(self) -> str:
        return f"{self.day} #{self.seq} {self.hash}"

    def statement(self) -> str:
        """What is signed, one item a line."""
        return f"checkpoint\n{self.day.isoformat()}\n{self.seq}\n{self.hash}\n"

    def as_json(self) -> dict[str, str | int]:
        """What is published of it."""
        return {
            "day": self.day.isoformat(),
            "seq": self.seq,
            "hash": self.hash,
            "signature": self.signature,
            "key_id": self.key_id,
        }
