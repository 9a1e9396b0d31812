"""The public change log, newest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
