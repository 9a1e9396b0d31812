"""How many requests there were, how they ended and how long they took."""

from __future__ import annotations

import logging
import os
import re
import time
import uuid
from collections.abc import Callable
from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from proposals import standing
from proposals.logs import told_of

logger = logging.getLogger("tracker.requests")

_OWN = CollectorRegistry()
_REQUESTS = Counter(
    "tracker_requests", "Requests by page, method and status.", ["view", "method", "status"],
    registry=_OWN,
)  # fmt: skip
_SECONDS = Histogram(
    "tracker_request_seconds", "Seconds until an answer began.", ["view"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30), registry=_OWN,
)  # fmt: skip
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class MeteringMiddleware:
    """Counts each request, and says it in the log under a number that the answer bears too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = _number(request)
        began = time.perf_counter()
        with told_of(number):
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            view, status = _view(request), response.status_code
            method = request.method if request.method in _METHODS else "other"
            _REQUESTS.labels(view, method, status).inc()
            _SECONDS.labels(view).observe(seconds)
            # By the name of the page: its address may hold the key of a reader.
            logger.info(
                "%s %s %s",
                *(method, view, status),
                extra={"view": view, "status": status, "milliseconds": round(seconds * 1000)},
            )
        response.headers["X-Request-ID"] = number
        return response


def _number(request: HttpRequest) -> str:
    """The one that the proxy gave it; without a proxy anybody could choose one."""
    told = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told if re.fullmatch(r"[0-9a-f-]{16,36}", told) else uuid.uuid4().hex


def _view(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "none"
    # The desk has hundreds of pages and few users.
    return match.namespaces[0] if match.namespaces else match.url_name or match._func_path


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, by its token; for everybody else there is nothing here."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not compare_digest(
        told.encode(), settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    counted = _OWN
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted, folder)
    now = CollectorRegistry()
    now.register(standing.Gauges())
    text = generate_latest(counted) + generate_latest(now)
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
