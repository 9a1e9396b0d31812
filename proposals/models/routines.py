import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RoutineQuerySet(models.QuerySet["Routine"]):
    def claim(self, task: str, *, sent_at: dt.datetime) -> bool:
        """Whether the task is ours to send: nobody has since it was sent at that time."""
        return bool(self.filter(task=task, sent_at=sent_at).update(sent_at=timezone.now()))

    def succeeded(self, task: str) -> None:
        self.filter(task=task).update(succeeded_at=timezone.now())

    def failed(self, task: str, fault: str) -> None:
        self.filter(task=task).update(failed_at=timezone.now(), fault=fault)


class Routine(models.Model):
    """A task of the schedule: when it was last sent to a worker, and how it went there."""

    task = models.CharField(max_length=100, unique=True)
    sent_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    # What kind of exception; its text may hold what is no operator's to read.
    fault = models.CharField(max_length=100, blank=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        # Told on the page for operators; nobody edits it.
        default_permissions = ()
        verbose_name = _("scheduled task")
        verbose_name_plural = _("scheduled tasks")

    def __str__(self) -> str:
        return f"#{self.pk} {self.task}"

    @property
    def name(self) -> str:
        """The task without the module that it is in."""
        return self.task.rpartition(".")[2]

    @property
    def is_failing(self) -> bool:
        """Whether it failed since it last ended well."""
        return self.failed_at is not None and (
            self.succeeded_at is None or self.succeeded_at < self.failed_at
        )
