"""The clock of the schedule. Any number of beats may run: each due task is sent once."""

from __future__ import annotations

from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import close_old_connections
from django.utils import timezone


class SharedScheduler(Scheduler):
    """What is due is sent by the beat that is the first to claim it in the database.

    When each task was last sent is kept there too, so a beat that starts late makes up for what
    none has sent, and has no file of its own.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self._sent_at = {}
        for entry in self.data.values():
            routine, _is_new = self._routines.get_or_create(
                task=entry.task, defaults={"sent_at": timezone.now()}
            )
            self._sent_at[entry.task] = routine.sent_at
            # The hour of a schedule is one of Hong Kong.
            entry.last_run_at = timezone.localtime(routine.sent_at)

    @property
    def _routines(self) -> Any:
        # Once the apps are ready, which they are not when this module is imported.
        from proposals.models import Routine  # noqa: PLC0415

        return Routine.objects

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        if self._claims(entry.task):
            super().apply_entry(entry, producer)

    def _claims(self, task: str) -> bool:
        # One that has been lent for long may lead to a server that is gone.
        close_old_connections()
        claimed: bool = self._routines.claim(task, sent_at=self._sent_at[task])
        self._sent_at[task] = self._routines.values_list("sent_at", flat=True).get(task=task)
        return claimed
