"""Two questions that machines ask: does the process answer, and is everything it needs there."""

import logging
from collections.abc import Callable

from celery import current_app
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from proposals.package import archive

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database: a restart would not mend that."""
    return JsonResponse({"process": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part, "ok" or what is wrong; 503 when one is missing without which no page is made.

    Without the broker pages are read and written as ever: mails, link checks and files wait.

    Told too, and no part of the verdict: for how many seconds the public package has stood.
    """
    database = _state(_database)
    parts = {
        "database": database,
        # Asked of a database that is not there, this would only wait a second time.
        "migrations": _state(_migrations) if database == "ok" else "unknown",
        "broker": _state(_broker),
    }
    ready = parts["database"] == parts["migrations"] == "ok"
    made = archive.newest()
    age = round((timezone.now() - made.generated_at).total_seconds()) if made else None
    return JsonResponse({**parts, "package_age_seconds": age}, status=200 if ready else 503)


def _state(check: Callable[[], str]) -> str:
    # Anyone may ask here, and what a driver says is for the log.
    try:
        return check()
    except Exception as fault:
        logger.warning("%s: %s", check.__name__.strip("_"), type(fault).__name__)
        return "unreachable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} to apply" if missing else "ok"


def _broker() -> str:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return "ok"
