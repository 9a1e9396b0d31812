"""The background: the worker runs what `proposals.tasks` names, beat says when."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker", task_cls="proposals.routines:RoutineTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
