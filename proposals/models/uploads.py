import datetime as dt
import zlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An upload that nobody confirms is not kept longer.
KEPT = dt.timedelta(days=1)

# By which a file that is kept packed is told from one that an earlier release kept as it was.
PACKED = b"x\x01"


class Mapping(models.Model):
    """How the columns of a foreign table were taken for ours, by the names that they have there."""

    shape = models.CharField(max_length=64, unique=True)
    answers = models.JSONField()

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")

    def __str__(self) -> str:
        return f"#{self.pk} {self.shape[:8]}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def old(self) -> Self:
        return self.filter(uploaded_at__lt=timezone.now() - KEPT)

    def keep(self, file: bytes, **fields: Any) -> "Upload":
        """Packed: on its way to the database each byte takes several."""
        self.old().delete()
        return self.create(content=zlib.compress(file, 1), **fields)


class Upload(models.Model):
    """A file that an editor has sent and was shown as a table, until it is confirmed."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    name = models.CharField(max_length=255)
    # The table that it is for.
    noun = models.CharField(max_length=50)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    def file(self) -> bytes:
        """As it was sent."""
        kept = bytes(self.content)
        return zlib.decompress(kept) if kept.startswith(PACKED) else kept
