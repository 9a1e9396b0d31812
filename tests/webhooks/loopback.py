"""The background with one difference: it may call this machine, and nothing else."""

from proposals import outgoing
from tests.receiver import this_machine
from tracker.celery import app

__all__ = ["app"]

outgoing.is_public = this_machine
