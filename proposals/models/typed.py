import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What nobody comes back to is not kept longer.
KEPT = dt.timedelta(days=30)
LONGEST_ADDRESS = 300
# So many forms of one account; the oldest give way.
MOST_FORMS = 50


class TypedQuerySet(models.QuerySet["Typed"]):
    def old(self) -> Self:
        return self.filter(at__lt=timezone.now() - KEPT)

    def keep(self, body: str, *, by: User, address: str) -> None:
        """The form of this page as its editor has it now, instead of what was kept of it."""
        kept = {"body": body, "at": timezone.now()}
        self.update_or_create(by=by, address=address, defaults=kept)
        newest = self.filter(by=by).order_by("-at", "-pk").values_list("pk", flat=True)
        self.filter(by=by).exclude(pk__in=list(newest[:MOST_FORMS])).delete()
        self.old().delete()


class Typed(models.Model):
    """What an editor has typed into a form of the desk and not sent yet. Nobody else sees it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The page of the form.
    address = models.CharField(max_length=LONGEST_ADDRESS)
    # The form as a browser would send it.
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = TypedQuerySet.as_manager()

    class Meta:
        verbose_name = _("text not saved yet")
        verbose_name_plural = _("texts not saved yet")
        constraints = [models.UniqueConstraint(fields=["by", "address"], name="typed_once")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.address}"
