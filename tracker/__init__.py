"""Configuration only: settings, addresses, processes. The product is in `proposals`."""

from tracker.celery import app as celery_app

__all__ = ["celery_app"]
