"""What each status means, and what it takes for one to be recorded."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from proposals.choices import CHECK_INTERVAL_DAYS, STATUS_MEANINGS, Status
from proposals.finding.edition import Edition
from proposals.web.pages.needed import needed
from proposals.web.readers import read_only


@read_only
def methodology(request: HttpRequest) -> HttpResponseBase:
    # It tells of no proposal: only a release moves it.
    return Edition(0, None).answer(request, lambda: _page(request))


def _page(request: HttpRequest) -> HttpResponse:
    statuses = [
        (status, STATUS_MEANINGS[status], needed(status), CHECK_INTERVAL_DAYS[status])
        for status in Status
    ]
    return render(
        request, "proposals/methodology.html", {"statuses": statuses, "site": settings.SITE_URL}
    )
