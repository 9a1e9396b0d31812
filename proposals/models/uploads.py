import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An upload that nobody confirms is not kept longer.
KEPT = dt.timedelta(days=1)


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
