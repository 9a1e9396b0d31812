"""Other people's machines, each asked by one worker at a time."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Longer than one request takes with all that it leads to.
HOST_LEASE = dt.timedelta(minutes=3)
# It may ask for much peace, but not for so much that nobody notices.
LONGEST_ASKED_FOR = dt.timedelta(days=1)


class HostQuerySet(models.QuerySet["Host"]):
    def of(self, url: str) -> Host:
        """The host of an address, which may be new."""
        parts = urlsplit(url)
        return self.get_or_create(name=parts.netloc.rpartition("@")[2].casefold()[:255])[0]


class Host(models.Model):
    """A machine at which channels or their items stand: one worker at a time asks it."""

    name = models.CharField(max_length=255, unique=True)
    # Held by a worker, or left in peace, until then.
    free_at = models.DateTimeField(db_default=Now())
    robots = models.TextField(blank=True)
    robots_read_at = models.DateTimeField(null=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    def take(self) -> bool:
        """Whether it is this worker's to ask now."""
        now = timezone.now()
        free = type(self).objects.filter(pk=self.pk, free_at__lte=now)
        taken = bool(free.update(free_at=now + HOST_LEASE))
        self.refresh_from_db()
        return taken

    def release(self, pause: dt.timedelta) -> None:
        """Let others ask it after a pause, unless the lease ran out and another has it."""
        mine = type(self).objects.filter(pk=self.pk, free_at=self.free_at)
        mine.update(free_at=timezone.now() + pause)
