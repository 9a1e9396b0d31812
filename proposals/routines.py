"""Tasks that leave a note of how they went."""

from __future__ import annotations

import logging
from typing import Any

from django.apps import apps
from django.db import Error

from proposals.audit import AuditedTask
from proposals.logs import told_of

logger = logging.getLogger(__name__)


class RoutineTask(AuditedTask):
    """A task whose last success and last fault are kept, where it is one of the schedule."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with told_of(self.request.id or ""):
            return super().__call__(*args, **kwargs)

    def on_success(self, *args: Any, **kwargs: Any) -> None:
        self._note("succeeded", self.name)

    def on_failure(self, exc: Exception, *args: Any, **kwargs: Any) -> None:
        self._note("failed", self.name, type(exc).__name__)

    def _note(self, how: str, *said: str) -> None:
        # By its name: tasks are defined before the models are there.
        routines = apps.get_model("proposals", "Routine")._default_manager
        try:
            getattr(routines, how)(*said)
        except Error as fault:
            logger.error("how %s went is not noted: %s", self.name, type(fault).__name__)
