"""The data page, and the files that it leads to."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def proposals_csv(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def proposals_ndjson(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def proposals_xlsx(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@require_safe
def package_zip(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
