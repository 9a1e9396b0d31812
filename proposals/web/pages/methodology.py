"""What each status means, and what it takes for one to be recorded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.choices import CHECK_INTERVAL_DAYS, STATUS_MEANINGS, Status
from proposals.web.pages.needed import needed


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    statuses = [
        (status, STATUS_MEANINGS[status], needed(status), CHECK_INTERVAL_DAYS[status])
        for status in Status
    ]
    return render(request, "proposals/methodology.html", {"statuses": statuses})
