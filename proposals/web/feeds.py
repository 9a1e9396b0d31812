"""Feeds and the calendar of any filtered list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def proposals_atom(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def proposals_json(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def changes_atom(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
