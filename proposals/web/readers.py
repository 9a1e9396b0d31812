"""What is only read: which methods it knows, and how long anybody may keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from proposals import replicas
from proposals.finding.edition import Edition

View = Callable[..., HttpResponseBase]
METHODS = ["GET", "HEAD", "OPTIONS"]


def read_only(view: View) -> View:
    """The view sees GET and HEAD. Other methods get 405, not the question where they come from."""

    @csrf_exempt
    @require_http_methods(METHODS)
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **captured: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(METHODS)})
        return view(request, *args, **captured)

    return answer


def for_readers(view: View, edition_now: Callable[[], Edition] = Edition.newest) -> View:
    """The same page for everybody, until something is published or the day is over.

    Looking costs one query, that for the newest change. Who is signed in sees at once what they
    have published.
    """

    @read_only
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **captured: object) -> HttpResponseBase:
        edition = edition_now().of_today()
        response = replicas.read(
            request,
            edition.seq,
            lambda: edition.answer(request, lambda: view(request, *args, **captured)),
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return answer
